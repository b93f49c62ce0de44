"""Producers' marks become our letters, and what has no number is never one."""

from __future__ import annotations

import pyarrow as pa
import pytest

from kraftsamling.evidence.formats import status
from kraftsamling.evidence.indicators.status import LETTERS
from kraftsamling.kernel.errors import UnusableData


@pytest.mark.parametrize(
    ("flags", "letters"),
    [("", ""), ("p", "p"), ("bu", "bu"), ("pb", "bp"), ("|C", "c"), ("b|C", "bc"), ("s", "e"), ("z", "n"), ("A", "")],
)  # fmt: skip
def test_it_knows_the_flags_of_eurostat(flags: str, letters: str) -> None:
    assert status.eurostat(flags) == letters


@pytest.mark.parametrize(
    ("symbol", "letter"), [("..", "m"), (".", "n"), ("-", ""), (" .. ", "m"), (":", "c")]
)
def test_it_knows_the_symbols_of_pxweb(symbol: str, letter: str) -> None:
    assert status.pxweb(symbol) == letter


@pytest.mark.parametrize("mark", [status.eurostat, status.pxweb, status.kolada])
def test_it_refuses_a_mark_that_nobody_has_explained(mark: object) -> None:
    assert callable(mark)
    with pytest.raises(UnusableData, match=r"§.*status\.py"):
        mark("§")


def test_it_makes_values_and_letters_agree() -> None:
    values = pa.array([0.0, 5.0, None, None, 7.0])
    letters = pa.array(["c", "p", "", "b", "e"])
    numbers, marks = status.settled(values, letters)
    assert numbers.to_pylist() == [None, 5.0, None, None, 7.0]
    assert marks.to_pylist() == ["c", "p", "m", "bm", "e"]


def test_it_has_no_letter_that_pages_do_not_know() -> None:
    assert set(status.ORDER) <= set(LETTERS)
