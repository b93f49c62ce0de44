"""The public audit trail: the head, no names, nothing that is not public yet."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

import kraftsamling
from kraftsamling.accounts import audit
from kraftsamling.accounts.models import Event, User
from kraftsamling.plan.editing import propose, revise
from kraftsamling.plan.models import Action, Plan
from kraftsamling.web.audit_words import KINDS, VERBS

AsUser = Callable[[User], Client]
SOURCE = Path(kraftsamling.__file__).parent


@pytest.fixture(autouse=True)
def no_choices_kept() -> None:
    cache.clear()


def test_it_publishes_the_head(client: Client, land: Plan) -> None:
    page = client.get("/audit/").content.decode()

    assert audit.head() in page


def test_it_shows_roles_to_the_public_and_names_to_those_who_follow_up(
    client: Client, as_user: AsUser, action: Action, olga: User, bo: User, astrid: User
) -> None:
    revise(action, {"title": "Nytt"}, by=olga)

    assert "Olga" not in client.get("/audit/").content.decode()
    assert "Olga" in as_user(astrid).get("/audit/").content.decode()
    assert "Olga" not in as_user(bo).get("/audit/").content.decode()


def test_it_does_not_show_the_public_what_is_not_public_yet(
    client: Client, as_user: AsUser, land: Plan, astrid: User
) -> None:
    propose(land, {"title": "Hemligt tips"}, by=None, who="visitor", visible=False)
    address = f"/audit/{Event.objects.latest('number').number}/"

    public = client.get(address).content.decode()
    assert "Hemligt" not in public
    assert audit.head() in public
    assert "Hemligt" in as_user(astrid).get(address).content.decode()


def test_it_lets_an_example_read_the_practice_plan_only(
    as_user: AsUser, land: Plan, practice: Plan, olga: User, astrid: User
) -> None:
    User.objects.filter(pk=astrid.pk).update(is_example=True)
    propose(land, {"title": "Skarpt"}, by=olga)
    real = Event.objects.latest("number").number
    propose(practice, {"title": "Övat"}, by=olga)
    client = as_user(User.objects.get(pk=astrid.pk))

    assert "Skarpt" not in client.get(f"/audit/{real}/").content.decode()
    assert "Övat" in client.get(f"/audit/{real + 1}/").content.decode()
    assert "Olga" not in client.get("/audit/").content.decode()


def test_it_hides_the_practice_plan_with_the_examples(
    client: Client, practice: Plan, action: Action, olga: User, settings: Settings
) -> None:
    revise(action, {"title": "Nytt"}, by=olga)
    number = Event.objects.latest("number").number
    assert client.get(f"/audit/{number}/").status_code == 200

    settings.EXAMPLE_SIGNINS = False

    assert client.get(f"/audit/{number}/").status_code == 404
    page = client.get("/audit/").content.decode()
    assert f'href="/audit/{number}/"' not in page
    assert 'value="practice"' not in page


def test_it_filters(client: Client, action: Action, olga: User) -> None:
    revise(action, {"title": "Nytt"}, by=olga)
    number = Event.objects.latest("number").number
    rows = re.compile(r'href="/audit/(\d+)/"')

    page = client.get("/audit/", {"plan": "practice", "kind": "action", "verb": "revised"})
    assert rows.findall(page.content.decode()) == [str(number)]

    page = client.get("/audit/", {"verb": "unheard of"})
    assert rows.findall(page.content.decode()) == []


def test_it_pages_from_event_to_event(
    client: Client, land: Plan, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with transaction.atomic():
        for number in range(1200):
            audit.record("revised", by=None, kind="action", key=number)
    rows = re.compile(r'href="/audit/(\d+)/"')
    seen: list[int] = []
    address = "/audit/"
    while address:
        with django_assert_max_num_queries(8):
            html = client.get(address).content.decode()
        seen += map(int, rows.findall(html))
        older = re.search(r'rel="next" href="(\?before=\d+)"', html)
        address = f"/audit/{older[1]}" if older else ""

    assert seen == list(range(Event.objects.count(), 0, -1))


def test_it_shows_before_and_after(
    as_user: AsUser, action: Action, olga: User, astrid: User
) -> None:
    revise(action, {"title": "Nytt namn"}, by=olga)
    page = as_user(astrid).get(f"/audit/{Event.objects.latest('number').number}/")

    assert "Övning: verkstadsgolvet" in page.content.decode()
    assert "Nytt namn" in page.content.decode()


@pytest.mark.parametrize(
    "query", ["before=abc", "before=" + "9" * 40, "plan=%00", "verb=" + "x" * 999]
)
def test_it_survives_odd_addresses(client: Client, land: Plan, query: str) -> None:
    assert client.get(f"/audit/?{query}").status_code == 200


def test_it_has_words_for_everything_the_trail_says() -> None:
    """Every verb and kind written anywhere in the source has a title in `web.audit_words`."""
    sources = "\n".join(
        path.read_text(encoding="utf-8")
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts and "audit" in path.read_text(encoding="utf-8")
    )
    verbs = set(re.findall(r'audit\.record\(\s*"([^"]+)"', sources))
    verbs |= set(re.findall(r'(?:_record|record_own_change)\(\s*"([^"]+)"', sources))
    kinds = set(re.findall(r'\bkind="([a-z_ ]+)"', sources))

    assert {verb for verb in verbs if verb not in VERBS} == set()
    assert {kind for kind in kinds if kind not in KINDS} == set()
