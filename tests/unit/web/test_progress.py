"""The report form: who, how short, how fast, and nothing typed is lost."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from html.parser import HTMLParser
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from kraftsamling.accounts.models import User
from kraftsamling.plan.models import Action, Plan
from kraftsamling.plan.report_links import token_for
from kraftsamling.plan.reporting import report
from kraftsamling.plan.states import State

SignIn = Callable[[User], Client]
GOOD = {"signal": "on_track", "text": "Första mötet hölls."}


@pytest.fixture
def under_way(action: Action) -> Action:
    action.state = State.UNDER_WAY
    action.started_at = timezone.now()
    action.save()
    return action


@pytest.fixture
def page(under_way: Action) -> str:
    return reverse("progress", args=(under_way.plan.slug, under_way.number))


def test_it_takes_two_answers(page: str, under_way: Action, olga: User, as_user: SignIn) -> None:
    response = as_user(olga).post(page, GOOD)

    assert response.status_code == 302
    told = under_way.reports.get()
    assert (told.signal, told.text, told.spent_to_date) == ("on_track", GOOD["text"], None)


def test_it_reads_money_with_spaces(
    page: str, under_way: Action, olga: User, as_user: SignIn
) -> None:
    for typed in ("1 500 000", "1\u00a0500\u202f000 kr", "1500000 SEK"):
        assert as_user(olga).post(page, GOOD | {"spent_to_date": typed}).status_code == 302
        under_way.refresh_from_db()
        assert under_way.spent_total == 1_500_000


@pytest.mark.parametrize("typed", ["1,5 miljoner", "-5", "12.50", "1e6", "9" * 14])
def test_it_says_how_a_sum_is_written_and_keeps_what_was_typed(
    page: str, under_way: Action, olga: User, as_user: SignIn, typed: str
) -> None:
    milestone = under_way.milestones.get()
    typed_in = GOOD | {"spent_to_date": typed, "reached": str(milestone.pk)}

    response = as_user(olga).post(page, typed_in)

    html = response.content.decode()
    assert response.status_code == 422
    assert 'href="#id_spent_to_date"' in html
    assert f'value="{typed}"' in html
    assert f'value="{GOOD["text"]}"' in html
    assert re.search(rf'name="reached" value="{milestone.pk}"[^>]* checked', html)
    assert re.search(r'name="signal" value="on_track"[^>]* checked', html)
    assert not under_way.reports.exists()


def test_it_asks_why_a_sum_is_lower(
    page: str, under_way: Action, olga: User, as_user: SignIn
) -> None:
    report(under_way, signal="on_track", text="Ett.", spent_to_date=500_000, by=olga)
    client = as_user(olga)
    lower = GOOD | {"spent_to_date": "400 000"}

    asked = client.post(page, lower)
    assert asked.status_code == 422
    assert 'type="text" name="lower_because"' in asked.content.decode()
    assert client.post(page, lower | {"lower_because": "Fel konto."}).status_code == 302
    under_way.refresh_from_db()
    assert under_way.spent_total == 400_000


def test_it_stops_with_a_reason_only(
    page: str, under_way: Action, olga: User, as_user: SignIn
) -> None:
    client = as_user(olga)

    assert client.post(page, GOOD | {"move_to": "stopped"}).status_code == 422
    assert client.post(page, GOOD | {"move_to": "stopped", "reason": "Slut."}).status_code == 302
    under_way.refresh_from_db()
    assert (under_way.state, under_way.stop_reason) == ("stopped", "Slut.")


def test_it_offers_no_start_before_the_boards_have_adopted(
    page: str, under_way: Action, olga: User, as_user: SignIn
) -> None:
    under_way.state = State.IN_VERSION
    under_way.save()
    client = as_user(olga)

    assert 'name="move_to"' not in client.get(page).content.decode()
    client.post(page, GOOD | {"move_to": "under_way"})
    under_way.refresh_from_db()
    assert under_way.state == State.IN_VERSION


def test_it_keeps_everything_when_the_milestones_changed_meanwhile(
    page: str, under_way: Action, olga: User, as_user: SignIn
) -> None:
    milestone = under_way.milestones.get()
    milestone.delete()

    response = as_user(olga).post(page, GOOD | {"reached": str(milestone.pk)})

    assert response.status_code == 422
    assert f'value="{GOOD["text"]}"' in response.content.decode()
    assert not under_way.reports.exists()


def test_it_is_for_the_owner_and_the_coordinator(
    page: str, olga: User, astrid: User, bo: User, cleo: User, nils: User, as_user: SignIn
) -> None:
    for person, status in ((olga, 200), (astrid, 200), (bo, 403), (cleo, 403), (nils, 403)):
        assert as_user(person).get(page).status_code == status
        assert (as_user(person).post(page, GOOD).status_code == 302) is (status == 200)


def test_it_says_when_there_is_nothing_to_report(
    page: str, under_way: Action, olga: User, as_user: SignIn
) -> None:
    under_way.state = State.DRAFT
    under_way.save()

    response = as_user(olga).get(page)
    assert response.status_code == 200
    assert 'name="signal"' not in response.content.decode()
    assert as_user(olga).post(page, GOOD).status_code == 409


def test_it_costs_few_queries(page: str, under_way: Action, olga: User, as_user: SignIn) -> None:
    under_way.state = State.IN_VERSION  # the dearest: the boards' decisions are looked up
    under_way.save()
    client = as_user(olga)

    with CaptureQueriesContext(connection) as captured:
        assert client.get(page).status_code == 200
    assert len(captured) <= 15


class Questions(HTMLParser):
    """What a person sees to fill in: the form's fields outside what is folded away."""

    def __init__(self) -> None:
        super().__init__()
        self.folded = 0
        self.inside = False
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.inside |= tag == "form" and found.get("method") == "post"
        self.folded += tag == "details"
        asked = tag in ("input", "textarea", "select") and found.get("type") != "hidden"
        if self.inside and asked and not self.folded:
            self.names.add(found["name"] or "")

    def handle_endtag(self, tag: str) -> None:
        self.folded -= tag == "details"
        if tag == "form":
            self.inside = False


# Card, Moran and Newell, "The keystroke-level model" (CACM 23:7, 1980), table 1, in seconds:
# a key for an average typist who is no secretary, pointing, hand to mouse or keys, thinking, a button.
KEY, POINT, HAND, THINK, PRESS = 0.28, 1.10, 0.40, 1.35, 0.20
LINE, SUM, EMAIL, PASSWORD = 140, 9, 25, 16
LOADING = 2.0  # a page on a slow line


def test_it_is_done_in_under_two_minutes(page: str, olga: User, as_user: SignIn) -> None:
    seen = Questions()
    seen.feed(as_user(olga).get(page).content.decode())

    assert seen.names == {"signal", "text", "reached", "spent_to_date"}
    click = THINK + HAND + POINT + PRESS
    typing = THINK + HAND + POINT + PRESS
    reading = 8 * THINK
    link = click + LOADING
    sign_in = 2 * typing + (EMAIL + PASSWORD) * KEY + click + LOADING
    answers = click + (typing + LINE * KEY) + click + (typing + SUM * KEY)
    send = click + LOADING
    assert link + sign_in + reading + answers + send < 120


def test_it_is_two_steps_from_the_mail(
    under_way: Action, practice: Plan, page: str, olga: User, as_user: SignIn
) -> None:
    link = reverse("report_link", args=(practice.slug, token_for(under_way, practice)))

    first = as_user(olga).get(link)
    assert (first.status_code, first["Location"]) == (302, page)


def test_it_leads_through_signing_in_and_never_past_it(
    under_way: Action, practice: Plan, page: str, olga: User, client: Client
) -> None:
    olga.set_password("en lång fras att minnas")
    olga.save()
    link = reverse("report_link", args=(practice.slug, token_for(under_way, practice)))

    to_sign_in = client.get(link)
    assert to_sign_in["Location"] == f"{reverse('account_login')}?next={page}"
    signed_in = client.post(
        to_sign_in["Location"],
        {"login": olga.email, "password": "en lång fras att minnas", "next": page},
    )
    assert signed_in["Location"] == page
    assert client.get(page).status_code == 200


def test_it_gives_no_right_to_whoever_has_the_link(
    under_way: Action, practice: Plan, cleo: User, as_user: SignIn
) -> None:
    link = reverse("report_link", args=(practice.slug, token_for(under_way, practice)))

    assert as_user(cleo).get(link, follow=True).status_code == 403


def test_it_says_what_to_do_with_a_link_that_does_not_work(
    under_way: Action, practice: Plan, page: str, client: Client
) -> None:
    token = token_for(under_way, practice)
    later = time.time() + 91 * 24 * 3600

    with mock.patch("time.time", return_value=later):
        old = client.get(reverse("report_link", args=(practice.slug, token)))
    cut = client.get(reverse("report_link", args=(practice.slug, token[:-3])))

    assert old.status_code == 410
    assert page in old.content.decode()
    assert cut.status_code == 404
    assert page not in cut.content.decode()
