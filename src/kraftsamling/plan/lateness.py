"""Lateness: a day that has passed, or the owner's own word."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from kraftsamling.plan.models import Action
from kraftsamling.plan.models.progress import Signal
from kraftsamling.plan.states import State


def late(action: Action, today: date) -> bool:
    """Whether `action` is under way and an unreached milestone or its end has passed.

    It is late as well when its owner said so in the latest report.
    """
    if action.state != State.UNDER_WAY:
        return False
    passed = any(day is not None and day < today for day in (action.next_due, action.ends))
    return passed or action.last_signal == Signal.LATE


def is_late(today: date) -> Q:
    """`late` as a condition over actions."""
    return Q(state=State.UNDER_WAY) & (
        Q(next_due__lt=today) | Q(ends__lt=today) | Q(last_signal=Signal.LATE)
    )
