"""What has been revised: how the numbers of one vintage differ from those of an earlier one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.evidence.indicators.study import trend
from kraftsamling.evidence.monitor import Moment
from kraftsamling.evidence.store import catalogue
from kraftsamling.kernel.place import Place

# Differences below this share are how numbers are stored, not how they were revised.
SAME = 1e-9


@dataclass(frozen=True)
class Revision:
    """One value that changed between two vintages; NaN before means that it was not there."""

    place: Place
    moment: Moment
    before: float
    now: float

    @property
    def difference(self) -> float:
        return self.now - self.before


def known_days(indicator: Indicator) -> tuple[date, ...]:
    """The days on which a table of the indicator got a new vintage, the newest first."""
    tables = {term.table for term in indicator.terms.values()}
    days = {v.label.kept.date() for table in tables for v in catalogue().vintages(table)}
    return tuple(sorted(days, reverse=True))


def revisions(question: Question, indicator: Indicator) -> tuple[date | None, tuple[Revision, ...]]:
    """What the newest vintage says otherwise than the one before, and the day of that one.

    Only values that both vintages have are compared: what is merely new is no revision. Nothing, and no
    day, where there is one vintage only.
    """
    days = known_days(indicator)
    if len(days) < 2:
        return None, ()
    now = trend(replace(question, as_of=None), indicator)
    before = trend(replace(question, as_of=days[1]), indicator)
    return days[1], differences(before, now)


def differences(before: Trend, now: Trend) -> tuple[Revision, ...]:
    """The values that both have and that are not the same, in the order of `now`."""
    found = []
    then = {
        (place.code, moment): before.table.values[row, column]
        for row, place in enumerate(before.places)
        for column, moment in enumerate(before.moments)
    }
    for row, place in enumerate(now.places):
        for column, moment in enumerate(now.moments):
            old = then.get((place.code, moment), np.nan)
            new = float(now.table.values[row, column])
            if abs(new - old) > SAME * max(abs(new), abs(old)):
                found.append(Revision(place, moment, float(old), new))
    return tuple(found)
