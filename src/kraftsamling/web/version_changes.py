"""What differs between two versions, as a page shows it: field by field, word by word."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kraftsamling.measures.text import Change, text_changes
from kraftsamling.plan.comparing import (
    ABSENT,
    Comparison,
    EntryChange,
    FactChange,
    FieldChange,
    ListChange,
)
from kraftsamling.plan.content import Content
from kraftsamling.plan.frozen import Frame
from kraftsamling.web.frozen_words import LABELS, ORDER, field_lines

FIELDS: dict[str, str | Promise] = LABELS | {
    "name": _("Name"),
    "name_en": _("Name in English"),
    "about": _("Description"),
    "about_en": _("Description in English"),
    "goal": _("Goal"),
    "goal_en": _("Goal in English"),
    "purpose": _("Purpose"),
    "purpose_en": _("Purpose in English"),
    "text": _("Text"),
    "text_en": _("Text in English"),
    "actions": _("Actions in the region"),
    "region": _("Region"),
    "actor": _("Actor"),
    "items": _("Places"),
    "share_percent": _("Co-funding share, per cent"),
    "money": _("Money"),
    "year": _("Year"),
    "value": _("Value"),
    "unit": _("Unit"),
    "source": _("Source"),
    "order": _("Order"),
}
LISTS: dict[tuple[str, ...], str | Promise] = {
    ("strategy", "challenges"): _("Challenges"),
    ("strategy", "priorities"): _("Priorities"),
    ("strategy", "steps"): _("Steps"),
    ("strategy", "targets"): _("Targets"),
    ("boards",): _("Boards"),
    ("regions",): _("Regions"),
    ("framings",): _("Framings"),
    ("indicators",): _("Indicators"),
    ("actors",): _("Actors"),
    ("calls",): _("Funding calls"),
    ("assessment", "objectives"): _("Green and circular assessment"),
    ("assessment", "circularity", "levels"): _("Circularity"),
}
ACTIONS = ("actions",)


@dataclass(frozen=True)
class FieldDiff:
    """One field: its name, its language if known, and the runs of words."""

    label: str | Promise
    lang: str
    changes: Sequence[Change]


@dataclass(frozen=True)
class EntryDiff:
    """One thing that changed, with its fields."""

    key: str | int
    title: str
    fields: Sequence[FieldDiff]


@dataclass(frozen=True)
class SectionDiff:
    """One list other than the actions."""

    label: str | Promise
    added: Sequence[str]
    removed: Sequence[str]
    changed: Sequence[EntryDiff]
    moved: bool


def changed_actions(before: Frame, after: Frame, entries: Sequence[EntryChange]) -> list[EntryDiff]:
    """Each changed action, its fields told as on its page."""
    return [
        EntryDiff(
            entry.key,
            entry.new["title"],
            [_action_field(before, after, field) for field in sorted(entry.fields, key=_place)],
        )
        for entry in entries
    ]


def sections(comparison: Comparison) -> list[SectionDiff]:
    """Every changed list but the actions."""
    return [_section(change) for change in comparison.lists if change.path != ACTIONS]


def facts(comparison: Comparison) -> list[FieldDiff]:
    """Everything else that changed."""
    return [_fact(change) for change in comparison.facts]


def _place(change: FieldChange) -> int:
    """Fields in the order they are read."""
    return ORDER.index(change.field) if change.field in ORDER else len(ORDER)


def _section(change: ListChange) -> SectionDiff:
    return SectionDiff(
        LISTS.get(change.path, ".".join(change.path)),
        added=[_title(entry) for entry in change.added],
        removed=[_title(entry) for entry in change.removed],
        changed=[
            EntryDiff(e.key, _title(e.new), [_field(f) for f in e.fields]) for e in change.changed
        ],
        moved=change.moved,
    )


def _action_field(before: Frame, after: Frame, change: FieldChange) -> FieldDiff:
    old, new = (
        "\n".join(field_lines(frame, change.field, None if v is ABSENT else v, both=True))
        for frame, v in ((before, change.old), (after, change.new))
    )
    if old == new:
        return _field(change)
    return _diff(change.field, old, new)


def _field(change: FieldChange) -> FieldDiff:
    return _diff(change.field, as_text(change.old), as_text(change.new))


def _fact(change: FactChange) -> FieldDiff:
    return _diff(change.path[-1], as_text(change.old), as_text(change.new))


def _diff(field: str, old: str, new: str) -> FieldDiff:
    language = "en" if field.endswith("_en") else "sv" if f"{field}_en" in FIELDS else ""
    return FieldDiff(FIELDS.get(field, field), language, text_changes(old, new))


def _title(entry: Content) -> str:
    name = entry.get("name") or entry.get("title") or ""
    return f"{entry.get('code') or entry.get('slug') or ''} {name}".strip()


def as_text(value: Any) -> str:
    """Any JSON value as text a person can read: a line per entry of a list."""
    if value is ABSENT or value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        if all(isinstance(item, int | str) for item in value):
            return ", ".join(map(str, value))
        return "\n".join(map(as_text, value))
    if isinstance(value, dict):
        return ", ".join(f"{name}: {as_text(item)}" for name, item in value.items())
    return json.dumps(value)
