"""What is drawn in a line chart: lines, fans, targets, breaks, and the key to them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kraftsamling.web.charts import colours
from kraftsamling.web.charts.frame import SIZE, Option
from kraftsamling.web.charts.kinds import Forecast, LineChart, Mark, Series, Target
from kraftsamling.web.charts.letters import widest
from kraftsamling.web.charts.scales import Scale
from kraftsamling.web.charts.words import capital, interval, long, marked, number, said

CROSS = "path://M0,1L1,0L5,4L9,0L10,1L6,5L10,9L9,10L5,6L1,10L0,9L4,5Z"
SHAPES = {
    Mark.PRELIMINARY: "emptyCircle",
    Mark.ESTIMATED: "emptyDiamond",
    Mark.FORECAST: "emptyTriangle",
    Mark.UNCERTAIN: "emptyRect",
}
# Where a value is not shown they stand on the time axis.
UNSHOWN = {
    Mark.CONFIDENTIAL: CROSS,
    Mark.SMALL: "path://M4,0H6V4H10V6H6V10H4V6H0V4H4Z",
}
# What is seen in the picture; all marks are in the table and under the pointer.
SHOWN = {Mark.BREAK, *SHAPES, *UNSHOWN}
# How much of its colour a band has: the inner one lies on the outer.
OUTER, INNER = 0.14, 0.18


@dataclass(frozen=True)
class EndName:
    """A name to the right of a point: which period on the axis, and at what value."""

    text: str
    at: int
    value: float
    ink: str
    bold: bool = False


class Lines:
    """The series of one chart; ECharts draws them in order, the own ones last and so on top."""

    def __init__(self, chart: LineChart, periods: Sequence[str], values: Scale) -> None:
        self.chart = chart
        self.at = {period: n for n, period in enumerate(periods)}
        self.scale = values
        self.ticks = [(tick, number(tick, values.decimals)) for tick in values.ticks]
        self.left = widest((text for _tick, text in self.ticks), SIZE) + 16
        self.own = [series for series in chart.series if series.own]
        self.others = [series for series in chart.series if not series.own]
        self.ahead = any(series.forecast for series in chart.series)

    def all(self) -> Iterator[Option]:
        inked = [(series, self._colour(series)) for series in (*self.others, *self.own)]
        for series, colour in inked:
            if series.forecast:
                yield from self._fan(series, series.forecast, colour)
        for target in self.chart.targets:
            yield self._target(target)
        for series, colour in inked:
            yield self._line(series, colour)
            if series.forecast:
                yield self._middle(series, series.forecast, colour)
        yield from self._unshown()
        if self.ahead:
            yield from self._threads()

    def _threads(self) -> Iterator[Option]:
        """From each line that ends before the axis does, a thread to the end, where its name stands."""
        last = len(self.at) - 1
        for name in self.names():
            if name.at < last:
                yield {
                    "type": "line",
                    "data": [[name.at, name.value], [last, name.value]],
                    "symbol": "none",
                    "silent": True,
                    "lineStyle": {"color": name.ink, "width": 1, "type": [1, 3]},
                    "z": 2,
                }

    def _colour(self, series: Series) -> str:
        if not series.own:
            return colours.OTHER
        return colours.own(self.own.index(series) if series.colour is None else series.colour)

    def _line(self, series: Series, colour: str) -> Option:
        return {
            "type": "line",
            "name": said(series.name),
            "data": list(self._points(series, colour)),
            "showAllSymbol": True,
            "symbol": "none",
            "lineStyle": {"color": colour, "width": 3 if series.own else 1.6},
            "itemStyle": {"color": colour, "borderWidth": 2},
            "z": 4 if series.own else 3,
            "silent": True,
            **(self._breaks() if series is self.chart.series[0] else {}),
        }

    def _points(self, series: Series, colour: str) -> Iterator[Option]:
        """A point per period given; before a break in series the line is cut."""
        joined = _joined(series, self.chart.periods)
        for n, (period, value) in enumerate(zip(self.chart.periods, series.values, strict=True)):
            marks = series.marks.get(period, ())
            at = self.at[period]
            if math.isnan(value) or (n and Mark.BREAK in marks):
                yield {"value": [at, None]}
            if math.isnan(value):
                continue
            text = marked(number(value, self.chart.decimals), marks)
            point: Option = {"value": [at, value], "text": f"{said(series.name)}: {text}"}
            shape = next((SHAPES[mark] for mark in marks if mark in SHAPES), "")
            if shape or not (joined[n] or joined[n + 1]):
                point |= {"symbol": shape or "circle", "symbolSize": 9 if shape else 6}
            yield point

    def _fan(self, series: Series, ahead: Forecast, colour: str) -> Iterator[Option]:
        """Two bands from the last observed value, each as an unseen floor with its height on top."""
        start = self._last(series)
        for name, ranges, share in (("95", ahead.outer, OUTER), ("80", ahead.inner, INNER)):
            floor, height = [[*start]], [[start[0], 0.0]]
            for period, (low, high) in zip(ahead.periods, ranges, strict=True):
                floor.append([self.at[period], low])
                height.append([self.at[period], high - low])
            common = {
                "type": "line",
                "stack": f"{said(series.name)} {name}",
                "stackStrategy": "all",
                "symbol": "none",
                "silent": True,
                "lineStyle": {"opacity": 0},
                "z": 2,
            }
            yield common | {"data": floor}
            # Thin, so that fans of several places are seen through each other.
            yield common | {"data": height, "areaStyle": {"color": colour, "opacity": share}}

    def _middle(self, series: Series, ahead: Forecast, colour: str) -> Option:
        points: list[Option] = [{"value": list(self._last(series))}]
        for n, period in enumerate(ahead.periods):
            text = _("%(place)s, forecast: %(value)s\n80 %%: %(inner)s, 95 %%: %(outer)s") % {
                "place": said(series.name),
                "value": number(ahead.middle[n], self.chart.decimals),
                "inner": interval(ahead.inner[n], self.chart.decimals),
                "outer": interval(ahead.outer[n], self.chart.decimals),
            }
            points.append({"value": [self.at[period], ahead.middle[n]], "text": text})
        return {
            "type": "line",
            "data": points,
            "symbol": "none",
            "silent": True,
            "lineStyle": {"color": colour, "width": 2.2, "type": [6, 4]},
            "z": 4,
        }

    def _last(self, series: Series) -> tuple[int, float]:
        """Where the last observed value stands."""
        known = self._known(series)
        assert known, f"{self.chart.code}: a forecast from nothing"
        return known[-1]

    def _known(self, series: Series) -> list[tuple[int, float]]:
        pairs = zip(self.chart.periods, series.values, strict=True)
        return [(self.at[period], value) for period, value in pairs if not math.isnan(value)]

    def _target(self, target: Target) -> Option:
        text = self._aim(target)
        path = [[self.at[period], value] for period, value in target.path]
        aim: Option = {
            "value": [self.at[target.period], target.value],
            "text": text,
            "symbol": "diamond",
            "symbolSize": 13,
        }
        return {
            "type": "line",
            "data": [*({"value": point} for point in path if point[0] != aim["value"][0]), aim],
            "symbol": "none",
            "showAllSymbol": True,
            "silent": True,
            "lineStyle": {"color": colours.TARGET, "width": 1.8, "type": [2, 3]},
            "itemStyle": {"color": colours.INK},
            "z": 5,
        }

    def _aim(self, target: Target) -> str:
        return f"{said(target.name)}: {number(target.value, self.chart.decimals)}"

    def names(self) -> Iterator[EndName]:
        """What stands to the right of the lines, so that nobody looks for it in a legend."""
        for series in (*self.others, *self.own):
            ink = self._colour(series) if series.own else colours.QUIET
            known = self._known(series)
            if series.forecast:
                ahead = series.forecast
                known = [(self.at[ahead.periods[-1]], ahead.middle[-1])]
            if known:
                yield EndName(said(series.name), *known[-1], ink, bold=series.own)
        for target in self.chart.targets:
            at = self.at[target.period]
            yield EndName(self._aim(target), at, target.value, colours.INK)

    def _broken(self) -> tuple[str, ...]:
        """The periods where some series has a break."""
        found = {
            p for s in self.chart.series for p, marks in s.marks.items() if Mark.BREAK in marks
        }
        return tuple(period for period in self.chart.periods if period in found)

    def _breaks(self) -> Option:
        """A pale band between the last value before a break and the first after it: they do not compare."""
        at = [self.at[period] for period in self._broken()]
        bands = [[{"xAxis": max(n - 1, 0)}, {"xAxis": n}] for n in at]
        style = {"color": colours.RULE, "opacity": 0.6}
        return {"markArea": {"data": bands, "silent": True, "itemStyle": style}} if bands else {}

    def _unshown(self) -> Iterator[Option]:
        """A cross on the time axis where a value is confidential, or rests on too few."""
        points = [
            {
                "value": [self.at[period], self.scale.low],
                "text": f"{said(series.name)}: {long(mark)}",
                "symbol": UNSHOWN[mark],
            }
            for series in self.chart.series
            for period, marks in series.marks.items()
            for mark in marks
            if mark in UNSHOWN
        ]
        if points:
            yield {
                "type": "scatter",
                "data": points,
                "symbolSize": 9,
                "itemStyle": {"color": colours.QUIET},
                "silent": True,
                "clip": False,
                "z": 6,
            }

    def _key(self) -> dict[str, Option]:
        """What is in the key, and the series without points that lends each its looks."""
        seen = {mark for s in self.chart.series for marks in s.marks.values() for mark in marks}
        found: dict[str, Option] = {}
        fans = [series for series in (*self.own, *self.others) if series.forecast]
        if fans:
            found[_("Forecast")] = {"icon": "path://M0,4H4V6H0ZM6,4H10V6H6ZM12,4H16V6H12Z"}
            for name, share in ((_("80 % interval"), INNER + OUTER), (_("95 % interval"), OUTER)):
                tint = colours.tint(self._colour(fans[0]), share)
                edge = {"borderColor": colours.OTHER, "borderWidth": 1}
                found[name] = {"icon": "rect", "itemStyle": {"color": tint} | edge}
        if any(target.path for target in self.chart.targets):
            found[_("Target path")] = {
                "icon": "path://M0,4H2V6H0ZM5,4H7V6H5ZM10,4H12V6H10ZM15,4H17V6H15Z"
            }
        for mark in (mark for mark in Mark if mark in seen and mark in SHOWN):
            found[capital(long(mark))] = _key_of(mark)
        return found

    def key_names(self) -> list[Option]:
        return [{"name": name, "icon": look["icon"]} for name, look in self._key().items()]

    def key_series(self) -> list[Option]:
        plain = {"color": colours.QUIET}
        return [
            {"type": "scatter", "name": name, "data": [], "itemStyle": look.get("itemStyle", plain)}
            for name, look in self._key().items()
        ]


def _joined(series: Series, periods: Sequence[str]) -> list[bool]:
    """Whether a line leads to each point from the one before it, and (always not) beyond the last."""
    known = [not math.isnan(value) for value in series.values]
    unbroken = [Mark.BREAK not in series.marks.get(period, ()) for period in periods]
    pairs = zip(known, known[1:], unbroken[1:], strict=False)
    return [False, *(before and here and whole for before, here, whole in pairs), False]


def _key_of(mark: Mark) -> Option:
    """How a mark looks in the key."""
    if mark is Mark.BREAK:
        edge = {"borderColor": colours.OTHER, "borderWidth": 0.8}
        return {"icon": "path://M5,0H11V10H5Z", "itemStyle": {"color": colours.RULE} | edge}
    hollow = {"color": colours.PAPER, "borderColor": colours.QUIET, "borderWidth": 2}
    if mark in UNSHOWN:
        return {"icon": UNSHOWN[mark]}
    return {"icon": SHAPES[mark].removeprefix("empty").lower(), "itemStyle": hollow}
