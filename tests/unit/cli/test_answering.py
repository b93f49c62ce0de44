"""`answer indicator`: numbers that can be read at any width, and questions that are refused in words."""

from __future__ import annotations

import io
import re
from datetime import datetime
from typing import Any

import pytest
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
        "as_of": None,
    }
    indicator(**(said | {"language": "en", "as_json": False} | asked))
    return out.getvalue()


@pytest.mark.parametrize("width", [80, 40, 24])
def test_it_never_cuts_a_number_or_a_name(monkeypatch: pytest.MonkeyPatch, width: int) -> None:
    wide, narrow = told(monkeypatch, 300), told(monkeypatch, width)

    assert "…" not in narrow
    table = narrow.partition("\n- ")[0].splitlines()[1:]
    assert max(map(len, table)) <= width
    # The same numbers, and every place, in however many tables.
    numbers = re.compile(r"\d+\.\d+")
    assert sorted(numbers.findall(narrow)) == sorted(numbers.findall(wide))
    assert {"North", "Middle", "South", "Littleland"} <= set(narrow.split())


def test_it_has_a_period_on_each_row(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [line.split() for line in told(monkeypatch, first="2023").splitlines()]

    # Places that do not fit beside the others are in a table below, with the same periods.
    periods = [row[0] for row in rows if row and re.fullmatch(r"\d{4}", row[0])]
    assert periods in (["2023", "2024"], ["2023", "2024"] * 2)


def test_it_says_that_nothing_is_known_of_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Nothing is known yet for these places" in told(monkeypatch, first="2090")


@pytest.mark.parametrize("name", ["LL11", "north county", "Nordl", "North"])
def test_it_knows_a_place_by_code_name_or_beginning(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    heading = told(monkeypatch, place=[name], first="2024", last="2024").splitlines()[1]

    assert heading.split() == ["North", "County"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"first": "banana"}, "first=banana is no period. Write it as 2015"),
        ({"first": "2020", "last": "2010"}, "first=2020 is after last=2010"),
        ({"language": "fr"}, "Write sv or en"),
        ({"as_of": datetime(2001, 1, 1)}, "Nothing was known here of ideas-a-year on 2001-01-01"),
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
