"""Silence and lateness: days, limits, and that the database agrees."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from kraftsamling.plan.lateness import is_late, late
from kraftsamling.plan.models import Action, Plan
from kraftsamling.plan.models.progress import Signal
from kraftsamling.plan.silence import is_silent, silence, silent
from kraftsamling.plan.states import State

TODAY = date(2027, 6, 1)
LIMIT = 90


def at(day: date, hour: int = 12) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, hour))


@pytest.fixture
def under_way(action: Action) -> Action:
    action.state = State.UNDER_WAY
    action.started_at = at(TODAY - timedelta(days=200))
    action.save()
    return action


@pytest.mark.parametrize(("days", "expected"), [(0, False), (89, False), (90, False), (91, True)])
@pytest.mark.parametrize("hour", [0, 23])
def test_it_is_silent_only_past_the_limit(
    under_way: Action, days: int, expected: bool, hour: int
) -> None:
    under_way.last_word_at = at(TODAY - timedelta(days=days), hour)
    under_way.save()

    assert silent(under_way, TODAY, LIMIT) is expected
    assert Action.objects.filter(is_silent(TODAY, LIMIT)).exists() is expected


def test_it_counts_from_the_start_until_something_is_heard(under_way: Action) -> None:
    found = silence(under_way, TODAY, LIMIT)

    assert found is not None
    assert (found.days, found.reported, found.too_long) == (200, False, True)
    assert Action.objects.filter(is_silent(TODAY, LIMIT)).get() == under_way


@pytest.mark.parametrize("state", [s for s in State if s != State.UNDER_WAY])
def test_it_is_never_silent_or_late_unless_under_way(action: Action, state: State) -> None:
    action.state, action.stop_reason = state, "Slut."
    action.created_at = action.last_word_at = at(TODAY - timedelta(days=900))
    action.next_due, action.last_signal = TODAY - timedelta(days=9), Signal.LATE
    action.save()

    assert silence(action, TODAY, LIMIT) is None
    assert not late(action, TODAY)
    assert not Action.objects.filter(is_silent(TODAY, LIMIT) | is_late(TODAY)).exists()


@pytest.mark.parametrize(
    ("due", "ends", "signal", "expected"),
    [
        (None, None, "", False),
        (TODAY, None, "", False),
        (TODAY - timedelta(days=1), None, "", True),
        (None, TODAY, Signal.ON_TRACK, False),
        (None, TODAY - timedelta(days=1), Signal.ON_TRACK, True),
        (None, None, Signal.AT_RISK, False),
        (None, None, Signal.LATE, True),
    ],
)
def test_it_is_late_by_a_day_or_by_its_owners_word(
    under_way: Action, due: date | None, ends: date | None, signal: str, expected: bool
) -> None:
    under_way.starts, under_way.ends = None, ends
    under_way.next_due, under_way.last_signal = due, signal
    under_way.save()

    assert late(under_way, TODAY) is expected
    assert Action.objects.filter(is_late(TODAY)).exists() is expected


def test_it_shows_the_days_on_a_page(under_way: Action, practice: Plan) -> None:
    from django.template import engines

    under_way.last_word_at = timezone.now() - timedelta(days=100)
    page = engines["django"].from_string(
        '{% include "web/parts/silence.html" with action=action %}'
    )

    assert "100" in page.render({"action": under_way, "plan": practice})
    under_way.state = State.DRAFT
    assert page.render({"action": under_way, "plan": practice}).strip() == ""
