"""`kraftsamling remind`: real plans only, and never without an address for the links."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kraftsamling.accounts.models import Actor
from kraftsamling.cli.reminding import NoAddress, remind
from kraftsamling.plan.models import Plan
from kraftsamling.plan.states import State
from tests.conftest import Person


@pytest.fixture
def silent(land: Plan, person: Person) -> str:
    """An owner's address in the real plan, with a silent action."""
    action = land.actions.get(key="meeting-places")
    action.state = State.UNDER_WAY
    action.responsible = Actor.objects.get(slug="sawmill")
    action.started_at = timezone.now() - timedelta(days=200)
    action.save()
    return person("Petra", "owner", actor="sawmill").email


def test_it_needs_an_address(silent: str) -> None:
    with pytest.raises(NoAddress, match="SITE_URL"):
        remind(site="", dry_run=False)
    assert mail.outbox == []


def test_it_mails_the_owner_once(silent: str) -> None:
    remind(site="https://plan.example/", dry_run=False)
    remind(site="https://plan.example/", dry_run=False)

    (sent,) = mail.outbox
    assert sent.to == [silent]
    assert "https://plan.example/littleland/report/" in sent.body


def test_it_only_shows_when_asked_to(silent: str, capsys: pytest.CaptureFixture[str]) -> None:
    remind(site="https://plan.example", dry_run=True)

    assert mail.outbox == []
    assert silent in capsys.readouterr().out


def test_it_leaves_the_practice_plan_alone(practice: Plan, person: Person) -> None:
    practice.actions.update(state=State.UNDER_WAY, started_at=timezone.now() - timedelta(days=200))
    person("Olga", "owner", actor="ovning-nord")

    remind(site="https://plan.example", dry_run=False)
    assert mail.outbox == []
