"""No form is lost: what somebody typed outlives a session that has ended and a stale form.

A form sent by somebody who is no longer signed in, or with an old form token from our own pages, is
kept in the session under its address. After signing in the page opens with it again: a view that asks
`typed(request)` shows its form filled in; for any other page the kept form is shown as it was typed,
with a button that sends it.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kraftsamling.web.limits import within

SESSION_KEY = "kept_forms"
LARGEST = 256 * 1024
FORMS_KEPT = 3
KEPT_PER_HOUR = 30
NEVER_KEPT = ("password", "otp", "csrfmiddlewaretoken")


def typed(request: HttpRequest) -> QueryDict | None:
    """What the reader typed: the form just sent, or the one kept for this address (once).

    Nothing where there is neither. Save only when `request.method` is POST: a kept form is shown for
    its writer to look through.
    """
    if request.method == "POST":
        return request.POST
    kept = _take(request)
    if kept is not None:
        messages.info(request, _("What you typed is still here: look through it and save."))
    return kept


class KeepWhatWasTyped:
    """Asks for sign-in where it is needed, and keeps the form that was on its way."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "GET" and response.status_code in (200, 405) and _has(request):
            return _show_kept(request)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A refusal becomes a sign-in page for somebody who is not signed in."""
        if not isinstance(exception, PermissionDenied) or request.user.is_authenticated:
            return None
        if request.headers.get("HX-Request"):
            return None
        if request.method != "POST":
            return redirect_to_login(request.get_full_path())
        if not _keep(request):
            return _send_again(request)
        messages.info(request, _("Sign in again. What you typed is kept meanwhile."))
        return redirect_to_login(request.get_full_path())


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """A form whose token is stale: kept and shown again if it is from our own pages, else refused."""
    if not _from_our_own_pages(request):
        cure = _(
            "It had been open too long, or you have signed in or out in another tab. Go back, copy "
            "what you wrote if it was long, load the page anew and send again."
        )
        words = {"heading": _("The form could not be sent"), "exception": cure}
        return render(request, "403.html", words, status=403)
    if _is_account(request):
        messages.info(request, _("The page had been open for long. Please try once more."))
        return HttpResponseRedirect(request.get_full_path())
    if not _keep(request):
        return _send_again(request)
    return HttpResponseRedirect(request.get_full_path())


def _from_our_own_pages(request: HttpRequest) -> bool:
    """Whether the browser says that the form was on a page of this very site."""
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    parts = urlsplit(sender)
    return (parts.scheme, parts.netloc) == (request.scheme, request.get_host())


def _is_account(request: HttpRequest) -> bool:
    """Pages of sign-in carry passwords and codes: nothing from them is ever kept."""
    return request.path.startswith(reverse("account_login").rsplit("/", 2)[0] + "/")


def _keep(request: HttpRequest) -> bool:
    """Keep the form in the session; whether there was room for it."""
    data = _clean(request.POST)
    text = data.urlencode()
    if _is_account(request) or len(text) > LARGEST or not within(request, "keep", KEPT_PER_HOUR):
        return False
    kept = dict(request.session.get(SESSION_KEY, {}))
    kept.pop(request.path, None)
    kept[request.path] = text
    request.session[SESSION_KEY] = dict(list(kept.items())[-FORMS_KEPT:])
    return True


def _clean(post: QueryDict) -> QueryDict:
    data = post.copy()
    for name in post:
        if any(word in name.lower() for word in NEVER_KEPT):
            del data[name]
    return data


def _has(request: HttpRequest) -> bool:
    return request.path in request.session.get(SESSION_KEY, {})


def _take(request: HttpRequest) -> QueryDict | None:
    if not _has(request):
        return None
    kept = dict(request.session[SESSION_KEY])
    text = kept.pop(request.path)
    request.session[SESSION_KEY] = kept
    return QueryDict(text)


def _show_kept(request: HttpRequest) -> HttpResponse:
    """The kept form of a page that has not asked for it: as it was typed, and a button to send it."""
    data = _take(request)
    assert data is not None
    return _kept_page(request, data)


def _send_again(request: HttpRequest) -> HttpResponse:
    """A form too big to keep: it stays in the answer itself, to be sent from there."""
    return _kept_page(request, _clean(request.POST), signed_in=request.user.is_authenticated)


def _kept_page(request: HttpRequest, data: QueryDict, *, signed_in: bool = True) -> HttpResponse:
    fields = [(name, value) for name, values in data.lists() for value in values]
    long_ago = {"fields": fields, "path": request.get_full_path(), "signed_in": signed_in}
    response = TemplateResponse(request, "web/kept.html", long_ago)
    return response.render()
