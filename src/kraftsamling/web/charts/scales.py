"""Round numbers for axes, and limits for classes of colour."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Scale:
    """From `low` to `high` in steps of `step`, written with `decimals`."""

    low: float
    high: float
    step: float
    decimals: int

    @property
    def ticks(self) -> tuple[float, ...]:
        count = round((self.high - self.low) / self.step)
        return tuple(round(self.low + n * self.step, 10) for n in range(count + 1))


def scale(values: Iterable[float], *, zero: bool, wanted: int = 5) -> Scale:
    """Round limits around the values that are there; with `zero`, nought is among them.

    With no value at all the scale goes from 0 to 1; with a single one it gets room on both sides.
    """
    known = [value for value in values if math.isfinite(value)]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        room = abs(low) * 0.1 or 1.0
        low, high = low - room, high + room
    rough = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s * power for s in STEPS if s * power >= rough * 0.999)
    # A quarter step (2.5) needs one decimal more than its power of ten says.
    decimals = max(0, -math.floor(math.log10(power)) + (round(step / power * 10) % 10 > 0))
    begin, end = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    # Rounding is forgiven, but no value may fall outside.
    begin, end = begin - (begin * step > low), end + (end * step < high)
    return Scale(round(begin * step, 10), round(end * step, 10), step, decimals)


def limits(
    values: Iterable[float], classes: int, method: Literal["quantiles", "equal steps"]
) -> tuple[float, ...]:
    """The lower limit of each class, lowest first, and then the highest value.

    Equal values never fall in different classes, so there may be fewer classes than asked for.
    Returns nothing where there is no value.
    """
    known = sorted(value for value in values if math.isfinite(value))
    if not known:
        return ()
    if method == "equal steps":
        width = (known[-1] - known[0]) / classes
        inner = [known[0] + n * width for n in range(1, classes)]
    else:
        inner = [
            known[min(round(n * len(known) / classes), len(known) - 1)] for n in range(1, classes)
        ]
    lower = dict.fromkeys([known[0], *inner])
    return (*lower, known[-1])


def class_of(value: float, lower: Sequence[float]) -> int:
    """Which class a value belongs to, from 0; `lower` is what `limits` gave."""
    return max(sum(value >= limit for limit in lower[:-1]) - 1, 0)
