"""The overview against a slow, plain witness: Python over every action, no SQL that adds up."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies as st

from kraftsamling.accounts.models import Actor
from kraftsamling.coordination.overview import ALL, COUNTS, MONEY, UNPLACED, Question, compute
from kraftsamling.plan.lateness import late
from kraftsamling.plan.models import (
    Action,
    Milestone,
    MoneyLine,
    Placement,
    Plan,
    ProgressReport,
    Standing,
)
from kraftsamling.plan.models.progress import Signal
from kraftsamling.plan.silence import silent
from kraftsamling.plan.states import State

TODAY = date(2027, 6, 1)
LIMIT = 90
PRIORITIES = ("P1", "P2", "P3", "P9-no-longer-there")

days = st.dates(TODAY - timedelta(days=200), TODAY + timedelta(days=200))
moments = st.datetimes(
    datetime(2026, 12, 1),
    datetime(2027, 6, 1),
).map(timezone.make_aware)
amounts = st.integers(0, 10**9)
made_actions = st.fixed_dictionaries(
    {
        "state": st.sampled_from(State),
        "visible": st.sampled_from((True, True, True, False)),
        "standing": st.sampled_from(Standing),
        "last_signal": st.sampled_from(("", *Signal.values)),
        "last_word_at": st.none() | moments,
        "started_at": st.none() | moments,
        "ends": st.none() | days,
        "spent_total": amounts,
        "places": st.sets(st.sampled_from(PRIORITIES)),
        "milestones": st.lists(st.tuples(days, st.booleans()), max_size=3),
        "money": st.lists(st.tuples(st.integers(2026, 2030), amounts), max_size=3),
        "reports": st.lists(moments, max_size=2),
    }
)


def build(plan: Plan, made: list[dict[str, Any]]) -> list[Action]:
    actor = Actor.objects.earliest("pk")
    actions = []
    for number, spec in enumerate(made, start=1000):
        plain = {k: spec[k] for k in ("state", "visible", "standing", "last_signal", "ends")}
        plain |= {k: spec[k] for k in ("last_word_at", "started_at", "spent_total")}
        open_ones = [due for due, reached in spec["milestones"] if not reached]
        action = Action.objects.create(
            plan=plan,
            number=number,
            title=f"Åtgärd {number}",
            stop_reason="Slut.",
            planned_total=sum(amount for _, amount in spec["money"]),
            next_due=min(open_ones, default=None),
            **plain,
        )
        for code in spec["places"]:
            Placement.objects.create(action=action, framing="priority", code=code)
        Placement.objects.create(action=action, framing="region", code="LL11")
        for due, reached in spec["milestones"]:
            Milestone.objects.create(
                action=action, text="m", due=due, done_on=due if reached else None
            )
        for year, amount in spec["money"]:
            MoneyLine.objects.create(
                action=action, year=year, amount=amount, kind="eu", funder=actor
            )
        for at in spec["reports"]:
            ProgressReport.objects.create(
                action=action, at=at, signal="late", text="r", by="system"
            )
        actions.append(action)
    return actions


def witness(actions: list[Action]) -> dict[str, dict[str, int]]:
    """Every number of the tables, one action at a time."""
    found: dict[str, dict[str, int]] = {}
    for action in actions:
        if not action.visible or action.standing == Standing.EARLIER:
            continue
        codes = {p.code for p in action.placements.all() if p.framing == "priority"} or {UNPLACED}
        for code in (*codes, ALL):
            row = found.setdefault(code, dict.fromkeys((*COUNTS, *MONEY), 0))
            row[bucket(action)] += 1
            row["late"] += late(action, TODAY)
            row["silent"] += silent(action, TODAY, LIMIT)
            row["spent"] += action.spent_total
            if action.state not in (State.PROPOSED, State.STOPPED):
                row["planned"] += action.planned_total
    return found


def bucket(action: Action) -> str:
    waiting = {State.DRAFT, State.READY, State.IN_VERSION}
    return "not_started" if action.state in waiting else str(action.state)


@pytest.mark.slow
@given(made=st.lists(made_actions, max_size=6))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_it_agrees_with_a_plain_count(land: Plan, made: list[dict[str, Any]]) -> None:
    with transaction.atomic():
        land.actions.all().delete()
        actions = build(land, made)
        answer = compute(land, Question(land.slug, "priority", TODAY))
        expected = witness(actions)
        counted = [a for a in actions if a.visible and a.standing != Standing.EARLIER]

        for row in answer.standing.table.rows:
            numbers = expected.pop(str(row), dict.fromkeys((*COUNTS, *MONEY), 0))
            for table, columns in ((answer.standing.table, COUNTS), (answer.money.table, MONEY)):
                assert [table.cell(row, c) for c in columns] == [numbers[c] for c in columns]
        assert not expected, "a place with actions was left out"

        planned = [a for a in counted if a.state not in (State.PROPOSED, State.STOPPED)]
        years: dict[int, int] = {}
        for line in (line for a in planned for line in a.money.all()):
            years[line.year] = years.get(line.year, 0) + line.amount
        table = answer.years.table
        assert {y: table.cell(y, "planned") for y in table.rows} == years

        overdue = [
            m
            for a in counted
            if a.state == State.UNDER_WAY
            for m in a.milestones.all()
            if m.done_on is None and m.due < TODAY
        ]
        assert answer.overdue_count == len(overdue)
        assert [o.due for o in answer.overdue] == sorted(m.due for m in overdue)[:8]

        reports = sorted((r.at for a in counted for r in a.reports.all()), reverse=True)
        assert [told.at for told in answer.reports] == reports[:8]
        transaction.set_rollback(True)
