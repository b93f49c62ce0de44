"""Questions answered from the database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from kraftsamling.plan.asking import answer
from kraftsamling.plan.lateness import late
from kraftsamling.plan.models import Action, Plan
from kraftsamling.plan.questions import SORTS, ActionQuestion
from kraftsamling.plan.silence import silent
from kraftsamling.plan.states import State

TODAY = date(2027, 6, 1)


def keys(plan: Plan, **asked: object) -> set[str]:
    return {a.key for a in answer(ActionQuestion(**asked), plan, today=TODAY)}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"practice-one", "practice-two"}),
        ({"states": ("draft",)}, {"practice-one", "practice-two"}),
        ({"states": ("done",)}, set()),
        ({"standings": ("practice",)}, {"practice-one", "practice-two"}),
        ({"places": (("challenge", "C1"),)}, {"practice-one"}),
        ({"places": (("challenge", "C1"), ("challenge", "C2"))}, {"practice-one", "practice-two"}),
        ({"places": (("challenge", "C1"), ("priority", "P2"))}, set()),
        ({"responsible": ("ovning-nord",)}, {"practice-one", "practice-two"}),
        ({"responsible": ("college",)}, set()),
        ({"funders": ("ovning-nord",)}, {"practice-one"}),
        ({"sectors": ("public",)}, {"practice-one", "practice-two"}),
        ({"sectors": ("business",)}, set()),
        ({"text": "besluta"}, {"practice-one"}),
    ],
)
def test_it_finds_what_is_asked_for(
    practice: Plan, asked: dict[str, object], found: set[str]
) -> None:
    assert keys(practice, **asked) == found


@pytest.mark.parametrize("sort", ["", *SORTS])
def test_it_has_everything_in_every_order(practice: Plan, sort: str) -> None:
    assert len(keys(practice, sort=sort)) == practice.actions.count()
    assert len(keys(practice, sort=sort, text="övning")) == practice.actions.count()


@pytest.mark.parametrize("due", [None, date(2027, 5, 31), date(2027, 6, 1)])
@pytest.mark.parametrize("ends", [None, date(2027, 5, 31), date(2028, 1, 1)])
@pytest.mark.parametrize("state", [State.DRAFT, State.UNDER_WAY, State.DONE])
def test_it_calls_late_in_a_list_what_is_late_in_a_row(
    action: Action, due: date | None, ends: date | None, state: State
) -> None:
    Action.objects.filter(pk=action.pk).update(state=state, next_due=due, ends=ends)
    action.refresh_from_db()

    assert (action.key in keys(action.plan, late=True)) is late(action, TODAY)


@pytest.mark.parametrize("days", [0, 89, 90, 91, 400])
@pytest.mark.parametrize("reported", [True, False])
def test_it_calls_silent_in_a_list_what_is_silent_in_a_row(
    action: Action, days: int, *, reported: bool
) -> None:
    today = timezone.localdate()
    heard = timezone.now() - timedelta(days=days)
    words = {"last_word_at": heard} if reported else {"started_at": heard}
    Action.objects.filter(pk=action.pk).update(state=State.UNDER_WAY, **words)
    action.refresh_from_db()
    limit = action.plan.library.land.silent_after_days

    found = answer(ActionQuestion(silent=True), action.plan, today=today).exists()

    assert found is silent(action, today, limit) is (days > limit)


def test_it_hides_what_is_not_handled_yet(practice: Plan, action: Action) -> None:
    Action.objects.filter(pk=action.pk).update(visible=False)

    assert action not in answer(ActionQuestion(), practice, today=TODAY)
    assert action in answer(ActionQuestion(), practice, today=TODAY, moderates=True)
