"""May this person do that in this plan? The roles, and the two rules a plan adds to them."""

from __future__ import annotations

from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.utils.translation import gettext as _

from kraftsamling.accounts.models import User
from kraftsamling.accounts.rights import Person, role_allows
from kraftsamling.accounts.roles import BINDING, Permission
from kraftsamling.plan.models import Plan


def sees(plan: Plan) -> bool:
    """Everybody sees a real plan. A practice plan is there only while example sign-ins are on."""
    return not plan.practice or bool(settings.EXAMPLE_SIGNINS)


def allowed(person: Person, permission: Permission, plan: Plan, **scope: Any) -> bool:
    """Whether `person` may do this in `plan`; `scope` is `actor_id` or `board`, as the right asks."""
    return not refusal(person, permission, plan, **scope)


def refusal(person: Person, permission: Permission, plan: Plan, **scope: Any) -> str:
    """Why not, in words for the person; empty where it is allowed.

    In a real plan, what binds the boards is never open to an example sign-in, and asks everybody else
    for a second factor.
    """
    if not role_allows(person, permission, **scope):
        return _("None of your roles allows this: %(what)s.") % {"what": permission.title}
    if permission not in BINDING or plan.practice:
        return ""
    assert isinstance(person, User)
    if person.is_example:
        return _(
            "An example sign-in cannot do this in a real plan: %(what)s. Try it in the practice plan."
        ) % {"what": permission.title}
    if settings.SECOND_FACTOR and not is_mfa_enabled(person):
        return _(
            "This binds the boards, so it asks for a second factor: %(what)s. "
            "Add an authenticator app under your account, then come back."
        ) % {"what": permission.title}
    return ""
