"""The outlook of a series: what to expect, how surely, and the chance of reaching a target.

Five plain methods (`extrapolating`) are judged by how they would have done so far. Their combination
is used, unless one of them has clearly done better; the width of the intervals is what that very
choice, made anew at each origin, has missed by (`rolling`). The constants are the same for every
series. `make bench NAME=outlook` sets it beside AutoETS, naive and drift.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.measures.accuracy import Backtest, Floats, evaluate
from kraftsamling.measures.rolling import Bounds, History, within
from kraftsamling.measures.student import quantile4, share_below4

FEWEST, FEWEST_ORIGINS = 6, 2
"""Known values needed: four to start from, and two origins whose forecasts can be judged."""


class NoForecast(KraftsamlingError):
    """A series cannot be carried on honestly."""


@dataclass(frozen=True, eq=False)
class Interval:
    """Between `lower` and `upper`, each (horizon,), the value falls with the chance of the level."""

    lower: Floats
    upper: Floats


@dataclass(frozen=True, eq=False)
class Forecast:
    """What to expect, and why: see `forecast`.

    `mean` and `spread` are (horizon,), in the series' unit; around `mean` the value is thought to
    be distributed as `spread` times Student's t with four degrees of freedom, within `bounds`.
    `scores` are what each method, and the combination, has erred by in the rolling backtest, in mean
    absolute changes of the series (lower is better; NaN for a series that never changed); `weights`
    are the methods' shares in the combination. `used_from` is the position of the first value used,
    and `used` how many known values there were from there on.
    """

    model: str
    mean: Floats
    spread: Floats
    intervals: Mapping[float, Interval]
    scores: Mapping[str, float]
    weights: Mapping[str, float]
    bounds: Bounds
    used_from: int
    used: int


def forecast(
    values: ArrayLike,
    horizon: int,
    *,
    periods_per_year: int = 1,
    levels: Sequence[float] = (0.8, 0.95),
    bounds: Bounds = (None, None),
    break_at: int | None = None,
) -> Forecast:
    """The next `horizon` values of a series, with intervals from errors out of sample.

    values: (n,), in time order, equally spaced, NaN where a value is missing. Step 1 is the period
    after the last position, whether that holds a value or not. A gap is bridged by a line, but no
    forecast is made from it or judged against it.
    bounds: the least and greatest value there can be, such as (0, 100) for a percentage.
    break_at: the position of the first value after a break in the series. Values before it are left
    out if `FEWEST` known values remain; otherwise they are used (`used_from` tells).

    A series that never changed has no spread: nothing in it tells how it might change. Raises
    `NoForecast` where there are fewer than `FEWEST` known values, or these are too far apart.
    """
    start, series = _used(np.asarray(values, dtype=float), break_at)
    _check(series, horizon)
    last = int(np.flatnonzero(~np.isnan(series))[-1])
    silent = len(series) - 1 - last
    history = History.of(series[: last + 1], silent + horizon, periods_per_year, bounds)
    if history.origins < FEWEST_ORIGINS:
        raise NoForecast(
            "The known values lie too far apart to see how well a forecast would have done. "
            "Give only the periods that have values, if these are equally spaced."
        )
    mean = history.mean(bounds)[silent : silent + horizon]
    spread = history.spread(silent + horizon)[silent:]
    return Forecast(
        model=history.model,
        mean=mean,
        spread=spread,
        intervals={level: _interval(mean, spread, level, bounds) for level in levels},
        scores=history.scores,
        weights=history.weights,
        bounds=bounds,
        used_from=start,
        used=int((~np.isnan(series)).sum()),
    )


def chance_of_reaching(
    outlook: Forecast, step: int, target: float, direction: Literal["up", "down"]
) -> float:
    """The chance in [0, 1] that the value at `step` (1 is the first) is at or beyond `target`.

    "up": at least the target; "down": at most. The upper end of an 80 % interval is reached with
    the chance 0.1, unless it is a bound: then the chance of all that lies beyond counts as at the
    bound. Without spread it is 0 or 1.
    """
    assert 1 <= step <= len(outlook.mean)
    low, high = outlook.bounds
    mean, spread = float(outlook.mean[step - 1]), float(outlook.spread[step - 1])
    if direction == "down":
        mean, target = -mean, -target
        low, high = (None if high is None else -high), (None if low is None else -low)
    if low is not None and target <= low:
        return 1.0
    if high is not None and target > high:
        return 0.0
    if spread == 0:
        return float(mean >= target)
    return share_below4((mean - target) / spread)


def backtest(
    values: ArrayLike,
    horizon: int,
    *,
    first: int = 10,
    level: float = 0.8,
    periods_per_year: int = 1,
    bounds: Bounds = (None, None),
) -> Backtest:
    """How `forecast` would have done on this series from every origin from position `first` on."""

    def speak(seen: Floats, steps: int) -> tuple[Floats, Floats, Floats]:
        said = forecast(
            seen, steps, levels=(level,), periods_per_year=periods_per_year, bounds=bounds
        )
        return said.mean, said.intervals[level].lower, said.intervals[level].upper

    return evaluate(values, horizon, speak, first=first, periods_per_year=periods_per_year)


def _used(values: Floats, break_at: int | None) -> tuple[int, Floats]:
    """The values to use, and the position of the first: after the break, from the first known."""
    assert break_at is None or 0 <= break_at <= len(values)
    start = 0
    if break_at is not None and np.isfinite(values[break_at:]).sum() >= FEWEST:
        start = break_at
    known = np.flatnonzero(~np.isnan(values[start:]))
    start += int(known[0]) if known.size else 0
    return start, values[start:]


def _check(series: Floats, horizon: int) -> None:
    assert series.ndim == 1
    assert horizon >= 1
    assert not np.isinf(series).any(), "a missing value is NaN"
    known = int((~np.isnan(series)).sum())
    if known < FEWEST:
        raise NoForecast(
            f"There are {known} known values, and an outlook needs at least {FEWEST}. "
            "Fetch earlier periods, or show the series without an outlook."
        )


def _interval(mean: Floats, spread: Floats, level: float, bounds: Bounds) -> Interval:
    radius = quantile4((1 + level) / 2) * spread
    return Interval(within(mean - radius, bounds), within(mean + radius, bounds))
