"""`answer indicator`: numbers that can be read at any width, and questions that are refused in words."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import pytest
import typer
from rich.console import Console

from kraftsamling.cli import answering
from kraftsamling.cli.answering import indicator
from kraftsamling.kernel.errors import UnanswerableQuestion

pytestmark = pytest.mark.usefixtures("tables")


def told(monkeypatch: pytest.MonkeyPatch, width: int = 80, **asked: Any) -> str:
    """What the command prints on a screen so wide."""
    out = io.StringIO()
    monkeypatch.setattr(answering, "console", Console(file=out, width=width, highlight=False))
    said: dict[str, Any] = {
        "code": "ideas-a-year",
        "place": None,
        "first": "",
        "last": "",
        "as_of": "",
    }
    indicator(**(said | {"language": "en", "as_json": False} | asked))
    return out.getvalue()


@pytest.mark.parametrize("width", [80, 40, 24])
def test_it_never_cuts_a_number_or_a_name(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    wide, narrow = told(monkeypatch, 300), told(monkeypatch, width)

    assert "…" not in narrow
    table = narrow.rpartition(", better\n")[2].partition("The last known")[0].splitlines()
    assert max(map(len, table)) <= width
    # The same numbers, and every place that has any, in however many tables.
    numbers = re.compile(r"\d+\.\d+")
    assert sorted(numbers.findall(narrow)) == sorted(numbers.findall(wide))
    assert {"North", "Middle", "South"} <= set(narrow.split())


def test_it_has_a_period_on_each_row(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [line.split() for line in told(monkeypatch, first="2023").splitlines()]

    # Places that do not fit beside the others are in a table below, with the same periods.
    periods = [row[0] for row in rows if row and re.fullmatch(r"\d{4}", row[0])]
    assert periods in (["2023", "2024"], ["2023", "2024"] * 2)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "Nothing is known yet for these places"),
        ("sv", "Inget är känt än för de här platserna"),
    ],
)
def test_nothing_known_is_said_and_is_a_failure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str, said: str
) -> None:
    out = io.StringIO()
    monkeypatch.setattr(answering, "console", Console(file=out, width=80))
    for as_json in (False, True):
        with pytest.raises(typer.Exit) as left:
            indicator("ideas-a-year", first="2090", language=language, as_json=as_json)
        assert left.value.exit_code == 1

    assert said in out.getvalue()
    assert json.loads(capsys.readouterr().out)["values"] == []


def test_it_says_what_the_page_says(monkeypatch: pytest.MonkeyPatch) -> None:
    text = told(monkeypatch, 200)

    assert "Better in North County, Middle County and South County, from 2019 to 2024." in text
    assert "North County: 14.4 (2024, up from 11.9 in 2019), better" in text
    assert "The last known value for Middle County is from 2024." in text
    assert "15.0 ideas, 2030" in text
    assert "The board of Middle County" in text
    assert "the chance that Middle County reaches 15.0 ideas in 2030" in text
    # An outlook is given for the place of the page, or for those that are asked for; never for the past.
    assert "The last known value for North" not in text
    assert "The last known value for North" in told(monkeypatch, 200, place=["LL11"])
    assert "The last known value" not in told(monkeypatch, 200, as_of="2024-01-31")


def test_it_is_swedish_throughout(monkeypatch: pytest.MonkeyPatch) -> None:
    text = told(monkeypatch, 200, language="sv", code="degree-share")

    assert "Kvinnor: bättre i" in text
    assert "2016 kvinnor" in text
    assert "Nordlän: 34,8 (" in text
    assert "Det senaste kända värdet för" in text
    assert not re.search(r"women|county|known|better|missing", text, re.IGNORECASE)
    assert "(preliminärt)" in told(monkeypatch, 200, language="sv")


def test_it_says_that_a_kind_of_place_has_no_values(monkeypatch: pytest.MonkeyPatch) -> None:
    text = told(monkeypatch, 200, place=["Norrby", "LL11"])
    head = next(line for line in text.splitlines() if line.strip() == "North County")

    assert "Norrby" not in head
    assert (
        "Norrby: this indicator has no values for municipalities, only for whole countries and counties."
        in text
    )


def test_a_moment_may_be_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second vintage came in 2025: a minute of the day before it knows only the first."""
    assert "14.4" not in told(monkeypatch, as_of="2024-06-01T14:30")
    assert "14.4" in told(monkeypatch, as_of="2025-06-01T14:30")
    with pytest.raises(UnanswerableQuestion, match="as_of=yesterday is no day"):
        told(monkeypatch, as_of="yesterday")


@pytest.mark.parametrize("name", ["LL11", "north county", "Nordl", "North"])
def test_it_knows_a_place_by_code_name_or_beginning(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    text = told(monkeypatch, place=[name], first="2024", last="2024")

    assert "North County: 14.4 (2024)" in text
    assert "Middle" not in text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"first": "banana"}, "first=banana is no period. Write it as 2015"),
        ({"first": "2020", "last": "2010"}, "first=2020 is after last=2010"),
        ({"language": "fr"}, "Write sv or en"),
        ({"as_of": "2001-01-01"}, "Nothing was known here of ideas-a-year on 2001-01-01"),
        ({"code": "idea"}, r"Did you mean one of these: ideas-a-year"),
        ({"place": ["Nordlen"]}, r"such as: Nordlän \(LL11\)"),
        ({"place": [""]}, "There is no place called"),
        # Two places begin so.
        ({"place": ["S"]}, r"Skogby \(9102\)"),
    ],
)
def test_it_refuses_what_it_cannot_understand(
    monkeypatch: pytest.MonkeyPatch, asked: dict[str, Any], said: str
) -> None:
    with pytest.raises(UnanswerableQuestion, match=said):
        told(monkeypatch, **asked)
