"""Example sign-ins: only on this machine, only while they are switched on, and then gone."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings

from kraftsamling.accounts.models import User
from kraftsamling.plan.examples import Example, example_signins
from kraftsamling.plan.models import Plan

AWAY = [
    {"REMOTE_ADDR": "192.0.2.7"},
    {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
    {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
    {"HTTP_FORWARDED": "for=192.0.2.7"},
    {"HTTP_X_REAL_IP": "192.0.2.7"},
]


@pytest.fixture
def examples(land: Plan, settings: Settings, tmp_path: Path) -> dict[str, Example]:
    """As `make start` makes them."""
    settings.DATA_DIR = tmp_path
    return {example.role: example for example in example_signins()}


def sign_in(client: Client, example: Example) -> None:
    client.post("/account/login/", {"login": example.email, "password": example.password})


def signed_in(client: Client) -> bool:
    return bool(client.get("/rights/").wsgi_request.user.is_authenticated)


def test_it_makes_one_for_each_role_and_board(examples: dict[str, Example]) -> None:
    boards = {f"secretary-{code}" for code in ("north", "middle", "south")}

    assert set(examples) == boards | {
        *("partner", "owner", "coordinator", "analyst", "administrator")
    }


def test_it_gives_passwords_nobody_can_guess(examples: dict[str, Example], tmp_path: Path) -> None:
    passwords = {example.password for example in examples.values()}
    kept = tmp_path / "example-signins.json"

    assert len(passwords) == len(examples)
    assert min(map(len, passwords)) >= 12
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert {entry["password"] for entry in json.loads(kept.read_text())} == passwords


def test_it_gives_the_same_ones_next_time(examples: dict[str, Example]) -> None:
    assert example_signins() == list(examples.values())


def test_it_begins_in_the_practice_plan(examples: dict[str, Example], client: Client) -> None:
    example = examples["coordinator"]
    answer = client.post("/account/login/", {"login": example.email, "password": example.password})

    assert signed_in(client)
    assert answer["Location"].startswith("/practice/")


@pytest.mark.parametrize("meta", AWAY, ids=lambda meta: str(*meta.items()))
def test_it_does_not_sign_in_from_anywhere_else(
    examples: dict[str, Example], meta: dict[str, str]
) -> None:
    client = Client(**meta)  # type: ignore[arg-type]
    sign_in(client, examples["owner"])

    assert not signed_in(client)


@pytest.mark.parametrize("meta", AWAY, ids=lambda meta: str(*meta.items()))
def test_it_ends_a_session_that_turns_up_elsewhere(
    examples: dict[str, Example], meta: dict[str, str]
) -> None:
    here, there = Client(), Client(**meta)  # type: ignore[arg-type]
    sign_in(here, examples["owner"])
    there.cookies = here.cookies

    assert not signed_in(there)
    assert not signed_in(here), "the session is gone for good"


def test_it_is_gone_when_switched_off(examples: dict[str, Example], settings: Settings) -> None:
    before, after = Client(), Client()
    sign_in(before, examples["administrator"])
    assert signed_in(before)

    settings.EXAMPLE_SIGNINS = False
    sign_in(after, examples["administrator"])

    assert not signed_in(before), "existing sessions die"
    assert not signed_in(after)
    assert after.get("/practice/actions/").status_code == 404
    assert after.get("/api/plans/practice/versions").status_code == 404
    assert not User.objects.listed().filter(is_example=True).exists()
    assert example_signins() == []


def test_it_tells_where_the_passwords_are_on_this_machine_only(
    examples: dict[str, Example], client: Client, settings: Settings
) -> None:
    assert "make start" in client.get("/account/login/").content.decode()
    away = Client(REMOTE_ADDR="192.0.2.7")
    assert "make start" not in away.get("/account/login/").content.decode()

    settings.EXAMPLE_SIGNINS = False
    assert "make start" not in client.get("/account/login/").content.decode()


def test_it_sends_no_mail_to_an_example(examples: dict[str, Example], client: Client) -> None:
    client.post("/account/password/reset/", {"email": examples["owner"].email})

    assert mail.outbox == []
