"""What is in a region's products and purchases, against the footprint of the table parted beforehand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from numpy.typing import NDArray

from kraftsamling.measures.embodied import Embodied
from kraftsamling.measures.inside import REGION, REST
from kraftsamling.measures.io import footprint
from kraftsamling.measures.regional import split_country
from tests.witnesses.test_inside import DELTAS, inside, world

Floats = NDArray[np.float64]
PLACES = ("north", REGION, REST, "south")
DIRECT = {"north": 3.0, "home": 10.0, "south": 0.0}


def stressor(seed: int) -> Floats:
    return np.asarray(np.random.default_rng(seed + 1).random(9) * 5)


class Plain:
    """The world parted for one delta, and what each industry gives off by its share of output."""

    def __init__(self, seed: int, delta: float) -> None:
        Z, Y, x, activity = world(seed)
        parted = split_country(Z, Y, x, slice(3, 6), slice(2, 4), activity, delta=delta)
        self.x = parted.x
        used = np.where(self.x != 0, self.x, 1)
        self.A = parted.Z / used
        whole = stressor(seed)
        doubled = [*whole[:6], *whole[3:6], *whole[6:]]
        nation = [*x[:3], *x[3:6], *x[3:6], *x[6:]]
        self.F = np.array(
            [f * own / of if of else 0 for f, own, of in zip(doubled, self.x, nation, strict=True)]
        )
        self.regions = [place for place in PLACES for _ in range(3)]
        self.demand = [place for place in PLACES for _ in range(2)]
        self.Y = parted.Y

    def footprint(self) -> dict[str, Floats]:
        found = footprint(
            self.A, self.x, self.Y, self.F, regions=self.regions, demand_regions=self.demand
        )
        accounts = ("consumption", "production", "imports", "exports")
        return {name: found.by_region(getattr(found, name))[0] for name in accounts}

    def between(self) -> Floats:
        """Given off in i for the demand of p, one pair at a time."""
        per = [f / x if x else 0 for f, x in zip(self.F, self.x, strict=True)]
        L = np.linalg.inv(np.eye(12) - self.A)
        found = np.zeros((4, 4))
        for p in range(4):
            needed = L @ self.Y[:, 2 * p : 2 * p + 2].sum(axis=1)
            for i in range(12):
                found[i // 3, p] += per[i] * needed[i]
        return found


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 5_000))
def test_it_is_the_footprint_of_the_parted_table(seed: int) -> None:
    found = Embodied.of(inside(seed), stressor(seed), DIRECT)
    home = PLACES.index(REGION)
    for delta in DELTAS:
        plain = Plain(seed, delta)
        expected, ours = plain.footprint(), found.accounts(delta)
        own = found.direct[home]

        assert found.between(delta) == pytest.approx(plain.between(), abs=1e-8)
        assert ours.production - own == pytest.approx(expected["production"][home], abs=1e-8)
        assert ours.consumption.sum() - own == pytest.approx(
            expected["consumption"][home], abs=1e-8
        )
        assert ours.imports == pytest.approx(expected["imports"][home], abs=1e-8)
        assert ours.exports == pytest.approx(expected["exports"][home], abs=1e-8)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 5_000))
def test_it_is_in_products_by_where_it_was_given_off(seed: int) -> None:
    found = Embodied.of(inside(seed), stressor(seed))
    for delta in DELTAS:
        plain = Plain(seed, delta)
        per = np.where(plain.x != 0, plain.F / np.where(plain.x != 0, plain.x, 1), 0)
        L = np.linalg.inv(np.eye(12) - plain.A)
        expected = [
            [sum(per[i] * L[i, j] for i in range(3 * p, 3 * p + 3)) for j in (3, 4, 5)]
            for p in range(4)
        ]
        assert found.in_products(delta) == pytest.approx(np.array(expected), abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 5_000))
def test_nothing_is_lost_between_those_who_make_and_those_who_buy(seed: int) -> None:
    found, whole = Embodied.of(inside(seed), stressor(seed), DIRECT), stressor(seed)
    for delta in DELTAS:
        between = found.between(delta)
        # Real output is all that is made for somebody, so what is given off is what is asked for.
        assert between.sum() == pytest.approx(found.given.sum() - found.unplaced)
        one = found.accounts(delta)
        assert one.production - one.exports + one.imports == pytest.approx(one.consumption.sum())
    assert found.given.sum() == pytest.approx(whole.sum())
    assert found.given[3:6] + found.given[6:9] == pytest.approx(whole[3:6])
    assert found.direct.sum() == pytest.approx(sum(DIRECT.values()))
    assert found.direct[[0, 3]].tolist() == [3.0, 0.0]
