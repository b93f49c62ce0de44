"""Reporting progress: everything that follows from a report, or nothing at all."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import Event, User
from kraftsamling.plan.models import Action, ProgressReport
from kraftsamling.plan.moving import NotYet
from kraftsamling.plan.reporting import (
    MilestoneGone,
    NothingToReport,
    SpentFell,
    report,
    steps_on,
)
from kraftsamling.plan.states import State


@pytest.fixture
def under_way(action: Action) -> Action:
    action.state = State.UNDER_WAY
    action.started_at = timezone.now()
    action.save()
    action.milestones.create(text="Andra mötet", due=date(2027, 9, 1))
    return action


def test_it_keeps_the_action_in_step(under_way: Action, olga: User) -> None:
    first = under_way.milestones.get(text="Första mötet")

    told = report(
        under_way,
        signal="at_risk",
        text="  Första mötet hölls. ",
        reached=[first.pk],
        spent_to_date=120_000,
        by=olga,
    )

    under_way.refresh_from_db()
    first.refresh_from_db()
    assert told.text == "Första mötet hölls."
    assert under_way.last_word_at == told.at
    assert under_way.last_signal == "at_risk"
    assert under_way.spent_total == 120_000
    assert under_way.next_due == date(2027, 9, 1)
    assert first.done_on == timezone.localdate()
    assert under_way.revision == 1, "whoever is editing the content has nothing to merge"


def test_it_is_an_event_in_the_trail(under_way: Action, olga: User) -> None:
    report(under_way, signal="on_track", text="Rullar på.", spent_to_date=5, by=olga)

    event = Event.objects.first()
    assert event is not None
    assert (event.verb, event.key, event.who) == (
        "reported",
        str(under_way.number),
        f"user:{olga.pk}",
    )
    assert event.after["text"] == "Rullar på."
    assert (event.before["spent_total"], event.after["spent_total"]) == (0, 5)
    assert audit.verify().unbroken


def test_it_leaves_the_sum_alone_when_none_is_given(under_way: Action, olga: User) -> None:
    report(under_way, signal="on_track", text="Ett.", spent_to_date=500, by=olga)
    report(under_way, signal="on_track", text="Två.", by=olga)

    under_way.refresh_from_db()
    assert under_way.spent_total == 500


def test_it_lowers_a_sum_only_with_a_reason(under_way: Action, olga: User) -> None:
    report(under_way, signal="on_track", text="Ett.", spent_to_date=500, by=olga)

    with pytest.raises(SpentFell):
        report(under_way, signal="on_track", text="Två.", spent_to_date=400, by=olga)
    report(
        under_way,
        signal="on_track",
        text="Två.",
        spent_to_date=400,
        lower_because="Fel konto.",
        by=olga,
    )

    under_way.refresh_from_db()
    assert under_way.spent_total == 400
    assert Event.objects.filter(after__lower_because="Fel konto.").count() == 1


def test_it_takes_back_a_milestone_ticked_by_mistake(under_way: Action, olga: User) -> None:
    first = under_way.milestones.get(text="Första mötet")
    report(under_way, signal="on_track", text="Ett.", reached=[first.pk], by=olga)
    report(under_way, signal="on_track", text="Två.", unreached=[first.pk], by=olga)

    under_way.refresh_from_db()
    first.refresh_from_db()
    assert first.done_on is None
    assert under_way.next_due == first.due


def test_it_keeps_the_day_a_milestone_was_first_reached(under_way: Action, olga: User) -> None:
    first = under_way.milestones.get(text="Första mötet")
    first.done_on = date(2027, 1, 15)
    first.save()

    report(under_way, signal="on_track", text="Ett.", reached=[first.pk], by=olga)

    first.refresh_from_db()
    assert first.done_on == date(2027, 1, 15)


def test_it_finishes_the_action(under_way: Action, olga: User) -> None:
    report(under_way, signal="on_track", text="Klart.", move_to="done", by=olga)

    under_way.refresh_from_db()
    assert under_way.state == State.DONE
    assert under_way.last_word_at is not None


def test_it_writes_nothing_when_the_step_is_refused(under_way: Action, olga: User) -> None:
    first = under_way.milestones.get(text="Första mötet")
    events = Event.objects.count()

    with pytest.raises(NotYet):
        report(
            under_way,
            signal="late",
            text="Stopp.",
            reached=[first.pk],
            spent_to_date=9,
            move_to="stopped",
            by=olga,
        )

    under_way.refresh_from_db()
    first.refresh_from_db()
    assert (under_way.state, under_way.spent_total, under_way.last_word_at) == (
        "under_way",
        0,
        None,
    )
    assert first.done_on is None
    assert not ProgressReport.objects.exists()
    assert Event.objects.count() == events


def test_it_refuses_a_milestone_that_is_gone(under_way: Action, olga: User) -> None:
    with pytest.raises(MilestoneGone):
        report(under_way, signal="on_track", text="Ett.", reached=[10_000], by=olga)


@pytest.mark.parametrize("state", [State.PROPOSED, State.DRAFT, State.READY, State.STOPPED])
def test_it_has_nothing_to_report_yet(action: Action, olga: User, state: State) -> None:
    action.state, action.stop_reason = state, "Slut."
    action.save()

    with pytest.raises(NothingToReport):
        report(action, signal="on_track", text="Ett.", by=olga)


def test_it_offers_the_steps_of_the_table_and_says_what_is_in_the_way(action: Action) -> None:
    action.state = State.IN_VERSION
    ((start, obstacles),) = steps_on(action)
    assert start.target == State.UNDER_WAY
    assert obstacles, "no board has adopted anything"

    action.state = State.UNDER_WAY
    assert {step.target: faults for step, faults in steps_on(action)} == {
        State.DONE: (),
        State.STOPPED: (),
    }
