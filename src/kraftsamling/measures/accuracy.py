"""How far forecasts fell from what came: the scaled error, and the rolling-origin evaluation."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Forecaster = Callable[[Floats, int], tuple[Floats, Floats, Floats]]
"""(the values so far, horizon) -> mean, lower and upper bound, each (horizon,)."""


@dataclass(frozen=True, eq=False)
class Backtest:
    """What a forecaster would have said from each origin, beside what came.

    `origins` are positions of the first value not seen; `errors` and `covered` are
    (origins, horizon) with NaN where nothing came; `scales` are the mean absolute changes seen.
    """

    origins: tuple[int, ...]
    errors: Floats
    covered: Floats
    scales: Floats

    @property
    def mase(self) -> float:
        """Mean over the origins of the mean scaled error; origins without a scale are left out."""
        with np.errstate(all="ignore"):
            scaled = np.abs(self.errors) / self.scales[:, None]
        return _mean(np.array([_mean(row) for row in scaled]))

    @property
    def coverage(self) -> float:
        """The share of all values that came that fell within the interval."""
        return _mean(self.covered)


def mase(
    actual: ArrayLike, forecast: ArrayLike, training: ArrayLike, *, periods_per_year: int = 1
) -> float:
    """Mean absolute scaled error: mean |actual - forecast| / mean |y[t] - y[t - m]| in `training`.

    Below 1 the forecasts were better than the (seasonal) naive one-step forecasts were in training.
    Missing values (NaN) are left out. NaN when nothing can be compared, or when `training` never
    changed, so that there is nothing to scale by.

    Hyndman & Koehler (2006), Another look at measures of forecast accuracy, section 3.
    """
    errors = np.abs(np.asarray(actual, dtype=float) - np.asarray(forecast, dtype=float))
    scale = mean_change(np.asarray(training, dtype=float), periods_per_year)
    return _mean(errors) / scale if scale > 0 else np.nan


def mean_change(training: Floats, periods_per_year: int = 1) -> float:
    """Mean |y[t] - y[t - m]| where both are known; NaN where none are."""
    return _mean(np.abs(training[periods_per_year:] - training[:-periods_per_year]))


def evaluate(
    values: ArrayLike,
    horizon: int,
    forecaster: Forecaster,
    *,
    first: int,
    periods_per_year: int = 1,
) -> Backtest:
    """Let `forecaster` speak from every origin from `first` on, seeing only what was known there.

    An origin is the position of the first value not seen. The last origins see fewer than `horizon`
    values come; the rest of their rows is NaN.
    """
    series = np.asarray(values, dtype=float)
    origins = tuple(range(first, len(series)))
    errors = np.full((len(origins), horizon), np.nan)
    covered, scales = errors.copy(), np.full(len(origins), np.nan)
    for row, origin in enumerate(origins):
        came = series[origin : origin + horizon]
        mean, lower, upper = (part[: len(came)] for part in forecaster(series[:origin], horizon))
        errors[row, : len(came)] = came - mean
        within = np.where(np.isnan(came), np.nan, (lower <= came) & (came <= upper))
        covered[row, : len(came)] = within
        scales[row] = mean_change(series[:origin], periods_per_year) or np.nan
    return Backtest(origins, errors, covered, scales)


def _mean(numbers: Floats) -> float:
    known = numbers[np.isfinite(numbers)]
    return float(known.mean()) if known.size else np.nan
