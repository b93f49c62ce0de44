"""May this person do that in this plan? See `accounts.rights` for the rules."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from kraftsamling.accounts import rights
from kraftsamling.accounts.rights import Person
from kraftsamling.accounts.roles import Permission
from kraftsamling.plan.models import Plan


def sees(plan: Plan) -> bool:
    """Everybody sees a real plan. A practice plan is there only while example sign-ins are on."""
    return not plan.practice or bool(settings.EXAMPLE_SIGNINS)


def allowed(person: Person, permission: Permission, plan: Plan, **scope: Any) -> bool:
    """Whether `person` may do this in `plan`; `scope` is `actor_id` or `board`, as the right asks."""
    return not refusal(person, permission, plan, **scope)


def refusal(person: Person, permission: Permission, plan: Plan, **scope: Any) -> str:
    """Why not, in words for the person; empty where it is allowed. See `accounts.rights`."""
    return rights.refusal(person, permission, real=not plan.practice, **scope)
