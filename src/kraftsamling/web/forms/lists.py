"""Sections that are lists: the chain, milestones, money, risks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _, gettext_lazy

from kraftsamling.plan.content import Content
from kraftsamling.plan.models import ChainItem, Milestone, MoneyLine, Risk
from kraftsamling.plan.models.details import ChainLevel, MoneyKind
from kraftsamling.web.forms.fields import Amount, Choices, Day, Menu, Quantity, choice, flat, of
from kraftsamling.web.forms.rows import RowForm, Rows

CHOOSE = gettext_lazy("Choose")
EARLIEST, LATEST = 1990, 2100
LEVELS = list(ChainLevel.values)
WRONG_WAY = gettext_lazy(
    "A link leads onwards: from activity to output, result or outcome. Choose a later level."
)


class MilestoneRow(RowForm):
    text = of(Milestone, "text", label=gettext_lazy("What shall be true"))
    text_en = of(Milestone, "text_en", label=gettext_lazy("In English"))
    due = Day(label=gettext_lazy("By which day"))


class MilestoneRows(Rows):
    field, row, name = "milestones", MilestoneRow, gettext_lazy("Milestone")


class RiskRow(RowForm):
    text = of(Risk, "text", label=gettext_lazy("What may go wrong"))
    text_en = of(Risk, "text_en", label=gettext_lazy("In English"))
    likelihood = forms.TypedChoiceField(
        choices=[("", CHOOSE), *Risk._meta.get_field("likelihood").flatchoices],
        coerce=int,
        widget=Menu,
        label=gettext_lazy("How likely"),
    )
    consequence = forms.TypedChoiceField(
        choices=[("", CHOOSE), *Risk._meta.get_field("consequence").flatchoices],
        coerce=int,
        widget=Menu,
        label=gettext_lazy("How bad"),
    )
    countermeasure = of(Risk, "countermeasure", label=gettext_lazy("What we do about it"))
    countermeasure_en = of(Risk, "countermeasure_en", label=gettext_lazy("In English"))


class RiskRows(Rows):
    field, row, name = "risks", RiskRow, gettext_lazy("Risk")


class MoneyRow(RowForm):
    year = forms.IntegerField(
        min_value=EARLIEST,
        max_value=LATEST,
        label=gettext_lazy("Year"),
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": gettext_lazy("This is not a year. Write it with four digits, such as 2027."),
            "min_value": gettext_lazy("The year is before %(limit_value)s. Check it."),
            "max_value": gettext_lazy("The year is after %(limit_value)s. Check it."),
        },
    )
    amount = Amount(label=gettext_lazy("Amount"))
    kind = choice(list(MoneyKind.choices), empty=CHOOSE, label=gettext_lazy("Kind of money"))
    funder = choice([], label=gettext_lazy("Funder"))
    call = choice([], required=False, label=gettext_lazy("Call"))
    note = of(MoneyLine, "note", label=gettext_lazy("Note"))
    note_en = of(MoneyLine, "note_en", label=gettext_lazy("Note in English"))

    def furnish(self) -> None:
        self.fields["amount"].label = _("Amount (%(currency)s)") % {
            "currency": self.desk.library.land.currency
        }
        _offer(self, "funder", [("", CHOOSE), *self.desk.actor_choices()])
        _offer(self, "call", [("", _("No call")), *_calls(self)])

    def written(self) -> Content:
        content = super().written()
        return content | {"call": content["call"] or None}


class MoneyRows(Rows):
    field, row, name = "money", MoneyRow, gettext_lazy("Sum")


class ChainRow(RowForm):
    level = choice(list(ChainLevel.choices), empty=CHOOSE, label=gettext_lazy("Level"))
    starts = Day(required=False, label=gettext_lazy("Starts"))
    ends = Day(required=False, label=gettext_lazy("Ends"))
    text = of(ChainItem, "text", label=gettext_lazy("What"))
    text_en = of(ChainItem, "text_en", label=gettext_lazy("In English"))
    indicator = choice([], required=False, label=gettext_lazy("Indicator"))
    target = Quantity(required=False, label=gettext_lazy("Target value"))
    leads_to = choice([], required=False, label=gettext_lazy("Leads to"))

    def clean(self) -> dict[str, Any]:
        content = self.cleaned_data
        if content.get("starts") and content.get("ends") and content["ends"] < content["starts"]:
            self.add_error("ends", _("This ends before it starts. Change one of the dates."))
        if content.get("target") is not None and content["target"] < 0:
            self.add_error("target", _("A target value cannot be below zero."))
        return content


class ChainRows(Rows):
    """Links name each other by their row, so that new rows can be linked before they are saved."""

    field, row, name = "chain", ChainRow, gettext_lazy("Link")

    def furnish(self, form: RowForm) -> None:
        listed = self.desk.indicator_choices()
        known = flat(listed)
        in_use = sorted({row["indicator"] for row in self.stored} - {""} - set(known))
        unlisted = [(code, code) for code in in_use]
        _offer(form, "indicator", [("", _("No indicator")), *listed, *unlisted])

    def prepare(self) -> None:
        rows: Choices = [
            (str(n), f"{n + 1}. {str(form['text'].value() or '')[:60]}".strip())
            for n, form in enumerate(self.forms)
        ]
        for form in self.forms:
            _offer(form, "leads_to", [("", _("Nothing more")), *rows])

    def spread(self, row: Content) -> Content:
        places = {other["id"]: str(place) for place, other in enumerate(self.stored)}
        return row | {"leads_to": places.get(row["leads_to"] or "", "")}

    def gather(self, number: int, form: RowForm) -> Content:
        content = super().gather(number, form)
        target = content["leads_to"]
        return content | {"leads_to": self.key(int(target)) if target else None}

    def check(self) -> None:
        for form in self.forms:
            if form.removed or form.blank or not form.cleaned_data.get("leads_to"):
                continue
            target = self.forms[int(form.cleaned_data["leads_to"])]
            if target.removed or target.blank:
                form.add_error(
                    "leads_to",
                    _("That row is empty or is to be removed. Choose another, or “Nothing more”."),
                )
            elif not _leads_on(form.cleaned_data["level"], target["level"].value()):
                form.add_error("leads_to", WRONG_WAY)


def chain_in_order(content: Content) -> list[str]:
    """A link leads to a later level: activity, output, result, outcome."""
    rows = {row["id"]: row for row in content.get("chain", ())}
    return [
        f"{row['text']}: {WRONG_WAY}"
        for row in rows.values()
        if row["leads_to"] in rows and not _leads_on(row["level"], rows[row["leads_to"]]["level"])
    ]


def _leads_on(level: str, target: str) -> bool:
    return target not in LEVELS or LEVELS.index(level) < LEVELS.index(target)


def _calls(form: RowForm) -> Choices:
    """Every call with the highest share it pays, which differs from call to call."""
    return [
        (
            call.code,
            title
            if call.share_percent is None
            else _("%(call)s (pays at most %(share)s %%)")
            % {"call": title, "share": call.share_percent},
        )
        for call in form.desk.calls
        for title in [form.desk.words(call.title, call.title_en)]
    ]


def _offer(form: RowForm, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices
