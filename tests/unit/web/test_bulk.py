"""Editing many actions at once, in the browser."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from kraftsamling.accounts.models import Event, User
from kraftsamling.plan.models import Action, Plan

SignIn = Callable[[User], Client]
BULK = "/practice/actions/bulk/"


def test_it_is_for_those_who_may(
    client: Client, practice: Plan, olga: User, astrid: User, as_user: SignIn
) -> None:
    assert client.get(f"{BULK}?n=1").status_code in (302, 403)
    assert as_user(olga).get(f"{BULK}?n=1").status_code == 403
    assert as_user(olga).post(BULK, {"n": "1:1", "change": "move"}).status_code == 403
    assert as_user(astrid).get(f"{BULK}?n=1").status_code == 200
    assert 'name="n"' not in as_user(olga).get("/practice/actions/").content.decode()
    assert 'name="n"' in as_user(astrid).get("/practice/actions/").content.decode()


def test_it_shows_then_asks_then_does(practice: Plan, astrid: User, as_user: SignIn) -> None:
    browser, events = as_user(astrid), Event.objects.count()

    shown = browser.get(f"{BULK}?n=1&n=2&change=add&place=priority:P1&check=1").content.decode()
    assert "1 åtgärd ändras" in shown
    assert "Den hör redan dit." in shown
    assert 'name="n" value="2:1"' in shown
    assert Event.objects.count() == events

    done = browser.post(BULK, {"n": "2:1", "change": "add", "place": "priority:P1"}, follow=True)
    assert "1 åtgärd ändrades." in done.content.decode()
    assert set(
        practice.actions.get(number=2)
        .placements.filter(framing="priority")
        .values_list("code", flat=True)
    ) == {"P1", "P2"}


def test_it_does_nothing_and_says_why_when_not_all_can_be_done(
    practice: Plan, astrid: User, as_user: SignIn
) -> None:
    answer = as_user(astrid).post(BULK, {"n": ["1:1", "2:1"], "change": "move", "state": "ready"})

    assert "Ingenting har ändrats" in answer.content.decode()
    assert not practice.actions.filter(state="ready").exists()
    # Confirmed before somebody else saved: shown anew, not done.
    Action.objects.filter(plan=practice, number=1).update(revision=7)
    again = as_user(astrid).post(BULK, {"n": "1:1", "change": "move", "state": "ready"})
    assert 'value="1:7"' in again.content.decode()
    assert not practice.actions.filter(state="ready").exists()


def test_it_says_what_is_missing_in_the_choice(
    practice: Plan, astrid: User, as_user: SignIn
) -> None:
    browser = as_user(astrid)

    for query, sentence in (
        ("n=1&change=add&check=1", "Välj platsen som ska läggas till."),
        ("n=1&change=remove&check=1", "Välj platsen som ska tas bort."),
        ("n=1&change=responsible&check=1", "Välj aktören."),
        ("n=1&change=move&check=1", "Välj läget."),
        ("n=1&change=dance&check=1", "dance"),
        ("n=1&change=add&place=moon:crater&check=1", "moon:crater"),
        ("n=1&check=1", "radio"),
    ):
        answer = browser.get(f"{BULK}?{query}")
        assert answer.status_code == 422, query
        assert sentence in answer.content.decode(), query


def test_it_takes_odd_numbers_calmly(practice: Plan, astrid: User, as_user: SignIn) -> None:
    browser = as_user(astrid)

    assert (
        "Ingen åtgärd är markerad" in browser.get(f"{BULK}?n=abc&n=-1&n=:&n=4711").content.decode()
    )
    many = "&".join(f"n={n}" for n in range(1, 300))
    crowded = browser.get(f"{BULK}?{many}&change=move&state=ready&check=1").content.decode()
    assert "högst 200 åtgärder" in crowded
