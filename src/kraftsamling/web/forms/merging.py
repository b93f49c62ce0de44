"""Choosing between what two people saved: one choice per conflict."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from kraftsamling.measures.text import Change, word_changes
from kraftsamling.plan.content import Content, plain
from kraftsamling.plan.merging import MISSING, Conflict, Path
from kraftsamling.plan.working import Clash
from kraftsamling.web.forms.desk import Desk
from kraftsamling.web.forms.fields import REQUIRED, OurForm, flat, radios
from kraftsamling.web.forms.sections import Section

MINE, THEIRS, EDIT = "mine", "theirs", "edit"


@dataclass(frozen=True, eq=False)
class Choice:
    """One conflict as it is shown: what it is about, the three texts, and the form fields."""

    conflict: Conflict
    label: str
    field: forms.Field | None
    pick: Any
    edit: Any

    def shown(self, value: Any) -> str:
        """A value in words: the label of a choice, a row as its text, a sign for nothing."""
        if value is MISSING:
            return _("(not there)")
        if value in (None, ""):
            return _("(empty)")
        if isinstance(value, dict):
            return str(value.get("text") or value.get("year") or value.get("verdict") or "")
        if isinstance(self.field, forms.ChoiceField):
            return str(flat(self.field.choices).get(str(value), value))
        return str(self.field.prepare_value(value) if self.field else value)

    @property
    def base(self) -> str:
        return self.shown(self.conflict.base)

    @property
    def is_text(self) -> bool:
        return isinstance(self.conflict.theirs, str) and not isinstance(
            self.field, forms.ChoiceField
        )

    @property
    def theirs(self) -> list[Change]:
        return self._changes(self.conflict.theirs)

    @property
    def mine(self) -> list[Change]:
        return self._changes(self.conflict.mine)

    def _changes(self, value: Any) -> list[Change]:
        if self.is_text and isinstance(self.conflict.base, str):
            return word_changes(self.conflict.base, str(value or ""))
        return [Change("same", self.shown(value))]


class MergeForm(OurForm):
    """For each conflict: mine, theirs, or a text of its own."""

    def __init__(self, desk: Desk, section: Section, clash: Clash, data: QueryDict | None) -> None:
        super().__init__(data)
        self.clash = clash
        self.section_form = section.form(desk, clash.theirs.content)
        self.labels = {name: _label(section, self.section_form, name) for name in section.fields}
        self.leaves: list[forms.Field | None] = []
        self.needed: set[int] = set()
        for number, conflict in enumerate(clash.merge.conflicts):
            leaf = _leaf(self.section_form, conflict)
            self.leaves.append(leaf)
            answers = [(MINE, _("Mine")), (THEIRS, _("Theirs"))]
            if leaf:
                answers.append((EDIT, _("Neither: write it anew")))
                self.needed |= {number} if leaf.required else set()
                leaf.required = False
                self.fields[f"edit-{number}"] = leaf
                self.initial[f"edit-{number}"] = conflict.mine
            self.fields[f"pick-{number}"] = radios(answers, label=self._about(conflict))
        self.dress()

    def clean(self) -> dict[str, Any]:
        for number, _conflict in enumerate(self.clash.merge.conflicts):
            name = f"edit-{number}"
            if self.cleaned_data.get(f"pick-{number}") != EDIT:
                self.errors.pop(name, None)
            elif number in self.needed and self.cleaned_data.get(name) in (None, ""):
                self.add_error(name, REQUIRED)
        return self.cleaned_data

    @cached_property
    def choices(self) -> list[Choice]:
        return [
            Choice(
                conflict,
                str(self.fields[f"pick-{number}"].label),
                self.leaves[number],
                self[f"pick-{number}"],
                self[f"edit-{number}"] if self.leaves[number] else None,
            )
            for number, conflict in enumerate(self.clash.merge.conflicts)
        ]

    def settled(self) -> dict[Path, Any]:
        """The chosen value for each conflict, by its path."""
        return {
            conflict.path: self._chosen(number, conflict)
            for number, conflict in enumerate(self.clash.merge.conflicts)
        }

    @property
    def kept_mine(self) -> list[str]:
        """What only I changed, in words."""
        return self._names(self.clash.merge.only_mine)

    @property
    def kept_theirs(self) -> list[str]:
        """What only they changed, in words."""
        return self._names(self.clash.merge.only_theirs)

    @property
    def untied(self) -> list[str]:
        """The rows whose link is gone."""
        return self._names(self.clash.merge.untied)

    def _chosen(self, number: int, conflict: Conflict) -> Any:
        match self.cleaned_data[f"pick-{number}"]:
            case "theirs":
                return conflict.theirs
            case "edit":
                value = plain(self.cleaned_data[f"edit-{number}"])
                return value if value != "" or isinstance(conflict.mine, str) else None
        return conflict.mine

    def _names(self, paths: tuple[Path, ...]) -> list[str]:
        return list(dict.fromkeys(self._name(path) for path in paths))

    def _about(self, conflict: Conflict) -> str:
        return self._name(conflict.path)

    def _name(self, path: Path) -> str:
        if not path:
            return ", ".join(self.labels.values())
        parts = [self.labels.get(path[0], path[0])]
        if len(path) > 1:
            parts.append(self._part(path[0], path[1]))
        if len(path) > 2:
            leaf = self.section_form.leaf(path)
            parts.append(str(leaf.label) if leaf else _("Leads to"))
        return ": ".join(part for part in parts if part)

    def _part(self, field: str, key: str) -> str:
        """A row by its text, a framing or a question by its name."""
        contents = (self.clash.mine, self.clash.theirs.content, self.clash.base)
        for rows in (content.get(field) for content in contents):
            if isinstance(rows, list):
                row: Content | None = next((r for r in rows if r["id"] == key), None)
                if row:
                    return str(row.get("text") or row.get("year") or "")
        named = getattr(self.section_form, "fields", {})
        found = named.get(key) or named.get(f"{key}-verdict")
        return str(found.label) if found else key


def _label(section: Section, form: Any, name: str) -> str:
    field = getattr(form, "fields", {}).get(name)
    return str(field.label if field else section.title)


def _leaf(form: Any, conflict: Conflict) -> forms.Field | None:
    """The field to write the value anew in; none for a whole row that one of the two removed."""
    values = (conflict.theirs, conflict.mine)
    if any(value is MISSING or isinstance(value, dict) for value in values):
        return None
    leaf: forms.Field | None = form.leaf(conflict.path)
    return leaf
