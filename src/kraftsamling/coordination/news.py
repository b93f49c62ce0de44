"""The latest reports, and the milestones that have passed unreached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db.models import F, QuerySet

from kraftsamling.plan.models import Action, Milestone, ProgressReport
from kraftsamling.plan.states import State

SHOWN = 8


@dataclass(frozen=True)
class Told:
    """A report as it is listed: about which action, what, and how it goes."""

    number: int
    title: str
    title_en: str
    signal: str
    text: str
    text_en: str
    at: datetime


@dataclass(frozen=True)
class Overdue:
    """A milestone that should have been reached by now."""

    number: int
    title: str
    title_en: str
    text: str
    text_en: str
    due: date
    days: int


ABOUT = {
    "number": F("action__number"),
    "title": F("action__title"),
    "title_en": F("action__title_en"),
}


def latest_reports(actions: QuerySet[Action]) -> tuple[Told, ...]:
    """The newest reports on any of `actions`, newest first."""
    reports = ProgressReport.objects.filter(action__in=_keys(actions)).order_by("-at", "-pk")
    fields = ("signal", "text", "text_en", "at")
    return tuple(Told(**row) for row in reports.values(*fields, **ABOUT)[:SHOWN])


def late_milestones(actions: QuerySet[Action], today: date) -> tuple[tuple[Overdue, ...], int]:
    """The milestones of actions under way that are past due and not reached: the oldest, and how many."""
    under_way = actions.filter(state=State.UNDER_WAY, next_due__lt=today)
    passed = Milestone.objects.filter(action__in=_keys(under_way), done_on=None, due__lt=today)
    oldest = passed.order_by("due", "pk").values("text", "text_en", "due", **ABOUT)[:SHOWN]
    rows = cast("Iterable[dict[str, Any]]", oldest)
    late = tuple(Overdue(days=(today - row["due"]).days, **row) for row in rows)
    return late, passed.count()


def _keys(actions: QuerySet[Action]) -> QuerySet[Action, Any]:
    return actions.order_by().values("pk")
