"""Letting people in from the command line: `people add`, `people list`."""

from __future__ import annotations

from typing import Annotated

import typer
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from rich.console import Console

from kraftsamling.accounts.models import Actor, Grant, User
from kraftsamling.accounts.people import NotDone, add_person, give_role, invitation_path
from kraftsamling.accounts.roles import BY_CODE, GRANTABLE, Role, Scope
from kraftsamling.plan.boards import known_boards

console = Console(highlight=False, soft_wrap=True, markup=False)


def add_to(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    group = typer.Typer(help="People and their roles.", no_args_is_help=True)
    group.command()(add)
    group.command("list")(everybody)
    app.add_typer(group, name="people")


def add(
    email: Annotated[str, typer.Argument(help="E-mail address to sign in with.")],
    name: Annotated[str, typer.Argument(help="The person's name.")],
    role: Annotated[str, typer.Option(help="A role to give, for example administrator.")] = "",
    actor: Annotated[str, typer.Option(help="Short name of the actor, where the role asks.")] = "",
    board: Annotated[str, typer.Option(help="Code of the board, where the role asks.")] = "",
    password: Annotated[
        bool, typer.Option("--password", help="Ask for a password here instead of a link.")
    ] = False,
    site: Annotated[str, typer.Option(help="Where the site is, for the link.")] = "",
) -> None:
    """Add a person. Prints a link, good once and for three days, at which to choose a password."""
    try:
        validate_email(email)
    except ValidationError as error:
        raise NotDone(f"{email} is not an e-mail address. Correct it and try again.") from error
    given = _role(role) if role else None
    with transaction.atomic():
        user = add_person(email, name, by=None)
        if given:
            give_role(user, given, by=None, actor=_actor(given, actor), board=_board(given, board))
        if password:
            _ask_for_password(user)
    console.print(f"{name} <{email}> has been added{f' as {role}' if role else ''}.")
    if not password:
        console.print("Open this once, within three days, to choose a password:")
        console.print(f"{_site(site)}{invitation_path(user)}")


def everybody() -> None:
    """List people and their roles."""
    people = User.objects.listed().prefetch_related("grants__actor").order_by("name", "pk")
    rows = [
        (
            user.name,
            user.email,
            "can sign in" if user.is_active else "switched off",
            ", ".join(map(_short, user.grants.all())),
        )
        for user in people
        if not user.forgotten
    ]
    # Whole lines, never cut to the width of a terminal, so that other programs can read them.
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        console.print("  ".join(cells).rstrip())


def _short(grant: Grant) -> str:
    where = grant.board or (grant.actor.slug if grant.actor else "")
    return f"{grant.role} {where}".strip()


def _role(code: str) -> Role:
    role = BY_CODE.get(code)
    if role not in GRANTABLE:
        known = ", ".join(role.code for role in GRANTABLE)
        raise NotDone(f"There is no role '{code}'. Choose one of: {known}.")
    assert role is not None
    return role


def _actor(role: Role, slug: str) -> Actor | None:
    if role.scope is not Scope.ACTOR:
        return None
    actor = Actor.objects.filter(slug=slug).first()
    if actor is None:
        raise NotDone(
            f"The role {role.code} is held for an actor, and there is no actor '{slug}'. "
            "Give --actor with the short name from the actor's address."
        )
    return actor


def _board(role: Role, code: str) -> str:
    if role.scope is not Scope.BOARD:
        return ""
    known = [board.code for board in known_boards()]
    if code not in known:
        raise NotDone(
            f"The role {role.code} is held for a board, and there is no board '{code}'. "
            f"Give --board with one of: {', '.join(known)}."
        )
    return code


def _ask_for_password(user: User) -> None:
    chosen = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    try:
        validate_password(chosen, user)
    except ValidationError as error:
        raise NotDone(" ".join(error.messages)) from error
    user.set_password(chosen)
    user.save(update_fields=["password"])


def _site(given: str) -> str:
    trusted = [*settings.CSRF_TRUSTED_ORIGINS, "http://127.0.0.1:8000"]
    return (given or trusted[0]).rstrip("/")
