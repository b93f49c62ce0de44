"""A region inside a world table against tables made, cut and inverted one by one."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from numpy.typing import NDArray

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.measures.inside import REGION, REST, Inside
from kraftsamling.measures.regional import split_country

Floats = NDArray[np.float64]
COUNTRIES, INDUSTRIES, CATEGORIES = 3, 3, 2
NAMES = ("north", "home", "south")
DELTAS = (0.1, 0.25, 0.4)


def world(seed: int) -> tuple[Floats, Floats, Floats, Floats]:
    """Flows, final demand and output of three countries, and the activity of two parts of one."""
    draw = np.random.default_rng(seed)
    size = COUNTRIES * INDUSTRIES
    Z = draw.random((size, size)) * (draw.random((size, size)) < 0.8)
    Y = draw.random((size, COUNTRIES * CATEGORIES)) * 3 + 0.1
    activity = draw.random((2, INDUSTRIES)) * [[1], [4]] + 0.01
    if seed % 3 == 0:
        Z[4], Z[:, 4], Y[4] = 0, 0, 0
    if seed % 3 == 1:
        activity[0, 1] = 0
        Y[0, 0] = -0.05
    return Z, Y, Z.sum(axis=1) + Y.sum(axis=1), activity


def inside(seed: int) -> Inside:
    Z, Y, x, activity = world(seed)
    return Inside(
        Z,
        Y,
        x,
        countries=[name for name in NAMES for _ in range(INDUSTRIES)],
        demand=[name for name in NAMES for _ in range(CATEGORIES)],
        country="home",
        activity=activity,
        deltas=DELTAS,
    )


class Plain:
    """The same world for one delta, by tables only."""

    def __init__(self, seed: int, delta: float) -> None:
        Z, Y, x, activity = world(seed)
        parted = split_country(Z, Y, x, slice(3, 6), slice(2, 4), activity, delta=delta)
        self.Z, self.Y, self.x = parted.Z, parted.Y, parted.x
        used = np.where(self.x != 0, self.x, 1)
        self.A, self.B = self.Z / used, self.Z / used[:, None]
        self.L = np.linalg.inv(np.eye(12) - self.A)
        self.R = range(3, 6)

    def upstreamness(self) -> list[float]:
        return [float(np.linalg.inv(np.eye(12) - self.B)[i].sum()) for i in self.R]

    def content(self) -> list[list[float]]:
        per = [1 - self.Z[:, i].sum() / self.x[i] if self.x[i] else 0 for i in range(12)]
        return [
            [sum(per[i] * self.L[i, j] for i in range(3 * p, 3 * p + 3)) for j in self.R]
            for p in range(4)
        ]

    def lost_market(self, i: int, place: int) -> float:
        """Output of i less what it is when the place demands nothing."""
        left = self.Y.copy()
        left[:, 2 * place : 2 * place + 2] = 0
        now, then = self.L @ self.Y.sum(axis=1), self.L @ left.sum(axis=1)
        return float(now[i] - then[i])

    def lost_supplier(self, j: int, place: int) -> float:
        """Output of j that rests on the place: its inputs, and those of others that rest on it."""
        gone = list(range(3 * place, 3 * place + 3))
        kept = [i for i in range(12) if i not in gone]
        among = self.B[np.ix_(kept, kept)]
        direct = self.Z[np.ix_(gone, kept)].sum(axis=0)
        lost = direct @ np.linalg.inv(np.eye(9) - among)
        return float(lost[kept.index(j)])

    def lost_industry(self, i: int, r: int) -> float:
        """Output of i less what it is in a world where industry r neither buys, sells nor is wanted."""
        A, y = self.A.copy(), self.x - self.A @ self.x
        A[r], A[:, r], y[r] = 0, 0, 0
        return float(self.x[i] - np.linalg.solve(np.eye(12) - A, y)[i])


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 5_000))
def test_it_corrects_what_others_would_make_anew(seed: int) -> None:
    found = inside(seed)
    answers = found.responses
    for k, delta in enumerate(DELTAS):
        plain = Plain(seed, delta)

        assert found.rows(delta) == pytest.approx(plain.L[3:9], abs=1e-9)
        assert found.columns(delta) == pytest.approx(plain.L[:, 3:9], abs=1e-9)
        assert found.purchases(delta) == pytest.approx(plain.Z[:, 3:6], abs=1e-9)
        assert found.sales(delta) == pytest.approx(plain.Z[3:6], abs=1e-9)
        for n, i in enumerate(plain.R):
            for place, name in enumerate(found.places):
                market = plain.lost_market(i, place)
                assert answers.market[k, n, place] == pytest.approx(market, abs=1e-8)
                supplier = 0.0 if name == REGION else plain.lost_supplier(i, place)
                assert answers.supplier[k, n, place] == pytest.approx(supplier, abs=1e-8)
            for m, r in enumerate(plain.R):
                industry = plain.lost_industry(i, r)
                assert answers.industry[k, n, m] == pytest.approx(industry, abs=1e-8)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 5_000))
def test_its_bands_hold_every_delta(seed: int) -> None:
    found = inside(seed)
    every = [Plain(seed, delta) for delta in DELTAS]

    steps = np.array([plain.upstreamness() for plain in every])
    assert found.upstreamness().low == pytest.approx(steps.min(axis=0))
    assert found.upstreamness().high == pytest.approx(steps.max(axis=0))
    content = np.array([plain.content() for plain in every])
    assert found.content().middle == pytest.approx(np.median(content, axis=0), abs=1e-9)
    made = found.output > 0
    assert found.content().middle.sum(axis=0)[made] == pytest.approx(1)


def test_scenarios_are_added_up() -> None:
    found = inside(7)
    places, n = len(found.places), found.size
    market, supplier, industry = np.zeros((places, 2)), np.zeros((places, 2)), np.zeros((n, 2))
    market[0, 0], supplier[2, 0], industry[1, 1] = 0.5, 0.2, 1

    lost = found.responses.to(market, supplier, industry)

    first = 0.5 * found.responses.market[:, :, 0] + 0.2 * found.responses.supplier[:, :, 2]
    assert lost[:, :, 0] == pytest.approx(first)
    assert lost[:, :, 1] == pytest.approx(found.responses.industry[:, :, 1])


def test_it_names_the_parts_of_the_world() -> None:
    assert inside(2).places == ("north", REGION, REST, "south")


def test_it_says_when_the_country_is_not_there() -> None:
    Z, Y, x, activity = world(1)
    countries, demand = ["a"] * 3 + ["b"] * 3 + ["c"] * 3, ["a"] * 2 + ["b"] * 2 + ["c"] * 2
    with pytest.raises(UnusableData, match="no rows for d"):
        Inside(Z, Y, x, countries=countries, demand=demand, country="d", activity=activity)
    countries[0] = "b"
    with pytest.raises(UnusableData, match="apart"):
        Inside(Z, Y, x, countries=countries, demand=demand, country="b", activity=activity)
