"""What allauth changes about how a person signs in becomes an event in the trail."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from allauth.socialaccount.signals import social_account_added, social_account_removed

from kraftsamling.accounts.models import User
from kraftsamling.accounts.people import record_own_change


def begin() -> None:
    """Listen."""
    for signal in (password_changed, password_reset, password_set):
        signal.connect(_password, dispatch_uid="kraftsamling")
    for verb, signal in (
        ("second factor added", authenticator_added),
        ("second factor removed", authenticator_removed),
        ("second factor renewed", authenticator_reset),
    ):
        signal.connect(_Authenticator(verb), weak=False, dispatch_uid="kraftsamling")
    social_account_added.connect(_connected, dispatch_uid="kraftsamling")
    social_account_removed.connect(_disconnected, dispatch_uid="kraftsamling")


def _password(user: User, **_: Any) -> None:
    record_own_change("password changed", user)


class _Authenticator:
    """One receiver per verb; recovery codes are part of the factor they belong to."""

    def __init__(self, verb: str) -> None:
        self.verb = verb

    def __call__(self, user: User, authenticator: Authenticator, **_: Any) -> None:
        if authenticator.type == Authenticator.Type.TOTP or self.verb == "second factor renewed":
            record_own_change(self.verb, user)


def _connected(sociallogin: Any, **_: Any) -> None:
    record_own_change("sign-in connected", sociallogin.user)


def _disconnected(socialaccount: Any, **_: Any) -> None:
    record_own_change("sign-in disconnected", socialaccount.user)
