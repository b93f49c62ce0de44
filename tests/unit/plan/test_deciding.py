"""Decisions: recorded by one, attested by another, in force only when every board is on one hash."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import User
from kraftsamling.plan.deciding import NotDecided, attest, record_decision
from kraftsamling.plan.editing import revise
from kraftsamling.plan.freezing import freeze
from kraftsamling.plan.models import Action, Decision, Version
from kraftsamling.plan.moving import NotYet, move
from kraftsamling.plan.standing import Stand, VersionStand, stands, version_in_force
from kraftsamling.plan.states import State

Decide = Callable[..., Decision]
BOARDS = ("north", "middle", "south")


def stand(version: Version) -> VersionStand:
    return next(s for s in stands(version.plan) if s.version == version)


def test_it_names_the_hashes_of_what_was_decided(
    version: Version, decide: Decide, nils: User
) -> None:
    decision = decide(version, "north", by=nils)

    assert decision.core_hash == version.core_hash
    assert decision.annex_hash == version.annexes.get(board="north").hash


def test_it_is_in_force_only_when_every_board_has_adopted(
    version: Version,
    decide: Decide,
    nils: User,
    mia: User,
    sven: User,
    astrid: User,
    action: Action,
) -> None:
    decide(version, "north", by=nils, attested_by=astrid)
    decide(version, "middle", by=mia, attested_by=astrid, outcome="with_reservation")
    last = decide(version, "south", by=sven)
    assert stand(version).not_yet == ("south",)
    assert version_in_force(version.plan) is None
    with pytest.raises(NotYet):
        move(action, State.UNDER_WAY, by=astrid)

    attest(last, by=astrid)

    assert stand(version).stand is Stand.IN_FORCE
    assert move(action, State.UNDER_WAY, by=astrid).state == State.UNDER_WAY
    assert audit.verify().unbroken


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [("referred_back", Stand.REFERRED_BACK), ("rejected", Stand.REJECTED)],
)
def test_it_is_not_in_force_when_one_board_says_otherwise(
    version: Version, decide: Decide, nils: User, mia: User, astrid: User,
    outcome: str, expected: Stand,
) -> None:  # fmt: skip
    decide(version, "north", by=nils, attested_by=astrid)
    decide(version, "middle", by=mia, attested_by=astrid, outcome=outcome)

    assert stand(version).stand is expected


def test_it_is_never_attested_by_its_recorder(version: Version, decide: Decide, nils: User) -> None:
    decision = decide(version, "north", by=nils)

    with pytest.raises(NotDecided, match=r"yourself|själv"):
        attest(decision, by=nils)
    with pytest.raises(Error), transaction.atomic():
        Decision.objects.filter(pk=decision.pk).update(attested_by=nils, attested_at=timezone.now())


def test_it_goes_on_counting_until_what_replaces_it_is_attested(
    version: Version, decide: Decide, nils: User, astrid: User
) -> None:
    first = decide(version, "north", by=nils, attested_by=astrid)
    second = decide(version, "north", by=nils, outcome="rejected")
    assert stand(version).boards[0].counts == first
    assert stand(version).boards[0].awaiting == second

    attest(second, by=astrid)

    assert stand(version).boards[0].counts == second
    assert second.supersedes == first


def test_it_is_not_attested_when_a_later_record_has_replaced_it(
    version: Version, decide: Decide, nils: User, astrid: User
) -> None:
    first = decide(version, "north", by=nils)
    second = decide(version, "north", by=nils)

    with pytest.raises(NotDecided, match=r"later record|senare registrering"):
        attest(first, by=astrid)
    attest(second, by=astrid)
    with pytest.raises(NotDecided, match=r"already attested|redan bestyrkt"):
        attest(second, by=astrid)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"decided_on": 1}, "decided_on"),
        ({"decided_on": -1}, "decided_on"),
        ({"diary_number": "  "}, "diary_number"),
        ({"paragraph": ""}, "paragraph"),
        ({"outcome": "perhaps"}, "outcome"),
        ({"outcome": "referred_back", "statement": " "}, "statement"),
        ({"outcome": "rejected", "statement": ""}, "statement"),
        ({"outcome": "with_reservation", "statement": ""}, "statement"),
        ({"minutes_url": "javascript:alert(1)"}, "minutes_url"),
    ],
)
def test_it_says_which_field_is_wrong(
    version: Version, nils: User, fields: dict[str, Any], field: str
) -> None:
    right: dict[str, Any] = {
        "decided_on": 0,
        "diary_number": "RUN 1",
        "paragraph": "12",
        "outcome": "adopted",
    }
    told = right | fields
    told["decided_on"] = timezone.localdate() + timedelta(days=told["decided_on"])

    with pytest.raises(NotDecided) as refused:
        record_decision(version, "north", by=nils, **told)

    assert list(refused.value.faults) == [field]
    assert not version.decisions.exists()


def test_it_is_not_decided_by_a_board_without_an_annex(
    version: Version, decide: Decide, nils: User
) -> None:
    with pytest.raises(NotDecided):
        decide(version, "west", by=nils)


def test_it_is_not_decided_once_a_later_version_is_in_force(
    version: Version, action: Action, decide: Decide, nils: User, astrid: User
) -> None:
    waiting = decide(version, "south", by=nils)
    revise(action, {"title": "Nytt"}, by=astrid)
    later = freeze(version.plan, by=astrid)
    decide(version, "middle", by=nils)  # the later one is not in force yet
    for board in BOARDS:
        decide(later, board, by=nils, attested_by=astrid)

    with pytest.raises(NotDecided, match="2"):
        decide(version, "north", by=nils)
    with pytest.raises(NotDecided, match="2"):
        attest(waiting, by=astrid)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE plan_decision SET outcome = 'rejected', statement = 'x'",
        "UPDATE plan_decision SET core_hash = 'x'",
        "UPDATE plan_decision SET attested_at = NULL, attested_by_id = NULL",
        "UPDATE plan_decision SET attested_at = '2020-01-01 00:00:00'",
        "UPDATE plan_decision SET supersedes_id = id",
        "DELETE FROM plan_decision",
    ],
)
@pytest.mark.parametrize("attested", [True, False])
def test_it_is_refused_by_the_database_to_change_a_decision(
    version: Version, decide: Decide, nils: User, astrid: User, statement: str, attested: bool
) -> None:
    decide(version, "north", by=nils, attested_by=astrid if attested else None)

    with (
        pytest.raises(Error),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
