"""An action as content: one shape for forms, freezing, history, comparison and merging.

`action_contents` reads it for any number of actions with the same nine queries; `editing.revise`
writes any part of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Model, QuerySet

from kraftsamling.plan.models import (
    Action,
    Answer,
    ChainItem,
    Milestone,
    MoneyLine,
    Placement,
    Risk,
)

Content = dict[str, Any]

PLAIN: tuple[str, ...] = (
    *("title", "title_en", "summary", "summary_en", "starts", "ends"),
    *("equality_use", "equality", "equality_en", "sources"),
)
TEXTS = ("title", "title_en", "summary", "summary_en")

# The lists an action is made of: field in the content -> its rows and their fields.
ROWS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "milestones": (Milestone, ("text", "text_en", "due")),
    "risks": (
        Risk,
        (
            "text",
            "text_en",
            "likelihood",
            "consequence",
            "countermeasure",
            "countermeasure_en",
        ),
    ),
    "money": (MoneyLine, ("year", "funder", "kind", "call", "amount", "note", "note_en")),
    "chain": (
        ChainItem,
        ("level", "text", "text_en", "starts", "ends", "indicator", "target", "leads_to"),
    ),
}
FIELDS = (*PLAIN, "responsible", "partners", "placements", *ROWS, "assessment")

# How a row names what it points at: actors by slug, calls by code.
POINTERS = {"funder": "funder__slug", "call": "call__code"}


def action_content(action: Action) -> Content:
    """The content of one action."""
    return action_contents(Action.objects.filter(pk=action.pk))[action.pk]


def action_contents(actions: QuerySet[Action], *, named: bool = False) -> dict[int, Content]:
    """The content of each action by primary key: JSON values only, lists in a fixed order.

    Every key of `FIELDS` is there. Dates are ISO text, decimals text with two places, actors slugs,
    calls codes; a link of the chain names what it leads to by its place in the list (from 0).
    `named` rows also carry `id`, and a link then names what it leads to by that.
    """
    heads = actions.values("pk", "number", "standing", *PLAIN, "responsible__slug")
    contents = {head.pop("pk"): _head(head) for head in heads}
    chosen = actions.order_by().values("pk")
    for action, slug in (
        Action.partners.through.objects.filter(action__in=chosen)
        .order_by("actor__slug")
        .values_list("action", "actor__slug")
    ):
        contents[action]["partners"].append(slug)
    for action, framing, code in Placement.objects.filter(action__in=chosen).values_list(
        "action", "framing", "code"
    ):
        contents[action]["placements"].setdefault(framing, []).append(code)
    for action, objective, *rest in Answer.objects.filter(action__in=chosen).values_list(
        "action", "objective", "verdict", "reason", "reason_en"
    ):
        contents[action]["assessment"][objective] = dict(
            zip(("verdict", "reason", "reason_en"), rest, strict=True)
        )
    for name in ROWS:
        for action, rows in _rows(name, chosen, named=named).items():
            contents[action][name] = rows
    return contents


def changed(before: Content, after: Content) -> tuple[Content, Content]:
    """The fields in which two contents differ, before and after."""
    names = [name for name in before if before[name] != after.get(name)]
    return {name: before[name] for name in names}, {name: after.get(name) for name in names}


def _head(head: dict[str, Any]) -> Content:
    head["responsible"] = head.pop("responsible__slug") or ""
    empty: Content = {"partners": [], "placements": {}, "assessment": {}}
    empty |= {name: [] for name in ROWS}
    return {name: plain(value) for name, value in head.items()} | empty


def _rows(name: str, chosen: QuerySet[Action, Any], *, named: bool) -> dict[int, list[Content]]:
    model, fields = ROWS[name]
    asked = ["action", "pk", *(POINTERS.get(field, field) for field in fields)]
    found: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for action, *row in model._default_manager.filter(action__in=chosen).values_list(*asked):
        found[action].append(tuple(row))
    return {action: list(_as_content(fields, rows, named=named)) for action, rows in found.items()}


def _as_content(
    fields: tuple[str, ...], rows: list[tuple[Any, ...]], *, named: bool
) -> Iterable[Content]:
    place = {row[0]: str(row[0]) if named else position for position, row in enumerate(rows)}
    for pk, *values in rows:
        content: Content = {"id": str(pk)} if named else {}
        content |= {f: plain(v) for f, v in zip(fields, values, strict=True)}
        if content.get("leads_to") is not None:
            content["leads_to"] = place.get(content["leads_to"])
        yield content


def plain(value: Any) -> Any:
    """A model's or a form's value as content has it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    return value
