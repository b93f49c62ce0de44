"""Forms of signing in: allauth's, with what example sign-ins add."""

from __future__ import annotations

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext as _

from kraftsamling.web.signin import may_use_examples


class LoginForm(forms.LoginForm):
    """Tells where to find the example sign-ins, where they work."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if may_use_examples(self.request):
            self.fields["login"].help_text = _(
                "Trying it out? 'make start' printed example addresses and passwords in the terminal."
            )


class ResetPasswordForm(forms.ResetPasswordForm):
    """Example sign-ins have no mailbox, so nothing is sent there."""

    def clean_email(self) -> str:
        email = str(super().clean_email())
        self.users = [user for user in self.users if not user.is_example]
        return email
