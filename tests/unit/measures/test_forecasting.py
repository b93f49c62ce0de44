"""The outlook: what it says of plain series, of faults in them, and how sure it is."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from numpy.typing import NDArray

from kraftsamling.measures.accuracy import evaluate, mase
from kraftsamling.measures.extrapolating import extrapolate, first_origin
from kraftsamling.measures.forecasting import (
    FEWEST,
    Forecast,
    NoForecast,
    backtest,
    chance_of_reaching,
    forecast,
)

Floats = NDArray[np.float64]
GAP = np.nan
seeds = st.integers(0, 100_000)


def walk(seed: int, count: int = 25) -> Floats:
    return 50 + np.cumsum(np.random.default_rng(seed).normal(size=count))


def same(one: Forecast, other: Forecast) -> bool:
    return (
        one.model == other.model
        and np.array_equal(one.mean, other.mean)
        and np.array_equal(one.spread, other.spread)
    )


# What to expect


def test_it_carries_a_straight_line_on() -> None:
    found = forecast(10 + 2.5 * np.arange(20), 4)

    assert found.model == "drift"
    assert found.mean == pytest.approx([60, 62.5, 65, 67.5])
    assert found.spread == pytest.approx(np.zeros(4), abs=1e-9)
    assert found.scores["drift"] == pytest.approx(0, abs=1e-9)
    assert found.scores["naive"] > 1


def test_it_expects_what_never_changed_to_stay() -> None:
    found = forecast(np.full(9, 3.3), 3)

    assert found.model == "naive"
    assert found.mean.tolist() == [3.3] * 3
    assert found.spread.tolist() == [0] * 3
    assert all(np.isnan(score) for score in found.scores.values())


def test_it_does_not_take_one_leap_for_a_trend() -> None:
    values = np.array([10, 10.1, 9.9, 10, 10.1, 10, 9.9, 10.1, 10, 15, 15.1, 14.9, 15])

    assert forecast(values, 5).mean == pytest.approx(np.full(5, 15), abs=1)


def test_it_says_why_this_model() -> None:
    found = forecast(walk(1), 3)
    methods = ["naive", "drift", "theta", "damped_trend", "median_trend"]

    assert list(found.weights) == methods
    assert list(found.scores) == [*methods, "combination"]
    assert sum(found.weights.values()) == pytest.approx(1)
    best = min(found.weights, key=lambda name: found.scores[name])
    assert max(found.weights, key=found.weights.__getitem__) == best
    assert found.model == "combination"


def test_it_says_the_same_of_the_next_year_however_far_it_looks() -> None:
    near, far = forecast(walk(2), 1), forecast(walk(2), 12)

    assert near.mean == pytest.approx(far.mean[:1], rel=1e-12)
    assert near.spread == pytest.approx(far.spread[:1], rel=1e-12)
    assert far.mean.shape == far.spread.shape == (12,)
    assert far.intervals[0.8].lower.shape == (12,)


@given(seed=seeds, factor=st.sampled_from([0.001, 3.0, 1e6]), shift=st.sampled_from([0, -40, 1e3]))
def test_it_does_not_mind_the_unit(seed: int, factor: float, shift: float) -> None:
    plain, other = forecast(walk(seed), 6), forecast(factor * walk(seed) + shift, 6)

    assert other.model == plain.model
    assert other.mean == pytest.approx(factor * plain.mean + shift, rel=1e-6)
    assert other.spread == pytest.approx(factor * plain.spread, rel=1e-4)


def test_it_says_the_same_every_time() -> None:
    assert same(forecast(walk(3), 5), forecast(walk(3), 5))


# What is missing, short or broken


@pytest.mark.parametrize("count", range(FEWEST))
def test_it_says_what_to_do_with_too_few_values(count: int) -> None:
    values = np.full(20, GAP)
    values[:count] = np.arange(count)

    with pytest.raises(
        NoForecast, match=rf"{count} known values.*at least {FEWEST}.*Fetch earlier"
    ):
        forecast(values, 3)


def test_it_does_with_the_fewest() -> None:
    found = forecast([3, 4, 2, 5, 4, 6], 2)

    assert found.used == FEWEST
    assert (found.spread > 0).all()


def test_it_says_what_to_do_with_values_far_apart() -> None:
    values = np.full(60, GAP)
    values[::10] = [3, 4, 2, 5, 4, 6]

    with pytest.raises(NoForecast, match=r"too far apart.*Give only the periods that have values"):
        forecast(values, 3)
    assert forecast(values[::10], 3).used == FEWEST


def test_it_never_reads_a_gap_as_zero() -> None:
    values = 100 + walk(4)
    holed = values.copy()
    holed[[5, 11, 12]] = GAP

    found = forecast(holed, 4)

    assert found.used == 22
    assert (found.intervals[0.95].lower > 100).all()
    assert found.mean == pytest.approx(forecast(values, 4).mean, abs=1.5)


def test_it_reckons_steps_from_the_last_period_not_the_last_value() -> None:
    values = walk(5)

    late = forecast([*values, GAP, GAP], 4)

    whole = forecast(values, 6)
    assert late.mean == pytest.approx(whole.mean[2:])
    assert late.spread == pytest.approx(whole.spread[2:])


def test_it_begins_with_the_first_known_value() -> None:
    values = walk(6)

    found = forecast([GAP, GAP, *values], 4)

    assert same(found, forecast(values, 4))
    assert (found.used_from, found.used) == (2, 25)


def test_it_leaves_out_what_was_before_a_break() -> None:
    values = np.concatenate([np.full(10, 500.0), walk(7, 12)])

    found = forecast(values, 4, break_at=10)

    assert found.used_from == 10
    assert same(found, forecast(values[10:], 4))


def test_it_uses_what_was_before_a_break_when_too_little_came_after() -> None:
    values = np.concatenate([walk(8, 20), walk(8, FEWEST - 1)])

    found = forecast(values, 4, break_at=20)

    assert found.used_from == 0
    assert same(found, forecast(values, 4))


def test_it_keeps_a_percentage_within_its_bounds() -> None:
    values = np.array([80, 84, 87, 91, 94, 96, 98, 99, 99.5, 99.8])

    found = forecast(values, 10, bounds=(0, 100))

    assert found.mean.max() <= 100
    for interval in found.intervals.values():
        assert interval.upper.max() <= 100
        assert (interval.lower < interval.upper).all()
    assert forecast(values, 10).intervals[0.8].upper.max() > 100


def test_it_knows_the_season_of_a_quarterly_series() -> None:
    season = np.tile([10.0, -5, -10, 5], 8)
    values = 100 + 0.5 * np.arange(32) + season + np.random.default_rng(9).normal(0, 0.5, 32)

    found = forecast(values[:28], 4, periods_per_year=4)

    assert found.mean == pytest.approx(values[28:], abs=2.5)
    assert min(found.scores, key=found.scores.__getitem__).startswith("seasonal_")
    assert sum(w for name, w in found.weights.items() if name.startswith("seasonal_")) > 0.95


def test_it_looks_for_no_season_in_less_than_two_years() -> None:
    assert not any(
        "seasonal" in name for name in forecast(walk(1, 20), 3, periods_per_year=12).scores
    )


@pytest.mark.parametrize("year", [1, 4, 12])
@given(seed=seeds, cut=st.integers(30, 47))
@settings(max_examples=20)
def test_it_sees_nothing_that_came_later(year: int, seed: int, cut: int) -> None:
    values = walk(seed, 48)

    whole, seen = extrapolate(values, 6, year), extrapolate(values[:cut], 6, year)

    rows = slice(first_origin(cut, year), cut)
    for name, rest in seen.items():
        assert np.array_equal(whole[name][rows], rest[rows])


# How surely


@given(seed=seeds)
def test_it_widens_with_the_level_and_the_step(seed: int) -> None:
    found = forecast(walk(seed), 8, levels=(0.5, 0.8, 0.95))

    widths = [
        found.intervals[level].upper - found.intervals[level].lower for level in (0.5, 0.8, 0.95)
    ]
    assert (widths[0] < widths[1]).all()
    assert (widths[1] < widths[2]).all()
    assert (np.diff(found.spread) >= 0).all()


def test_it_holds_what_it_promises() -> None:
    """Of 400 random walks of 25 values, nominal 80 % and 95 % of the next three hold as much."""
    held: dict[float, list[float]] = {0.8: [], 0.95: []}
    for seed in range(400):
        values = walk(seed, 28)
        found = forecast(values[:25], 3)
        for level, shares in held.items():
            interval = found.intervals[level]
            inside = (interval.lower <= values[25:]) & (values[25:] <= interval.upper)
            shares.append(float(inside.mean()))

    assert 0.77 <= np.mean(held[0.8]) <= 0.86
    assert 0.94 <= np.mean(held[0.95]) <= 0.99


def test_it_gives_chances_that_come_true() -> None:
    """Of what is given a chance of 10, 30 ... 90 %, about as much happens."""
    said, came = [], []
    for seed in range(400):
        values = walk(seed, 26)
        found = forecast(values[:25], 1)
        for distance in (-1.5, -0.7, 0, 0.7, 1.5):
            target = values[24] + distance
            said.append(chance_of_reaching(found, 1, target, "up"))
            came.append(values[25] >= target)
    said_, came_ = np.array(said), np.array(came)

    for low in (0, 0.2, 0.4, 0.6, 0.8):
        chosen = (low <= said_) & (said_ < low + 0.2)
        assert chosen.sum() > 100
        assert came_[chosen].mean() == pytest.approx(said_[chosen].mean(), abs=0.1)


# The chance of a target


@given(seed=seeds, step=st.integers(1, 8), low=st.floats(0, 100), high=st.floats(0, 100))
def test_it_gives_a_nearer_target_the_better_chance(
    seed: int, step: int, low: float, high: float
) -> None:
    found, (low, high) = forecast(walk(seed), 8), sorted((low, high))

    chances = [
        chance_of_reaching(found, step, target, direction)
        for direction in ("up", "down")
        for target in (low, high)
    ]

    assert all(0 <= chance <= 1 for chance in chances)
    assert chances[0] >= chances[1]
    assert chances[2] <= chances[3]
    assert chances[0] + chances[2] == pytest.approx(1)


def test_it_agrees_with_the_interval() -> None:
    found = forecast(walk(10), 5)
    interval = found.intervals[0.8]

    assert chance_of_reaching(found, 3, interval.upper[2], "up") == pytest.approx(0.1)
    assert chance_of_reaching(found, 3, interval.lower[2], "up") == pytest.approx(0.9)
    assert chance_of_reaching(found, 3, interval.lower[2], "down") == pytest.approx(0.1)
    assert chance_of_reaching(found, 3, found.mean[2], "down") == pytest.approx(0.5)


def test_it_knows_what_cannot_be_and_what_must() -> None:
    found = forecast(90 + walk(11) / 10, 3, bounds=(0, 100))

    assert chance_of_reaching(found, 1, 100.1, "up") == 0
    assert chance_of_reaching(found, 1, 0, "up") == 1
    assert chance_of_reaching(found, 1, -0.1, "down") == 0
    assert chance_of_reaching(found, 1, 100, "down") == 1
    assert 0 < chance_of_reaching(found, 1, 100, "up") < 1


@pytest.mark.parametrize("step", [-1, 0, 4])
def test_it_has_no_chance_for_a_step_it_did_not_take(step: int) -> None:
    with pytest.raises(AssertionError):
        chance_of_reaching(forecast(walk(11), 3), step, 50, "up")


def test_it_is_sure_only_of_what_never_changed() -> None:
    found = forecast(np.full(10, 7.0), 2)

    assert chance_of_reaching(found, 1, 7, "up") == 1
    assert chance_of_reaching(found, 1, 7, "down") == 1
    assert chance_of_reaching(found, 2, 7.1, "up") == 0


# How far off


def test_it_cannot_scale_by_what_never_changed() -> None:
    assert np.isnan(mase([2, 3], [2, 2], [5, 5, 5]))
    assert np.isnan(mase([GAP], [2], [5, 6]))


def test_it_tests_each_origin_on_what_was_known_there() -> None:
    values = walk(12, 14)
    seen: list[int] = []

    def stay(known: Floats, steps: int) -> tuple[Floats, Floats, Floats]:
        seen.append(len(known))
        last = np.full(steps, known[-1])
        return last, last - 1, last + 1

    found = evaluate(values, 2, stay, first=10)

    assert seen == list(found.origins) == [10, 11, 12, 13]
    changes = np.diff(values)
    assert found.errors[:, 0] == pytest.approx(changes[9:])
    assert np.isnan(found.errors[3, 1])
    assert found.scales == pytest.approx([np.abs(changes[: n - 1]).mean() for n in seen])
    inside = np.abs(np.concatenate([changes[9:], values[11:] - values[9:12]])) <= 1
    assert found.coverage == pytest.approx(inside.mean())
    rows = [
        np.nanmean(np.abs(row)) / scale
        for row, scale in zip(found.errors, found.scales, strict=True)
    ]
    assert found.mase == pytest.approx(np.mean(rows))


def test_it_tests_its_own_outlook() -> None:
    values = walk(13, 14)

    found = backtest(values, 2, first=12)

    said = forecast(values[:12], 2)
    assert found.errors[0] == pytest.approx(values[12:] - said.mean)
    interval = said.intervals[0.8]
    inside = (interval.lower <= values[12:]) & (values[12:] <= interval.upper)
    assert found.covered[0].tolist() == inside.tolist()
