"""A form outlives its session: kept, shown again after sign-in, never sent by itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from kraftsamling.accounts.models import Event, User
from kraftsamling.plan.content import action_content
from kraftsamling.plan.models import Action, Plan
from kraftsamling.web.keeping import LARGEST, SESSION_KEY
from tests.filled import filled
from tests.unit.web.test_edit import at

Browser = Callable[[User], Client]
OURS = {"Origin": "http://testserver"}


@pytest.fixture(autouse=True)
def _fresh_hour() -> None:
    cache.clear()


def expired(client: Client, action: Action, section: str = "about", **changes: Any) -> Any:
    """The session ends while the form is open; then it is sent."""
    data = filled(client.get(at(action, section)), **changes)
    client.cookies.pop("sessionid")
    return client.post(at(action, section), data)


def test_it_opens_filled_in_after_sign_in(as_user: Browser, olga: User, action: Action) -> None:
    client = as_user(olga)
    answer = expired(client, action, title="Skrivet i förtid", summary="Lång text.")
    assert answer["Location"] == f"/account/login/?next={at(action, 'about')}"
    assert action_content(action)["title"] == "Övning: verkstadsgolvet"

    client.force_login(olga)
    page = client.get(at(action, "about"))
    assert filled(page)["title"] == ["Skrivet i förtid"]
    assert "finns kvar" in page.content.decode()
    assert action_content(action)["title"] == "Övning: verkstadsgolvet"

    client.post(at(action, "about"), filled(page))
    assert action_content(action)["title"] == "Skrivet i förtid"


def test_it_is_shown_once(as_user: Browser, olga: User, action: Action) -> None:
    client = as_user(olga)
    expired(client, action, title="Skrivet i förtid")
    client.force_login(olga)
    client.get(at(action, "about"))

    assert filled(client.get(at(action, "about")))["title"] == ["Övning: verkstadsgolvet"]


def test_it_merges_with_what_others_saved_meanwhile(
    as_user: Browser, olga: User, astrid: User, action: Action
) -> None:
    from kraftsamling.plan.editing import revise

    client = as_user(olga)
    expired(client, action, title="Mitt")
    revise(action, {"summary": "Deras."}, by=astrid)
    client.force_login(olga)
    client.post(at(action, "about"), filled(client.get(at(action, "about"))))

    content = action_content(action)
    assert (content["title"], content["summary"]) == ("Mitt", "Deras.")


def test_it_keeps_rows(as_user: Browser, olga: User, action: Action) -> None:
    client = as_user(olga)
    expired(client, action, "milestones", **{"row-1-text": "Ny", "row-1-due": "2027-05-05"})
    client.force_login(olga)

    assert filled(client.get(at(action, "milestones")))["row-1-text"] == ["Ny"]


def test_it_shows_the_kept_form_on_pages_that_have_none(
    as_user: Browser, astrid: User, action: Action
) -> None:
    """A page that does not ask for what was typed still does not lose it."""
    client = as_user(astrid)
    client.logout()
    client.get("/practice/suggest/")
    session = client.session
    session[SESSION_KEY] = {f"/practice/actions/{action.number}/": "note=Viktigt&csrf=1"}
    session.save()
    client.force_login(astrid)

    page = client.get(f"/practice/actions/{action.number}/")
    assert "Viktigt" in page.content.decode()
    assert filled(page)["note"] == ["Viktigt"]
    assert "Viktigt" not in client.get(f"/practice/actions/{action.number}/").content.decode()


def test_it_asks_a_visitor_to_sign_in(client: Client, action: Action) -> None:
    answer = client.get(at(action))

    assert answer["Location"] == f"/account/login/?next={at(action)}"


def test_it_refuses_those_who_are_signed_in_with_the_reason(
    as_user: Browser, cleo: User, action: Action
) -> None:
    answer = as_user(cleo).post(at(action, "about"), {"title": "x"})

    assert answer.status_code == 403
    assert "Redigera en åtgärd" in answer.content.decode()


def test_it_never_keeps_passwords(client: Client, action: Action) -> None:
    client.post(at(action, "about"), {"title": "x", "password": "hemligt", "new_password2": "h"})

    assert "hemligt" not in str(dict(client.session))
    assert "title=x" in str(dict(client.session))


def test_it_keeps_nothing_too_large_in_the_session(client: Client, action: Action) -> None:
    page = client.post(at(action, "about"), {"summary": "x" * LARGEST})

    assert SESSION_KEY not in client.session
    assert page.status_code == 200
    assert filled(page)["summary"][0] == "x" * LARGEST


def test_it_keeps_a_few_forms_only(client: Client, action: Action) -> None:
    for section in ("about", "where", "who", "money"):
        client.post(at(action, section), {"title": section})

    assert list(client.session[SESSION_KEY]) == [at(action, s) for s in ("where", "who", "money")]


def test_it_keeps_a_form_with_a_stale_token_from_our_own_pages(olga: User, action: Action) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(olga)
    data = filled(client.get(at(action, "about")), title="Skrivet länge")
    data["csrfmiddlewaretoken"] = ["stale"]
    answer = client.post(at(action, "about"), data, headers=OURS)

    assert answer["Location"] == at(action, "about")
    page = client.get(at(action, "about"))
    assert filled(page)["title"] == ["Skrivet länge"]
    client.post(at(action, "about"), filled(page), headers=OURS)
    assert action_content(action)["title"] == "Skrivet länge"


@pytest.mark.parametrize(
    "sender",
    [
        {},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Referer": "http://evil.example/testserver"},
        {"Origin": "http://testserver.evil.example"},
    ],
)
def test_it_keeps_nothing_from_other_sites(
    olga: User, action: Action, sender: dict[str, str]
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(olga)
    events = Event.objects.count()
    answer = client.post(at(action, "about"), {"title": "Kapad"}, headers=sender)

    assert answer.status_code == 403
    assert SESSION_KEY not in client.session
    assert Event.objects.count() == events


def test_it_never_keeps_a_sign_in_form(land: Plan) -> None:
    client = Client(enforce_csrf_checks=True)
    data = {"login": "olga@littleland.example", "password": "hemligt"}
    answer = client.post("/account/login/", data, headers=OURS)

    assert answer.status_code == 302
    assert "hemligt" not in str(dict(client.session))


@pytest.mark.parametrize(
    ("name", "address", "field", "text"),
    [
        ("astrid", "/practice/actors/new/", "name", "Övning Syd"),
        ("nils", "/practice/annexes/north/edit/", "text", "Vår bilaga."),
        ("astrid", "/practice/propose/", "title", "Ett förslag"),
        ("olga", "/practice/actions/1/edit/risks/", "row-1-text", "Is på vägen"),
    ],
)
def test_it_keeps_the_forms_of_every_slice(
    as_user: Browser,
    action: Action,
    name: str,
    address: str,
    field: str,
    text: str,
    request: pytest.FixtureRequest,
) -> None:
    user = request.getfixturevalue(name)
    client = as_user(user)
    data = filled(client.get(address), **{field: text})
    client.cookies.pop("sessionid")
    client.post(address, data)
    client.force_login(user)

    assert filled(client.get(address))[field] == [text]
