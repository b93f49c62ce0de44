"""Ways of carrying a series on, each a level and a slope that one pass gives for every origin.

No parameter is fitted. Twenty yearly values do not tell a smoothing constant apart, and with fixed
ones what is said at an origin depends on nothing after it: one pass over the series is at the same
time the whole rolling backtest, in a millisecond.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Line = tuple[Floats, Floats, float]

DAMPING = 0.8
"""What is left of a trend a period later. Gardner & McKenzie (1985): a damped trend seldom loses."""
TREND_GAIN, LEVEL_GAIN = 0.3, 0.8
WINDOW = 5
SEASON_LEVEL_GAIN, SEASON_GAIN = 0.5, 0.3
SEASONAL = "seasonal_"


def extrapolate(values: Floats, steps: int, periods_per_year: int = 1) -> dict[str, Floats]:
    """Each method's forecasts from each origin: name -> (n, steps), [t, h-1] is of values[t + h].

    `values` is (n,) without gaps; only values[: t + 1] is used in row t. With more than one period a
    year and at least two years and four periods of values, each method also comes with a season.
    Rows before `first_origin` are not to be used.
    """
    found = _lines(values, steps)
    if has_season(len(values), periods_per_year):
        adjusted, ahead = _seasons(values, steps, periods_per_year)
        seasonal = _lines(adjusted, steps)
        found |= {SEASONAL + name: rows + ahead for name, rows in seasonal.items()}
    return found


def has_season(count: int, periods_per_year: int) -> bool:
    """Whether `count` values are enough to see what belongs to the time of the year."""
    return periods_per_year > 1 and count >= 2 * periods_per_year + 4


def first_origin(count: int, periods_per_year: int) -> int:
    """The first position that a forecast is judged from: four values, or two years and one period."""
    return 2 * periods_per_year if has_season(count, periods_per_year) else 3


def _lines(values: Floats, steps: int) -> dict[str, Floats]:
    return {name: _ahead(*method(values), steps) for name, method in METHODS.items()}


def _ahead(level: Floats, slope: Floats, damping: float, steps: int) -> Floats:
    grown = (
        np.cumsum(damping ** np.arange(1, steps + 1)) if damping < 1 else np.arange(1, steps + 1)
    )
    return level[:, None] + slope[:, None] * grown


def naive(values: Floats) -> Line:
    """The last value stays."""
    return values, np.zeros_like(values), 1.0


def drift(values: Floats) -> Line:
    """The mean change so far goes on (the line from the first value to the last)."""
    return values, _mean_change(values), 1.0


def theta(values: Floats) -> Line:
    """Simple exponential smoothing with half the drift (Assimakopoulos & Nikolopoulos 2000).

    In the form of Hyndman & Billah (2003), with the line through the ends instead of the regression.
    """
    level = values.copy()
    for t in range(1, len(values)):
        level[t] = level[t - 1] + LEVEL_GAIN * (values[t] - level[t - 1])
    return level, _mean_change(values) / 2, 1.0


def damped_trend(values: Floats) -> Line:
    """Holt's trend, damped (Gardner & McKenzie 1985); the level is the last value."""
    slope = np.zeros_like(values)
    for t in range(1, len(values)):
        expected = DAMPING * slope[t - 1]
        slope[t] = expected + TREND_GAIN * (values[t] - values[t - 1] - expected)
    return values, slope, DAMPING


def median_trend(values: Floats) -> Line:
    """The median of the last five changes, damped: one leap does not make a trend."""
    changes = np.diff(values, prepend=np.nan)
    slope = np.zeros_like(values)
    for t in range(1, len(values)):
        slope[t] = _median(changes[max(1, t - WINDOW + 1) : t + 1])
    return values, slope, DAMPING


METHODS: dict[str, Callable[[Floats], Line]] = {
    method.__name__: method for method in (naive, drift, theta, damped_trend, median_trend)
}


def _median(few: Floats) -> float:
    """As `numpy.median`, which takes ten times as long on five numbers."""
    ordered: list[float] = sorted(few.tolist())
    middle = len(ordered) // 2
    return (ordered[middle] + ordered[~middle]) / 2


def _mean_change(values: Floats) -> Floats:
    means: Floats = (values - values[0]) / np.maximum(np.arange(len(values)), 1)
    return means


def _seasons(values: Floats, steps: int, year: int) -> tuple[Floats, Floats]:
    """The values without their season as it was known just before, and the season ahead: (n, steps).

    Additive Holt-Winters with fixed gains; the first two years give the first season.
    """
    season = _first_season(values[: 2 * year], year)
    adjusted = values.copy()
    ahead = np.zeros((len(values), steps))
    adjusted[: 2 * year] -= np.tile(season, 2)
    level = adjusted[:year].mean()
    for t, value in enumerate(values):
        if t >= 2 * year:
            adjusted[t] = value - season[t % year]
        level += SEASON_LEVEL_GAIN * (adjusted[t] - level)
        if t >= 2 * year:
            season[t % year] += SEASON_GAIN * (value - level - season[t % year])
        ahead[t] = season[(t + np.arange(1, steps + 1)) % year]
    return adjusted, ahead


def _first_season(two_years: Floats, year: int) -> Floats:
    """Deviations from the line through the two yearly means, averaged."""
    first, second = two_years.reshape(2, year).mean(axis=1)
    middle = (2 * year - 1) / 2
    line = (first + second) / 2 + (np.arange(2 * year) - middle) * (second - first) / year
    deviations: Floats = (two_years - line).reshape(2, year).mean(axis=0)
    return deviations
