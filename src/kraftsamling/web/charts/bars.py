"""The bar chart as an ECharts option."""

from __future__ import annotations

import math
from collections.abc import Iterator

from kraftsamling.web.charts import colours, frame
from kraftsamling.web.charts.frame import Option
from kraftsamling.web.charts.kinds import Bar, BarChart
from kraftsamling.web.charts.scales import scale
from kraftsamling.web.charts.words import MISSING, interval, marked, number, said, width

ROW = 30
NAME_MOST = 132
WHISKER = "path://M0,0H2V10H0Z"


def bar_option(chart: BarChart, *, alone: bool) -> Option:
    """Bars from nought, own places in the site's green, each with its value; whiskers for intervals."""
    values = scale(_all_values(chart), zero=True, wanted=4)
    names = [said(bar.name) for bar in chart.bars]
    above, below = frame.room(chart, alone=alone)
    ticks = [(tick, number(tick, values.decimals)) for tick in values.ticks]
    return frame.option(chart, alone=alone) | {
        "grid": {
            "left": width(names, NAME_MOST) + 6,
            "right": max(width((_text(chart, bar) for bar in chart.bars), 96), 24) + 4,
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
                "width": NAME_MOST,
                "overflow": "break",
                "lineHeight": 14,
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
    return 30 + 28 + ROW * max(len(chart.bars), 2)


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
                "itemStyle": {"color": colours.own(0) if bar.own else colours.OTHER},
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
