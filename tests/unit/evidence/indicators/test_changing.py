"""Which way a value has gone, and when it cannot be said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kraftsamling.evidence.indicators.changing import Way, change, shared
from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.status import bit
from kraftsamling.kernel.labelled import Matrix
from tests.statistics import PLACES
from tests.unit.evidence.indicators.test_outlook import NORTH, trend

RISING = {f"{2010 + n}": float(n) for n in range(12)}


@pytest.mark.parametrize(
    ("direction", "way"), [("up", Way.BETTER), ("down", Way.WORSE), ("none", Way.HIGHER)]
)
def test_it_is_better_the_good_way(direction: str, way: Way) -> None:
    found = change(trend(RISING, direction=direction), NORTH)

    assert found is not None
    assert (found.since, found.before, found.period, found.now) == ("2016", 6, "2021", 11)
    assert found.way == way
    assert found.rising


@pytest.mark.parametrize(
    ("direction", "way"), [("up", Way.WORSE), ("down", Way.BETTER), ("none", Way.LOWER)]
)
def test_it_is_worse_the_other_way(direction: str, way: Way) -> None:
    falling = {code: -value for code, value in RISING.items()}
    found = change(trend(falling, direction=direction), NORTH)

    assert found is not None
    assert found.way == way
    assert not found.rising


def test_it_is_unchanged_where_it_moved_less_than_it_usually_does() -> None:
    restless = {f"{2010 + n}": 10 + 3.0 * (n % 2) for n in range(11)} | {"2021": 12.0}
    found = change(trend(restless), NORTH)

    assert found is not None
    assert found.way == Way.UNCHANGED


def test_standing_still_is_unchanged() -> None:
    found = change(trend(dict.fromkeys(RISING, 4.0)), NORTH)

    assert found is not None
    assert found.way == Way.UNCHANGED


def test_it_does_not_look_past_a_break() -> None:
    told = trend(RISING)
    told.marks[0, 8] = bit("b")
    found = change(told, NORTH)

    assert found is not None
    assert found.since == "2018"


@pytest.mark.parametrize("broken", [10, 11])
def test_it_says_nothing_soon_after_a_break(broken: int) -> None:
    told = trend(RISING)
    told.marks[0, broken] = bit("b")

    assert change(told, NORTH) is None


def test_it_leaves_out_what_is_missing() -> None:
    told = trend(RISING | {"2016": np.nan, "2021": np.nan})
    found = change(told, NORTH)

    assert found is not None
    assert (found.since, found.period) == ("2015", "2020")


def test_it_counts_quarters_in_years() -> None:
    found = change(trend({f"{2018 + n // 4}Q{n % 4 + 1}": float(n) for n in range(24)}), NORTH)

    assert found is not None
    assert (found.since, found.period) == ("2018Q4", "2023Q4")


@pytest.mark.parametrize("values", [{}, {"2020": 1.0}, {"2019": 1.0, "2020": 2.0}])
def test_it_says_nothing_of_too_few(values: dict[str, float]) -> None:
    assert change(trend(values), NORTH) is None


def several(rows: dict[str, dict[str, float]]) -> Trend:
    """A trend with a row for each place, over every period that any of them has."""
    periods = sorted({period for row in rows.values() for period in row})
    one = trend(dict.fromkeys(periods, 0.0))
    values = np.array([[row.get(period, np.nan) for period in periods] for row in rows.values()])
    places = tuple(PLACES.called(code) for code in rows)
    return replace(
        one,
        table=Matrix(values, places, one.table.columns),
        marks=np.zeros(values.shape, dtype=np.int64),
    )


YEARLY = {f"{2015 + n}": float(n) for n in range(6)}


@pytest.mark.parametrize(
    ("newer", "until"),
    [
        ({}, "2020"),
        ({"2021": 9.0}, "2020"),
        ({"2023": 9.0}, ""),
    ],
)
def test_places_share_the_latest_period_that_all_have(newer: dict[str, float], until: str) -> None:
    """Littleland has a year that North does not; too far ahead, and each is told for its own."""
    found = several({"LL11": YEARLY, "LL1": YEARLY | newer, "LL12": {}})

    assert shared(found, found.places) == until
    assert shared(found, found.places[2:]) == ""


def test_a_change_ends_where_it_is_asked_to() -> None:
    found = several({"LL1": YEARLY | {"2021": -9.0}})
    whole, cut = (change(found, found.places[0], until=until) for until in ("", "2020"))

    assert whole is not None
    assert cut is not None
    assert (whole.period, whole.way) == ("2021", Way.WORSE)
    assert (cut.period, cut.now, cut.way) == ("2020", 5.0, Way.BETTER)
