"""Signing in: who may, and from where."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.conf import settings
from django.http import HttpRequest

from kraftsamling.accounts.models import User

LOOPBACK = frozenset({"127.0.0.1", "::1"})


def may_use_examples(request: HttpRequest | None) -> bool:
    """Example sign-ins work while the setting is on, and only from this very machine."""
    if not settings.EXAMPLE_SIGNINS or request is None:
        return False
    forwarded = "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not forwarded


class Backend(AuthenticationBackend):
    """allauth's, minus example sign-ins where they must not work."""

    def authenticate(  # type: ignore[override]
        self, request: HttpRequest | None, **credentials: Any
    ) -> User | None:
        user = cast("User | None", super().authenticate(request, **credentials))
        if user is not None and user.is_example and not may_use_examples(request):
            return None
        return user

    def get_user(self, user_id: Any) -> User | None:
        user: User | None = super().get_user(user_id)
        return None if user and user.is_example and not settings.EXAMPLE_SIGNINS else user


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator, never by signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
