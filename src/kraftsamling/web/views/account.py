"""Pages of one's own account that are closed here, each with a sentence about where to turn."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from kraftsamling.web.signin import whom_to_ask


def signup(request: HttpRequest) -> HttpResponse:
    """Nobody signs up: whoever comes here is told whom to ask."""
    return render(request, "web/no_signup.html", {"whom_to_ask": whom_to_ask()})


@login_required
def email(request: HttpRequest) -> HttpResponse:
    """The address is what a person is known by, so it is not changed by oneself."""
    messages.info(
        request,
        _("Your e-mail address is what you are known by here. An administrator can change it."),
    )
    return redirect("mfa_index")


urlpatterns = [
    # Under `account/`, before allauth's pages of the same addresses (see config.urls).
    path("signup/", signup, name="account_signup"),
    path("3rdparty/signup/", signup, name="socialaccount_signup"),
    path("email/", email, name="account_email"),
]
