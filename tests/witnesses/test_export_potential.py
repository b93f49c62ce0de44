"""Gravity and export potential against the slow, plain way beside this file."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings, strategies as st
from numpy.typing import NDArray

from kraftsamling.measures import export_potential as measure
from kraftsamling.measures.flows import Flows
from kraftsamling.measures.gravity import ppml
from tests.witnesses import export_potential as witness

Floats = NDArray[np.float64]
seeds = st.integers(0, 10_000)


@settings(max_examples=60, deadline=None)
@given(seed=seeds, places=st.integers(3, 6), years=st.integers(1, 2), costs=st.integers(0, 2))
# Separated along a direction that a rectifier nears for ever; full steps that go round in a circle.
@example(seed=653, places=3, years=1, costs=1)
@example(seed=668, places=3, years=1, costs=2)
def test_gravity_is_what_dummies_say(seed: int, places: int, years: int, costs: int) -> None:
    draw = np.random.default_rng(seed)
    codes = [code.ravel() for code in np.indices((places, places, years))]
    X = draw.normal(size=(len(codes[0]), costs))
    sizes = [draw.normal(size=code.max() + 1)[code] for code in codes]
    y = np.exp(X @ np.full(costs, -0.5) + sum(sizes)) * draw.gamma(0.7, 1.5, len(X))
    y *= draw.random(len(X)) < 0.8
    if not y.any():
        return

    found = ppml(y, X, codes)
    kept = ~found.separated

    assert found.settled
    assert (y[found.separated] == 0).all()
    assert np.isfinite([*found.coefficients, *found.errors, *found.expected]).all()
    slow = witness.gravity(y[kept], X[kept], [code[kept].tolist() for code in codes])
    assert found.expected[kept] == pytest.approx(slow, rel=1e-5, abs=1e-7 * y.max())
    for code in codes:
        assert np.bincount(code, found.expected) == pytest.approx(np.bincount(code, y), rel=1e-9)
    assert X.T @ found.expected == pytest.approx(X.T @ y, abs=1e-6 * y.sum())


@settings(max_examples=60, deadline=None)
@given(seed=seeds, places=st.integers(1, 5), products=st.integers(1, 6))
def test_potential_is_what_loops_say(seed: int, places: int, products: int) -> None:
    draw = np.random.default_rng(seed)
    v, m = (draw.integers(0, 5, (places, products)).astype(float) for _ in range(2))
    growth = draw.uniform(0.5, 2, places)
    flows = draw.integers(0, 9, places).astype(float)

    share = np.asarray(measure.supply(v, growth, imports=m))
    eased = measure.ease(flows, share[0], m)
    could = np.asarray(measure.potential(share[0], m, eased))

    assert share == pytest.approx(np.array(witness.supply(v.tolist(), m.tolist(), growth.tolist())))
    slow = witness.potential(share[0].tolist(), m.tolist(), flows.tolist())
    assert could == pytest.approx(np.array(slow))
    some = could.sum(axis=1) > 0
    assert could.sum(axis=1)[some] == pytest.approx(flows[some])
    assert np.asarray(measure.realised(could, v)) + np.asarray(
        measure.unrealised(could, v)
    ) == pytest.approx(could)


@settings(max_examples=60, deadline=None)
@given(seed=seeds, places=st.integers(1, 5), products=st.integers(1, 4), count=st.integers(0, 30))
def test_sides_are_what_loops_say(seed: int, places: int, products: int, count: int) -> None:
    draw = np.random.default_rng(seed)
    sizes = (places, places, products)
    seller, buyer, product = (draw.integers(0, size, count) for size in sizes)
    value = draw.integers(0, 9, count).astype(float)
    km = draw.uniform(1, 9000, (places, places))
    names = tuple(map(str, range(places)))
    flows = Flows(names, tuple(range(products)), seller, buyer, product, value)
    listed = list(
        zip(seller.tolist(), buyer.tolist(), product.tolist(), value.tolist(), strict=True)
    )

    for i, j, k in np.ndindex(sizes):
        sold = sum(v for s, b, p, v in listed if (s, b, p) == (i, j, k))
        assert flows.of(str(i)).values[j, k] == sold
    assert flows.exports().values == pytest.approx(
        sum(
            flows.of(name).values.sum(axis=0) * (np.arange(places) == at)[:, None]
            for at, name in enumerate(names)
        )
    )
    assert flows.imports().values == pytest.approx(sum(flows.of(name).values for name in names))
    assert flows.usual_distance(km) == pytest.approx(
        np.array(witness.usual_distance(listed, np.log(km).tolist(), (places, products)))
    )
