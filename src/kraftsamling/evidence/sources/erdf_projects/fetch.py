"""Asking the project bank for the rows its pages show, and keeping the columns we name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.erdf_projects.request import COLUMNS, Pages, plain
from kraftsamling.evidence.sources.http import LOOK, Answer, Http
from kraftsamling.evidence.sources.request import asked
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import SourceFault

# The last row adds the others up.
TOTALS = "Totaler"


def fetch(dataset: Dataset, http: Http, last: Label | None) -> Fetched | None:
    """The projects of every programme period; nothing where they are those of `last`.

    The project bank does not say when it was changed, so that is seen when they have come.
    """
    request = asked(dataset, Pages)
    periods = {}
    for number, (period, url) in enumerate(request.periods.items()):
        http.progress(number, len(request.periods))
        answer = http.post(url, {"page": request.page})
        periods[period] = _kept(http, answer)
    body = json.dumps(periods, ensure_ascii=False, indent=0, sort_keys=True).encode()
    if last and hashlib.sha256(body).hexdigest() == last.sha256:
        return None
    return Fetched(body, dataset.url)


def _kept(http: Http, answer: Answer) -> list[dict[str, str]]:
    """The rows as records of the columns we keep. Raises `SourceFault` for another form."""
    said = answer.json
    try:
        names = [plain(column["name"]) for column in said["columns"]]
        rows = [dict(zip(names, map(_shown, row), strict=True)) for row in said["rows"]]
    except (KeyError, TypeError, ValueError) as error:
        other = f"it is not columns and rows, as the project bank's page has them ({error!r})"
        raise SourceFault(http.fault(answer.url, other, LOOK)) from error
    records = [record(row, http, answer.url) for row in rows]
    return sorted(
        (one for one in records if one["project"] != TOTALS), key=lambda one: one["project"]
    )


def record(row: Mapping[str, str], http: Http, url: str) -> dict[str, str]:
    """One project in our columns, in the producer's words."""
    found = {
        ours: next((row[name] for name in theirs if name in row), None)
        for ours, theirs in COLUMNS.items()
    }
    gone: Sequence[str] = [COLUMNS[ours][0] for ours, text in found.items() if text is None]
    if gone:
        missing = f"the columns {', '.join(gone)} are not there, but {', '.join(row)}"
        raise SourceFault(http.fault(url, missing, LOOK))
    return {ours: text or "" for ours, text in found.items()}


def _shown(cell: Any) -> str:
    """What a cell shows: text, or `o` where it is an object with what it stands for (`v`) beside."""
    shown = cell.get("o", cell.get("v")) if isinstance(cell, Mapping) else cell
    return "" if shown is None else str(shown).strip()
