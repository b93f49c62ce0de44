"""Which way a value has gone: better, worse or unchanged, over a stated time."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.status import bit
from kraftsamling.kernel.period import period
from kraftsamling.kernel.place import Place

# A change is told over this many years, or as many as there are.
YEARS = 5


class Way(StrEnum):
    """How a value has moved; `HIGHER` and `LOWER` where neither is the good direction."""

    BETTER = "better"
    WORSE = "worse"
    UNCHANGED = "unchanged"
    HIGHER = "higher"
    LOWER = "lower"


@dataclass(frozen=True)
class Change:
    """From one value to the latest one, and which way that is."""

    since: str
    before: float
    period: str
    now: float
    way: Way

    @property
    def rising(self) -> bool:
        return self.now > self.before


def change(trend: Trend, place: Place, group: str = "") -> Change | None:
    """How the value has moved in the last `YEARS` years; nothing with fewer than three values.

    It begins at the earliest value within that time, never before a break in the series. It is
    unchanged where it moved less than it usually does from one value to the next (the mean of the
    absolute differences), so that a restless series has to move further to be said to have moved.
    """
    values, marks = trend.row(place, group)
    spans = [period(code) for code in trend.periods]
    there = [n for n in np.flatnonzero(np.isfinite(values)) if spans[n]]
    if len(there) < 3:
        return None
    last = there[-1]
    broken = max([0, *(n for n in there if marks[n] & bit("b"))])
    since = [n for n in there if n >= broken and _years(spans[n], spans[last]) <= YEARS]
    if len(since) < 2:
        return None
    before, now = float(values[since[0]]), float(values[last])
    usual = float(np.abs(np.diff(values[[n for n in there if n >= broken]])).mean())
    return Change(
        trend.periods[since[0]], before, trend.periods[last], now, _way(trend, now - before, usual)
    )


def _years(first: object, last: object) -> float:
    return float(last.time - first.time)  # type: ignore[attr-defined]


def _way(trend: Trend, moved: float, usual: float) -> Way:
    if abs(moved) < usual or moved == 0:
        return Way.UNCHANGED
    match trend.indicator.direction:
        case "none":
            return Way.HIGHER if moved > 0 else Way.LOWER
        case "up":
            return Way.BETTER if moved > 0 else Way.WORSE
    return Way.WORSE if moved > 0 else Way.BETTER
