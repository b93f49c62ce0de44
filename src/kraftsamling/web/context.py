"""What every page's frame needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.functional import Promise, SimpleLazyObject
from django.utils.translation import get_language, gettext_lazy as _

from kraftsamling.accounts import audit
from kraftsamling.accounts.rights import role_allows
from kraftsamling.accounts.roles import Permission
from kraftsamling.plan.models import Plan
from kraftsamling.plan.starter import PRACTICE_SLUG
from kraftsamling.web.access import main_plan

# The main menu, in order: the name of each page's address, and what the menu calls it.
MENU: tuple[tuple[str, str | Promise], ...] = (
    ("strategy", _("Strategy")),
    ("challenge_list", _("Challenges")),
    ("indicator_list", _("Indicators")),
    ("question_list", _("Questions")),
    ("action_list", _("Actions")),
    ("version_list", _("Versions and decisions")),
    ("overview", _("How it goes")),
    ("actor_list", _("Actors")),
)


@dataclass(frozen=True)
class MenuItem:
    """One entry of the menu. `current` is "page" on the page itself, "true" on pages below it."""

    title: str | Promise
    url: str
    current: str


def frame(request: HttpRequest) -> dict[str, Any]:
    """The plan the page belongs to (the main plan where it belongs to none), and ways on from it."""
    plan = getattr(request, "plan", None) or main_plan()
    practising = bool(plan and plan.practice)
    return {
        "plan": plan,
        "examples": settings.EXAMPLE_SIGNINS,
        "menu": menu(plan, request.path) if plan else (),
        "language_url": in_other_language(request),
        "practice_url": ""
        if practising or not settings.EXAMPLE_SIGNINS
        else _address("plan_start", PRACTICE_SLUG),
        "account_url": _address("account") or _address("mfa_index"),
        "audit_head": SimpleLazyObject(audit.head),
        "audit_url": _address("audit") or (_address("audit", plan.slug) if plan else ""),
        "contact_email": settings.CONTACT_EMAIL,
        "manages_people": SimpleLazyObject(
            lambda: role_allows(request.user, Permission.MANAGE_PEOPLE)
        ),
    }


def menu(plan: Plan, path: str) -> tuple[MenuItem, ...]:
    """The menu of `plan`, with the entry that the page at `path` is or lies under marked."""
    pages = ((title, _address(name, plan.slug)) for name, title in MENU)
    return tuple(MenuItem(title, url, _current(url, path)) for title, url in pages if url)


def in_other_language(request: HttpRequest) -> str:
    """The address of this very page, its query kept, in the other language."""
    prefix = get_script_prefix()
    path = request.get_full_path().removeprefix(prefix)
    if (get_language() or settings.LANGUAGE_CODE).startswith(settings.LANGUAGE_CODE):
        return f"{prefix}en/{path}"
    return prefix + path.removeprefix("en/")


def _current(url: str, path: str) -> str:
    if path == url:
        return "page"
    return "true" if path.startswith(url) else ""


def _address(name: str, *args: object) -> str:
    """The address of a page; empty where this installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
