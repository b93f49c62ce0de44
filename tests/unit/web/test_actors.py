"""Actor pages: who is shown where, and who may change them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from kraftsamling.accounts.actors import edit, state
from kraftsamling.accounts.models import Actor, Event, User
from kraftsamling.plan.editing import propose
from kraftsamling.plan.models import Plan

AsUser = Callable[[User], Client]
NEW = {"name": "Ångverket", "sector": "business", "region": "LL11", "homepage": "angverket.example"}


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def test_it_shows_real_actors_in_a_real_plan_only(land: Plan, client: Client) -> None:
    html = page(client, "/littleland/actors/")

    assert "Sågen AB" in html
    assert "Övning Nord" not in html
    assert client.get("/littleland/actors/ovning-nord/").status_code == 404


def test_it_shows_both_in_the_practice_plan(practice: Plan, client: Client) -> None:
    html = page(client, "/practice/actors/")

    assert "Sågen AB" in html
    assert "Övning Nord" in html
    assert "Övning: inte en verklig organisation" in page(client, "/practice/actors/ovning-nord/")


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("sector=academia", ["Högskolan"]),
        ("sector=public&region=LL12", ["Region Mellan"]),
        ("region=none", ["Bygdens kooperativ", "Fonden"]),
        ("sector=academia&region=LL13", []),
        ("sector=nothing", ["Bygdens kooperativ", "Fonden", "Högskolan", "Region Mellan", "Region Nord", "Region Syd", "Stålverket AB", "Sågen AB"]),
    ],
)  # fmt: skip
def test_it_filters_by_sector_and_region(
    land: Plan, client: Client, query: str, names: list[str]
) -> None:
    response = client.get(f"/littleland/actors/?{query}")

    assert sorted(actor.name for actor in response.context["page"]) == sorted(names)


def test_it_lists_what_an_actor_leads_and_what_it_is_part_of(land: Plan, client: Client) -> None:
    propose(land, {"title": "Skolans egen", "responsible": "college"}, by=None)

    actions = client.get("/littleland/actors/college/").context["page"]

    assert [(action.title, action.leads) for action in actions] == [
        ("Skolans egen", True),
        ("Det gamla labbet", False),
    ]


def test_it_lists_visible_actions_of_this_plan_only(land: Plan, client: Client) -> None:
    propose(land, {"title": "Dold", "responsible": "sawmill"}, by=None, visible=False)

    assert "Deltar inte i någon" in page(client, "/littleland/actors/sawmill/")


def test_it_uses_the_english_name(land: Plan, client: Client) -> None:
    assert "The College" in page(client, "/en/littleland/actors/college/")


@pytest.mark.parametrize("path", ["actors/", "actors/sawmill/"])
def test_it_asks_the_same_however_much_there_is(
    land: Plan, client: Client, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(9) as before:
        page(client, f"/littleland/{path}")
    for number in range(30):
        content = {"title": f"Nummer {number}", "responsible": "sawmill", "partners": ["college"]}
        propose(land, content, by=None)
        Actor.objects.create(slug=f"a{number}", name=f"A{number}", sector="civil")
    with django_assert_max_num_queries(10) as after:
        html = page(client, f"/littleland/{path}")

    # One query more for the rows once there are any.
    assert len(after) <= len(before) + 1
    assert html.count("Nummer ") <= 25


def test_it_adds_an_actor_and_tells_the_trail(land: Plan, astrid: User, as_user: AsUser) -> None:
    response = as_user(astrid).post("/littleland/actors/new/", NEW)

    assert response.headers["Location"].endswith("/littleland/actors/angverket/")
    actor = Actor.objects.get(slug="angverket")
    assert (actor.homepage, actor.practice) == ("https://angverket.example", False)
    event = Event.objects.first()
    assert event is not None
    assert (event.who, event.plan, event.verb) == (f"user:{astrid.pk}", "littleland", "added")


def test_it_makes_practice_actors_in_the_practice_plan(
    practice: Plan, astrid: User, as_user: AsUser
) -> None:
    as_user(astrid).post("/practice/actors/new/", NEW)

    assert Actor.objects.get(slug="angverket").practice


def test_it_never_changes_a_real_actor_from_the_practice_plan(
    practice: Plan, astrid: User, as_user: AsUser
) -> None:
    response = as_user(astrid).post("/practice/actors/sawmill/edit/", {**NEW, "name": "Kapad"})

    assert response.status_code == 302
    assert Actor.objects.get(slug="sawmill").name == "Sågen AB"
    assert "/edit/" not in page(as_user(astrid), "/practice/actors/sawmill/")


@pytest.mark.parametrize(
    ("typed", "field", "told"),
    [
        ({"name": ""}, "name", "Skriv organisationens namn."),
        ({"sector": ""}, "sector", "Välj den sektor"),
        ({"homepage": "inte en adress"}, "homepage", "Skriv hela adressen"),
        ({"slug": "Ett namn"}, "slug", "bokstäverna a till z"),
        ({"slug": "sawmill"}, "slug", "används redan av en annan aktör"),
        ({"name": "SÅGEN AB"}, "name", "finns redan bland aktörerna"),
        ({"region": "XX"}, "region", ""),
    ],
)
def test_it_says_what_is_wrong_and_keeps_what_was_typed(
    land: Plan, astrid: User, as_user: AsUser, typed: dict[str, str], field: str, told: str
) -> None:
    content = {**NEW, "roles": "Bygger pannor", **typed}

    response = as_user(astrid).post("/littleland/actors/new/", content)

    assert response.status_code == 200
    assert told in " ".join(response.context["form"].errors[field])
    html = response.content.decode()
    assert f'href="#id_{field}"' in html
    assert 'value="Bygger pannor"' in html
    assert not Actor.objects.filter(roles="Bygger pannor").exists()


def edited(actor: Actor, **changes: Any) -> dict[str, Any]:
    names = ("name", "name_en", "sector", "region", "homepage", "roles", "roles_en", "source")
    return {name: getattr(actor, name) for name in names} | {"seen": state(actor)} | changes


def test_it_edits_an_actor(land: Plan, astrid: User, as_user: AsUser) -> None:
    actor = Actor.objects.get(slug="sawmill")

    as_user(astrid).post("/littleland/actors/sawmill/edit/", edited(actor, roles="Sågar"))

    actor.refresh_from_db()
    assert actor.roles == "Sågar"


def test_it_refuses_another_short_name(land: Plan, astrid: User, as_user: AsUser) -> None:
    actor = Actor.objects.get(slug="sawmill")

    response = as_user(astrid).post(
        "/littleland/actors/sawmill/edit/", edited(actor, slug="mill", roles="Sågar")
    )

    assert "går inte att ändra" in response.context["form"].errors["slug"][0]
    actor.refresh_from_db()
    assert (actor.slug, actor.roles) == ("sawmill", "Såg")


def test_it_shows_what_somebody_else_saved_before_overwriting(
    land: Plan, astrid: User, as_user: AsUser
) -> None:
    actor = Actor.objects.get(slug="sawmill")
    form = edited(actor, roles="Min text")
    edit(actor, {"roles": "Deras text"}, by=astrid)
    browser = as_user(astrid)

    response = browser.post("/littleland/actors/sawmill/edit/", form)

    html = response.content.decode()
    assert "Sparat nu: Deras text" in html
    assert 'value="Min text"' in html
    actor.refresh_from_db()
    assert actor.roles == "Deras text"
    again = {**form, "seen": state(actor)}
    assert again["seen"] in html
    browser.post("/littleland/actors/sawmill/edit/", again)
    actor.refresh_from_db()
    assert actor.roles == "Min text"


@pytest.mark.parametrize("path", ["actors/new/", "actors/sawmill/edit/"])
@pytest.mark.parametrize("name", ["cleo", "bo", "olga", "nils"])
def test_it_lets_no_outsider_write(
    land: Plan, as_user: AsUser, request: pytest.FixtureRequest, name: str, path: str
) -> None:
    browser = as_user(request.getfixturevalue(name))
    before = list(Actor.objects.values())

    assert browser.get(f"/littleland/{path}").status_code == 403
    assert browser.post(f"/littleland/{path}", {**NEW, "name": "Inkräktare"}).status_code == 403
    assert list(Actor.objects.values()) == before
    assert "actors/new/" not in page(browser, "/littleland/actors/")


def test_it_lets_no_visitor_write(land: Plan, client: Client) -> None:
    client.post("/littleland/actors/new/", NEW)

    assert not Actor.objects.filter(slug="angverket").exists()
