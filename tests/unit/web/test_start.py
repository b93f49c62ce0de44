"""The start page: what the plan is, where it stands, how to take part."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kraftsamling.accounts.models import User
from kraftsamling.plan.editing import propose
from kraftsamling.plan.glance import counts, counts_by_priority, latest_changes
from kraftsamling.plan.models import Action, Decision, FrozenAnnex, Plan, ProgressReport, Version
from kraftsamling.plan.models.version import Outcome
from kraftsamling.plan.standing import stands
from kraftsamling.plan.states import State

Frozen = Callable[..., Version]
CORE, ANNEX = "a" * 64, "b" * 64


@pytest.fixture
def frozen(land: Plan, astrid: User, nils: User) -> Frozen:
    """Makes a version of the main plan; each argument is what a board has said, or nothing."""

    def make(*outcomes: str) -> Version:
        version = Version.objects.create(
            plan=land,
            number=land.versions.count() + 1,
            core="{}",
            core_hash=CORE,
            hash=CORE,
            actions_count=0,
            frozen_at=timezone.now(),
            frozen_by=astrid,
        )
        for board, outcome in zip(land.library.boards, outcomes, strict=True):
            FrozenAnnex.objects.create(version=version, board=board, content="{}", hash=ANNEX)
            if outcome:
                Decision.objects.create(
                    version=version,
                    board=board,
                    decided_on=date(2027, 3, 1),
                    diary_number="1",
                    paragraph="2",
                    outcome=outcome,
                    statement="" if outcome == Outcome.ADOPTED else "Because.",
                    core_hash=CORE,
                    annex_hash=ANNEX,
                    recorded_by=nils,
                    recorded_at=timezone.now(),
                    attested_by=astrid,
                    attested_at=timezone.now(),
                )
        return version

    return make


def page(client: Client, address: str = "/en/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def queries(client: Client, address: str = "/") -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_it_says_what_the_plan_is_for_and_who_decides(client: Client, land: Plan) -> None:
    text = page(client)
    assert "A strong industry in Littleland." in text
    assert "Three boards decide" in text
    assert "The board of Middle County" in text
    assert "No version has been put to the boards yet" in text


def test_it_speaks_swedish_without_a_prefix(client: Client, land: Plan) -> None:
    text = page(client, "/")
    assert "En stark industri i Lilleland." in text
    assert "Tre nämnder beslutar" in text


def test_it_names_who_has_adopted_and_who_has_not(client: Client, frozen: Frozen) -> None:
    frozen("adopted", "", "adopted")
    text = page(client)
    assert "2 of 3 have adopted it" in text
    assert text.count("Has not decided yet") == 1
    assert "applies</h2>" not in text


def test_it_says_in_force_only_when_every_board_has_adopted(client: Client, frozen: Frozen) -> None:
    frozen("adopted", "with_reservation", "adopted")
    text = page(client)
    assert "Version 1 applies" in text
    assert "1 March 2027" in text


def test_it_shows_the_version_in_force_while_the_next_one_waits(
    client: Client, frozen: Frozen
) -> None:
    frozen("adopted", "adopted", "adopted")
    frozen("adopted", "", "")
    text = page(client)
    assert "Version 1 applies" in text
    assert "version 2, is with the boards: 1 of 3" in text


@pytest.mark.parametrize(
    ("outcome", "words"),
    [("referred_back", "has been referred back"), ("rejected", "has been rejected")],
)
def test_it_says_when_a_board_has_said_no(
    client: Client, frozen: Frozen, outcome: str, words: str
) -> None:
    frozen("adopted", outcome, "")
    assert words in page(client)


def test_it_counts_actions_and_keeps_earlier_efforts_apart(client: Client, land: Plan) -> None:
    counted = counts(land)
    assert counted.by_state[State.PROPOSED] == 1
    assert counted.by_state[State.DONE] == 0
    assert (counted.total, counted.earlier) == (1, 1)
    assert "?state=proposed" in page(client)


def test_it_counts_only_what_is_shown_to_the_public(land: Plan) -> None:
    before = counts(land), counts_by_priority(land)
    propose(land, {"title": "Hidden", "placements": {"priority": ["P1"]}}, by=None, visible=False)
    assert (counts(land), counts_by_priority(land)) == before


def test_it_leads_to_the_actions_of_each_priority(client: Client, land: Plan) -> None:
    text = page(client)
    for priority in land.library.strategy.priorities:
        assert f"/en/littleland/actions/?priority={priority.code}" in text
    assert "Part of all the others" in text
    assert counts_by_priority(land) == {"P1": 2}


def test_it_tells_the_latest_changes_newest_first(land: Plan, frozen: Frozen) -> None:
    action = land.actions.get(key="meeting-places")
    ProgressReport.objects.create(action=action, at=timezone.now(), signal="late", text="Slow.")
    frozen("adopted", "", "")
    changes = latest_changes(land, stands(land), limit=9)
    assert [change.at for change in changes] == sorted((c.at for c in changes), reverse=True)
    kinds: list[Any] = [
        "decision" if c.decision else "version" if c.stand else "report" if c.report else "action"
        for c in changes
    ]
    assert kinds == ["decision", "version", "report", "action"]


def test_it_leaves_out_hidden_actions_and_loaded_history(land: Plan) -> None:
    propose(land, {"title": "Hidden"}, by=None, visible=False)
    shown = [change.action.title for change in latest_changes(land, []) if change.action]
    assert shown == ["Mötesplatser för verkstäder"]


def test_it_is_a_practice_plan_of_its_own(client: Client, practice: Plan) -> None:
    text = page(client, f"/en/{practice.slug}/")
    assert "Practice plan." in text
    assert "Övning: verkstadsgolvet" in text or "Practice: the shop floor" in text


def test_it_hides_the_practice_plan_where_examples_are_off(
    client: Client, practice: Plan, settings: Any
) -> None:
    settings.EXAMPLE_SIGNINS = False
    assert client.get(f"/{practice.slug}/").status_code == 404
    assert "Practice plan" not in page(client)


def test_it_asks_few_questions_however_many_actions(
    client: Client, land: Plan, frozen: Frozen, astrid: User, as_user: Callable[[User], Client]
) -> None:
    frozen("adopted", "adopted", "adopted")
    few = queries(client)
    for number in range(12):
        propose(land, {"title": f"More {number}", "placements": {"priority": ["P2"]}}, by=astrid)
    frozen("adopted", "", "")
    assert queries(client) == few <= 12
    assert queries(as_user(astrid)) <= 12


def test_it_still_answers_before_anything_is_loaded(client: Client, db: None) -> None:
    assert not Action.objects.exists()
    assert "kraftsamling load" in page(client, "/")
