"""Reminders: one mail per person with all of theirs, and none again too soon."""

from __future__ import annotations

from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.core import mail
from django.utils import timezone

from kraftsamling.accounts.models import Actor, Event, Grant, User
from kraftsamling.coordination.reminding import Letter, NotSent, letter, letters, remind
from kraftsamling.plan.editing import propose
from kraftsamling.plan.models import Action, Plan
from kraftsamling.plan.report_links import token_for
from kraftsamling.plan.reporting import report
from kraftsamling.plan.states import State

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


def link(action: Action) -> str:
    return f"https://plan.example/{action.number}"


@pytest.fixture
def silent(action: Action, practice: Plan) -> list[Action]:
    """Two actions of Olga's actor, not heard of for 120 days."""
    second = propose(
        practice, {"title": "Den andra", "responsible": "ovning-nord"}, by=None, state=State.DRAFT
    )
    started = NOW - timedelta(days=120)
    for one in (action, second):
        Action.objects.filter(pk=one.pk).update(state=State.UNDER_WAY, started_at=started)
        one.refresh_from_db()
    return [action, second]


def send(plan: Plan, now: datetime = NOW) -> tuple[list[Letter], int]:
    return remind(plan, now=now, today=timezone.localdate(now), link=link)


def test_it_sends_one_mail_with_all_of_theirs(
    practice: Plan, silent: list[Action], olga: User, astrid: User, bo: User
) -> None:
    sent, spared = send(practice)

    assert (len(sent), spared) == (1, 0)
    (letter_sent,) = mail.outbox
    assert letter_sent.to == [olga.email]
    for action in silent:
        assert action.title in letter_sent.body
        assert link(action) in letter_sent.body
    assert "120" in letter_sent.body


def test_it_is_never_sent_twice_within_fourteen_days(
    practice: Plan, silent: list[Action], olga: User
) -> None:
    send(practice)

    assert send(practice, NOW + timedelta(days=13)) == ([], 1)
    assert len(mail.outbox) == 1
    sent, _ = send(practice, NOW + timedelta(days=15))
    assert len(sent) == 1


def test_it_remembers_in_the_trail_without_names(
    practice: Plan, silent: list[Action], olga: User
) -> None:
    send(practice)

    event = Event.objects.get(verb="reminded")
    assert (event.kind, event.key) == ("person", str(olga.pk))
    assert event.after == {"actions": [action.number for action in silent]}


def test_it_tries_again_after_the_mail_server_refused(
    practice: Plan, silent: list[Action], olga: User
) -> None:
    refusing = mock.patch(
        "kraftsamling.coordination.reminding.EmailMessage.send", side_effect=OSError("no post")
    )
    with refusing, pytest.raises(NotSent, match="no post"):
        send(practice)

    assert len(send(practice)[0]) == 1


def test_it_asks_nobody_about_what_was_heard_of(
    practice: Plan, silent: list[Action], olga: User
) -> None:
    report(silent[0], signal="on_track", text="Rullar.", by=olga)

    ((told),) = letters(practice, today=TODAY, link=link)
    assert told.actions == (silent[1],)


def test_it_leaves_out_examples_closed_accounts_and_partners(
    practice: Plan, silent: list[Action], olga: User
) -> None:
    actor = Actor.objects.get(slug="ovning-nord")
    for name, role, example, active in (
        ("exempel", "owner", True, True),
        ("borta", "owner", False, False),
        ("partner", "partner", False, True),
    ):
        person = User.objects.create_user(
            f"{name}@x.example", name=name, is_example=example, is_active=active
        )
        Grant.objects.create(user=person, role=role, actor=actor)

    assert [one.to for one in letters(practice, today=TODAY, link=link)] == [(olga,)]


def test_it_is_short_enough_for_a_mail_address(
    practice: Plan, silent: list[Action], olga: User
) -> None:
    short = letter(practice, silent, to=(olga,), today=TODAY, link=link, most=1)

    assert silent[1].title not in short.body
    assert token_for(silent[0], practice)
