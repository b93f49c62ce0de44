"""May this person do that? Roles only; what a plan adds to it is in `plan.rights`."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from kraftsamling.accounts.models import User
from kraftsamling.accounts.roles import VISITOR, Permission

Person = User | AnonymousUser


def role_allows(
    person: Person, permission: Permission, *, actor_id: int | None = None, board: str = ""
) -> bool:
    """Whether any role of `person` allows `permission` on something of that actor or that board.

    One query per person and request, however often it is asked.
    """
    if permission in VISITOR.permissions:
        return True
    if not isinstance(person, User) or not person.is_active:
        return False
    return any(
        grant.covers(permission, actor_id=actor_id, board=board) for grant in person.held_grants
    )
