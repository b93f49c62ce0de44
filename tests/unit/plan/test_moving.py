"""States: only the ways in the table, and only when what must be true is true."""

from __future__ import annotations

import itertools

import pytest

from kraftsamling.accounts.models import Event, User
from kraftsamling.plan.models import Action
from kraftsamling.plan.moving import NotYet, move, obstacles
from kraftsamling.plan.states import TRANSITIONS, State


def test_it_has_no_other_ways_than_the_table(action: Action) -> None:
    ways = {(way.source, way.target) for way in TRANSITIONS}
    for source, target in itertools.product(State, State):
        action.state = source
        if (source, target) not in ways:
            assert obstacles(action, target), f"{source} -> {target}"


def test_it_becomes_ready_when_everything_is_answered(action: Action, olga: User) -> None:
    assert move(action, State.READY, by=olga).state == State.READY
    event = Event.objects.first()
    assert event is not None
    assert (event.before, event.after) == ({"state": "draft"}, {"state": "ready"})


def test_it_is_not_ready_without_its_assessment(action: Action, olga: User) -> None:
    action.answers.filter(objective="water").delete()

    with pytest.raises(NotYet, match=r"[Vv]atten"):
        move(action, State.READY, by=olga)


def test_it_is_not_ready_while_it_does_harm(action: Action, olga: User) -> None:
    action.answers.filter(objective="pollution").update(verdict="harm")

    with pytest.raises(NotYet, match=r"significant harm|betydande skada"):
        move(action, State.READY, by=olga)


def test_it_names_everything_that_is_missing_at_once(action: Action, olga: User) -> None:
    action.placements.all().delete()
    action.summary = ""
    action.responsible = None
    action.save()

    assert len(obstacles(action, State.READY)) == 5


def test_it_stops_only_with_a_reason(action: Action, olga: User) -> None:
    with pytest.raises(NotYet, match=r"Say why|Skriv varför"):
        move(action, State.STOPPED, by=olga, reason="  ")

    assert move(action, State.STOPPED, by=olga, reason="Pengarna tog slut.").stop_reason


def test_it_does_not_start_before_every_board_has_adopted_it(action: Action, olga: User) -> None:
    action.state = State.IN_VERSION
    action.save()

    with pytest.raises(NotYet):
        move(action, State.UNDER_WAY, by=olga)
