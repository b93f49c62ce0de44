"""The bar chart as an ECharts option."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kraftsamling.web.charts import colours, frame
from kraftsamling.web.charts.frame import Option
from kraftsamling.web.charts.kinds import Bar, BarChart
from kraftsamling.web.charts.letters import BOLD, broken, widest
from kraftsamling.web.charts.scales import Scale, scale
from kraftsamling.web.charts.words import MISSING, interval, marked, number, said

ROW, LINE, THICK = 30, 14, 18
# Between the names of one row and the next, and between a bar and the name above it.
GAP, OVER = 10, 4
# A name beside its bar breaks rather than be wider, by the width from which on there is that layout.
NAMES_MOST = {frame.NARROW: 140, 560: 220, 900: 300}
# In narrow pictures names that would take more lines than this stand above their bars.
BESIDE_MOST = 2
# Names beside bars; all is said, since one layout is laid upon another.
BESIDE: Option = {
    "inside": False,
    "margin": 8,
    "verticalAlign": "middle",
    "padding": 0,
    "textBorderWidth": 0,
}
WHISKER = "path://M0,0H2V10H0Z"


def bar_option(chart: BarChart, *, alone: bool) -> Option:
    """Bars from nought, own places in their colours, each with its value; whiskers for intervals."""
    room = frame.room(chart, alone=alone)
    layouts = [_Layout(chart, width, room) for width in NAMES_MOST]
    # All have the decimals of the finest: one layout is laid upon another, and so are their ticks.
    decimals = max(one.values.decimals for one in layouts)
    places = sorted({tick for one in layouts for tick in one.values.ticks})
    texts: list[list[float | str]] = [[tick, number(tick, decimals)] for tick in places]
    return frame.option(chart, alone=alone) | {
        "grid": {
            "right": _right(chart),
            "bottom": room[1] + 28,
            "outerBoundsMode": "none",
        }
        | layouts[0].grid,
        # The last one, without a question, is for when no other fits.
        "media": [
            *({"query": {"minWidth": one.width}, "option": one.option()} for one in layouts[1:]),
            {"option": layouts[0].option()},
        ],
        "xAxis": _axis(layouts[0].values, texts),
        "yAxis": {
            "type": "category",
            "data": layouts[0].names,
            "inverse": True,
            "axisLabel": {
                "color": colours.INK,
                "fontSize": frame.SIZE,
                "lineHeight": LINE,
                "interval": 0,
            }
            | layouts[0].label,
            "axisLine": {"lineStyle": {"color": colours.OTHER}},
            "axisTick": {"show": False},
        },
        "series": [_bars(chart), _texts(chart)],
        "tooltip": frame.tooltip() | {"trigger": "axis", "axisPointer": {"type": "shadow"}},
    }


def height(chart: BarChart, width: int) -> int:
    """Pixels that give each bar its room, headings of the page's picture included."""
    room = frame.room(chart, alone=False)
    alike = [one for one in NAMES_MOST if (one >= frame.BREAK) == (width >= frame.BREAK)]
    layouts = [_Layout(chart, one, room) for one in alike]
    return 30 + 28 + max(one.extra + one.row * max(len(chart.bars), 2) for one in layouts)


class _Layout:
    """What depends on the width: where names stand, and in how many lines."""

    def __init__(self, chart: BarChart, width: int, room: tuple[int, int]) -> None:
        self.width = width
        self.names = [broken(said(b.name), frame.SIZE, NAMES_MOST[width]) for b in chart.bars]
        self.over = width < frame.BREAK and _lines(self.names) > BESIDE_MOST and not _below(chart)
        self.extra, self.label = 0, BESIDE
        self.left = widest(self.names, frame.SIZE) + 14
        self.row = max(ROW, LINE * _lines(self.names) + GAP)
        if self.over:
            self._put_over(chart)
        self.grid = {"left": self.left, "top": room[0] + self.extra}
        self.values = self._scale(chart)

    def option(self) -> Option:
        limits = {"min": self.values.low, "max": self.values.high, "interval": self.values.step}
        names = {"data": self.names, "axisLabel": self.label}
        return {"grid": self.grid, "xAxis": limits, "yAxis": names}

    def _scale(self, chart: BarChart) -> Scale:
        """As many ticks as have room for their texts side by side, so that none in the middle is left out."""
        across = self.width - self.left - _right(chart)
        for wanted in (4, 3, 2):
            found = scale(_all_values(chart), zero=True, wanted=wanted)
            needed = widest((number(tick, found.decimals) for tick in found.ticks), frame.SIZE)
            if (needed + GAP) * (len(found.ticks) - 1) <= across:
                return found
        return scale(_all_values(chart), zero=True, wanted=1)

    def _put_over(self, chart: BarChart) -> None:
        """Names above their bars, from side to side: beside them they would leave no room."""
        most = self.width - 2 * GAP
        self.names = [broken(said(bar.name), frame.SIZE, most) for bar in chart.bars]
        tall = LINE * _lines(self.names)
        self.row = THICK + OVER + tall + GAP
        # The first name reaches above its row.
        self.extra = max(0, tall + OVER + THICK // 2 - self.row // 2)
        # Half the nought below the axis.
        self.left = 8.0
        self.label = {
            "inside": True,
            "margin": 0,
            "verticalAlign": "bottom",
            "padding": [0, 0, THICK // 2 + OVER, 0],
            "textBorderColor": colours.PAPER,
            "textBorderWidth": 3,
        }


def _right(chart: BarChart) -> float:
    """The room beyond the longest bar for its value."""
    return widest((_text(chart, bar) for bar in chart.bars), frame.SIZE) * BOLD + 12


def _axis(values: Scale, texts: list[list[float | str]]) -> Option:
    axis = frame.value_axis([(tick, "") for tick in values.ticks], values.step)
    return axis | {"axisLabel": axis["axisLabel"] | {"texts": texts}}


def _lines(names: list[str]) -> int:
    """In how many lines the tallest name is."""
    return max((1 + name.count("\n") for name in names), default=1)


def _below(chart: BarChart) -> bool:
    """Whether some bar is below nought: names above them would begin in the middle."""
    return any(value < 0 for value in _all_values(chart))


def _all_values(chart: BarChart) -> Iterator[float]:
    for bar in chart.bars:
        yield bar.value
        yield from bar.interval or ()


def _text(chart: BarChart, bar: Bar) -> str:
    return number(bar.value, chart.decimals)


def _bars(chart: BarChart) -> Option:
    return {
        "type": "bar",
        "barWidth": THICK,
        "data": [
            {
                "value": None if math.isnan(bar.value) else bar.value,
                "head": said(bar.name),
                "text": told(chart, bar),
                "itemStyle": {"color": colours.own(bar.colour) if bar.own else colours.OTHER},
            }
            for bar in chart.bars
        ],
        # A rim of paper, so that whiskers are seen on dark bars too.
        "markLine": _whiskers(chart, colours.PAPER, 5),
    }


def _texts(chart: BarChart) -> Option:
    """The values in figures, beyond bar and whisker."""
    points = []
    for n, bar in enumerate(chart.bars):
        # Of a bar below nought the value stands on the other side, where no name is.
        reach = max(0.0, *(v for v in (bar.value, *(bar.interval or ())) if not math.isnan(v)), 0.0)
        label = {
            "show": True,
            "position": "right",
            "formatter": MISSING if math.isnan(bar.value) else _text(chart, bar),
            "fontWeight": 600 if bar.own else "normal",
        }
        points.append({"value": [reach, n], "label": label})
    return {
        "type": "scatter",
        "data": points,
        "symbolSize": 0.01,
        "itemStyle": {"opacity": 1},
        "silent": True,
        "clip": False,
        "label": {"color": colours.INK, "fontSize": frame.SIZE, "distance": 6},
        "markLine": _whiskers(chart, colours.INK, 2),
    }


def _whiskers(chart: BarChart, colour: str, thick: int) -> Option:
    """From low to high through each bar that has an interval, with a cross-bar at both ends."""
    return {
        "symbol": [WHISKER, WHISKER],
        "symbolSize": [9 + thick, thick],
        "silent": True,
        "label": {"show": False},
        "lineStyle": {"color": colour, "width": thick, "type": "solid"},
        "data": [
            [{"coord": [limit, n]} for limit in bar.interval]
            for n, bar in enumerate(chart.bars)
            if bar.interval
        ],
    }


def told(chart: BarChart, bar: Bar) -> str:
    """A bar in words: value, interval, marks."""
    text = number(bar.value, chart.decimals)
    if bar.interval:
        text = f"{text} ({interval(bar.interval, chart.decimals)})"
    return marked(text, bar.marks)
