"""The reason for stopping or declining an action."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kraftsamling.plan.models import Action
from kraftsamling.web.forms.fields import OurForm, of


class ReasonForm(OurForm):
    """One sentence, which the public can read."""

    reason = of(
        Action,
        "stop_reason",
        required=True,
        label=_("Why?"),
        help_text=_("A sentence or two. Everybody can read it."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why, in a sentence that can be shown to the public.")},
    )

    def dress(self) -> None:
        """Our looks, but the reason keeps its own words for being needed."""
        own: Any = self.fields["reason"].error_messages["required"]
        super().dress()
        self.fields["reason"].error_messages["required"] = own
