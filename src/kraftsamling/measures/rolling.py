"""Judging by what would have been said: every method at every origin, and the choice among them.

At each origin only errors that were known there count, for the judging, for the weights of the
combination and for the choice. What the chosen forecasts then missed by is an error out of sample of
the whole procedure, and the width of the intervals is read from it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kraftsamling.measures.accuracy import Floats
from kraftsamling.measures.extrapolating import extrapolate, first_origin
from kraftsamling.measures.student import quantile4

Bounds = tuple[float | None, float | None]

STEPS = 5
"""Methods are judged up to five periods ahead, or a whole year if that is longer."""
SETTLING = 2
"""Origins after the first before the judging is listened to; until then all count alike."""
FORGETTING = 0.9
"""An error counts nine tenths of one a period younger."""
SHARPNESS = 2.0
"""Weight is one over the error to this power (Bates & Granger 1969: the inverse square)."""
CLEARLY_BETTER = 0.75
"""A single method is chosen when it erred less than this share of what the combination did."""
USUAL_GROWTH, GROWTH_ORIGINS = 0.7, 10
"""Errors grow as the step to a power: a random walk's 0.5, a mistaken trend's 1. The series' own is
drawn towards the usual, which counts as ten origins."""
CORE = 0.8
"""The share of past errors the spread is read from; the tails beyond are Student's."""
COMBINATION = "combination"


@dataclass(frozen=True, eq=False)
class History:
    """How every method, and the choice among them, would have done so far.

    `ahead` is (methods + 1, n, steps), the combination last; `errors` likewise, NaN where unknown;
    `judged` (methods + 1, n) is each one's mean error as known at each origin; `chosen` (n,) is
    what would have been used there.
    """

    names: tuple[str, ...]
    ahead: Floats
    errors: Floats
    judged: Floats
    chosen: NDArray[np.intp]
    scale: float

    @classmethod
    def of(cls, series: Floats, steps: int, year: int, bounds: Bounds) -> History:
        """One pass over `series` (n,), whose first and last values are known, NaN where one is not."""
        known = np.flatnonzero(~np.isnan(series))
        filled = np.interp(np.arange(len(series)), known, series[known])
        reach = max(STEPS, year)
        methods = extrapolate(filled, max(steps, reach), year)
        ahead = within(np.stack(list(methods.values())), bounds)
        first, scales = first_origin(len(series), year), _scales(filled)
        target = _target(series, reach, first)
        each = _judged(np.abs(ahead[:, :, :reach] - target))
        combined = _combined(ahead, each, first + SETTLING, scales)
        ahead = np.concatenate([ahead, combined[None]])
        errors = np.abs(ahead[:, :, :reach] - target)
        judged = np.concatenate([each, _judged(errors[-1:])])
        chosen = _chosen(judged, first + SETTLING)
        return cls((*methods, COMBINATION), ahead, errors, judged, chosen, float(scales[-1]))

    @property
    def model(self) -> str:
        return self.names[int(self.chosen[-1])]

    @property
    def scores(self) -> dict[str, float]:
        scaled = self.judged[:, -1] / (self.scale or np.nan)
        return dict(zip(self.names, scaled.tolist(), strict=True))

    @property
    def weights(self) -> dict[str, float]:
        weights = _weights(self.judged[:-1, -1], self.scale)
        return dict(zip(self.names[:-1], weights.tolist(), strict=True))

    def mean(self, bounds: Bounds) -> Floats:
        """What is expected from the last origin."""
        return within(self.ahead[self.chosen[-1], -1], bounds)

    @property
    def origins(self) -> int:
        """From how many positions something was said that could be judged."""
        return int((~np.isnan(self.missed)).any(axis=1).sum())

    @property
    def missed(self) -> Floats:
        """(n, steps): the absolute errors of what was chosen at each origin, NaN where unknown."""
        return self.errors[self.chosen, np.arange(len(self.chosen))]

    def spread(self, steps: int) -> Floats:
        """(steps,): the scale of Student's t for each step, from what was chosen at each origin.

        The radius that held `CORE` of the errors, each divided by the growth to its step, raised for
        few origins m: to the quantile CORE (m + 1) / m, as in conformal prediction (Vovk et al.
        2005), and by 1 + 1 / 2m, since they tell as little about the radius itself.
        """
        missed, few = self.missed, 1 / self.origins
        growth = _growth(missed)
        sizes = missed / np.arange(1, missed.shape[1] + 1) ** growth
        sizes = np.sort(sizes[~np.isnan(sizes)])
        places = (np.arange(len(sizes)) + 0.5) / len(sizes)
        radius = np.interp(min(CORE * (1 + few), 1.0), places, sizes) * (1 + few / 2)
        scale: Floats = radius / quantile4((1 + CORE) / 2) * np.arange(1, steps + 1) ** growth
        return scale


def _target(series: Floats, reach: int, first: int) -> Floats:
    """(n, reach): what came h periods after each origin; NaN from origins that do not count."""
    came = np.full((len(series), reach), np.nan)
    for h in range(1, min(reach, len(series) - 1) + 1):
        came[:-h, h - 1] = series[h:]
    came[:first] = np.nan
    came[np.isnan(series)] = np.nan
    return came


def _judged(errors: Floats) -> Floats:
    """(methods, n): the mean of the errors known at each origin, far steps and old errors less."""
    methods, count, reach = errors.shape
    total, weight = np.zeros((methods, count)), np.zeros(count)
    for h in range(1, min(reach, count - 1) + 1):
        came = errors[:, :-h, h - 1]
        total[:, h:] += np.where(np.isnan(came), 0, came) / np.sqrt(h)
        weight[h:] += ~np.isnan(came[0])
    for t in range(1, count):
        total[:, t] += FORGETTING * total[:, t - 1]
        weight[t] += FORGETTING * weight[t - 1]
    with np.errstate(invalid="ignore"):
        means: Floats = total / weight
    return means


def _scales(filled: Floats) -> Floats:
    """(n,): the mean absolute change as known at each origin."""
    changes = np.abs(np.diff(filled, prepend=filled[0]))
    means: Floats = np.cumsum(changes) / np.maximum(np.arange(len(filled)), 1)
    return means


def _weights(judged: Floats, scale: Floats | float) -> Floats:
    """(methods, ...): shares by the inverse error, safe from division where one never erred."""
    errors = judged + 1e-9 * np.maximum(scale, np.finfo(float).tiny)
    with np.errstate(over="ignore"):
        inverse = (errors / errors.min(axis=0)) ** -SHARPNESS
    shares: Floats = inverse / inverse.sum(axis=0)
    return shares


def _combined(ahead: Floats, judged: Floats, settled: int, scales: Floats) -> Floats:
    """(n, steps): weighted by the errors known at each origin; the median before there are any."""
    combined = np.median(ahead, axis=0)
    ready = np.flatnonzero(~np.isnan(judged[0]))
    ready = ready[ready >= settled]
    weights = _weights(judged[:, ready], scales[ready])
    combined[ready] = np.einsum("kt,kth->th", weights, ahead[:, ready])
    return combined


def _chosen(judged: Floats, settled: int) -> NDArray[np.intp]:
    """(n,): the combination, or the single method that has clearly done better; ties to the first."""
    handicapped = judged.copy()
    handicapped[-1] *= CLEARLY_BETTER
    chosen = np.full(judged.shape[1], len(judged) - 1)
    ready = np.flatnonzero(~np.isnan(judged).any(axis=0))
    ready = ready[ready >= settled]
    chosen[ready] = np.argmin(handicapped[:, ready], axis=0)
    return chosen


def _growth(missed: Floats) -> float:
    """The power by which errors grow with the step: least squares on logarithms, drawn to the usual."""
    counts = (~np.isnan(missed)).sum(axis=0)
    totals = np.nansum(missed, axis=0)
    told = (counts > 1) & (totals > 0)
    if told.sum() < 2:
        return USUAL_GROWTH
    weight = counts[told] / counts[told].sum()
    x = np.log(np.flatnonzero(told) + 1)
    y = np.log(totals[told] / counts[told])
    x = x - weight @ x
    own = float(np.clip((weight * x) @ y / ((weight * x) @ x), 0, 2))
    origins = int(counts.max())
    return (origins * own + GROWTH_ORIGINS * USUAL_GROWTH) / (origins + GROWTH_ORIGINS)


def within(numbers: Floats, bounds: Bounds) -> Floats:
    low, high = bounds
    return numbers if low is None and high is None else np.clip(numbers, low, high)
