"""The way to a target: what is required each period, and whether the latest value keeps up."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from itertools import pairwise
from typing import Literal

from kraftsamling.kernel.errors import KraftsamlingError

TOLERANCE = 0.05
"""On the path is within a twentieth of the whole way from baseline to target."""


class NoPath(KraftsamlingError):
    """Baseline, milestones and target do not make a path."""


class Standing(StrEnum):
    """Where a value stands relative to the path."""

    AHEAD = "ahead"
    ON = "on"
    BEHIND = "behind"


def path(
    baseline_period: int,
    baseline: float,
    target_period: int,
    target: float,
    milestones: Mapping[int, float] | None = None,
    *,
    shape: Literal["linear", "geometric"] = "linear",
) -> dict[int, float]:
    """The required value of every period from the baseline's to the target's, both included.

    Between the points given (baseline, milestones, target) the same amount is added each period, or
    with "geometric" the same share. Periods are whole numbers, such as years.

    Raises `NoPath` where the periods are not in order, and where a geometric path would start from,
    pass or end at zero.
    """
    points = [(baseline_period, baseline)]
    points += [*sorted((milestones or {}).items()), (target_period, target)]
    _check(points, shape)
    required = {baseline_period: baseline}
    for (start, low), (end, high) in pairwise(points):
        for period in range(start + 1, end):
            share = (period - start) / (end - start)
            required[period] = _between(low, high, share, shape)
        required[end] = high
    return required


def stand(
    required: Mapping[int, float],
    period: int,
    value: float,
    direction: Literal["up", "down"],
    *,
    tolerance: float = TOLERANCE,
) -> Standing:
    """Where `value` at `period` stands relative to `required`, a path as `path` gives it.

    "up": more is better; "down": less is. On the path is within `tolerance` times the whole way, the
    distance from the baseline to the target; where these are equal, it is no worse than required.
    After the target's period the target is what is required. Raises `NoPath` before the baseline's.
    """
    first, last = min(required), max(required)
    if period < first:
        raise NoPath(f"{period} is before the path, which begins in {first}. Choose a later value.")
    ahead = value - required[min(period, last)]
    if direction == "down":
        ahead = -ahead
    room = tolerance * abs(required[last] - required[first])
    if abs(ahead) <= room:
        return Standing.ON
    return Standing.AHEAD if ahead > 0 else Standing.BEHIND


def _check(points: list[tuple[int, float]], shape: str) -> None:
    for (before, _), (after, _) in pairwise(points):
        if before >= after:
            raise NoPath(
                f"{after} comes no later than {before}. "
                "The baseline comes first, then the milestones, and the target last."
            )
    values = [value for _, value in points]
    if shape == "geometric" and not (min(values) > 0 or max(values) < 0):
        raise NoPath(
            "A path of equal shares cannot touch or pass zero. Choose a linear path instead."
        )


def _between(low: float, high: float, share: float, shape: str) -> float:
    if shape == "geometric":
        return float(low * (high / low) ** share)
    return low + share * (high - low)
