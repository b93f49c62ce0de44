"""Places side by side: what may be asked, and the pure steps from a trend to exactly what is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode

import numpy as np

from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.status import marks
from kraftsamling.kernel.labelled import Matrix, Numbers
from kraftsamling.kernel.place import Place
from kraftsamling.kernel.words import Words

MOST = 4
INDEX = Words(sv="index, {base} = 100", en="index, {base} = 100")
CHANGE = Words(sv="{unit}, skillnad mot {base}", en="{unit}, difference from {base}")
NO_BASE = marks(["m"])[0]


class Show(StrEnum):
    """How places are laid side by side."""

    LINE = "line"
    BARS = "bars"
    INDEX = "index"
    CHANGE = "change"

    @property
    def based(self) -> bool:
        """Whether values are counted from those of a base period."""
        return self in (Show.INDEX, Show.CHANGE)


@dataclass(frozen=True)
class Comparison:
    """Up to four indicators in some places, and how they are shown.

    Frozen, so the same object is the address, the form and the test's input: the fields are listed
    here and nowhere else. `places` are codes; `like` adds the places most like that one. `period` is
    the one that bars are for, `base` the one that index and difference are counted from; where they
    are empty the evidence decides (`latest_of_most`, `first_of_most`).
    """

    indicator: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    like: str = ""
    group: str = ""
    first: str = ""
    last: str = ""
    show: Show = Show.LINE
    period: str = ""
    base: str = ""

    @property
    def query(self) -> str:
        """The question as it stands in an address; what is as if not chosen is left out."""
        return urlencode(
            [
                (field.name, text)
                for field in fields(self)
                if (value := getattr(self, field.name)) != field.default
                for text in (value if isinstance(value, tuple) else (value,))
            ]
        )


def read_query(query: str) -> Comparison:
    """The question in an address, as `Comparison.query` wrote it; what it does not know is left."""
    said: dict[str, list[str]] = {}
    for name, text in parse_qsl(query):
        said.setdefault(name, []).append(text)
    told: dict[str, object] = {}
    for field in fields(Comparison):
        if texts := said.get(field.name):
            told[field.name] = tuple(texts) if isinstance(field.default, tuple) else texts[-1]
    if told.get("show", Show.LINE) not in set(Show):
        del told["show"]
    found = Comparison(**told)  # type: ignore[arg-type]
    return replace(found, show=Show(found.show))


def latest_of_most(trend: Trend, group: str) -> str:
    """The period that most of the places have a value for; the last of them, where several do."""
    return _period(trend, group, last=True)


def first_of_most(trend: Trend, group: str) -> str:
    """The period that most of the places have a value for; the first of them, where several do."""
    return _period(trend, group, last=False)


def _period(trend: Trend, group: str, *, last: bool) -> str:
    counts = [int(known) for known in np.isfinite(_values(trend, group)).sum(axis=0)]
    if not any(counts):
        return ""
    at = [n for n, count in enumerate(counts) if count == max(counts)]
    return trend.periods[at[-1 if last else 0]]


def only(
    trend: Trend, places: Sequence[Place], group: str, periods: Iterable[str] | None = None
) -> Trend:
    """The part of `trend` that is about these places (in this order), this group and these periods.

    A place that the trend does not know is there with nothing in it, marked as missing.
    """
    wanted = set(trend.periods if periods is None else periods)
    columns = [n for n, m in enumerate(trend.moments) if m.group == group and m.period in wanted]
    values = np.full((len(places), len(columns)), np.nan)
    noted = np.full(values.shape, NO_BASE)
    known = {place: n for n, place in enumerate(trend.places)}
    for row, place in enumerate(places):
        if place in known:
            values[row] = trend.table.values[known[place], columns]
            noted[row] = trend.marks[known[place], columns]
    moments = tuple(trend.moments[n] for n in columns)
    return replace(trend, table=Matrix(values, tuple(places), moments), marks=noted)


def indexed(trend: Trend, base: str, language: str) -> Trend:
    """`trend` as an index: each place's and group's value in the period `base` is 100.

    What is missing stays missing. A place whose base is missing, zero or negative has no index at
    all, and is marked so.
    """
    based = _based(trend, base)
    ours = np.where(based > 0, based, np.nan)
    unit = Words(sv=INDEX.sv.format(base=base), en=INDEX.en.format(base=base))
    return _told(trend, trend.table.values / ours * 100, ours, unit, language, decimals=1)


def changed(trend: Trend, base: str, language: str) -> Trend:
    """`trend` as the difference from each place's and group's own value in the period `base`."""
    based = _based(trend, base)
    unit = trend.indicator.unit
    told = Words(
        sv=CHANGE.sv.format(unit=unit.sv, base=base), en=CHANGE.en.format(unit=unit.en, base=base)
    )
    decimals = trend.indicator.decimals
    return _told(trend, trend.table.values - based, based, told, language, decimals=decimals)


def _based(trend: Trend, base: str) -> Numbers:
    """The value of each cell's own place and group in the base period; NaN where there is none."""
    at = {m.group: n for n, m in enumerate(trend.moments) if m.period == base}
    nothing = np.full(len(trend.places), np.nan)
    columns = [
        trend.table.values[:, at[m.group]] if m.group in at else nothing for m in trend.moments
    ]
    return np.array(columns).T.reshape(trend.table.values.shape)


def _told(
    trend: Trend, values: Numbers, based: Numbers, unit: Words, language: str, *, decimals: int
) -> Trend:
    lost = np.isfinite(trend.table.values) & ~np.isfinite(based)
    # What a number cannot pass holds for the number itself, not for its index or difference.
    told = {"unit": unit, "decimals": decimals, "lowest": None, "highest": None}
    return replace(
        trend,
        table=Matrix(values, trend.table.rows, trend.table.columns),
        unit=unit.in_language(language),
        marks=trend.marks | np.where(lost, NO_BASE, 0),
        indicator=trend.indicator.model_copy(update=told),
    )


def _values(trend: Trend, group: str) -> Numbers:
    columns = [n for n, moment in enumerate(trend.moments) if moment.group == group]
    return trend.table.values[:, columns]
