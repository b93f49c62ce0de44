"""Silence: how long since an action that is under way was last heard of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import DateTimeField, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from kraftsamling.plan.models import Action
from kraftsamling.plan.states import State


@dataclass(frozen=True)
class Silence:
    """When an action under way was last heard of, counted in whole days up to the day asked."""

    since: date
    days: int
    limit: int
    reported: bool

    @property
    def too_long(self) -> bool:
        """Whether nothing has been heard for more than `limit` days."""
        return self.days > self.limit


def silence(action: Action, today: date, limit: int) -> Silence | None:
    """How long `action` has been silent: since its last report, else since it started.

    Only an action under way can be silent; for every other the answer is None.
    """
    if action.state != State.UNDER_WAY:
        return None
    heard = timezone.localdate(action.last_word_at or action.started_at or action.created_at)
    return Silence(heard, (today - heard).days, limit, action.last_word_at is not None)


def silent(action: Action, today: date, limit: int) -> bool:
    """Whether `action` is under way and has not been heard of for more than `limit` days."""
    found = silence(action, today, limit)
    return found is not None and found.too_long


def last_heard() -> Coalesce:
    """When an action was last heard of, as the database computes it."""
    return Coalesce("last_word_at", "started_at", "created_at", output_field=DateTimeField())


def is_silent(today: date, limit: int) -> Q:
    """`silent` as a condition over actions."""
    start = _start_of(today - timedelta(days=limit))
    unreported = Q(last_word_at=None)
    return Q(state=State.UNDER_WAY) & (
        Q(last_word_at__lt=start)
        | (unreported & Q(started_at__lt=start))
        | (unreported & Q(started_at=None, created_at__lt=start))
    )


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
