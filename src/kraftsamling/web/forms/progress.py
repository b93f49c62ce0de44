"""The progress report: two answers are enough, and nothing typed is lost."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import get_language, gettext_lazy as _

from kraftsamling.plan.models import Action, Milestone
from kraftsamling.plan.models.progress import Signal
from kraftsamling.plan.reporting import has_fallen
from kraftsamling.plan.states import Transition
from kraftsamling.web.forms.amount import AmountField


class ProgressForm(forms.Form):
    """How it goes and one line; milestones, money and a new state where there is news of them."""

    signal = forms.ChoiceField(
        label=_("How is it going?"),
        choices=Signal.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how it is going.")},
    )
    text = forms.CharField(
        label=_("What has happened?"),
        help_text=_("One line that everybody can read."),
        max_length=400,
        error_messages={
            "required": _("Write one line about what has happened, or that nothing has.")
        },
    )
    reached = forms.MultipleChoiceField(
        label=_("Milestones reached"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    spent_to_date = AmountField(
        label=_("Spent so far"),
        required=False,
    )
    lower_because = forms.CharField(
        label=_("Why is the sum lower than last time?"),
        required=False,
        max_length=300,
        error_messages={
            "required": _(
                "The sum is lower than last time. Correct it above, or say why it is lower."
            )
        },
    )
    move_to = forms.ChoiceField(
        label=_("New state"),
        required=False,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Why is it stopped?"),
        help_text=_("Only if you stop the action. The reason is shown to the public."),
        required=False,
        max_length=600,
        error_messages={"required": _("Say why it is stopped, in one sentence.")},
    )
    unreached = forms.MultipleChoiceField(
        label=_("Not reached after all"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        action: Action,
        milestones: list[Milestone],
        steps: list[Transition],
        currency: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.action = action
        self._offer_milestones(milestones)
        self._offer_steps(steps)
        spent = self.fields["spent_to_date"]
        assert isinstance(spent, AmountField)
        spent.currency = currency
        spent.label = _("Spent so far, in %(currency)s") % {"currency": currency}
        if action.spent_total:
            spent.help_text = _("Last time: %(sum)s.") % {
                "sum": formats.number_format(action.spent_total, force_grouping=True)
            }
        if self._sum_has_fallen():
            self.fields["lower_because"].required = True
        else:
            self.fields["lower_because"].widget = forms.HiddenInput()

    @property
    def more_is_wrong(self) -> bool:
        """Whether an error is in the part of the form that is folded away."""
        return any(name in self.errors for name in ("move_to", "reason", "unreached"))

    def _offer_milestones(self, milestones: list[Milestone]) -> None:
        for name, offered in (
            ("reached", [m for m in milestones if m.done_on is None]),
            ("unreached", [m for m in milestones if m.done_on is not None]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = [(str(m.pk), _label(m)) for m in offered]
            field.error_messages["invalid_choice"] = _(
                "The milestones were changed while you wrote. Look through them and tick again."
            )
            if not offered and not (self.is_bound and name in self.data):
                del self.fields[name]

    def _offer_steps(self, steps: list[Transition]) -> None:
        need_reason = {step.target for step in steps if step.reason_required}
        self.fields["reason"].required = self.data.get("move_to") in need_reason
        if not need_reason:
            del self.fields["reason"]
        if not steps:
            del self.fields["move_to"]
            return
        field = self.fields["move_to"]
        assert isinstance(field, forms.ChoiceField)
        field.error_messages["invalid_choice"] = _(
            "Somebody else has moved the action while you wrote. See where it is now, and choose again."
        )
        field.choices = [
            ("", _("No change: %(state)s") % {"state": self.action.get_state_display().lower()}),
            *((step.target.value, step.verb) for step in steps),
        ]

    def _sum_has_fallen(self) -> bool:
        if not self.is_bound:
            return False
        typed = self.data.get("spent_to_date", "")
        try:
            return has_fallen(self.action, self.fields["spent_to_date"].clean(typed))
        except forms.ValidationError:
            return bool(self.data.get("lower_because"))


def _label(milestone: Milestone) -> str:
    """The milestone in the reader's language, with the day it is due or was reached."""
    english = not (get_language() or "sv").startswith("sv")
    text = (english and milestone.text_en) or milestone.text
    day = formats.date_format(milestone.done_on or milestone.due, "j F Y")
    if milestone.done_on:
        return str(_("%(text)s (reached %(day)s)") % {"text": text, "day": day})
    return str(_("%(text)s (due %(day)s)") % {"text": text, "day": day})
