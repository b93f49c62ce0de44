"""The cast: the land of Littleland, and the people who work in it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation
from hypothesis import HealthCheck, settings as hypothesis_settings
from pytest_django import Settings

from kraftsamling.accounts.models import Actor, Grant, User
from kraftsamling.evidence.store import load_starters
from kraftsamling.plan.deciding import attest, record_decision
from kraftsamling.plan.freezing import freeze
from kraftsamling.plan.models import Action, Decision, Plan, Version
from kraftsamling.plan.moving import move
from kraftsamling.plan.starter import load_practice, load_starter
from kraftsamling.plan.states import State

Person = Callable[..., User]

# A busy machine is no fault of the code; and CI asks the same questions every time.
hypothesis_settings.register_profile(
    "calm",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize="CI" in os.environ,
)
hypothesis_settings.load_profile("calm")


@pytest.fixture(autouse=True)
def swedish() -> Iterator[None]:
    """Each test begins in Swedish, whatever language the page read before it was in."""
    with translation.override("sv"):
        yield


@pytest.fixture
def land(db: None) -> Plan:
    """Littleland with its starter: a real plan and, beside it, the practice plan."""
    load_starter("littleland")
    load_practice("littleland")
    return Plan.objects.get(slug="littleland")


@pytest.fixture(scope="session")
def evidence_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tests of a process keep Littleland's tables; those that want none do not see them."""
    return tmp_path_factory.mktemp("evidence")


@pytest.fixture
def tables(land: Plan, evidence_folder: Path, settings: Settings) -> Plan:
    """Littleland with its starter tables: two vintages of ideas, shares by sex, and small numbers."""
    settings.DATA_DIR = evidence_folder
    load_starters()
    return land


@pytest.fixture
def practice(land: Plan) -> Plan:
    """The practice plan of Littleland: nobody needs a second factor there."""
    return Plan.objects.get(practice=True)


@pytest.fixture
def person(land: Plan) -> Person:
    """Makes people: `person("Astrid", "coordinator")`, with `actor=` or `board=` where the role has one."""

    def make(name: str, role: str = "", *, actor: str = "", board: str = "") -> User:
        user = User.objects.create_user(f"{name.lower()}@littleland.example", name=name)
        if role:
            Grant.objects.create(
                user=user,
                role=role,
                actor=Actor.objects.get(slug=actor) if actor else None,
                board=board,
            )
        return user

    return make


@pytest.fixture
def astrid(person: Person) -> User:
    """Astrid coordinates."""
    return person("Astrid", "coordinator")


@pytest.fixture
def bo(person: Person) -> User:
    """Bo belongs to the sawmill, a partner."""
    return person("Bo", "partner", actor="sawmill")


@pytest.fixture
def olga(person: Person) -> User:
    """Olga owns the actions of the practice actor."""
    return person("Olga", "owner", actor="ovning-nord")


@pytest.fixture
def cleo(person: Person) -> User:
    """Cleo has an account and no role: an outsider."""
    return person("Cleo")


@pytest.fixture
def nils(person: Person) -> User:
    """Nils is secretary of the northern board."""
    return person("Nils", "secretary", board="north")


@pytest.fixture
def mia(person: Person) -> User:
    """Mia is secretary of the middle board."""
    return person("Mia", "secretary", board="middle")


@pytest.fixture
def sven(person: Person) -> User:
    """Sven is secretary of the southern board."""
    return person("Sven", "secretary", board="south")


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """A browser in which somebody is already signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def action(practice: Plan) -> Action:
    """A fully answered draft action in the practice plan."""
    return practice.actions.get(key="practice-one")


@pytest.fixture
def decide() -> Callable[..., Decision]:
    """Records a board's decision on a version, made today; attested where `attested_by` is given."""

    def make(
        version: Version,
        board: str,
        *,
        by: User,
        attested_by: User | None = None,
        outcome: str = "adopted",
        **fields: Any,
    ) -> Decision:
        told: dict[str, Any] = {
            "decided_on": timezone.localdate(),
            "diary_number": "RUN 2027-1",
            "paragraph": "12",
            "statement": "" if outcome == "adopted" else "Ta med kommunerna.",
        } | fields
        decision = record_decision(version, board, outcome=outcome, by=by, **told)
        return attest(decision, by=attested_by) if attested_by else decision

    return make


@pytest.fixture
def version(action: Action, astrid: User) -> Version:
    """Version 1 of the practice plan: the complete action, put to the boards."""
    move(action, State.READY, by=astrid)
    return freeze(action.plan, by=astrid, note="Den första.")
