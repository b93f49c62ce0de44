"""The reminders page: for coordinators, with a link and a mail for every owner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from benchmarks.made import Size, grow
from kraftsamling.accounts.models import User
from kraftsamling.plan.models import Action, Plan
from kraftsamling.plan.states import State

SignIn = Callable[[User], Client]


@pytest.fixture
def silent(action: Action) -> Action:
    action.state = State.UNDER_WAY
    action.started_at = timezone.now() - timedelta(days=120)
    action.save()
    return action


def test_it_is_for_those_who_keep_the_whole_together(
    practice: Plan, astrid: User, olga: User, nils: User, client: Client, as_user: SignIn
) -> None:
    page = reverse("reminders", args=(practice.slug,))

    assert as_user(astrid).get(page).status_code == 200
    assert as_user(olga).get(page).status_code == 403
    assert as_user(nils).get(page).status_code == 403
    assert client.get(page).status_code != 200


def test_it_has_a_link_that_works_and_a_mail_ready(
    practice: Plan, silent: Action, astrid: User, olga: User, as_user: SignIn
) -> None:
    html = as_user(astrid).get(reverse("reminders", args=(practice.slug,))).content.decode()

    start = html.index('value="http://testserver/') + len('value="')
    link = html[start : html.index('"', start)]
    target = as_user(olga).get(link.removeprefix("http://testserver"))
    assert target["Location"] == reverse("progress", args=(practice.slug, silent.number))
    mail = html[html.index("mailto:") :].split('"')[0]
    assert olga.email in mail
    assert silent.title in unquote(mail)
    assert "120" in html


def test_it_says_when_there_is_nobody_to_remind(
    practice: Plan, astrid: User, as_user: SignIn
) -> None:
    response = as_user(astrid).get(reverse("reminders", args=(practice.slug,)))

    assert "mailto:" not in response.content.decode()


def test_it_costs_few_queries_however_many_are_silent(
    practice: Plan, astrid: User, as_user: SignIn
) -> None:
    page, client = reverse("reminders", args=(practice.slug,)), as_user(astrid)
    counts = []
    for actions in (20, 120):
        grow(practice, Size(actions=actions, organisations=4), today=timezone.localdate())
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1] <= 15
