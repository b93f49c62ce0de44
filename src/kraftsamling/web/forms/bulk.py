"""Choosing one change for many actions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext as _, gettext_lazy

from kraftsamling.plan.bulk import TARGETS, AddPlace, Change, MoveTo, RemovePlace, SetResponsible
from kraftsamling.plan.models import Plan
from kraftsamling.plan.states import State

CHANGES = (
    ("add", gettext_lazy("Add a place")),
    ("remove", gettext_lazy("Take away a place")),
    ("responsible", gettext_lazy("Choose responsible actor")),
    ("move", gettext_lazy("Move to another state")),
)

SELECT = {"class": "ds-input"}


class BulkForm(forms.Form):
    """The change, and the one field that goes with it. `change_chosen` is the result."""

    change = forms.ChoiceField(
        label=gettext_lazy("What do you want to change?"),
        choices=CHANGES,
        widget=forms.RadioSelect,
    )
    place = forms.ChoiceField(
        label=gettext_lazy("Place to add or take away"),
        required=False,
        widget=forms.Select(attrs=SELECT),
    )
    responsible = forms.ChoiceField(
        label=gettext_lazy("New responsible actor"),
        required=False,
        widget=forms.Select(attrs=SELECT),
    )
    state = forms.ChoiceField(
        label=gettext_lazy("New state"),
        choices=[("", "–"), *((state.value, state.label) for state in TARGETS)],
        required=False,
        widget=forms.Select(attrs=SELECT),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Needed to stop actions. It is shown to the public."),
        max_length=600,
        required=False,
        widget=forms.TextInput(attrs=SELECT),
    )

    def __init__(self, plan: Plan, actors: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "sv"
        places: list[Any] = [
            (
                framing.name.in_language(language),
                [
                    (f"{code}:{item.code}", item.name.in_language(language))
                    for item in framing.items
                ],
            )
            for code, framing in plan.library.framings.items()
            if framing.items
        ]
        names = [(slug, actor.name) for slug, actor in actors.items()]
        self._choices("place", [("", "–"), *places])
        self._choices("responsible", [("", "–"), *names])

    def clean(self) -> dict[str, Any]:
        """The field that the chosen change needs must be there."""
        data = super().clean() or {}
        needs = {
            "add": ("place", _("Choose the place to add.")),
            "remove": ("place", _("Choose the place to take away.")),
            "responsible": ("responsible", _("Choose the actor.")),
            "move": ("state", _("Choose the state.")),
        }
        field, cure = needs.get(data.get("change", ""), ("", ""))
        if field and not data.get(field) and field not in self.errors:
            self.add_error(field, cure)
        return data

    @property
    def change_chosen(self) -> Change:
        """The change, once the form is valid."""
        data = self.cleaned_data
        framing, _colon, code = data["place"].partition(":")
        match data["change"]:
            case "add":
                return AddPlace(framing, code)
            case "remove":
                return RemovePlace(framing, code)
            case "responsible":
                return SetResponsible(data["responsible"])
        return MoveTo(State(data["state"]), data["reason"])

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
