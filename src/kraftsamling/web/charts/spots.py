"""Names beside dots: those that find room, the most important first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kraftsamling.web.charts.frame import SIZE
from kraftsamling.web.charts.labels import LINE
from kraftsamling.web.charts.letters import wide


@dataclass(frozen=True)
class Side:
    """Where a name stands: `where` as ECharts says it, `slant` 1 for lower and -1 for higher than that."""

    where: Literal["right", "left", "top", "bottom"]
    slant: int = 0


SIDES = (
    *(Side("right"), Side("left"), Side("top"), Side("bottom")),
    *(Side("right", -1), Side("right", 1), Side("left", -1), Side("left", 1)),
)
# Between a dot and its name, and round what must not be touched.
BESIDE, CLEAR = 4, 2
# Who comes later finds room only where others would have none.
TRIED = 60


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right + CLEAR
            and other.left < self.right + CLEAR
            and self.top < other.bottom + CLEAR
            and other.top < self.bottom + CLEAR
        )

    def within(self, other: Box) -> bool:
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )


@dataclass(frozen=True)
class Dot:
    """A dot at its middle with its radius, and its name in the lines that it is drawn in."""

    name: str
    x: float
    y: float
    radius: float
    bold: bool = False

    @property
    def box(self) -> Box:
        r = self.radius
        return Box(self.x - r, self.y - r, self.x + r, self.y + r)

    @property
    def tall(self) -> float:
        """The height of its name."""
        return float(LINE * (1 + self.name.count("\n")))

    def away(self, side: Side) -> float:
        """How far from the middle its name begins; nearer where it is aslant."""
        return self.radius * (0.7 if side.slant else 1) + BESIDE

    def down(self, side: Side) -> float:
        """How much lower its name stands than straight beside it."""
        return side.slant * (self.radius * 0.7 + self.tall / 2 - 2)

    def named(self, side: Side) -> Box:
        """Where its name stands on that side."""
        across = wide(self.name, SIZE, bold=self.bold)
        tall, away = self.tall, self.away(side)
        left, top = {
            "right": (self.x + away, self.y - tall / 2),
            "left": (self.x - away - across, self.y - tall / 2),
            "top": (self.x - across / 2, self.y - away - tall),
            "bottom": (self.x - across / 2, self.y + away),
        }[side.where]
        top += self.down(side)
        return Box(left, top, left + across, top + tall)


def placed(dots: Sequence[Dot], paper: Box, taken: Sequence[Box]) -> Iterator[tuple[int, Side]]:
    """Which dots get their names, by their number, and on which side.

    A name stays on the paper and touches no other name and nothing that is `taken`; nor any dot,
    but for names that are bold, where there is no other room.
    """
    boxes = [dot.box for dot in dots]
    full = list(taken)
    for n, dot in enumerate(dots[:TRIED]):
        others = [box for m, box in enumerate(boxes) if m != n]
        free = [side for side in SIDES if _free(dot.named(side), paper, full)]
        met = {side: sum(map(dot.named(side).meets, others)) for side in free}
        side = min(free, key=met.__getitem__, default=None)
        if side and (dot.bold or not met[side]):
            full.append(dot.named(side))
            yield n, side


def _free(name: Box, paper: Box, full: Sequence[Box]) -> bool:
    return name.within(paper) and not any(map(name.meets, full))
