"""Forms for freezing, deciding, annexes and meetings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kraftsamling.plan.deciding import faults_in
from kraftsamling.plan.models import Version
from kraftsamling.plan.models.version import Outcome

LONGEST_ANNEX = 60_000


def _input(kind: str = "text", **attrs: str) -> dict[str, str]:
    return {"class": "ds-input", "type": kind, **attrs}


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A date, written as the browser's own date field wants it."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs=_input("date"), format="%Y-%m-%d"),
        error_messages={
            "required": _("Give a date."),
            "invalid": _("Write the date as year-month-day, for example 2026-11-23."),
        },
        **options,
    )


def _text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "ds-input", "rows": rows})


class Carrying(forms.Form):
    """A form that remembers what its writer has seen, in a hidden field."""

    def carry(self, field: str, value: object) -> None:
        """Put `value` in the hidden `field`, whether or not the form has been sent."""
        if self.is_bound:
            self.data = {**dict(self.data.items()), field: str(value)}
        else:
            self.initial[field] = value


class FreezeForm(Carrying):
    """The note of a new version, and the hash of what was looked at."""

    note = forms.CharField(
        label=_("What is new in this version"),
        help_text=_("A sentence or two for the boards and the public."),
        max_length=400,
        required=False,
        widget=_text_area(3),
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64, required=False)


class DecisionForm(Carrying):
    """What a board decided."""

    outcome = forms.ChoiceField(
        label=_("What did the board decide?"),
        choices=Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what the board decided.")},
    )
    decided_on = day_field(_("Date of the decision"))
    diary_number = forms.CharField(
        label=_("Diary number"),
        max_length=60,
        widget=forms.TextInput(attrs=_input()),
        error_messages={
            "required": _("Give the diary number, as it stands in the board's register.")
        },
    )
    paragraph = forms.CharField(
        label=_("Paragraph of the minutes"),
        help_text=_("For example § 12."),
        max_length=30,
        widget=forms.TextInput(attrs=_input()),
        error_messages={"required": _("Give the paragraph of the minutes, for example § 12.")},
    )
    statement = forms.CharField(
        label=_("Reservation, what the board wants changed, or its reasons"),
        help_text=_("Needed unless the board simply adopted. As it stands in the minutes."),
        max_length=10_000,
        required=False,
        widget=_text_area(6),
    )
    minutes_url = forms.URLField(
        label=_("Link to the minutes"),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput(attrs=_input("url")),
        error_messages={"invalid": _("Write a whole web address, beginning with https://.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def look_through(self, version: Version) -> None:
        """Add what the plan itself would refuse, so that every fault is told at once."""
        told = {name: str(self.cleaned_data.get(name) or "") for name in self.fields}
        for field, cure in faults_in(version, self.cleaned_data.get("decided_on"), told).items():
            if field not in self.errors:
                self.add_error(field, cure)


class AnnexForm(Carrying):
    """A region's annex, in both languages."""

    text = forms.CharField(
        label=_("Text of the annex"),
        help_text=_("An empty line begins a new paragraph."),
        max_length=LONGEST_ANNEX,
        required=False,
        widget=_text_area(16),
    )
    text_en = forms.CharField(
        label=_("The same in English"),
        max_length=LONGEST_ANNEX,
        required=False,
        widget=_text_area(10),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class MeetingForm(forms.Form):
    """A meeting of one of the boards the writer keeps dates for."""

    board = forms.ChoiceField(label=_("Board"), widget=forms.Select(attrs={"class": "ds-input"}))
    day = day_field(_("Day of the meeting"))
    papers_due = day_field(_("Papers due"), help_text=_("The last day to hand in papers."))

    def __init__(self, *args: Any, boards: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["board"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(boards)


class ReadyForm(forms.Form):
    """The day the papers are ready."""

    ready = day_field(_("If the papers are ready on"))
