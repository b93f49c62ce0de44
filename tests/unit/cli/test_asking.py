"""Questions of the priorities on the command line: the same as on the page, and never a number cut."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from kraftsamling.cli import asking
from kraftsamling.cli.answering import group
from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.plan.models import Plan


@pytest.fixture(autouse=True)
def commands(tables: Plan) -> None:
    if not any(known.name == "value_chains" for known in group.registered_groups):
        asking.add_to(group)


def told(*words: str) -> str:
    answer = CliRunner().invoke(group, ["value_chains", *words])
    if answer.exception and not isinstance(answer.exception, SystemExit):
        raise answer.exception
    return answer.output


def test_parts_of_an_answer_have_their_headings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking.console, "width", 100)
    output = told("dependence", "--industry", "mills", "--language", "en")

    heads = ("Places that supply", "Industries that supply", "Places that buy")
    assert [output.index(head) for head in heads] == sorted(output.index(head) for head in heads)


def test_numbers_are_written_as_the_language_has_them() -> None:
    assert "2,0" in told("position") or "1,0" in told("position")
    assert "1.0" in told("position", "--language", "en")


def test_programs_get_json() -> None:
    found = json.loads(told("markets", "--place", "LL12", "--json"))

    assert found["kind"] == "markets"
    assert found["question"]["place"] == "LL12"
    assert found["rows"]


def test_what_cannot_be_understood_is_told() -> None:
    with pytest.raises(UnanswerableQuestion, match="market:DEU:30"):
        told("shock", "--falls", "weather")
    assert "Write sv or en" in told("markets", "--language", "fr")
