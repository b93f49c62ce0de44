"""Regional measures against the slow, plain way of `regional.py` beside this file."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from kraftsamling.measures import regional as measure
from tests.witnesses import regional as witness

counts = st.integers(0, 400)
tables = st.integers(2, 5).flatmap(
    lambda n: st.lists(st.lists(counts, min_size=n, max_size=n).filter(any), min_size=2, max_size=6)
)


@settings(max_examples=60)
@given(tables, st.floats(0, 1), st.booleans())
def test_quotients_are_what_loops_say(
    table: list[list[int]], delta: float, augmented: bool
) -> None:
    region = [float(cell) for cell in table[0]]
    nation = [float(sum(column)) for column in zip(*table, strict=True)]
    method = measure.aflq if augmented else measure.flq
    found = np.asarray(method(np.array(region), np.array(nation), delta))

    for i in range(len(region)):
        for j in range(len(region)):
            assert found[i, j] == pytest.approx(
                witness.quotient(region, nation, i, j, delta, augmented=augmented), rel=1e-9
            )


@settings(max_examples=60)
@given(tables)
def test_concentration_is_what_loops_say(table: list[list[int]]) -> None:
    X = np.array(table, dtype=float)
    whole, sizes = X.sum(axis=0).tolist(), X.sum(axis=1).tolist()
    herfindahl, hachman = np.asarray(measure.herfindahl(X)), np.asarray(measure.hachman(X))
    gini = np.asarray(measure.locational_gini(X))

    for place, row in enumerate(X.tolist()):
        assert herfindahl[place] == pytest.approx(witness.herfindahl(row))
        assert hachman[place] == pytest.approx(witness.hachman(row, whole))
    for industry, column in enumerate(X.T.tolist()):
        if any(column):
            assert gini[industry] == pytest.approx(witness.gini(column, sizes), abs=1e-9)


@settings(max_examples=60)
@given(tables, tables)
def test_growth_is_taken_apart_with_nothing_left(
    before: list[list[int]], after: list[list[int]]
) -> None:
    n = min(len(before[0]), len(after[0]))
    e, e1 = (np.array([row[:n] for row in t[:2]], dtype=float) for t in (before, after))
    nation, later = e.sum(axis=0) + 1, e1.sum(axis=0) + 1
    if not e[0].any():
        return
    found = measure.shift_share(e[0], e1[0], nation, later)

    assert found.national + found.mix + found.competitive == pytest.approx(found.growth, abs=1e-9)
    assert found.regional + found.allocation == pytest.approx(found.competitive, abs=1e-9)
    for i in range(n):
        assert found.competitive[i] == pytest.approx(
            witness.competitive(e[0, i], e1[0, i], nation[i], later[i]), abs=1e-9
        )


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 4), st.integers(1, 4))
def test_regions_always_add_up(seed: int, regions: int, n: int) -> None:
    draw = np.random.default_rng(seed)
    Z = draw.random((n, n)) * (draw.random((n, n)) < 0.7)
    activity = draw.random((regions, n)) * (draw.random((regions, n)) < 0.7)
    if not activity.any():
        return
    found = measure.regionalise(Z, Z.sum(axis=1) + 1, activity, delta=draw.random())

    assert found.national == pytest.approx(Z, abs=1e-8)
    assert np.isfinite(found.Z).all()
