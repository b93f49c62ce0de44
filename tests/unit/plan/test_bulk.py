"""The same change to many: shown first, made whole or not at all."""

from __future__ import annotations

import pytest

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import Event, User
from kraftsamling.plan.bulk import (
    AddPlace,
    Change,
    MoveTo,
    NotAsShown,
    RemovePlace,
    SetResponsible,
    apply,
    effects,
)
from kraftsamling.plan.content import action_content
from kraftsamling.plan.editing import revise
from kraftsamling.plan.models import Action, Plan
from kraftsamling.plan.states import State


def both(practice: Plan) -> dict[int, int]:
    return dict(practice.actions.values_list("number", "revision"))


def test_it_shows_what_changes_and_what_does_not(practice: Plan, astrid: User) -> None:
    one, two = effects(practice, both(practice), AddPlace("priority", "P1"), by=astrid)

    assert one.refused
    assert two.changes
    assert two.before["placements"]["priority"] == ["P2"]
    assert two.after["placements"]["priority"] == ["P1", "P2"]
    assert action_content(two.action)["placements"]["priority"] == ["P2"]


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        (AddPlace("sdg", "sdg9"), "placements", None),
        (RemovePlace("region", "LL12"), "placements", None),
        (SetResponsible("college"), "responsible", "college"),
    ],
)
def test_it_changes_each_action_as_it_was_shown(
    practice: Plan, astrid: User, change: Change, field: str, value: str | None
) -> None:
    shown = effects(practice, both(practice), change, by=astrid)
    before = Event.objects.count()

    made = apply(practice, both(practice), change, by=astrid)

    for effect, action in zip(shown, made, strict=True):
        content = action_content(action)
        assert content[field] == (effect.after[field] if value is None else value)
    assert Event.objects.count() == before + 2
    assert audit.verify().unbroken


def test_it_moves_only_where_the_table_allows(practice: Plan, astrid: User) -> None:
    one, two = effects(practice, both(practice), MoveTo(State.READY), by=astrid)

    assert one.changes
    assert two.refused
    assert all(e.refused for e in effects(practice, both(practice), MoveTo(State.DONE), by=astrid))
    assert all(
        e.refused for e in effects(practice, both(practice), MoveTo(State.IN_VERSION), by=astrid)
    )


def test_it_stops_only_with_a_reason(practice: Plan, astrid: User) -> None:
    assert all(
        e.refused for e in effects(practice, both(practice), MoveTo(State.STOPPED), by=astrid)
    )

    stopped = apply(
        practice, both(practice), MoveTo(State.STOPPED, "Pengarna tog slut."), by=astrid
    )

    assert {action.state for action in stopped} == {State.STOPPED}


def test_it_does_nothing_when_one_of_them_cannot(practice: Plan, astrid: User) -> None:
    events = Event.objects.count()

    with pytest.raises(NotAsShown, match=str(practice.actions.get(key="practice-two").number)):
        apply(practice, both(practice), MoveTo(State.READY), by=astrid)

    assert set(practice.actions.values_list("state", flat=True)) == {State.DRAFT}
    assert Event.objects.count() == events


def test_it_does_nothing_when_somebody_saved_one_meanwhile(
    practice: Plan, action: Action, astrid: User
) -> None:
    seen = both(practice)
    revise(action, {"title": "Nytt namn"}, by=astrid)

    with pytest.raises(NotAsShown):
        apply(practice, seen, SetResponsible("college"), by=astrid)

    assert not practice.actions.filter(responsible__slug="college").exists()


def test_it_does_nothing_when_one_of_them_is_gone(practice: Plan, astrid: User) -> None:
    with pytest.raises(NotAsShown, match="4711"):
        apply(practice, both(practice) | {4711: 1}, SetResponsible("college"), by=astrid)

    assert not practice.actions.filter(responsible__slug="college").exists()


def test_it_refuses_an_outsider_action_by_action(practice: Plan, cleo: User) -> None:
    for change in (AddPlace("sdg", "sdg9"), SetResponsible("college"), MoveTo(State.READY)):
        assert all(effect.refused for effect in effects(practice, both(practice), change, by=cleo))


def test_it_leaves_proposals_to_those_who_handle_them(practice: Plan, astrid: User) -> None:
    practice.actions.update(state=State.PROPOSED)

    for target in (State.DRAFT, State.STOPPED):
        found = effects(practice, both(practice), MoveTo(target, "Nej."), by=astrid)
        assert all(effect.refused for effect in found)
