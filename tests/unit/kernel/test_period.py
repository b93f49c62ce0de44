"""Periods in every spelling that producers use, and in the one of ours."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from kraftsamling.kernel.period import Period, period


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2020", "2020"),
        ("2020Q3", "2020Q3"),
        ("2020-Q3", "2020Q3"),
        ("2020K3", "2020Q3"),
        ("2020M07", "2020-07"),
        ("2020-07", "2020-07"),
        ("2020-M07", "2020-07"),
        ("2018-2020", "2018-2020"),
        (" 2018–2020 ", "2018-2020"),
    ],
)
def test_it_reads_what_producers_write(text: str, code: str) -> None:
    found = period(text)

    assert found is not None
    assert found.code == str(found) == code


@pytest.mark.parametrize("text", ["", "20", "2020Q5", "2020-13", "2020-2018", "2020W03", "i år"])
def test_it_knows_what_is_no_period(text: str) -> None:
    assert period(text) is None


periods = st.builds(
    lambda year, per_year, part: Period(year, part % per_year, per_year),
    st.integers(1900, 2100),
    st.sampled_from([1, 4, 12]),
    st.integers(0, 11),
)


@given(periods, st.integers(-200, 200))
def test_it_goes_there_and_back_again(start: Period, steps: int) -> None:
    moved = start.after(steps)

    assert moved.after(-steps) == start
    assert moved.time - start.time == pytest.approx(steps / start.per_year)
    assert period(moved.code) == moved


def test_a_quarter_comes_before_the_month_after_it() -> None:
    names = ["2020-04", "2019", "2020Q1", "2020"]
    found = sorted((p for name in names if (p := period(name))), key=lambda p: p.time)

    assert [p.code for p in found] == ["2019", "2020Q1", "2020", "2020-04"]
