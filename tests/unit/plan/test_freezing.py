"""Freezing: one content, one hash; nothing frozen ever changes; what bars the way is said."""

from __future__ import annotations

import json
import unicodedata

import pytest
from django.db import Error, connection, transaction

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import Actor, Event, User
from kraftsamling.kernel.canonical import canonical_json, content_hash, normalised
from kraftsamling.plan.annexes import write_annex
from kraftsamling.plan.core import core_content
from kraftsamling.plan.editing import revise
from kraftsamling.plan.freezing import CannotFreeze, draft_of, freeze, whole_hash
from kraftsamling.plan.models import Action, Plan, Version
from kraftsamling.plan.moving import move
from kraftsamling.plan.states import State


def test_it_freezes_canonical_text_whose_hash_anybody_gets(version: Version) -> None:
    core = json.loads(version.core)
    annexes = {annex.board: json.loads(annex.content) for annex in version.annexes.all()}

    assert version.core == canonical_json(normalised(core))
    assert version.core_hash == content_hash(core)
    assert list(annexes) == ["north", "middle", "south"]
    hashes = {board: content_hash(annex) for board, annex in annexes.items()}
    assert {annex.board: annex.hash for annex in version.annexes.all()} == hashes
    assert version.hash == whole_hash(version.core_hash, hashes)


def test_it_keeps_parts_that_say_the_same_as_the_whole(version: Version) -> None:
    core = json.loads(version.core)
    frame, *actions = [json.loads(part.content) for part in version.parts.all()]

    assert core == frame | {"actions": actions}


def test_it_holds_the_words_of_all_it_points_at(version: Version) -> None:
    core = json.loads(version.core)

    assert {actor["slug"] for actor in core["actors"]} == {
        "ovning-nord",
        "region-north",
        "region-middle",
        "region-south",
    }
    assert {indicator["code"] for indicator in core["indicators"]} == {"RCO01", "RCR03"}
    places = {item["code"] for framing in core["framings"] for item in framing["items"]}
    assert places == {"C1", "P1", "LL11", "LL12", "LL13", "tg-sme"}
    assert core["strategy"]["goal_en"] == "A strong industry in Littleland."
    assert [board["code"] for board in core["boards"]] == ["north", "middle", "south"]


def test_it_gives_each_board_what_is_its_own(
    practice: Plan, action: Action, astrid: User, nils: User
) -> None:
    line = {"year": 2027, "funder": "region-north", "kind": "regional", "amount": 70}
    revise(
        action,
        {
            "money": [line, line | {"amount": 30}],
            "placements": {"challenge": ["C1"], "priority": ["P1"], "region": ["LL11"]},
        },
        by=astrid,
    )
    write_annex(practice, "north", text="Skogen.", text_en="The forest.", by=nils, revision=0)
    move(action, State.READY, by=astrid)

    annexes = draft_of(practice).annexes

    assert annexes["north"]["money"] == [{"year": 2027, "amount": 100}]
    assert annexes["north"]["actions"] == [action.number]
    assert annexes["north"]["text_en"] == "The forest."
    assert annexes["south"]["money"] == annexes["south"]["actions"] == []


def test_it_puts_ready_actions_before_the_boards(version: Version, action: Action) -> None:
    action.refresh_from_db()

    assert action.state == State.IN_VERSION
    assert list(version.contents.values_list("action", flat=True)) == [action.pk]
    event = Event.objects.first()
    assert event is not None
    assert (event.verb, event.kind, event.after["hash"]) == ("frozen", "version", version.hash)
    assert event.after["put_to_the_boards"] == [action.number]
    assert audit.verify().unbroken


def test_it_refuses_when_nothing_is_ready(practice: Plan, astrid: User) -> None:
    with pytest.raises(CannotFreeze, match=r"No action is ready|Ingen åtgärd är klar"):
        freeze(practice, by=astrid)


def test_it_refuses_what_is_not_assessed(practice: Plan, action: Action, astrid: User) -> None:
    move(action, State.READY, by=astrid)
    action.answers.filter(objective="water").delete()

    with pytest.raises(CannotFreeze, match=r"verkstadsgolvet.*[Vv]atten"):
        freeze(practice, by=astrid)
    assert not practice.versions.exists()
    action.refresh_from_db()
    assert action.state == State.READY


def test_it_refuses_what_does_harm(practice: Plan, action: Action, astrid: User) -> None:
    move(action, State.READY, by=astrid)
    action.answers.filter(objective="pollution").update(verdict="harm")

    with pytest.raises(CannotFreeze, match=r"significant harm|betydande skada"):
        freeze(practice, by=astrid)


def test_it_refuses_the_same_text_twice(version: Version, astrid: User) -> None:
    with pytest.raises(CannotFreeze, match=r"Nothing has changed|Ingenting har ändrats"):
        freeze(version.plan, by=astrid)


def test_it_freezes_again_when_only_an_annex_has_changed(
    version: Version, astrid: User, nils: User
) -> None:
    write_annex(version.plan, "north", text="Skogen.", text_en="", by=nils, revision=0)

    later = freeze(version.plan, by=astrid)

    assert (later.number, later.core_hash) == (2, version.core_hash)
    assert later.hash != version.hash


def test_it_does_not_freeze_what_nobody_has_looked_at(
    practice: Plan, action: Action, astrid: User
) -> None:
    move(action, State.READY, by=astrid)

    with pytest.raises(CannotFreeze, match=r"since you looked|sedan du tittade"):
        freeze(practice, by=astrid, seen="0" * 64)


def test_it_is_the_same_however_letters_were_typed(
    practice: Plan, action: Action, astrid: User
) -> None:
    move(action, State.READY, by=astrid)
    before = draft_of(practice).hash

    decomposed = unicodedata.normalize("NFD", action.title)
    assert decomposed != action.title
    Action.objects.filter(pk=action.pk).update(title=decomposed)

    assert draft_of(practice).hash == before


def test_it_does_not_depend_on_the_order_of_the_database(
    practice: Plan, action: Action, astrid: User
) -> None:
    move(action, State.READY, by=astrid)
    action.partners.set(Actor.objects.filter(slug__in=["sawmill", "college"]))

    core = core_content(practice)

    assert core["actions"][0]["partners"] == ["college", "sawmill"]
    assert core["actors"] == sorted(core["actors"], key=lambda actor: actor["slug"])


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plan_version SET note = 'x'",
        "UPDATE plan_version SET core_hash = 'x'",
        "DELETE FROM plan_version",
        "UPDATE plan_frozenannex SET content = 'x'",
        "DELETE FROM plan_frozenannex",
        "UPDATE plan_frozenpart SET content = 'x'",
        "DELETE FROM plan_frozenpart",
        "UPDATE plan_versionaction SET action_id = action_id",
        "DELETE FROM plan_versionaction",
        pytest.param(
            "REPLACE INTO plan_version SELECT * FROM plan_version", marks=pytest.mark.sqlite
        ),
    ],
)
def test_it_is_refused_by_the_database_to_change_what_is_frozen(
    version: Version, statement: str
) -> None:
    with (
        pytest.raises(Error, match="never changes"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
