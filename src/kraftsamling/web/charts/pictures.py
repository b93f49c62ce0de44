"""A chart as an ECharts option, as SVG and as PNG."""

from __future__ import annotations

from django.utils import translation

from kraftsamling.web.charts import drawing, frame
from kraftsamling.web.charts.bars import bar_option, height as bars_height
from kraftsamling.web.charts.frame import Option
from kraftsamling.web.charts.kinds import BarChart, Chart, LineChart, MapChart
from kraftsamling.web.charts.lines import height as lines_height, line_option
from kraftsamling.web.charts.maps import map_option, size as map_height
from kraftsamling.web.charts.telling import alt
from kraftsamling.web.charts.words import said


def option(chart: Chart, language: str, *, alone: bool = False) -> Option:
    """The chart as an ECharts option: plain JSON, for `charts.js` and `charts-server.js` alike.

    `alone` adds title and source, for a picture that leaves its page. Two things in it are ours and
    not ECharts': `maps` (shapes, or their address) and `axisLabel.texts`.
    """
    with translation.override(language):
        match chart:
            case LineChart():
                return line_option(chart, alone=alone)
            case BarChart():
                return bar_option(chart, alone=alone)
            case MapChart():
                return map_option(chart, alone=alone)
    raise AssertionError(f"no such chart: {type(chart).__name__}")


def svg(chart: Chart, language: str, width: int, height: int, *, alone: bool = False) -> str:
    """The chart as SVG of that many pixels, drawn on the server; remembered while it is the same."""
    chosen = option(chart, language, alone=alone)
    for name, one in chosen.get("maps", {}).items():
        if isinstance(one["shape"], str) and isinstance(chart, MapChart):
            chosen["maps"][name] = one | {"shape": chart.boundaries.shape}
    with translation.override(language):
        sheet = drawing.Sheet(width, height, frame.MARGIN if alone else 0)
        return drawing.svg(chosen, said(chart.title), alt(chart, language), sheet)


def png(chart: Chart, language: str, width: int, height: int, scale: float = 2) -> bytes:
    """The chart as PNG, with its title and source in the picture; `scale` pixels per pixel of SVG."""
    return drawing.png(svg(chart, language, width, height, alone=True), width, scale)


def size(
    chart: Chart, language: str, *, narrow: bool = False, alone: bool = False
) -> tuple[int, int]:
    """Width and height in pixels that suit the chart, on a wide page or on a telephone."""
    width = frame.NARROW if narrow else frame.WIDE
    with translation.override(language):
        match chart:
            case BarChart():
                height = bars_height(chart)
            case MapChart():
                width = min(width, frame.MAP_WIDE)
                height = map_height(chart, width)
            case _:
                height = lines_height(width)
        return width, height + (frame.added(chart) if alone else 0)
