"""Adding and editing actors: names are taken once, short names stay, the trail tells of it."""

from __future__ import annotations

import pytest

from kraftsamling.accounts import audit
from kraftsamling.accounts.actors import ActorChangedMeanwhile, ActorTaken, add, edit, state
from kraftsamling.accounts.models import Actor, Event, User

NEW = {"name": "Ångverket i Öst", "sector": "business", "region": "LL11", "roles": "Bygger"}


def test_it_makes_the_short_name_from_the_name(astrid: User) -> None:
    actor = add(NEW, by=astrid, plan="littleland")

    assert (actor.slug, actor.practice) == ("angverket-i-ost", False)
    event = Event.objects.first()
    assert event is not None
    assert (event.verb, event.kind, event.key) == ("added", "actor", "angverket-i-ost")
    assert event.after["name"] == "Ångverket i Öst"
    assert audit.verify().unbroken


@pytest.mark.parametrize(
    ("name", "slug", "field", "told"),
    [
        ("sågen  ab", "", "name", r"Sågen AB .*sawmill"),
        ("Sågen i byn", "sawmill", "slug", "sawmill"),
        ("Sawmill", "", "slug", "sawmill"),
        ("北方", "", "slug", r"a to z|a till z"),
        ("New", "", "slug", r"a to z|a till z"),
    ],
)
def test_it_refuses_a_name_that_is_taken(
    astrid: User, name: str, slug: str, field: str, told: str
) -> None:
    actors = Actor.objects.count()

    with pytest.raises(ActorTaken, match=told) as raised:
        add({**NEW, "name": name}, by=astrid, slug=slug)

    assert raised.value.field == field
    assert Actor.objects.count() == actors


def test_it_records_only_what_changed(astrid: User) -> None:
    actor = Actor.objects.get(slug="sawmill")

    edit(actor, {"name": "Sågen AB", "roles": "Sågar mer"}, by=astrid, plan="littleland")

    event = Event.objects.first()
    assert event is not None
    assert (event.before, event.after) == ({"roles": "Såg"}, {"roles": "Sågar mer"})


def test_it_tells_nothing_when_nothing_changed(astrid: User) -> None:
    events = Event.objects.count()

    edit(Actor.objects.get(slug="sawmill"), {"name": "Sågen AB"}, by=astrid)

    assert Event.objects.count() == events


def test_it_refuses_the_name_of_another(astrid: User) -> None:
    with pytest.raises(ActorTaken):
        edit(Actor.objects.get(slug="sawmill"), {"name": "STÅLVERKET AB"}, by=astrid)


def test_it_overwrites_nothing_that_somebody_else_saved(astrid: User) -> None:
    actor = Actor.objects.get(slug="sawmill")
    seen = state(actor)
    edit(actor, {"roles": "Först"}, by=astrid, seen=seen)

    with pytest.raises(ActorChangedMeanwhile):
        edit(actor, {"roles": "Sedan"}, by=astrid, seen=seen)

    actor.refresh_from_db()
    assert actor.roles == "Först"
