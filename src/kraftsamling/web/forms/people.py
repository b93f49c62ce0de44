"""Forms about people and their roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext, gettext_lazy as _

from kraftsamling.accounts.models import Actor
from kraftsamling.accounts.roles import BY_CODE, GRANTABLE, Role, Scope
from kraftsamling.plan.boards import known_boards

INPUT = {"class": "ds-input"}


class PersonForm(forms.Form):
    """Who it is."""

    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        widget=forms.TextInput(attrs=INPUT | {"autocomplete": "off"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("The person signs in with it."),
        max_length=254,
        widget=forms.EmailInput(attrs=INPUT | {"autocomplete": "off"}),
    )


class RoleForm(forms.Form):
    """A role, and the actor or board it is held for."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.Select(attrs=INPUT))
    actor = forms.ModelChoiceField(
        Actor.objects.none(),
        label=_("Actor"),
        required=False,
        help_text=_("For a partner or an action owner."),
        widget=forms.Select(attrs=INPUT),
    )
    board = forms.ChoiceField(
        label=_("Board"),
        required=False,
        help_text=_("For a board secretary."),
        widget=forms.Select(attrs=INPUT),
    )

    def __init__(self, *args: Any, required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "sv"
        boards = [(board.code, board.name.in_language(language)) for board in known_boards()]
        actors = Actor.objects.order_by("practice", "name")
        nothing = [("", gettext("Choose"))]
        self.fields["role"].required = required
        self.fields["role"].choices = nothing + [(r.code, r.title) for r in GRANTABLE]  # type: ignore[attr-defined]
        self.fields["board"].choices = nothing + boards  # type: ignore[attr-defined]
        self.fields["actor"].empty_label = gettext("Choose")  # type: ignore[attr-defined]
        self.fields["actor"].queryset = (  # type: ignore[attr-defined]
            actors if settings.EXAMPLE_SIGNINS else actors.filter(practice=False)
        )

    def clean(self) -> dict[str, Any]:
        """The role's own scope, and nothing more."""
        cleaned = super().clean() or {}
        role = BY_CODE.get(cleaned.get("role") or "")
        if role is None:
            return cleaned
        if role.scope is Scope.ACTOR and not cleaned.get("actor"):
            self.add_error("actor", gettext("Choose the actor that the role is for."))
        if role.scope is Scope.BOARD and not cleaned.get("board"):
            self.add_error("board", gettext("Choose the board that the role is for."))
        return cleaned | {
            "actor": cleaned.get("actor") if role.scope is Scope.ACTOR else None,
            "board": cleaned.get("board", "") if role.scope is Scope.BOARD else "",
        }

    @property
    def chosen(self) -> Role | None:
        """The role chosen, once the form is valid."""
        return BY_CODE.get(self.cleaned_data.get("role") or "")
