"""A list of actions as CSV, row by row."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet

from kraftsamling.kernel.spreadsheets import harmless
from kraftsamling.plan.models import Action, Placement, Plan

AT_A_TIME = 500

COLUMNS = (
    *("number", "title", "title_en", "summary", "summary_en", "state", "standing"),
    *("responsible", "starts", "ends", "next_due", "planned_total", "spent_total"),
)


def lines(plan: Plan, actions: QuerySet[Action], link: str) -> Iterator[str]:
    """The file in pieces: UTF-8 with its mark, semicolons between, as spreadsheets here open it.

    One column for each framing with the codes of the places, and the address of each action's page:
    `link` with the number put in.
    """
    writer: Any = csv.writer(_Echo(), delimiter=";")
    framings = tuple(plan.library.framings)
    yield "\ufeff" + writer.writerow([*COLUMNS, *framings, "address"])
    rows = actions.select_related("responsible").iterator(chunk_size=AT_A_TIME)
    while chunk := list(islice(rows, AT_A_TIME)):
        places = _places(chunk)
        for action in chunk:
            cells = [_cell(action, column) for column in COLUMNS]
            codes = [" ".join(places[action.pk, framing]) for framing in framings]
            yield writer.writerow([*cells, *codes, link.format(action.number)])


def _cell(action: Action, column: str) -> str:
    value = getattr(action, column)
    if column == "responsible":
        value = value.name if value else ""
    return harmless("" if value is None else str(value))


def _places(actions: list[Action]) -> dict[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    for placement in Placement.objects.filter(action__in=actions):
        found[placement.action_id, placement.framing].append(placement.code)
    return found


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        return text
