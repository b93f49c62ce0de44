"""Signing in: who may, and from where."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from kraftsamling.accounts.models import User
from kraftsamling.plan.models import Plan

log = logging.getLogger(__name__)
LOOPBACK = frozenset({"127.0.0.1", "::1"})
# A proxy on this machine speaks from loopback too, but it says for whom.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


def may_use_examples(request: HttpRequest | None) -> bool:
    """Example sign-ins work while the setting is on, and only from this very machine."""
    if not settings.EXAMPLE_SIGNINS or request is None:
        return False
    forwarded = any(header in request.META for header in FORWARDED)
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


def examples_stay_here(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a session of an example sign-in that turns up from anywhere else ends."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if getattr(request.user, "is_example", False) and not may_use_examples(request):
            logout(request)
        return get_response(request)

    return middleware


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator, never by signing up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """What was done is done: a mail server that is down must not make it look undone."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except OSError:
            log.exception("a notice could not be mailed")

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """An example sign-in begins in the practice plan."""
        practice = Plan.objects.filter(practice=True).first()
        if practice is None or not getattr(request.user, "is_example", False):
            return str(super().get_login_redirect_url(request))
        try:
            return reverse("plan_start", args=[practice.slug])
        except NoReverseMatch:
            return reverse("action_list", args=[practice.slug])


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """An identity provider opens an account that is already here; it never makes one."""

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The person whose address the provider itself says is verified; never an example sign-in.

        Only `true` is true: some providers send the text "false".
        """
        sociallogin.email_addresses = [
            address for address in sociallogin.email_addresses if address.verified is True
        ]
        found = cast("tuple[User, str] | None", super().authenticate_by_email(sociallogin))
        return None if found is None or found[0].is_example else found

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse somebody we do not know with a sentence about whom to ask."""
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        messages.error(request, _not_known(sociallogin))
        raise ImmediateHttpResponse(redirect("account_login"))

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False


def _not_known(sociallogin: SocialLogin) -> str:
    """Whom to ask, and what for."""
    email = getattr(sociallogin.user, "email", "")
    if email and not sociallogin.email_addresses:
        said = _(
            "Your organisation's sign-in gave us %(email)s but does not say that the address is "
            "verified, so we cannot connect it to an account here."
        ) % {"email": email}
    elif email:
        said = _("There is no account here for %(email)s.") % {"email": email}
    else:
        said = _("Your organisation's sign-in did not tell us your e-mail address.")
    return f"{said} {whom_to_ask()}"


def whom_to_ask() -> str:
    """The sentence about who lets people in."""
    if settings.CONTACT_EMAIL:
        return _("Ask an administrator to let you in: %(contact)s.") % {
            "contact": settings.CONTACT_EMAIL
        }
    return _("Ask an administrator of the plan at your region to let you in.")
