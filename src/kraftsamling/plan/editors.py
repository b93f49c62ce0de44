"""May this person edit this action? The right to edit, and when an entry is finished."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kraftsamling.accounts.rights import Person
from kraftsamling.accounts.roles import Permission
from kraftsamling.plan.models import Action, Standing
from kraftsamling.plan.rights import allowed, refusal
from kraftsamling.plan.states import State

FINISHED = frozenset({State.DONE, State.STOPPED})


def edit_refusal(person: Person, action: Action) -> str:
    """Why `person` may not edit `action`, in words; empty where it is allowed.

    Owners edit their own actor's actions; what is done, stopped or an earlier effort is the record of
    something that has been, and only those who handle proposals correct it.
    """
    reason = refusal(person, Permission.EDIT_ACTION, action.plan, actor_id=action.responsible_id)
    if reason:
        return reason
    finished = action.state in FINISHED or action.standing == Standing.EARLIER
    if finished and not allowed(person, Permission.MODERATE, action.plan):
        return _(
            "Action %(number)s is finished. Ask a coordinator if something in it is wrong."
        ) % {"number": action.number}
    return ""


def may_edit(person: Person, action: Action) -> bool:
    """Whether `person` may edit `action`."""
    return not edit_refusal(person, action)
