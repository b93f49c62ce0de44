"""How the plan goes: what is on its way, late, silent and done; planned against spent.

The database adds up; the answer is kept until the audit chain grows or a new day begins, so it is
never out of date. (`overview` is the only place that caches; `compute` always asks the database.)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.core.cache import cache
from django.db.models import Count, FilteredRelation, Q, QuerySet, Sum
from django.utils.translation import gettext_noop

from kraftsamling.accounts import audit
from kraftsamling.coordination.news import Overdue, Told, late_milestones, latest_reports
from kraftsamling.kernel.finding import Finding
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.kernel.origin import Origin
from kraftsamling.plan.lateness import is_late
from kraftsamling.plan.models import Action, MoneyLine, Plan, Standing
from kraftsamling.plan.silence import is_silent
from kraftsamling.plan.states import State

COUNTS = ("proposed", "not_started", "under_way", "late", "silent", "done", "stopped")
MONEY = ("planned", "spent")
# Row labels besides the places of the framing: actions without a place in it, and each action once.
UNPLACED, ALL = "", "*"
KEPT_SECONDS = 24 * 3600

NOT_COUNTED = (State.PROPOSED, State.STOPPED)
EACH_PLACE = gettext_noop(
    "An action with several places here is counted in each; the bottom line counts it once."
)
WITHIN = gettext_noop(
    "Late and silent actions are among those under way, and an action can be both."
)
EARLIER = gettext_noop("Earlier efforts, made before the plan, are not counted.")
PLANNED = gettext_noop(
    "Planned money leaves out proposals and stopped actions. "
    "Spent money is what owners have reported so far, stopped actions included."
)


@dataclass(frozen=True)
class Question:
    """How `plan` goes, read by `framing`, as of `today`."""

    plan: str
    framing: str
    today: date


@dataclass(frozen=True, eq=False)
class Overview:
    """The answer: actions by place and state, money by place, money by year, and the latest news."""

    standing: Finding
    money: Finding
    years: Finding
    reports: tuple[Told, ...]
    overdue: tuple[Overdue, ...]
    overdue_count: int
    head: str


def overview(plan: Plan, question: Question) -> Overview:
    """The answer to `question`, from memory where nothing has been written and no day has passed.

    The key holds the hash of the last event of the whole audit chain: every change adds one in its own
    transaction, and the head is read before the tables are, so an old answer is never asked for again.
    One query when remembered, six more when not.
    """
    head = audit.head()
    key = f"overview:{head}:{question.plan}:{question.framing}:{question.today.isoformat()}"
    found: Overview | None = cache.get(key)
    if found is None:
        found = compute(plan, question, head)
        cache.set(key, found, KEPT_SECONDS)
    return found


def compute(plan: Plan, question: Question, head: str = "") -> Overview:
    """The answer to `question` from the tables: six queries, however many actions."""
    sums = _sums(question.today, plan.library.land.silent_after_days)
    actions = counted(plan)
    by_place = actions.annotate(
        place=FilteredRelation("placements", condition=Q(placements__framing=question.framing))
    ).values("place__code")
    found: dict[str, Mapping[str, Any]] = {
        row["place__code"] or UNPLACED: row for row in by_place.annotate(**sums).order_by()
    }
    found[ALL] = actions.aggregate(**sums)
    known = [item.code for item in plan.library.framings[question.framing].items]
    rows = (*known, *sorted(found.keys() - {*known, UNPLACED, ALL}))
    rows = (*rows, *((UNPLACED,) if UNPLACED in found else ()), ALL)
    origin = Origin("Kraftsamling", f"{plan.slug} {head}".strip(), f"/{plan.slug}/overview/")
    overdue, overdue_count = late_milestones(actions, question.today)

    def finding(table: Matrix, unit: str, *caveats: str) -> Finding:
        return Finding(question, table, unit, (origin,), caveats)

    return Overview(
        standing=finding(
            _matrix(found, rows, COUNTS), gettext_noop("actions"), WITHIN, EACH_PLACE, EARLIER
        ),
        money=finding(
            _matrix(found, rows, MONEY), plan.library.land.currency, PLANNED, EACH_PLACE, EARLIER
        ),
        years=finding(_years(actions), plan.library.land.currency, PLANNED, EARLIER),
        reports=latest_reports(actions),
        overdue=overdue,
        overdue_count=overdue_count,
        head=head,
    )


def counted(plan: Plan) -> QuerySet[Action]:
    """The actions an overview speaks of: those shown to the public, earlier efforts left out."""
    return plan.actions.filter(visible=True).exclude(standing=Standing.EARLIER)


def _sums(today: date, limit: int) -> dict[str, Any]:
    """Every column of the tables, as one aggregate each."""
    states: dict[str, Q] = {
        "proposed": Q(state=State.PROPOSED),
        "not_started": Q(state__in=(State.DRAFT, State.READY, State.IN_VERSION)),
        "under_way": Q(state=State.UNDER_WAY),
        "late": is_late(today),
        "silent": is_silent(today, limit),
        "done": Q(state=State.DONE),
        "stopped": Q(state=State.STOPPED),
    }
    counts = {name: Count("pk", filter=condition) for name, condition in states.items()}
    planned = Sum("planned_total", filter=~Q(state__in=NOT_COUNTED), default=0)
    return counts | {"planned": planned, "spent": Sum("spent_total", default=0)}


def _matrix(
    found: Mapping[str, Mapping[str, Any]], rows: tuple[str, ...], columns: tuple[str, ...]
) -> Matrix:
    """The sums as a table; a place that no action has is a row of noughts."""
    values = [[float(found.get(row, {}).get(column, 0)) for column in columns] for row in rows]
    return Matrix(np.array(values).reshape(len(rows), len(columns)), rows, columns)


def _years(actions: QuerySet[Action]) -> Matrix:
    """Planned money by year."""
    planned = actions.exclude(state__in=NOT_COUNTED)
    lines = MoneyLine.objects.filter(action__in=planned.order_by().values("pk"))
    sums = dict(lines.values_list("year").annotate(sum=Sum("amount")).order_by("year"))
    values = np.array(list(sums.values()), dtype=float).reshape(len(sums), 1)
    return Matrix(values, tuple(sums), ("planned",))
