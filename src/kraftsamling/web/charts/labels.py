"""Names at the ends of lines, moved apart as little as is needed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kraftsamling.web.charts.words import LETTER

LINE = 17


@dataclass(frozen=True)
class Name:
    """A text at a point: `x` and `y` of its left middle, in pixels from the upper left corner."""

    text: str
    x: float
    y: float

    def height(self, most: float) -> float:
        """In pixels, where a line is at most that wide."""
        return LINE * math.ceil(len(self.text) * LETTER / most)


def apart(names: Sequence[Name], most: float) -> list[float]:
    """How far down to move each name so that none covers another (up is negative).

    Names that begin at the same x, or so near that they would meet sideways, are kept apart. Those
    that touch move as one block about their common middle, so nobody moves further than it must.
    """
    moves = [0.0] * len(names)
    for column in _columns(names, most):
        blocks: list[list[int]] = []
        for n in sorted(column, key=lambda n: names[n].y):
            blocks.append([n])
            while len(blocks) > 1 and _meet(names, blocks[-2], blocks[-1], most):
                last = blocks.pop()
                blocks[-1] += last
        for block in blocks:
            top = _top(names, block, most)
            for n in block:
                tall = names[n].height(most)
                moves[n] = round(top + tall / 2 - names[n].y, 1)
                top += tall
    return moves


def _columns(names: Sequence[Name], most: float) -> list[list[int]]:
    """Names that could meet sideways, each in one column."""
    columns: list[list[int]] = []
    reach = -math.inf
    for n in sorted(range(len(names)), key=lambda n: names[n].x):
        if names[n].x < reach:
            columns[-1].append(n)
        else:
            columns.append([n])
        reach = max(reach, names[n].x + min(len(names[n].text) * LETTER, most))
    return columns


def _top(names: Sequence[Name], block: Sequence[int], most: float) -> float:
    """Where a block begins so that its members move as little as possible, all in all."""
    wanted, above = [], 0.0
    for n in block:
        tall = names[n].height(most)
        wanted.append(names[n].y - above - tall / 2)
        above += tall
    return sum(wanted) / len(wanted)


def _meet(names: Sequence[Name], upper: Sequence[int], lower: Sequence[int], most: float) -> bool:
    tall = sum(names[n].height(most) for n in upper)
    return _top(names, upper, most) + tall > _top(names, lower, most)
