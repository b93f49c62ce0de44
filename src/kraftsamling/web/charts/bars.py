"""The bar chart as an ECharts option."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kraftsamling.web.charts import colours, frame
from kraftsamling.web.charts.frame import Option
from kraftsamling.web.charts.kinds import Bar, BarChart
from kraftsamling.web.charts.letters import BOLD, broken, widest
from kraftsamling.web.charts.scales import scale
from kraftsamling.web.charts.words import MISSING, interval, marked, number, said

ROW, LINE = 30, 14
# A name breaks rather than be wider.
NAME_MOST = 140
WHISKER = "path://M0,0H2V10H0Z"


def bar_option(chart: BarChart, *, alone: bool) -> Option:
    """Bars from nought, own places in their colours, each with its value; whiskers for intervals."""
    values = scale(_all_values(chart), zero=True, wanted=4)
    names = _names(chart)
    above, below = frame.room(chart, alone=alone)
    ticks = [(tick, number(tick, values.decimals)) for tick in values.ticks]
    return frame.option(chart, alone=alone) | {
        "grid": {
            "left": widest(names, frame.SIZE) + 14,
            "right": widest((_text(chart, bar) for bar in chart.bars), frame.SIZE) * BOLD + 12,
            "top": above,
            "bottom": below + 28,
            "outerBoundsMode": "none",
        },
        "xAxis": frame.value_axis(ticks, values.step),
        "yAxis": {
            "type": "category",
            "data": names,
            "inverse": True,
            "axisLabel": {
                "color": colours.INK,
                "fontSize": frame.SIZE,
                "lineHeight": LINE,
                "interval": 0,
            },
            "axisLine": {"lineStyle": {"color": colours.OTHER}},
            "axisTick": {"show": False},
        },
        "series": [_bars(chart), _texts(chart)],
        "tooltip": frame.tooltip() | {"trigger": "axis", "axisPointer": {"type": "shadow"}},
    }


def height(chart: BarChart) -> int:
    """Pixels that give each bar its room, headings of the page's picture included."""
    row = max(ROW, LINE * max((1 + n.count("\n") for n in _names(chart)), default=1) + 2)
    return 30 + 28 + row * max(len(chart.bars), 2)


def _names(chart: BarChart) -> list[str]:
    """The names as they stand beside the bars, broken into lines."""
    return [broken(said(bar.name), frame.SIZE, NAME_MOST) for bar in chart.bars]


def _all_values(chart: BarChart) -> Iterator[float]:
    for bar in chart.bars:
        yield bar.value
        yield from bar.interval or ()


def _text(chart: BarChart, bar: Bar) -> str:
    return number(bar.value, chart.decimals)


def _bars(chart: BarChart) -> Option:
    return {
        "type": "bar",
        "barWidth": "62%",
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
