"""From a trend to exactly what is compared: index, difference, and what stays missing."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, strategies as st

from kraftsamling.evidence.indicators.comparison import (
    changed,
    first_of_most,
    indexed,
    latest_of_most,
    only,
)
from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.status import letters
from kraftsamling.evidence.monitor import Moment
from kraftsamling.kernel.labelled import Matrix
from tests.statistics import PLACES
from tests.unit.evidence.indicators.test_trend import indicator

NAN = math.nan
NORTH, MIDDLE, SOUTH = (PLACES.called(code) for code in ("LL11", "LL12", "LL13"))
ROWS = st.lists(
    st.lists(st.one_of(st.just(NAN), st.floats(0.01, 1e6)), min_size=3, max_size=3),
    min_size=2,
    max_size=2,
)


def trend(*rows: list[float], groups: tuple[str, ...] = ("",)) -> Trend:
    """Values of North and Middle in 2020, 2021 and so on, by group."""
    moments = tuple(
        Moment(str(2020 + n), group) for n in range(len(rows[0]) // len(groups)) for group in groups
    )
    values = np.array(rows)
    told = indicator("people", terms={"people": {"table": "people"}}, lowest=0, highest=100)
    return Trend(
        question=None,
        table=Matrix(values, (NORTH, MIDDLE), moments),
        unit="personer",
        origins=(),
        caveats=(),
        indicator=told,
        marks=np.zeros(values.shape, dtype=np.int64),
    )


def told(found: Trend, row: int) -> list[str]:
    return [letters(int(mark)) for mark in found.marks[row]]


def test_an_index_is_100_in_the_base_period() -> None:
    found = indexed(trend([50, 75, NAN], [10, 20, 5]), "2020", "en")

    assert found.table.values[0, :2].tolist() == [100, 150]
    assert math.isnan(found.table.values[0, 2])
    assert found.table.values[1].tolist() == [100, 200, 50]
    assert found.unit == found.indicator.unit.en == "index, 2020 = 100"
    assert (found.indicator.decimals, found.indicator.highest) == (1, None)


@pytest.mark.parametrize("base", [NAN, 0.0, -5.0])
def test_a_place_without_a_base_has_no_index_and_says_so(base: float) -> None:
    found = indexed(trend([base, 75, NAN], [10, 20, 5]), "2020", "en")

    assert np.isnan(found.table.values[0]).all()
    assert told(found, 0)[1] == "m"
    assert told(found, 1) == ["", "", ""]


def test_a_difference_is_from_the_places_own_base() -> None:
    found = changed(trend([50, 75, NAN], [-10, 20, 5]), "2020", "sv")

    assert found.table.values[0, :2].tolist() == [0, 25]
    assert math.isnan(found.table.values[0, 2])
    assert found.table.values[1].tolist() == [0, 30, 15]
    assert found.unit == "personer, skillnad mot 2020"


def test_each_group_has_its_own_base() -> None:
    both = trend([10, 100, 20, 100], [1, 4, 2, 6], groups=("women", "men"))

    assert indexed(both, "2020", "en").table.values.tolist() == [
        [100, 100, 200, 100],
        [100, 100, 200, 150],
    ]


def test_a_base_that_is_not_there_leaves_nothing() -> None:
    assert np.isnan(indexed(trend([1, 2, 3], [1, 2, 3]), "1999", "en").table.values).all()


@given(ROWS)
def test_what_is_missing_stays_missing(rows: list[list[float]]) -> None:
    before = trend(*rows)

    for after in (indexed(before, "2021", "en"), changed(before, "2021", "en")):
        for row in range(2):
            gone = math.isnan(rows[row][1])
            for column in range(3):
                missing = gone or math.isnan(rows[row][column])
                assert math.isnan(after.table.values[row, column]) is missing


@given(ROWS)
def test_it_is_what_plain_loops_say(rows: list[list[float]]) -> None:
    found, moved = (f(trend(*rows), "2020", "en").table.values for f in (indexed, changed))

    for row in range(2):
        for column in range(3):
            value, base = rows[row][column], rows[row][0]
            assert found[row, column] == pytest.approx(100 * value / base, nan_ok=True)
            assert moved[row, column] == pytest.approx(value - base, nan_ok=True)


def test_the_period_is_the_one_most_places_have() -> None:
    found = trend([NAN, 2, 3, 4], [1, 2, 3, NAN])

    assert first_of_most(found, "") == "2021"
    assert latest_of_most(found, "") == "2022"
    assert latest_of_most(trend([NAN], [NAN]), "") == ""


def test_it_is_only_about_what_was_asked_for() -> None:
    both = trend([1, 2, 3, 4], [5, 6, 7, 8], groups=("women", "men"))
    found = only(both, (SOUTH, MIDDLE), "men", ("2021",))

    assert found.places == (SOUTH, MIDDLE)
    assert found.moments == (Moment("2021", "men"),)
    assert math.isnan(found.table.values[0, 0])
    assert found.table.values[1, 0] == 8
    assert told(found, 0) == ["m"]
