"""Krugman's index: what must be true of any distance, and the same number worked out slowly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures.regional import krugman

COUNTS = st.integers(2, 5).flatmap(
    lambda industries: st.lists(
        st.lists(st.integers(0, 1000), min_size=industries, max_size=industries).filter(any),
        min_size=3,
        max_size=6,
    )
)


def apart(counts: list[list[int]]) -> Matrix:
    places, industries = range(len(counts)), range(len(counts[0]))
    return krugman(Matrix(np.array(counts, dtype=float), tuple(places), tuple(industries)))


def slowly(one: list[int], other: list[int]) -> float:
    """The witness: plain sums over plain lists."""
    distance = 0.0
    for industry in range(len(one)):
        distance += abs(one[industry] / sum(one) - other[industry] / sum(other))
    return distance


@given(COUNTS)
def test_it_is_what_plain_loops_say(counts: list[list[int]]) -> None:
    found = apart(counts)

    for r, one in enumerate(counts):
        for s, other in enumerate(counts):
            assert found.cell(r, s) == pytest.approx(slowly(one, other), abs=1e-12)


@given(COUNTS)
def test_it_is_a_distance(counts: list[list[int]]) -> None:
    values = apart(counts).values

    assert (values == values.T).all()
    assert (np.diag(values) == 0).all()
    assert (values >= 0).all()
    assert (values <= 2 + 1e-12).all()
    # The way by another place is never shorter.
    assert (values[:, None, :] <= values[:, :, None] + values[None, :, :] + 1e-12).all()


@given(COUNTS, st.integers(2, 50))
def test_it_does_not_depend_on_the_size_of_places(counts: list[list[int]], times: int) -> None:
    larger = [[number * times for number in row] for row in counts]

    assert apart(larger).values == pytest.approx(apart(counts).values, abs=1e-12)


def test_it_is_2_where_nothing_is_in_common() -> None:
    assert apart([[5, 0], [0, 7]]).cell(0, 1) == 2


def test_a_place_without_activity_is_nowhere() -> None:
    found = apart([[5, 1], [0, 0], [3, 3]])

    assert np.isnan(found.values[1]).all()
    assert np.isfinite(found.cell(0, 2))
