"""The outlook against the slow, plain way of `forecasting.py` beside this file."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from kraftsamling.measures.accuracy import mase
from kraftsamling.measures.forecasting import forecast
from tests.witnesses import forecasting as witness

KINDS = ("walk", "noise", "trend", "leaps")
maybe = st.none() | st.floats(-1e6, 1e6)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    kind=st.sampled_from(KINDS),
    count=st.integers(9, 16),
    gaps=st.sets(st.integers(1, 7), max_size=2),
    horizon=st.integers(1, 9),
)
def test_it_says_what_the_slow_way_says(
    seed: int, kind: str, count: int, gaps: set[int], horizon: int
) -> None:
    values = _series(seed, kind, count)
    values[list(gaps)] = np.nan
    told = witness.outlook(
        tuple(None if math.isnan(value) else value for value in values.tolist()), horizon
    )

    found = forecast(values, horizon)

    assert found.model == told.model
    assert found.mean == pytest.approx(told.mean, rel=1e-9)
    assert found.spread == pytest.approx(told.spread, rel=1e-9)
    assert list(found.scores.values()) == pytest.approx(told.scores, rel=1e-9)


@given(
    pairs=st.lists(st.tuples(maybe, maybe), min_size=1, max_size=8),
    training=st.lists(maybe, min_size=2, max_size=12),
    lag=st.integers(1, 4),
)
def test_it_scales_errors_as_the_slow_way(
    pairs: list[tuple[float | None, float | None]], training: list[float | None], lag: int
) -> None:
    actual, said = ([pair[side] for pair in pairs] for side in (0, 1))
    told = witness.mase(actual, said, training, lag)

    found = mase(
        *(np.array(part, dtype=float) for part in (actual, said, training)), periods_per_year=lag
    )

    assert found == pytest.approx(told, rel=1e-9, nan_ok=True)


def _series(seed: int, kind: str, count: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    noise = np.random.default_rng(seed).normal(size=count)
    return {
        "walk": np.cumsum(noise),
        "noise": noise,
        "trend": 50 + 0.7 * np.arange(count) + noise,
        "leaps": np.cumsum(np.where(np.abs(noise) > 1, 9 * noise, 0.1 * noise)),
    }[kind]
