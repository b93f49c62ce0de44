"""What a chart is: frozen descriptions that know nothing of how they are drawn.

Texts are plain, or `Words` where both languages are at hand. A value that is missing is NaN, never
nought. Periods are "2024", "2024Q3" (or "2024K3") and "2024-09" (or "2024M09").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal

from kraftsamling.kernel.words import Words
from kraftsamling.web.charts.boundaries import Boundaries

Text = str | Words
Range = tuple[float, float]
MOST_CLASSES = 6


class Mark(StrEnum):
    """What is said about one value, by the letters of evidence. Give NaN for what is not shown."""

    BREAK = "b"
    PRELIMINARY = "p"
    ESTIMATED = "e"
    REVISED = "r"
    UNCERTAIN = "u"
    DIFFERS = "d"
    FORECAST = "f"
    CONFIDENTIAL = "c"
    MISSING = "m"
    NOT_APPLICABLE = "n"
    SMALL = "s"

    @classmethod
    def of(cls, letters: str) -> tuple[Mark, ...]:
        """The marks in a text such as "bp"."""
        return tuple(cls(letter) for letter in letters)


@dataclass(frozen=True)
class Links:
    """Addresses that belong to the chart. What is empty is not shown.

    `svg` is also where the picture on the page comes from; with `?size=narrow` it is asked for the
    picture for telephones (`answers.picture` understands that). Without `svg` there is no picture
    for those who run no script. `boundaries` is where a map's shapes can be fetched; without it
    they lie in the page.
    """

    svg: str = ""
    png: str = ""
    csv: str = ""
    xlsx: str = ""
    json_stat: str = ""
    boundaries: str = ""


@dataclass(frozen=True)
class Forecast:
    """What may come, with intervals: one value each per period; periods follow the last observed."""

    periods: tuple[str, ...]
    middle: tuple[float, ...]
    inner: tuple[Range, ...]
    outer: tuple[Range, ...]

    def __post_init__(self) -> None:
        assert len(self.periods) == len(self.middle) == len(self.inner) == len(self.outer)


@dataclass(frozen=True)
class Series:
    """One place (or group) over the chart's periods. `own` ones stand out.

    `colour` is which of the colours for own ones it has, so that a place has the same in every
    chart; where none is given it is its turn among the own ones.
    """

    name: Text
    values: tuple[float, ...]
    own: bool = False
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)
    forecast: Forecast | None = None
    colour: int | None = None


@dataclass(frozen=True)
class Target:
    """A value to be reached by a period, and the path towards it where one is set."""

    name: Text
    period: str
    value: float
    path: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, kw_only=True)
class Chart:
    """What every chart has. `code` names it on its page; `decimals` is how values are written."""

    code: str
    title: Text
    unit: Text
    source: Text = ""
    decimals: int = 0
    links: Links = Links()


@dataclass(frozen=True, kw_only=True)
class LineChart(Chart):
    """Development over time. `zero`: the axis begins at nought, also where that hides what happens."""

    periods: tuple[str, ...]
    series: tuple[Series, ...]
    targets: tuple[Target, ...] = ()
    zero: bool = False

    def __post_init__(self) -> None:
        assert all(len(series.values) == len(self.periods) for series in self.series), self.code


@dataclass(frozen=True)
class Bar:
    """One place with its value, and an interval where there is one. `colour`: as for a series, else the first."""

    name: Text
    value: float
    own: bool = False
    interval: Range | None = None
    marks: tuple[Mark, ...] = ()
    colour: int = 0


@dataclass(frozen=True, kw_only=True)
class BarChart(Chart):
    """Places side by side in one period, in the order given."""

    period: str
    bars: tuple[Bar, ...]

    def ranked(self, *, highest_first: bool = True) -> BarChart:
        """The same with the bars in order of value; those without one last."""
        sign = -1 if highest_first else 1
        known = sorted((b for b in self.bars if b.value == b.value), key=lambda b: sign * b.value)
        return replace(self, bars=(*known, *(b for b in self.bars if b.value != b.value)))


@dataclass(frozen=True, kw_only=True)
class MapChart(Chart):
    """Places coloured by class of value: as many places in each (quantiles), or equal steps.

    Codes are those of `boundaries`. `names` replaces names in the boundaries, for some or all.
    """

    period: str
    boundaries: Boundaries
    values: Mapping[str, float]
    own: frozenset[str] = frozenset()
    names: Mapping[str, Text] = field(default_factory=dict)
    marks: Mapping[str, tuple[Mark, ...]] = field(default_factory=dict)
    method: Literal["quantiles", "equal steps"] = "quantiles"
    classes: int = 5

    def __post_init__(self) -> None:
        assert 1 <= self.classes <= MOST_CLASSES, self.code
