"""The command line: letting the first administrator in, and checking the trail."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import typer
from django.db import connection
from django.test import Client
from typer.testing import CliRunner, Result

from kraftsamling.accounts import audit as chain
from kraftsamling.accounts.models import Event, User
from kraftsamling.accounts.people import NotDone
from kraftsamling.cli import audit, people
from kraftsamling.plan.models import Plan

ADDRESS = "ada@littleland.example"


def run(*words: str, typed: str = "") -> Result:
    app = typer.Typer()
    people.add_to(app)
    audit.add_to(app)
    return CliRunner().invoke(app, words, input=typed)


def test_it_lets_the_first_administrator_in_by_a_link(land: Plan, client: Client) -> None:
    result = run("people", "add", ADDRESS, "Ada", "--role", "administrator")
    user = User.objects.get(email=ADDRESS)
    link = re.search(r"http://127\.0\.0\.1:8000(\S+)", result.stdout)

    assert result.exit_code == 0, result.output
    assert [grant.role for grant in user.held_grants] == ["administrator"]
    assert link is not None
    page = client.get(link[1], follow=True)
    chosen = {"password1": "korrekt-hast-batteri", "password2": "korrekt-hast-batteri"}
    client.post(page.request["PATH_INFO"], chosen)
    assert User.objects.get(pk=user.pk).check_password("korrekt-hast-batteri")
    assert chain.verify().unbroken


def test_it_asks_for_a_password_where_wanted(land: Plan) -> None:
    typed = "korrekt-hast-batteri\n" * 2
    result = run("people", "add", ADDRESS, "Ada", "--password", typed=typed)

    assert result.exit_code == 0, result.output
    assert User.objects.get(email=ADDRESS).check_password("korrekt-hast-batteri")
    assert "http" not in result.stdout


def test_it_adds_nobody_with_a_weak_password(land: Plan) -> None:
    result = run("people", "add", ADDRESS, "Ada", "--password", typed="kort\nkort\n")

    assert isinstance(result.exception, NotDone)
    assert not User.objects.filter(email=ADDRESS).exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("not-an-address", "Ada"), "not-an-address"),
        ((ADDRESS, "Ada", "--role", "queen"), "administrator"),
        ((ADDRESS, "Ada", "--role", "visitor"), "administrator"),
        ((ADDRESS, "Ada", "--role", "owner"), "--actor"),
        ((ADDRESS, "Ada", "--role", "owner", "--actor", "nobody"), "--actor"),
        ((ADDRESS, "Ada", "--role", "secretary", "--board", "east"), "north, middle, south"),
    ],
)
def test_it_says_what_to_give_instead(land: Plan, words: tuple[str, ...], said: str) -> None:
    result = run("people", "add", *words)

    assert isinstance(result.exception, NotDone)
    assert said in str(result.exception)
    assert not User.objects.filter(email=ADDRESS).exists()


def test_it_lists_people(nils: User) -> None:
    result = run("people", "list")

    assert "nils@littleland.example" in result.stdout
    assert "secretary north" in result.stdout


def test_it_verifies_the_chain(land: Plan) -> None:
    result = run("audit", "verify", "--head", Event.objects.get(number=2).hash)

    assert result.exit_code == 0, result.output
    assert f"unbroken: {Event.objects.count()} events" in result.stdout
    assert "event 2 of this chain" in result.stdout


def test_it_names_the_first_broken_link(land: Plan) -> None:
    with connection.cursor() as cursor:
        on = " ON accounts_event" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER accounts_event_no_update{on}")
        cursor.execute("UPDATE accounts_event SET verb = 'decided' WHERE number >= 2")

    result = run("audit", "verify")

    assert result.exit_code == 1
    assert "broken at event 2" in result.stdout


def test_it_does_not_know_a_head_it_never_had(land: Plan) -> None:
    result = run("audit", "verify", "--head", "a" * 64)

    assert result.exit_code == 1
    assert "not among the events" in result.stdout


def test_it_exports_what_it_can_verify_without_the_database(land: Plan, tmp_path: Path) -> None:
    file = tmp_path / "trail.jsonl"
    run("audit", "export", str(file))
    head = chain.head()
    with connection.execute_wrapper(_no_database):
        result = run("audit", "verify", "--file", str(file), "--head", head)

    assert result.exit_code == 0, result.output
    assert head in result.stdout
    assert sorted(tmp_path.iterdir()) == [file]


def test_it_finds_the_line_that_was_changed_in_a_file(land: Plan, tmp_path: Path) -> None:
    file = tmp_path / "trail.jsonl"
    run("audit", "export", str(file))
    lines = file.read_text(encoding="utf-8").splitlines()
    lines[2] = lines[2].replace('"verb":"proposed"', '"verb":"decided"')
    file.write_text("\n".join(lines), encoding="utf-8")

    result = run("audit", "verify", "--file", str(file))

    assert result.exit_code == 1
    assert "broken at event 3" in result.stdout


def _no_database(*_: object) -> None:
    pytest.fail("the database was asked")
