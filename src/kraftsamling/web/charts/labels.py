"""Names at the ends of lines, moved apart as little as is needed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from kraftsamling.web.charts.frame import SIZE
from kraftsamling.web.charts.letters import wide

LINE = 17


@dataclass(frozen=True)
class Name:
    """A text at a point: `x` and `y` of its left middle, in pixels from the upper left corner.

    The text is broken into the lines that it is drawn in.
    """

    text: str
    x: float
    y: float

    @property
    def height(self) -> float:
        """In pixels, all lines."""
        return float(LINE * (1 + self.text.count("\n")))

    @property
    def reach(self) -> float:
        """The x where it ends at the latest."""
        return self.x + wide(self.text, SIZE, bold=True)


def apart(names: Sequence[Name]) -> list[float]:
    """How far down to move each name so that none covers another (up is negative).

    Names that begin at the same x, or so near that they would meet sideways, are kept apart. Those
    that touch move as one block about their common middle, so nobody moves further than it must.
    """
    moves = [0.0] * len(names)
    for column in _columns(names):
        blocks: list[list[int]] = []
        for n in sorted(column, key=lambda n: names[n].y):
            blocks.append([n])
            while len(blocks) > 1 and _meet(names, blocks[-2], blocks[-1]):
                last = blocks.pop()
                blocks[-1] += last
        for block in blocks:
            top = _top(names, block)
            for n in block:
                moves[n] = round(top + names[n].height / 2 - names[n].y, 1)
                top += names[n].height
    return moves


def _columns(names: Sequence[Name]) -> list[list[int]]:
    """Names that could meet sideways, each in one column."""
    columns: list[list[int]] = []
    reach = -math.inf
    for n in sorted(range(len(names)), key=lambda n: names[n].x):
        if names[n].x < reach:
            columns[-1].append(n)
        else:
            columns.append([n])
        reach = max(reach, names[n].reach)
    return columns


def _top(names: Sequence[Name], block: Sequence[int]) -> float:
    """Where a block begins so that its members move as little as possible, all in all."""
    wanted, above = [], 0.0
    for n in block:
        wanted.append(names[n].y - above - names[n].height / 2)
        above += names[n].height
    return sum(wanted) / len(wanted)


def _meet(names: Sequence[Name], upper: Sequence[int], lower: Sequence[int]) -> bool:
    tall = sum(names[n].height for n in upper)
    return _top(names, upper) + tall > _top(names, lower)
