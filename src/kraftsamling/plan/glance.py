"""The plan at a glance: how many actions are where, and what has happened lately."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from kraftsamling.plan.models import Action, Decision, Placement, Plan, ProgressReport, Standing
from kraftsamling.plan.standing import VersionStand
from kraftsamling.plan.states import State
from kraftsamling.strategy.library import PRIORITY


@dataclass(frozen=True)
class Change:
    """Something that happened in the plan. Of the four, the one it is about is given."""

    at: datetime
    action: Action | None = None
    report: ProgressReport | None = None
    stand: VersionStand | None = None
    decision: Decision | None = None


@dataclass(frozen=True)
class Counts:
    """How many visible actions are in each state (every state is there), and how many earlier efforts."""

    by_state: dict[State, int]
    earlier: int

    @property
    def total(self) -> int:
        """All actions of the plan; earlier efforts are history, not actions of it."""
        return sum(self.by_state.values())


def counts(plan: Plan) -> Counts:
    """One query, whatever the number of actions."""
    rows = (
        plan.actions.filter(visible=True)
        .values_list("state", "standing")
        .annotate(count=Count("pk"))
        .order_by()
    )
    by_state = dict.fromkeys(State, 0)
    earlier = 0
    for state, standing, count in rows:
        if standing == Standing.EARLIER:
            earlier += count
        else:
            by_state[State(state)] += count
    return Counts(by_state, earlier)


def counts_by_priority(plan: Plan) -> dict[str, int]:
    """How many visible actions each priority has, by its code; priorities without are left out."""
    return dict(
        Placement.objects.filter(framing=PRIORITY, action__plan=plan, action__visible=True)
        .values_list("code")
        .annotate(count=Count("pk"))
        .order_by()
    )


def latest_changes(plan: Plan, stands: Iterable[VersionStand], limit: int = 6) -> list[Change]:
    """What happened last, newest first: versions, attested decisions, reports, actions. Two queries.

    Earlier efforts are history: their being loaded is not news.
    """
    actions = plan.actions.filter(visible=True).exclude(
        Q(standing=Standing.EARLIER) & Q(revision=1)
    )
    reports = ProgressReport.objects.filter(action__plan=plan, action__visible=True)
    changes = [
        *(
            Change(action.updated_at, action=action)
            for action in actions.order_by("-updated_at", "-number")[:limit]
        ),
        *(
            Change(report.at, report=report)
            for report in reports.select_related("action").order_by("-at", "-pk")[:limit]
        ),
        *_of_versions(stands),
    ]
    return sorted(changes, key=lambda change: change.at, reverse=True)[:limit]


def _of_versions(stands: Iterable[VersionStand]) -> Iterator[Change]:
    for stand in stands:
        yield Change(stand.version.frozen_at, stand=stand)
        for board in stand.boards:
            if board.counts and board.counts.attested_at:
                yield Change(board.counts.attested_at, stand=stand, decision=board.counts)
