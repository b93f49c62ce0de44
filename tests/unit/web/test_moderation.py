"""Handling what has come in: by coordinators only, and the sender is forgotten."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from kraftsamling.accounts.models import Event, User
from kraftsamling.plan import moderating
from kraftsamling.plan.models import Action, Plan, SuggestionContact

Browser = Callable[[User], Client]


@pytest.fixture
def suggestion(practice: Plan) -> Action:
    """A visitor's suggestion with an e-mail address."""
    return moderating.send_in(
        practice,
        {
            "title": "Delad verkstad",
            "summary": "Dela maskiner.",
            "placements": {"region": ["LL11"]},
        },
        by=None,
        once="a" * 32,
        email="eva@example.org",
    )


def test_it_lists_what_waits(as_user: Browser, astrid: User, suggestion: Action) -> None:
    assert "Delad verkstad" in as_user(astrid).get("/practice/moderation/").content.decode()


def test_it_shows_one_whole(as_user: Browser, astrid: User, suggestion: Action) -> None:
    page = as_user(astrid).get(f"/practice/moderation/{suggestion.number}/").content.decode()

    assert "eva@example.org" in page
    assert "Nordlän" in page


def test_it_becomes_a_draft_and_forgets_the_sender(
    as_user: Browser, astrid: User, suggestion: Action
) -> None:
    as_user(astrid).post(f"/practice/moderation/{suggestion.number}/", {"accept": "1"})

    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.visible) == ("draft", True)
    assert not SuggestionContact.objects.exists()


def test_it_is_declined_with_a_reason_and_stays_unseen(
    as_user: Browser, astrid: User, suggestion: Action
) -> None:
    address = f"/practice/moderation/{suggestion.number}/"
    as_user(astrid).post(address, {"decline": "1", "reason": "Finns redan."})

    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.visible) == ("stopped", False)
    assert suggestion.stop_reason == "Finns redan."
    assert not SuggestionContact.objects.exists()


@pytest.mark.parametrize("reason", ["", "   ", "x" * 601])
def test_it_is_not_declined_without_a_reason_that_fits(
    as_user: Browser, astrid: User, suggestion: Action, reason: str
) -> None:
    address = f"/practice/moderation/{suggestion.number}/"
    page = as_user(astrid).post(address, {"decline": "1", "reason": reason})

    assert page.status_code == 200
    assert "id_reason_error" in page.content.decode()
    assert SuggestionContact.objects.exists()


def test_it_is_handled_once(as_user: Browser, astrid: User, suggestion: Action) -> None:
    address = f"/practice/moderation/{suggestion.number}/"
    as_user(astrid).post(address, {"accept": "1"})

    assert as_user(astrid).post(address, {"decline": "1", "reason": "Nej"}).status_code == 404


def test_it_keeps_the_sender_when_the_move_fails(suggestion: Action, astrid: User) -> None:
    with pytest.raises(Exception, match=r"Say why|Skriv varför"):
        moderating.decline(suggestion, by=astrid, reason=" ")

    assert SuggestionContact.objects.exists()


@pytest.mark.parametrize("name", ["bo", "olga", "cleo", "nils"])
def test_it_is_for_coordinators_only(
    as_user: Browser, suggestion: Action, name: str, request: pytest.FixtureRequest
) -> None:
    client = as_user(request.getfixturevalue(name))
    events = Event.objects.count()

    assert client.get("/practice/moderation/").status_code == 403
    address = f"/practice/moderation/{suggestion.number}/"
    assert client.post(address, {"accept": "1"}).status_code == 403
    assert Event.objects.count() == events
