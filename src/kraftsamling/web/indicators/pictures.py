"""An indicator as charts: its development, places side by side, and a map."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from django.utils.translation import gettext as _

from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.outlook import Outlook, Reach
from kraftsamling.evidence.indicators.status import letters
from kraftsamling.kernel.place import Place
from kraftsamling.web import charts
from kraftsamling.web.charts import Bar, BarChart, LineChart, Links, MapChart, Mark, Series, Target
from kraftsamling.web.charts.periods import in_words
from kraftsamling.web.indicators.words import language

# The file of boundaries for each kind of place, and how many places make a map worth drawing.
BOUNDARIES = {"county": "counties", "municipality": "municipalities"}
ENOUGH = 5


def line_chart(
    trend: Trend,
    own: Mapping[Place, int],
    others: Iterable[Place],
    *,
    group: str,
    called: str = "",
    outlook: Outlook | None = None,
    links: Links = Links(),  # noqa: B008
) -> LineChart:
    """The development in the plan's own places, with others in grey, and the outlook of one.

    `own` has the number of each one's colour; `called` is the name of the group, for the title.
    """
    shown = [*own.items(), *((place, None) for place in others)]
    series = tuple(
        _series(trend, place, group, colour=colour, outlook=outlook)
        for place, colour in shown
        if place in trend.places and _anything(trend, place, group)
    )
    periods = _within(trend, series)
    cut = (
        slice(trend.periods.index(periods[0]), trend.periods.index(periods[-1]) + 1)
        if periods
        else slice(0)
    )
    return LineChart(
        code=trend.indicator.code,
        title=_title(trend, called),
        unit=trend.indicator.unit,
        source=producers(trend),
        decimals=trend.indicator.decimals,
        links=links,
        periods=periods,
        series=tuple(replace(s, values=s.values[cut]) for s in series),
        targets=_targets(outlook),
    )


def bar_chart(
    trend: Trend,
    own: Mapping[Place, int],
    others: Iterable[Place],
    *,
    group: str,
    period: str,
    called: str = "",
    links: Links = Links(),  # noqa: B008
) -> BarChart:
    """Places side by side in one period, the highest first; those that nothing is said of are left out.

    `own` has the number of each one's colour.
    """
    bars = []
    for place in (*own, *others):
        value, mark = at(trend, place, group, period)
        if mark or not np.isnan(value):
            colour = own.get(place, 0)
            bars.append(Bar(place.name, value, place in own, None, _marks(mark), colour))
    return BarChart(
        code=f"{trend.indicator.code}-bars",
        title=_title(trend, called, in_words(period)),
        unit=trend.indicator.unit,
        source=producers(trend),
        decimals=trend.indicator.decimals,
        links=links,
        period=period,
        bars=tuple(bars),
    ).ranked()


def map_chart(
    trend: Trend,
    folder: Path,
    *,
    own: Iterable[Place],
    group: str,
    called: str = "",
    links: Links = Links(),  # noqa: B008
) -> MapChart | None:
    """The places of one level in the last period that most of them have; nothing with too few."""
    for level, name in BOUNDARIES.items():
        places = [place for place in trend.places if place.level == level]
        file = folder / "boundaries" / f"{name}.geojson"
        if len(places) < ENOUGH or not file.exists():
            continue
        period = _latest(trend, places, group)
        if not period:
            continue
        found = {place.code: at(trend, place, group, period) for place in places}
        return MapChart(
            code=f"{trend.indicator.code}-map",
            title=_title(trend, called, _by(level), in_words(period)),
            unit=trend.indicator.unit,
            source=producers(trend),
            decimals=trend.indicator.decimals,
            links=links,
            period=period,
            boundaries=charts.read_boundaries(file),
            values={code: value for code, (value, _mark) in found.items()},
            own=frozenset(place.code for place in own),
            names={place.code: place.name for place in places},
            marks={code: _marks(mark) for code, (_value, mark) in found.items() if mark},
        )
    return None


def _title(trend: Trend, *parts: str) -> str:
    """The indicator's name, and what tells this picture from the others of its page."""
    return ", ".join(filter(None, (trend.indicator.name.in_language(language()), *parts)))


def _by(level: str) -> str:
    return _("by county") if level == "county" else _("by municipality")


def at(trend: Trend, place: Place, group: str, period: str) -> tuple[float, int]:
    """The value and the mark of one place, group and period; NaN where there is none."""
    if period not in trend.periods or place not in trend.places:
        return float("nan"), 0
    values, marks = trend.row(place, group)
    column = trend.periods.index(period)
    return float(values[column]), int(marks[column])


def producers(trend: Trend) -> str:
    """Who published the numbers."""
    return ", ".join(dict.fromkeys(origin.producer for origin in trend.origins))


def _anything(trend: Trend, place: Place, group: str) -> bool:
    values, marks = trend.row(place, group)
    return bool(np.isfinite(values).any() or marks.any())


def _series(
    trend: Trend, place: Place, group: str, *, colour: int | None, outlook: Outlook | None
) -> Series:
    values, marks = trend.row(place, group)
    return Series(
        place.name,
        tuple(values.tolist()),
        colour is not None,
        {code: _marks(int(mark)) for code, mark in zip(trend.periods, marks, strict=True) if mark},
        _forecast(outlook) if outlook and outlook.place == place else None,
        colour,
    )


def _within(trend: Trend, series: Iterable[Series]) -> tuple[str, ...]:
    """The periods from the first to the last that any of the series has a value in."""
    there = [n for s in series for n in np.flatnonzero(np.isfinite(s.values))]
    return trend.periods[min(there) : max(there) + 1] if there else ()


def _forecast(outlook: Outlook) -> charts.Forecast:
    ahead = outlook.forecast
    inner, outer = (ahead.intervals[level] for level in (0.8, 0.95))
    return charts.Forecast(
        outlook.periods,
        tuple(ahead.mean.tolist()),
        tuple(zip(inner.lower.tolist(), inner.upper.tolist(), strict=True)),
        tuple(zip(outer.lower.tolist(), outer.upper.tolist(), strict=True)),
    )


def _targets(outlook: Outlook | None) -> tuple[Target, ...]:
    if outlook is None:
        return ()
    return tuple(
        Target(
            _holder(reach),
            reach.aim.period,
            reach.aim.value,
            tuple(reach.required.items()),
        )
        for reach in outlook.reaches
    )


def _holder(reach: Reach) -> str:
    """Who aims at it, for the chart; of a larger place's aim, that it is no more than a yardstick."""
    if reach.of is None:
        return reach.aim.adopted_by.in_language(language())
    return _("Yardstick, %(place)s") % {"place": reach.of.name.in_language(language())}


def _marks(mark: int) -> tuple[Mark, ...]:
    return Mark.of(letters(mark))


def _latest(trend: Trend, places: list[Place], group: str) -> str:
    """The last period in which at least half of the places have a value."""
    rows = np.array([trend.row(place, group)[0] for place in places])
    enough = np.isfinite(rows).sum(axis=0) * 2 >= len(places)
    return trend.periods[int(np.flatnonzero(enough)[-1])] if enough.any() else ""
