"""Moving an action by request: by the table, with its reason, never past what is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kraftsamling.accounts.models import User
from kraftsamling.plan.models import Action, Plan
from kraftsamling.plan.states import State

Browser = Callable[[User], Client]


def at(action: Action) -> str:
    return f"/{action.plan.slug}/actions/{action.number}/move/"


def test_it_is_marked_ready(as_user: Browser, olga: User, action: Action) -> None:
    assert as_user(olga).get(at(action) + "?to=ready").status_code == 200
    as_user(olga).post(at(action), {"to": "ready"})

    action.refresh_from_db()
    assert action.state == State.READY


def test_it_links_each_obstacle_to_where_it_is_mended(
    as_user: Browser, olga: User, practice: Plan
) -> None:
    action = practice.actions.get(key="practice-two")
    page = as_user(olga).post(at(action), {"to": "ready"})

    assert page.status_code == 200
    for section in ("about", "assessment"):
        assert f"/edit/{section}/" in page.content.decode()
    action.refresh_from_db()
    assert action.state == State.DRAFT


@pytest.mark.parametrize(("reason", "state"), [("", "draft"), ("Pengarna tog slut.", "stopped")])
def test_it_stops_only_with_a_reason(
    as_user: Browser, olga: User, action: Action, reason: str, state: str
) -> None:
    as_user(olga).post(at(action), {"to": "stopped", "reason": reason})

    action.refresh_from_db()
    assert action.state == state


@pytest.mark.parametrize("target", ["", "nonsense", "done", "in_version", "under_way"])
def test_it_takes_no_other_step(
    as_user: Browser, astrid: User, action: Action, target: str
) -> None:
    assert as_user(astrid).post(at(action), {"to": target}).status_code == 302
    action.refresh_from_db()
    assert action.state == State.DRAFT


def test_it_is_never_put_in_a_version_by_hand(
    as_user: Browser, astrid: User, action: Action
) -> None:
    action.state = State.READY
    action.save()
    as_user(astrid).post(at(action), {"to": "in_version"})

    action.refresh_from_db()
    assert action.state == State.READY


@pytest.mark.parametrize("name", ["bo", "cleo", "nils"])
def test_it_is_moved_by_those_who_may(
    as_user: Browser, action: Action, name: str, request: pytest.FixtureRequest
) -> None:
    client = as_user(request.getfixturevalue(name))

    assert client.post(at(action), {"to": "ready"}).status_code == 403
    action.refresh_from_db()
    assert action.state == State.DRAFT


def test_it_is_not_moved_by_another_actors_owner(
    as_user: Browser, action: Action, person: Any
) -> None:
    other = person("Otto", "owner", actor="sawmill")

    assert as_user(other).post(at(action), {"to": "ready"}).status_code == 403


def test_it_takes_a_proposal_in_only_by_a_coordinator(
    as_user: Browser, olga: User, astrid: User, action: Action
) -> None:
    action.state = State.PROPOSED
    action.save()

    assert as_user(olga).post(at(action), {"to": "draft"}).status_code == 403
    as_user(astrid).post(at(action), {"to": "draft"})
    action.refresh_from_db()
    assert action.state == State.DRAFT
