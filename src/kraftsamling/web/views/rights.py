"""The rights page: the table of who may do what, printed from the code that decides it."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kraftsamling.accounts.roles import (
    BINDING,
    OF_A_BOARD,
    OF_AN_ACTOR,
    ROLES,
    Permission,
    Role,
    Scope,
)


@dataclass(frozen=True)
class Cell:
    """Whether a role carries a permission, and for what: all of it, one actor's or one board's."""

    role: Role
    allowed: bool
    limit: str


@dataclass(frozen=True)
class Row:
    """One permission over all roles."""

    title: str | Promise
    binding: bool
    cells: tuple[Cell, ...]


def rights(request: HttpRequest) -> HttpResponse:
    rows = [Row(p.title, p in BINDING, tuple(_cell(role, p) for role in ROLES)) for p in Permission]
    return render(request, "web/rights.html", {"roles": ROLES, "rows": rows})


def _cell(role: Role, permission: Permission) -> Cell:
    if permission not in role.permissions:
        return Cell(role, allowed=False, limit="")
    if role.scope is Scope.ACTOR and permission in OF_AN_ACTOR:
        return Cell(role, allowed=True, limit=_("own actor"))
    if role.scope is Scope.BOARD and permission in OF_A_BOARD:
        return Cell(role, allowed=True, limit=_("own board"))
    return Cell(role, allowed=True, limit="")


urlpatterns = [path("rights/", rights, name="rights")]
