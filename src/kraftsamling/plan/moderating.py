"""Suggestions and proposals: sending them in, once each, and handling them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from kraftsamling.accounts.models import User
from kraftsamling.plan.editing import propose
from kraftsamling.plan.models import Action, Plan, SuggestionContact
from kraftsamling.plan.moving import move
from kraftsamling.plan.states import State


@transaction.atomic
def send_in(
    plan: Plan, content: Mapping[str, Any], *, by: User | None, once: str, email: str = ""
) -> Action:
    """A proposal by a signed-in person, or a visitor's suggestion: not shown until it is handled.

    `once` names the form it was written in: the same form sent twice gives the same action. `email`
    is kept beside the suggestion until it is handled, and nowhere else.
    """
    Plan.objects.select_for_update().get(pk=plan.pk)
    key = f"form:{once}"
    sent = plan.actions.filter(key=key).first()
    if sent:
        return sent
    action = propose(
        plan, content, by=by, visible=by is not None, key=key, who="" if by else "visitor"
    )
    if email:
        SuggestionContact.objects.create(action=action, email=email)
    return action


def waiting(plan: Plan) -> QuerySet[Action]:
    """Suggestions and proposals that nobody has handled yet, oldest first."""
    return plan.actions.filter(state=State.PROPOSED).select_related("contact", "responsible")


@transaction.atomic
def accept(action: Action, *, by: User) -> Action:
    """Take a suggestion or proposal into the plan as a draft, and forget who sent it."""
    _forget(action)
    return move(action, State.DRAFT, by=by)


@transaction.atomic
def decline(action: Action, *, by: User, reason: str) -> Action:
    """Decline a suggestion or proposal with a reason, and forget who sent it."""
    _forget(action)
    return move(action, State.STOPPED, by=by, reason=reason)


def _forget(action: Action) -> None:
    SuggestionContact.objects.filter(action=action).delete()
