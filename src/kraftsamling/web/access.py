"""Doors to views: which plan a page belongs to, and whether the reader may do what it does."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from kraftsamling.accounts import rights
from kraftsamling.accounts.models import User
from kraftsamling.accounts.roles import Permission
from kraftsamling.plan.editors import edit_refusal
from kraftsamling.plan.models import Action, Plan
from kraftsamling.plan.rights import refusal, sees

View = Callable[..., HttpResponseBase]


class PlanRequest(HttpRequest):
    """A request to a page of a plan that the reader may see."""

    plan: Plan
    user: User | AnonymousUser


def main_plan() -> Plan | None:
    """The plan that the site is for; none before its content is loaded."""
    return Plan.objects.filter(content=settings.PLAN, practice=False).first()


def of_plan(view: View) -> View:
    """The first argument of the address names a plan; the view gets it as `request.plan`."""

    @wraps(view)
    def door(request: PlanRequest, plan: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.plan = get_object_or_404(Plan, slug=plan)
        if not sees(request.plan):
            raise Http404
        return view(request, *args, **kwargs)

    return door


def action_of(request: PlanRequest, number: int) -> Action:
    """The plan's action of that number, shown to the public or not; 404 where there is none."""
    actions = Action.objects.select_related("plan", "responsible")
    return get_object_or_404(actions, plan=request.plan, number=number)


class NotSignedIn(PermissionDenied):
    """Nobody is signed in; `keeping` keeps what was typed and asks for sign-in."""


def require(request: PlanRequest, permission: Permission, **scope: Any) -> None:
    """Refuse with the reason a person can act on, unless the reader may do this here.

    Somebody who is not signed in is asked to sign in first; what they typed is kept (`keeping`).
    """
    refuse(request, refusal(request.user, permission, request.plan, **scope))


def require_edit(request: PlanRequest, action: Action) -> None:
    """Refuse, in the same way, unless the reader may edit this very action."""
    refuse(request, edit_refusal(request.user, action))


def refuse(request: HttpRequest, reason: str) -> None:
    """Raise the refusal for this `reason`; nothing happens where it is empty."""
    if reason and not request.user.is_authenticated:
        raise NotSignedIn(reason)
    if reason:
        raise PermissionDenied(reason)


def require_here(request: HttpRequest, permission: Permission) -> User:
    """The reader, who may do this on a page that belongs to no plan; else as `require`."""
    refuse(request, rights.refusal(request.user, permission))
    assert isinstance(request.user, User)
    return request.user
