"""What rests on too few is hidden, and so is what would give it away."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st
from hypothesis.extra.numpy import arrays

from kraftsamling.evidence.indicators.suppressing import too_few


def counts(*rows: list[float]) -> np.ndarray:
    """Places x one period x groups."""
    return np.array(rows, dtype=float)[:, None, :]


def test_it_hides_the_few_and_shows_none() -> None:
    hidden = too_few(counts([4.0], [5.0], [0.0], [np.nan]), 5, [-1] * 4)

    assert hidden.ravel().tolist() == [True, False, False, False]


def test_it_hides_the_other_group_too() -> None:
    hidden = too_few(counts([3.0, 40.0]), 5, [-1])

    assert hidden.ravel().tolist() == [True, True]


def test_it_hides_the_smallest_sibling_too() -> None:
    hidden = too_few(counts([3.0], [90.0], [40.0]), 5, [0, 0, 0])

    assert hidden.ravel().tolist() == [True, False, True]


def test_two_few_protect_each_other() -> None:
    hidden = too_few(counts([3.0], [2.0], [40.0]), 5, [0, 0, 0])

    assert hidden.ravel().tolist() == [True, True, False]


@given(
    arrays(
        float,
        st.tuples(st.integers(1, 5), st.integers(1, 2), st.integers(1, 3)),
        elements=st.integers(0, 30).map(float),
    ),
    st.data(),
)
def test_nothing_hidden_can_be_worked_out_from_the_rest(
    numbers: np.ndarray, data: st.DataObject
) -> None:
    parents = data.draw(st.lists(st.integers(-1, 1), min_size=len(numbers), max_size=len(numbers)))
    hidden = too_few(numbers, 5, parents)

    assert hidden[(numbers > 0) & (numbers < 5)].all()
    assert not hidden[numbers == 0].any()
    for place, period, _group in np.ndindex(numbers.shape):
        alone = hidden[place, period].sum() == 1
        others = numbers[place, period][~hidden[place, period]] > 0
        assert not (alone and others.any())
    for family in {p for p in parents if p >= 0}:
        members = [n for n, p in enumerate(parents) if p == family]
        for period, group in np.ndindex(numbers.shape[1:]):
            alone = hidden[members, period, group].sum() == 1
            shown = [
                n for n in members if not hidden[n, period, group] and numbers[n, period, group]
            ]
            assert not (alone and shown)


def test_it_has_no_opinion_without_counts() -> None:
    assert not too_few(np.full((2, 1, 1), np.nan), 5, [0, 0]).any()


@pytest.mark.parametrize("fewest", [0, 1])
def test_a_limit_of_one_hides_nothing(fewest: int) -> None:
    assert not too_few(counts([1.0], [2.0]), fewest, [0, 0]).any()
