"""The outlook the slow, plain way: everything said anew from the values known at each origin.

One period a year, no bounds. Nothing is shared with the package but the constants' values. What was
said once is remembered, or it would take a minute a series.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median

Values = Sequence[float | None]
Seen = tuple[float | None, ...]
NAMES = ["naive", "drift", "theta", "damped_trend", "median_trend"]
T4_90 = 1.5332062740589438


@dataclass
class Said:
    """What the witness says: the model, means and spreads, and each method's scaled error."""

    model: str
    mean: list[float]
    spread: list[float]
    scores: list[float]


@cache
def methods(seen: Seen, steps: int) -> list[list[float]]:
    """Each method's forecasts from the last of `seen`, which is known."""
    y = bridge(seen)
    changes = [b - a for a, b in pairwise(y)]
    mean_change = (y[-1] - y[0]) / max(len(y) - 1, 1)
    smooth, slope = y[0], 0.0
    for value in y[1:]:
        smooth = 0.8 * value + 0.2 * smooth
    for change in changes:
        slope = 0.3 * change + 0.7 * 0.8 * slope
    typical = median(changes[-5:]) if changes else 0.0
    damped = [sum(0.8**j for j in range(1, h + 1)) for h in range(1, steps + 1)]
    ahead = range(1, steps + 1)
    return [
        [y[-1] for _ in ahead],
        [y[-1] + h * mean_change for h in ahead],
        [smooth + h * mean_change / 2 for h in ahead],
        [y[-1] + slope * grown for grown in damped],
        [y[-1] + typical * grown for grown in damped],
    ]


def bridge(seen: Seen) -> list[float]:
    """Gaps filled by a straight line between the known neighbours."""
    filled = []
    for t, value in enumerate(seen):
        if value is not None:
            filled.append(value)
            continue
        before = max(s for s in range(t) if seen[s] is not None)
        after = min(s for s in range(t, len(seen)) if seen[s] is not None)
        low, high = seen[before], seen[after]
        assert low is not None
        assert high is not None
        filled.append(low + (high - low) * (t - before) / (after - before))
    return filled


@cache
def say(seen: Seen, steps: int) -> tuple[list[list[float]], int]:
    """From the last of `seen`: every method, then the combination; and which of them is chosen."""
    each = methods(seen, steps)
    judged = [judge(seen, k) for k in range(5)]
    known = [one for one in judged if one is not None]
    if len(seen) <= 5 or len(known) < 5:
        return [*each, [median(column) for column in zip(*each, strict=True)]], 5
    weights = [1 / (one + 1e-9 * change(seen)) ** 2 for one in known]
    both = [
        sum(w * x for w, x in zip(weights, column, strict=True)) / sum(weights)
        for column in zip(*each, strict=True)
    ]
    combined = judge(seen, 5)
    assert combined is not None
    candidates = [*known, 0.75 * combined]
    return [*each, both], candidates.index(min(candidates))


@cache
def judge(seen: Seen, method: int) -> float | None:
    """The weighted mean of the errors of `method` (5: the combination) known at the end of `seen`."""
    total = weight = 0.0
    for origin in range(3, len(seen) - 1):
        if seen[origin] is None:
            continue
        known = seen[: origin + 1]
        said = (methods(known, 5) if method < 5 else say(known, 5)[0])[method]
        for h in range(1, 6):
            if origin + h >= len(seen) or (came := seen[origin + h]) is None:
                continue
            age = 0.9 ** (len(seen) - 1 - origin - h)
            total += age * abs(said[h - 1] - came) / math.sqrt(h)
            weight += age
    return total / weight if weight else None


def outlook(values: Seen, horizon: int) -> Said:
    """As `forecast(values, horizon)` for values that begin and end with a known one."""
    missed: list[list[float | None]] = []
    for origin in range(3, len(values) - 1):
        if values[origin] is None:
            continue
        every, chosen = say(values[: origin + 1], 5)
        row: list[float | None] = []
        for h in range(1, 6):
            came = values[origin + h] if origin + h < len(values) else None
            row.append(None if came is None else abs(every[chosen][h - 1] - came))
        if any(one is not None for one in row):
            missed.append(row)
    growth = grow(missed)
    sizes = sorted(
        one / (h + 1) ** growth for row in missed for h, one in enumerate(row) if one is not None
    )
    few = 1 / len(missed)
    radius = quantile(sizes, min(0.8 * (1 + few), 1)) * (1 + few / 2)
    every, chosen = say(values, horizon)
    return Said(
        model=[*NAMES, "combination"][chosen],
        mean=every[chosen],
        spread=[radius / T4_90 * h**growth for h in range(1, horizon + 1)],
        scores=[(judge(values, k) or 0.0) / change(values) for k in range(6)],
    )


def change(seen: Seen) -> float:
    """The mean absolute change from one period to the next."""
    y = bridge(seen)
    return sum(abs(b - a) for a, b in pairwise(y)) / (len(y) - 1)


def grow(missed: list[list[float | None]]) -> float:
    """The slope of the logarithm of the mean error on that of the step, drawn towards 0.7."""
    columns = [[one for one in column if one is not None] for column in zip(*missed, strict=True)]
    told = [(h + 1, column) for h, column in enumerate(columns) if len(column) > 1 and sum(column)]
    if len(told) < 2:
        return 0.7
    points = [(math.log(h), math.log(sum(c) / len(c)), len(c)) for h, c in told]
    all_ = sum(w for _, _, w in points)
    x0 = sum(w * x for x, _, w in points) / all_
    y0 = sum(w * y for _, y, w in points) / all_
    slope = sum(w * (x - x0) * (y - y0) for x, y, w in points)
    slope /= sum(w * (x - x0) ** 2 for x, _, w in points)
    most = max(len(column) for column in columns)
    return (most * min(max(slope, 0), 2) + 10 * 0.7) / (most + 10)


def quantile(ordered: list[float], share: float) -> float:
    """Between the middles of equal steps, by a line."""
    place = share * len(ordered) - 0.5
    if place <= 0:
        return ordered[0]
    if place >= len(ordered) - 1:
        return ordered[-1]
    low = math.floor(place)
    return ordered[low] + (place - low) * (ordered[low + 1] - ordered[low])


def mase(actual: Values, said: Values, training: Values, lag: int) -> float:
    """Mean absolute error over mean absolute change, missing values left out; NaN without either."""
    errors = [
        abs(a - f) for a, f in zip(actual, said, strict=True) if a is not None and f is not None
    ]
    changes = [
        abs(b - a)
        for a, b in zip(training, training[lag:], strict=False)
        if a is not None and b is not None
    ]
    if not errors or not changes or not sum(changes):
        return math.nan
    return (sum(errors) / len(errors)) / (sum(changes) / len(changes))
