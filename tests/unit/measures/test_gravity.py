"""Gravity against printed regressions, what must add up, and rows that tell nothing."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.measures.gravity import expected_trade, ppml
from tests.books import gravity as book

Floats = NDArray[np.float64]


def none(rows: int) -> Floats:
    return np.empty((rows, 0))


# Printed numbers


def test_it_has_the_estimates_of_the_ships() -> None:
    """Effects of the five types of ship, months of service as exposure."""
    kind, built, used, service, incidents = zip(*book.SHIPS, strict=True)
    year = np.array(built)
    X = np.column_stack([np.array(used) == "75", year == "65", year == "70", year == "75"])

    found = ppml(np.array(incidents, float), X, [kind], exposure=np.array(service, float))

    assert np.exp(found.coefficients) == pytest.approx(book.SHIP_RATIOS, abs=1e-6)
    assert found.coefficients == pytest.approx(book.SHIP_ESTIMATES, abs=0.005)
    assert found.deviance == pytest.approx(book.SHIP_DEVIANCE, abs=0.05)
    assert found.settled
    assert not found.separated.any()
    assert found.undetermined == ()


@pytest.mark.parametrize(
    ("table", "regressors"), [(book.SIX, 4), (book.FIFTEEN, 3)], ids=["six", "fifteen"]
)
def test_it_finds_what_regressors_separate(table: Floats, regressors: int) -> None:
    found = ppml(table[:, 0], table[:, 1 : 1 + regressors])

    assert found.separated.tolist() == (table[:, -1] == 1).tolist()
    assert (found.expected[found.separated] == 0).all()
    assert np.isfinite([*found.coefficients, *found.errors]).all()


def test_it_finds_what_effects_separate() -> None:
    """All that level 3 buys comes from 3, so what 4 could sell it must be nothing."""
    table = book.THIRTEEN

    found = ppml(table[:, 0], none(len(table)), [table[:, 1], table[:, 2]])

    assert found.separated.tolist() == (table[:, -1] == 1).tolist()
    assert found.expected[2] == pytest.approx(0.5)


# What must be so


def test_flows_add_up_for_every_seller_and_buyer() -> None:
    flows, distance = drawn()

    expected, found = expected_trade(flows, [np.log(distance)])

    assert expected.sum(axis=0) == pytest.approx(flows.sum(axis=0), rel=1e-12)
    assert expected.sum(axis=1) == pytest.approx(flows.sum(axis=1), rel=1e-12)
    assert (np.diagonal(expected) == 0).all()
    assert (expected * np.log(distance)).sum() == pytest.approx((flows * np.log(distance)).sum())
    assert found.settled


def test_without_costs_it_is_rows_times_columns() -> None:
    """The shares that comparative advantage is measured against."""
    table = np.array([[4.0, 1, 0], [2, 6, 7]])
    row, column = np.indices(table.shape)

    found = ppml(table.ravel(), none(6), [row.ravel(), column.ravel()])

    alone = np.outer(table.sum(axis=1), table.sum(axis=0)) / table.sum()
    assert found.expected.reshape(2, 3) == pytest.approx(alone, rel=1e-12)


def test_it_finds_what_made_the_flows() -> None:
    """Three effects (seller, buyer, year); nothing is left to chance, so the answer is exact."""
    draw = np.random.default_rng(7)
    seller, buyer, year = (code.ravel() for code in np.indices((6, 6, 3)))
    X = np.column_stack([np.log(draw.lognormal(8, 1, (6, 6)))[seller, buyer], draw.random(108)])
    effects = [draw.normal(size=size)[code] for size, code in ((6, seller), (6, buyer), (3, year))]
    y = np.exp(X @ [-0.9, 0.4] + sum(effects) + 20)

    found = ppml(y, X, [seller, buyer, year])

    assert found.coefficients == pytest.approx([-0.9, 0.4], abs=1e-8)
    assert found.expected == pytest.approx(y, rel=1e-8)
    assert found.errors == pytest.approx([0, 0], abs=1e-6)


@pytest.mark.parametrize("unit", [1e-6, 1.0, 1e9])
def test_the_unit_does_not_matter(unit: float) -> None:
    flows, distance = drawn()

    found = expected_trade(flows * unit, [np.log(distance)])[1]

    same = expected_trade(flows, [np.log(distance)])[1]
    assert found.coefficients == pytest.approx(same.coefficients, rel=1e-9)
    assert found.errors == pytest.approx(same.errors, rel=1e-6)


# Empty and odd


def test_a_place_that_sells_nothing_is_expected_to() -> None:
    flows, distance = drawn()
    flows[2] = 0
    flows[:, 4] = 0

    expected, found = expected_trade(flows, [np.log(distance)])

    assert (expected[2] == 0).all()
    assert (expected[:, 4] == 0).all()
    assert expected.sum() == pytest.approx(flows.sum())
    assert found.separated.sum() == 7 + 7 - 1


def test_a_cost_met_only_where_nothing_flows_takes_its_pair_away() -> None:
    """A closed border explains its zero wholly, whatever its coefficient; the others do not notice."""
    flows, distance = drawn()
    flows[0, 1] = 0
    far, closed = np.log(distance), np.zeros((8, 8))
    closed[0, 1] = 1
    pairs = ~np.eye(8, dtype=bool) & (closed == 0)
    seller, buyer = np.nonzero(pairs)

    expected, found = expected_trade(flows, [far, closed])
    without = ppml(flows[pairs], far[pairs][:, None], [seller, buyer])

    assert expected[0, 1] == 0
    assert found.separated.sum() == 1
    assert found.undetermined == (1,)
    assert found.coefficients[0] == pytest.approx(without.coefficients[0], rel=1e-9)
    assert expected[pairs] == pytest.approx(without.expected, rel=1e-9)


def test_a_cost_that_says_nothing_new_is_named() -> None:
    """What is the same for a seller everywhere is the seller's own effect; a twin says it twice."""
    flows, distance = drawn()
    far = np.log(distance)
    size = np.repeat(np.arange(8.0)[:, None], 8, axis=1)

    found = expected_trade(flows, [size, far, 2 * far])[1]

    assert found.undetermined == (0, 2)
    assert found.coefficients[[0, 2]].tolist() == [0, 0]
    alone = expected_trade(flows, [far])[1]
    assert found.coefficients[1] == pytest.approx(alone.coefficients[0])


@pytest.mark.parametrize(
    ("y", "X", "effects", "words"),
    [
        ([1, -1], none(2), [], "below zero"),
        ([0, 0], none(2), [], "one at least"),
        ([1, 2], none(3), [], "3 rows of regressors"),
        ([1, 2], none(2), [[1, 2, 3]], "one label"),
        ([1, np.nan], none(2), [], "no number"),
    ],
)
def test_it_refuses_what_it_cannot_use(
    y: list[float], X: Floats, effects: list[list[int]], words: str
) -> None:
    with pytest.raises(UnusableData, match=words):
        ppml(y, X, effects)


def test_it_refuses_exposure_of_nothing_and_other_places() -> None:
    with pytest.raises(UnusableData, match="Row 1 has no exposure"):
        ppml([1, 2], none(2), exposure=[1, 0])
    with pytest.raises(UnusableData, match="same places in the same order"):
        expected_trade(np.ones((3, 3)), [np.ones((2, 2))])


def drawn() -> tuple[Floats, Floats]:
    draw = np.random.default_rng(3)
    distance = draw.lognormal(8, 1, (8, 8))
    flows = np.outer(draw.lognormal(0, 2, 8), draw.lognormal(0, 2, 8)) / distance
    flows *= draw.gamma(1, 1, (8, 8)) * (draw.random((8, 8)) < 0.8) * 1e6
    np.fill_diagonal(flows, 0)
    return flows, distance
