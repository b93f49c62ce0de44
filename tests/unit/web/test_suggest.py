"""Suggesting without an account, and proposing with one."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client

from kraftsamling.accounts.models import Event, User
from kraftsamling.plan.models import Action, Plan, SuggestionContact
from tests.filled import Fields, filled

SUGGEST = "/littleland/suggest/"
PROPOSE = "/practice/propose/"


@pytest.fixture(autouse=True)
def _fresh_hour() -> None:
    cache.clear()


def written(client: Client, address: str = SUGGEST, **changes: Any) -> Fields:
    """The suggestion form, opened a while ago and filled in."""
    page = client.get(address)
    text = {"title": "Delad verkstad i Norrby", "summary": "Små företag delar maskiner."}
    opened = signing.dumps(time.time() - 60)
    return filled(page, **(text | {"opened": opened} | changes))


def test_it_shows_what_was_written_before_it_is_sent(client: Client, land: Plan) -> None:
    page = client.post(SUGGEST, written(client, look="1", challenge="C1", region="LL11"))

    assert "Delad verkstad i Norrby" in page.content.decode()
    assert "Få nya idéer" in page.content.decode()
    assert not land.actions.filter(title__startswith="Delad").exists()


def test_it_shows_similar_actions_without_javascript(client: Client, land: Plan) -> None:
    data = written(client, look="1", title="Mötesplats för verkstäder")

    assert "Mötesplatser för verkstäder" in client.post(SUGGEST, data).content.decode()


def test_it_is_not_shown_until_it_is_handled(client: Client, land: Plan) -> None:
    preview = client.post(SUGGEST, written(client, look="1", email="eva@example.org"))
    thanks = client.post(SUGGEST, filled(preview, send="1"), follow=True)

    action = land.actions.get(title="Delad verkstad i Norrby")
    assert str(action.number) in thanks.content.decode()
    assert not action.visible
    assert action.contact.email == "eva@example.org"
    assert client.get(f"/littleland/actions/{action.number}/").status_code == 404
    event = Event.objects.first()
    assert event is not None
    assert event.who == "visitor"
    assert "eva@example.org" not in str(event.content())


def test_it_makes_one_action_of_a_double_click(client: Client, land: Plan) -> None:
    data = written(client, send="1")
    first, second = client.post(SUGGEST, data), client.post(SUGGEST, data)

    assert land.actions.filter(title="Delad verkstad i Norrby").count() == 1
    assert first["Location"] == second["Location"]


def test_it_goes_back_to_the_form_with_everything_kept(client: Client, land: Plan) -> None:
    page = client.post(SUGGEST, written(client, change="1", region=["LL11", "LL13"]))

    again = filled(page)
    assert again["title"] == ["Delad verkstad i Norrby"]
    assert again["region"] == ["LL11", "LL13"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": ""}, "Fyll i det"),
        ({"title": "x" * 201}, "201"),
        ({"summary": "x" * 6001}, "6001"),
        ({"email": "eva"}, "e-postadress"),
        ({"challenge": "C99"}, "C99"),
        ({"region": "<script>"}, "&lt;script&gt;"),
        ({"website": "http://spam.example"}, "fälla"),
        ({"opened": signing.dumps(time.time() + 3600)}, "fort"),
        ({"opened": "tampered"}, "fort"),
    ],
)
def test_it_says_what_is_wrong_and_keeps_what_was_typed(
    client: Client, land: Plan, changes: dict[str, str], words: str
) -> None:
    page = client.post(SUGGEST, written(client, send="1", **changes))

    assert page.status_code == 200
    assert words in page.content.decode()
    assert filled(page)["summary"][0][:1] in ("S", "x")
    assert not land.actions.filter(visible=False).exists()


def test_it_can_be_sent_again_after_being_too_quick(client: Client, land: Plan) -> None:
    page = client.post(SUGGEST, written(client, send="1", opened="tampered"))
    opened = filled(page)["opened"][0]

    assert time.time() - float(signing.loads(opened)) < 60


def test_it_takes_a_pause_after_many_from_one_address(client: Client, land: Plan) -> None:
    for number in range(10):
        client.post(SUGGEST, written(client, send="1", title=f"Förslag {number} om maskiner"))
    page = client.post(SUGGEST, written(client, send="1", title="Det elfte förslaget"))

    assert "paus" in page.content.decode()
    assert filled(page)["title"] == ["Det elfte förslaget"]
    assert land.actions.filter(visible=False).count() == 10


def test_it_keeps_english_text_as_english(client: Client, land: Plan) -> None:
    address = "/en/littleland/suggest/"
    data = written(client, address, send="1", title="A shared workshop", summary="Sharing.")
    client.post(address, data)

    action = land.actions.get(title_en="A shared workshop")
    assert action.summary_en == "Sharing."


def test_it_is_proposed_with_its_places(
    as_user: Callable[[User], Client], olga: User, practice: Plan
) -> None:
    client = as_user(olga)
    data = written(client, PROPOSE, look="1", priority="P1", responsible="ovning-nord")
    preview = client.post(PROPOSE, data)
    answer = client.post(PROPOSE, filled(preview, send="1"))

    action = practice.actions.get(title="Delad verkstad i Norrby")
    assert answer["Location"].endswith(f"/actions/{action.number}/edit/")
    assert (action.state, action.visible) == ("proposed", True)
    assert action.responsible is not None
    places = set(action.placements.values_list("framing", "code"))
    assert places == {("priority", "P1"), ("oecd", "oecd5"), ("sdg", "sdg9")}


def test_it_leaves_out_a_suggested_place_that_was_unticked(
    as_user: Callable[[User], Client], olga: User, practice: Plan
) -> None:
    client = as_user(olga)
    preview = client.post(PROPOSE, written(client, PROPOSE, look="1", priority="P1"))
    client.post(PROPOSE, filled(preview, send="1", suggested="sdg:sdg9"))

    action = practice.actions.get(title="Delad verkstad i Norrby")
    assert not action.placements.filter(framing="oecd").exists()


def test_it_is_proposed_once_however_often_it_is_sent(
    as_user: Callable[[User], Client], bo: User, practice: Plan
) -> None:
    client = as_user(bo)
    data = written(client, PROPOSE, send="1")
    client.post(PROPOSE, data)
    client.post(PROPOSE, data)

    assert Action.objects.filter(title="Delad verkstad i Norrby").count() == 1


def test_it_asks_a_visitor_to_sign_in_before_proposing(client: Client, practice: Plan) -> None:
    answer = client.get(PROPOSE)

    assert answer.status_code == 302
    assert answer["Location"].endswith(f"?next={PROPOSE}")


def test_it_refuses_an_outsider_with_the_reason(
    as_user: Callable[[User], Client], cleo: User, practice: Plan
) -> None:
    answer = as_user(cleo).post(PROPOSE, {"title": "x", "summary": "y", "send": "1"})

    assert answer.status_code == 403
    assert not SuggestionContact.objects.exists()
