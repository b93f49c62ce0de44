"""Bars drawn from numbers: where each part begins and how long it is, of a hundred."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Segment:
    """One part of a bar; `x` and `width` are SVG attributes, the same in every language."""

    name: str
    count: int
    x: str
    width: str


def segments(parts: Sequence[tuple[str, int]]) -> tuple[Segment, ...]:
    """The parts that are not nought, end to end; together they fill the bar."""
    whole = sum(count for _, count in parts)
    found, start = [], 0
    for name, count in parts:
        if count:
            found.append(
                Segment(name, count, f"{100 * start / whole:.2f}", f"{100 * count / whole:.2f}")
            )
        start += count
    return tuple(found)


def share(part: int, whole: int) -> int | None:
    """Per cent, rounded; None where there is no whole."""
    return round(100 * part / whole) if whole else None
