"""The same plan in two framings and more: counts, first titles, and what has no place."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from kraftsamling.accounts.models import User
from kraftsamling.plan.editing import propose, revise
from kraftsamling.plan.framings import SAMPLE, counted, read_by
from kraftsamling.plan.models import Placement, Plan


def places(plan: Plan, framing: str) -> dict[str, int]:
    reading = read_by(plan, framing)
    return {place.code: place.count for place in reading.places}


def test_it_reads_one_plan_in_two_framings(land: Plan) -> None:
    assert places(land, "challenge") == {"C1": 2, "C2": 0}
    assert places(land, "region") == {"LL11": 2, "LL12": 1, "LL13": 0}


def test_it_counts_what_has_no_place(land: Plan) -> None:
    reading = read_by(land, "step")

    assert (reading.total, reading.outside) == (2, 1)
    assert [action.key for action in reading.first_outside] == ["meeting-places"]


def test_it_counts_visible_actions_of_this_plan_only(land: Plan, practice: Plan) -> None:
    land.actions.filter(key="old-lab").update(visible=False)

    assert places(land, "challenge") == {"C1": 1, "C2": 0}
    assert places(practice, "challenge") == {"C1": 1, "C2": 1}
    assert read_by(land, "step").total == 1


def test_it_shows_a_place_that_the_content_no_longer_has(land: Plan) -> None:
    action = land.actions.get(key="old-lab")
    Placement.objects.create(action=action, framing="s3", code="s3-gone")

    reading = read_by(land, "s3")

    assert [(p.code, p.count) for p in reading.places if p.item is None] == [("s3-gone", 1)]
    assert reading.outside == 1


@pytest.mark.parametrize("framing", ["challenge", "priority", "region", "municipality", "sdg"])
def test_it_asks_the_same_however_many_actions(
    land: Plan, framing: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(6):
        read_by(land, framing)
    for number in range(12):
        placement = {"challenge": ["C1"], "priority": ["P1"], "region": ["LL11"], "sdg": ["sdg9"]}
        propose(land, {"title": f"Nummer {number}", "placements": placement}, by=None)
    with django_assert_max_num_queries(6):
        reading = read_by(land, framing)

    for place in reading.places:
        numbers = [action.number for action in place.first]
        assert len(numbers) == min(place.count, SAMPLE)
        assert numbers == sorted(numbers)


def test_it_counts_several_framings_at_once(
    land: Plan, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        counts = counted(land, ("challenge", "priority", "step"))

    assert counts == {"challenge": {"C1": 2}, "priority": {"P1": 2}, "step": {"1a": 1}}


def test_it_keeps_an_answer_until_something_is_written(
    land: Plan, astrid: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    before = read_by(land, "challenge")
    with django_assert_num_queries(1):
        assert read_by(land, "challenge") is before

    revise(land.actions.get(key="old-lab"), {"placements": {"challenge": ["C2"]}}, by=astrid)

    assert places(land, "challenge") == {"C1": 1, "C2": 1}
    assert counted(land, ("challenge",)) == {"challenge": {"C1": 1, "C2": 1}}
