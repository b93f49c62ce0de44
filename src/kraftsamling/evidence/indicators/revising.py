"""What has been revised: how the numbers of one vintage differ from those of an earlier one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.monitor import Moment
from kraftsamling.kernel.place import Place

# Differences below this share are how numbers are stored, not how they were revised.
SAME = 1e-9


@dataclass(frozen=True)
class Revision:
    """One value that changed between two vintages."""

    place: Place
    moment: Moment
    before: float
    now: float

    @property
    def difference(self) -> float:
        return self.now - self.before


def differences(before: Trend, now: Trend) -> tuple[Revision, ...]:
    """The values that both have and that are not the same, in the order of `now`.

    What is merely new, or is no longer there, is no revision.
    """
    found = []
    then = {
        (place.code, moment): float(before.table.values[row, column])
        for row, place in enumerate(before.places)
        for column, moment in enumerate(before.moments)
    }
    for row, place in enumerate(now.places):
        for column, moment in enumerate(now.moments):
            old = then.get((place.code, moment), np.nan)
            new = float(now.table.values[row, column])
            if abs(new - old) > SAME * max(abs(new), abs(old)):
                found.append(Revision(place, moment, old, new))
    return tuple(found)
