"""The overview is remembered, and never out of date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from benchmarks.made import Size, grow
from kraftsamling.accounts.models import User
from kraftsamling.coordination.overview import ALL, Question, compute, overview
from kraftsamling.plan.models import Action, Plan
from kraftsamling.plan.moving import move
from kraftsamling.plan.reporting import report
from kraftsamling.plan.states import State


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def question(practice: Plan) -> Question:
    return Question(practice.slug, "priority", date(2027, 6, 1))


def test_it_asks_once_what_has_not_changed(practice: Plan, question: Question) -> None:
    with CaptureQueriesContext(connection) as first:
        overview(practice, question)
    with CaptureQueriesContext(connection) as again:
        overview(practice, question)

    assert (len(first), len(again)) == (7, 1)


def test_it_is_asked_anew_after_every_change(
    practice: Plan, question: Question, action: Action, olga: User
) -> None:
    assert overview(practice, question).standing.table.cell(ALL, "stopped") == 0
    move(action, State.STOPPED, by=olga, reason="Slut.")
    assert overview(practice, question).standing.table.cell(ALL, "stopped") == 1


def test_it_is_asked_anew_when_a_day_has_passed(
    practice: Plan, question: Question, action: Action, olga: User
) -> None:
    Action.objects.filter(pk=action.pk).update(state=State.UNDER_WAY, ends=None)
    report(action, signal="on_track", text="Rullar.", by=olga)
    due = action.milestones.get().due

    def late(day: date) -> float:
        asked = Question(practice.slug, "priority", day)
        return overview(practice, asked).standing.table.cell(ALL, "late")

    assert (late(due), late(due + timedelta(days=1))) == (0, 1)


def test_it_says_where_its_numbers_come_from(practice: Plan, question: Question) -> None:
    answer = overview(practice, question)

    for finding in (answer.standing, answer.money, answer.years):
        assert finding.question == question
        assert answer.head in finding.origins[0].title
        assert finding.caveats


def test_it_takes_as_many_queries_for_any_number_of_actions(
    practice: Plan, question: Question
) -> None:
    grow(practice, Size(actions=30, organisations=3), today=timezone.localdate())
    with CaptureQueriesContext(connection) as few:
        compute(practice, question)
    grow(practice, Size(actions=90, organisations=3), today=timezone.localdate())
    with CaptureQueriesContext(connection) as more:
        compute(practice, question)

    assert len(more) == len(few)
