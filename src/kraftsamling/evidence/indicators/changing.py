"""Which way a value has gone: better, worse or unchanged, over a stated time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.status import bit
from kraftsamling.kernel.period import Period, period
from kraftsamling.kernel.place import Place

# A change is told over this many years, or as many as there are.
YEARS = 5
# Places are told for a shared period where it is at most so many years older than the newest value.
APART = 2


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


def shared(trend: Trend, places: Iterable[Place], group: str = "") -> str:
    """The latest period that all of the places have a value for, so that like stands beside like.

    Places without any value do not count. Empty where there is none, or where it lies more than
    `APART` years before the newest value: then the newest of each says more than an old one of all.
    """
    known = [
        found
        for place in places
        if place in trend.places and (found := _known(trend, place, group))
    ]
    every = set(known[0]).intersection(*known[1:]) if known else set()
    if not every:
        return ""
    common, newest = max(every), max(span for spans in known for span in spans)
    return common.code if newest.time - common.time <= APART else ""


def _known(trend: Trend, place: Place, group: str) -> list[Period]:
    """The periods that a place has a value for."""
    values, _marks = trend.row(place, group)
    there = np.isfinite(values)
    return [
        span
        for code, has in zip(trend.periods, there, strict=True)
        if has and (span := period(code))
    ]


def change(trend: Trend, place: Place, group: str = "", until: str = "") -> Change | None:
    """How the value has moved in the last `YEARS` years; nothing with fewer than three values.

    It ends at the latest value, or at the latest up to the period `until`. It begins at the earliest value within that time, never before a break in the series. It is
    unchanged where it moved less than it usually does from one value to the next (the mean of the
    absolute differences), so that a restless series has to move further to be said to have moved.
    """
    values, marks = trend.row(place, group)
    end = period(until)
    known = [
        (span, value, bool(mark & bit("b")))
        for code, value, mark in zip(trend.periods, values.tolist(), marks.tolist(), strict=True)
        if np.isfinite(value) and (span := period(code)) and (end is None or span.time <= end.time)
    ]
    broken = max([0, *(n for n, (_span, _value, anew) in enumerate(known) if anew)])
    alike = known[broken:]
    if len(alike) < 3:
        return None
    last, now, _anew = alike[-1]
    since, before, _anew = next(k for k in alike if last.time - k[0].time <= YEARS)
    if since == last:
        return None
    usual = float(np.abs(np.diff([value for _span, value, _anew in alike])).mean())
    return Change(since.code, before, last.code, now, _way(trend, now - before, usual))


def _way(trend: Trend, moved: float, usual: float) -> Way:
    if abs(moved) < usual or moved == 0:
        return Way.UNCHANGED
    match trend.indicator.direction:
        case "none":
            return Way.HIGHER if moved > 0 else Way.LOWER
        case "up":
            return Way.BETTER if moved > 0 else Way.WORSE
    return Way.WORSE if moved > 0 else Way.BETTER
