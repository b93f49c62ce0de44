"""Two states of an action's content compared: field by field, word by word, in words people know.

Pure but for the language: nothing is asked of the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext as _, gettext_lazy

from kraftsamling.kernel.words import Words
from kraftsamling.measures.text import Change, word_changes
from kraftsamling.plan.content import ROWS
from kraftsamling.plan.models import Action
from kraftsamling.plan.models.action import EqualityUse
from kraftsamling.plan.models.details import CIRCULARITY, Verdict
from kraftsamling.plan.models.progress import Signal
from kraftsamling.plan.states import State
from kraftsamling.strategy.library import Library

LABELS: dict[str, str | Promise] = {
    "partners": gettext_lazy("partners"),
    "milestones": gettext_lazy("milestones"),
    "risks": gettext_lazy("risks"),
    "money": gettext_lazy("money"),
    "chain": gettext_lazy("chain"),
    "assessment": gettext_lazy("green and circular assessment"),
    "reason": gettext_lazy("reason"),
    "signal": gettext_lazy("how it goes"),
    "text": gettext_lazy("what has happened"),
    "spent_total": gettext_lazy("spent so far"),
    "lower_because": gettext_lazy("why the sum is lower"),
    "reached": gettext_lazy("reached"),
    "not_reached": gettext_lazy("not reached after all"),
}
CHOICES: dict[str, type[TextChoices]] = {
    "state": State,
    "equality_use": EqualityUse,
    "signal": Signal,
}


@dataclass(frozen=True)
class Difference:
    """One field: what it is called, and how its text changed."""

    field: str
    label: str
    changes: tuple[Change, ...]


def differences(
    before: Mapping[str, Any], after: Mapping[str, Any], library: Library
) -> list[Difference]:
    """How each field that is in either of the two changed; placements framing by framing."""
    old, new = _texts(before, library), _texts(after, library)
    names = list(dict.fromkeys((*old, *new)))
    return [
        Difference(name, _label(name, library), tuple(word_changes(old.get(name, ""), text)))
        for name in names
        if (text := new.get(name, "")) != old.get(name, "")
    ]


def _texts(content: Mapping[str, Any], library: Library) -> dict[str, str]:
    """Every field as text; a list gives one line for each of its rows."""
    texts: dict[str, str] = {}
    for name, value in content.items():
        if name == "placements":
            for framing, codes in (value or {}).items():
                names = [_place(library, framing, code) for code in codes]
                texts[f"placements {framing}"] = "\n".join(names)
        elif name == "assessment":
            texts[name] = "\n".join(
                _answer(library, code, answer) for code, answer in (value or {}).items()
            )
        else:
            texts[name] = _text(name, value)
    return texts


def _text(name: str, value: Any) -> str:
    match value:
        case None | "" | [] | {}:
            return ""
        case list():
            return "\n".join(
                _row(name, row) if isinstance(row, dict) else str(row) for row in value
            )
    choices = CHOICES.get(name)
    return str(choices(value).label) if choices and value in choices.values else str(value)


def _row(name: str, row: Mapping[str, Any]) -> str:
    """One row as a line: its values in the order of its fields, choices by their names."""
    model, fields = ROWS.get(name, (None, tuple(row)))
    parts = []
    for field in fields:
        value = row.get(field)
        if value in (None, "") or field == "leads_to":
            continue
        choices = dict(model._meta.get_field(field).flatchoices) if model else {}  # type: ignore[union-attr]
        parts.append(str(choices.get(value, value)))
    return ", ".join(parts)


def _answer(library: Library, code: str, answer: Mapping[str, str]) -> str:
    language = get_language() or "sv"
    verdict = answer.get("verdict", "")
    if code == CIRCULARITY:
        question = _("Contribution to circularity")
        levels = {level.code: level.name for level in library.assessment.circularity.levels}
        verdict = levels[verdict].in_language(language) if verdict in levels else verdict
    else:
        names = {o.code: o.name.in_language(language) for o in library.assessment.objectives}
        question = names.get(code, code)
        verdict = str(Verdict(verdict).label) if verdict in Verdict.values else verdict
    return ". ".join(text for text in (f"{question}: {verdict}", answer.get("reason", "")) if text)


def _place(library: Library, framing: str, code: str) -> str:
    item = library.item(framing, code)
    return item.name.in_language(get_language() or "sv") if item else code


def _label(name: str, library: Library) -> str:
    if name.startswith("placements "):
        code = name.removeprefix("placements ")
        framing = library.framings.get(code)
        words: Words | None = framing.name if framing else None
        return words.in_language(get_language() or "sv") if words else code
    if name in LABELS:
        return str(LABELS[name])
    known = {
        field.name: field for field in Action._meta.get_fields() if hasattr(field, "verbose_name")
    }
    return str(known[name].verbose_name) if name in known else name
