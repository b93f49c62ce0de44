"""May this person do that? The roles, and the two rules for what binds."""

from __future__ import annotations

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from kraftsamling.accounts.models import User
from kraftsamling.accounts.roles import BINDING, VISITOR, Permission

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


def refusal(
    person: Person,
    permission: Permission,
    *,
    real: bool = True,
    actor_id: int | None = None,
    board: str = "",
) -> str:
    """Why not, in words for the person; empty where it is allowed.

    Where it is for `real` (not in a practice plan), what binds the boards or opens doors for others is
    never open to an example sign-in, and asks everybody else for a second factor.
    """
    what = {"what": permission.title}
    if not role_allows(person, permission, actor_id=actor_id, board=board):
        return _("None of your roles allows this: %(what)s.") % what
    if permission not in BINDING or not real:
        return ""
    assert isinstance(person, User)
    if person.is_example:
        return (
            _(
                "An example sign-in cannot do this in a real plan: %(what)s. "
                "Try it in the practice plan."
            )
            % what
        )
    if settings.SECOND_FACTOR and not is_mfa_enabled(person):
        return (
            _(
                "This binds the boards, so it asks for a second factor: %(what)s. "
                "Add an authenticator app under your account, then come back."
            )
            % what
        )
    return ""
