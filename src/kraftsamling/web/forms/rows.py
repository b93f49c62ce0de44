"""Forms with rows: each row a small form, three empty ones at the end, more at the press of a button.

Works without JavaScript: "Add a row" sends the form, and it comes back with everything kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _, gettext_lazy

from kraftsamling.plan.content import Content, plain
from kraftsamling.plan.merging import NEW
from kraftsamling.web.forms.desk import Desk
from kraftsamling.web.forms.fields import OurForm

EMPTY_ROWS = 3
MOST_ROWS = 200


class RowForm(OurForm):
    """One row. `id` names the row it was; `remove` takes it away."""

    use_required_attribute = False
    id = forms.CharField(required=False, widget=forms.HiddenInput)
    remove = forms.BooleanField(required=False, label=gettext_lazy("Remove this row"))

    def __init__(self, desk: Desk, *args: Any, **kwargs: Any) -> None:
        self.desk = desk
        super().__init__(*args, **kwargs)
        self.empty_permitted = not self["id"].value()
        self.furnish()
        self.dress()

    def furnish(self) -> None:
        """Fill in choices that come from the desk."""

    @property
    def shown(self) -> list[BoundField]:
        """The fields of a row that are shown as they come: all but `id` and `remove`."""
        return [bound for bound in self if bound.name not in ("id", "remove")]

    @property
    def removed(self) -> bool:
        return bool(self["remove"].value())

    @property
    def blank(self) -> bool:
        """A row nobody has begun: new, and nothing written."""
        return not self["id"].value() and not self.has_changed()

    def full_clean(self) -> None:
        super().full_clean()
        if self.is_bound and (self.removed or self.blank):
            self._errors = forms.utils.ErrorDict()

    def written(self) -> Content:
        """The row's content, without `id`."""
        return {
            name: plain(value)
            for name, value in self.cleaned_data.items()
            if name not in ("id", "remove")
        }


@dataclass(frozen=True)
class Fault:
    """A bound field of a row as the error summary wants it."""

    label: str
    errors: Any
    auto_id: str
    id_for_label: str


class Rows:
    """All rows of one list of an action. Looks like a form to views and templates."""

    field: ClassVar[str]
    row: ClassVar[type[RowForm]]
    name: ClassVar[Any]

    def __init__(self, desk: Desk, content: Content, data: Mapping[str, Any] | None = None) -> None:
        self.desk, self.stored = desk, list(content.get(self.field, []))
        # Nothing is known of what the writer saw (`working.Seen`): then ids are taken at their word,
        # and every difference is shown as a conflict.
        self.is_known = self.field in content
        self.ids = {row["id"] for row in self.stored}
        self.non_field_errors: list[str] = []
        self._valid: bool | None = None
        self.is_bound = data is not None
        if data is None:
            initial = [self.spread(row) for row in self.stored]
            self.forms = self._unbound(initial + [{}] * EMPTY_ROWS)
        else:
            self.forms = [self._row(n, data=data) for n in range(_count(data.get("rows")))]
        self.prepare()

    def furnish(self, form: RowForm) -> None:
        """Choices that come from the whole list."""

    def prepare(self) -> None:
        """What rows need to know of each other."""

    def check(self) -> None:
        """Faults between rows; asked once each row by itself is right."""

    def spread(self, row: Content) -> Content:
        """A row of the content as its form's initial values."""
        return row

    def gather(self, number: int, form: RowForm) -> Content:
        """A row form as a row of the content, `id` included."""
        return form.written() | {"id": self.key(number)}

    def key(self, number: int) -> str:
        """What the row is called: the id it had, or a name for a new row."""
        given = str(self.forms[number]["id"].value() or "")
        known = given in self.ids if self.is_known else given.isdecimal()
        return given if known else f"{NEW}{number}"

    def with_more(self) -> Rows:
        """The same rows as they were typed, and more empty ones."""
        typed = [{name: form[name].value() for name in form.fields} for form in self.forms]
        self.forms = self._unbound(typed + [{}] * EMPTY_ROWS)
        self.is_bound = False
        self.prepare()
        return self

    def is_valid(self) -> bool:
        if self._valid is None:
            self._valid = not [form for form in self.forms if not form.is_valid()]
            if self._valid:
                self.check()
                self._valid = not any(form.errors for form in self.forms)
        return self._valid

    def content(self) -> Content:
        """The list as content. A stored row that the form did not bring along stays as it was."""
        brought = {self.key(n): (n, form) for n, form in enumerate(self.forms) if not form.blank}
        kept = [
            self.gather(*brought[row["id"]]) if row["id"] in brought else row
            for row in self.stored
            if row["id"] not in brought or not brought[row["id"]][1].removed
        ]
        new = [
            self.gather(n, form)
            for key, (n, form) in brought.items()
            if key not in self.ids and not form.removed
        ]
        return {self.field: kept + new}

    @property
    def errors(self) -> bool:
        return self.is_bound and not self.is_valid()

    def __iter__(self) -> Iterator[Fault]:
        for number, form in enumerate(self.forms, start=1):
            for bound in form:
                label = _("Row %(number)s, %(field)s") % {"number": number, "field": bound.label}
                errors = bound.errors if self.is_bound else []
                yield Fault(label, errors, bound.auto_id, bound.id_for_label)

    def leaf(self, path: tuple[str, ...]) -> forms.Field | None:
        """The form field of one value in the content, for a merge; none for a whole row."""
        if len(path) < 3 or path[2] == "leads_to":
            return None
        return self._row(0).fields.get(path[2])

    def _row(self, number: int, **kwargs: Any) -> RowForm:
        form = self.row(self.desk, prefix=f"row-{number}", **kwargs)
        self.furnish(form)
        return form

    def _unbound(self, initials: list[Content]) -> list[RowForm]:
        return [self._row(n, initial=i) for n, i in enumerate(initials[:MOST_ROWS])]


def _count(given: Any) -> int:
    text = str(given or "")
    return min(int(text), MOST_ROWS) if text.isdecimal() and len(text) < 6 else 0
