"""The line chart as an ECharts option."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from kraftsamling.web.charts import colours, frame
from kraftsamling.web.charts.frame import Option
from kraftsamling.web.charts.kinds import LineChart
from kraftsamling.web.charts.labels import LINE, Name, apart
from kraftsamling.web.charts.letters import broken, wide
from kraftsamling.web.charts.line_series import EndName, Lines
from kraftsamling.web.charts.periods import in_words, whole
from kraftsamling.web.charts.scales import scale

NAMES, LEADERS = "names", "leaders"
# Widths from which on there is another layout: fewer rows in the key, names elsewhere.
WIDTHS = (frame.NARROW, 560, 900)
# A name breaks rather than take more than this share of the width: the lines are what matters.
NAME_SHARE = 0.32
# Between a line's end and its name, and beyond the name.
BESIDE = 18
# A line that ends so near the axis end has its name there, where no other line runs through it.
CLOSE = 48
# With an outlook names stand in one column beyond the axis, and a leader this long leads to each.
LEADER = 14
FLAT, DOWN, UP = "rect", "path://M0,0L1,1", "path://M0,1L1,0"
# The text of the last period stands with its middle at the axis end.
HALF_TICK = 24.0
# A window is seldom as wide as its layout was thought for.
SPARE = 40
HEIGHTS = (400, 440)


def line_option(chart: LineChart, *, alone: bool) -> Option:
    """Own places in colour with their names at the line's end; others grey; fans, targets, marks."""
    periods = all_periods(chart)
    values = scale(_all_values(chart), zero=chart.zero)
    lines = Lines(chart, periods, values)
    above, below = frame.room(chart, alone=alone)
    layouts = [_Layout(lines, width, (above, below)) for width in WIDTHS]
    return (
        frame.option(chart, alone=alone)
        | {
            "grid": {
                "left": lines.left,
                "right": layouts[0].right,
                "top": above + 8,
                "bottom": layouts[0].bottom,
                "outerBoundsMode": "none",
            },
            # The last one, without a question, is for when no other fits.
            "media": [
                *(
                    {"query": {"minWidth": one.width}, "option": one.option()}
                    for one in layouts[1:]
                ),
                {"option": layouts[0].option()},
            ],
            "xAxis": _time_axis(periods),
            "yAxis": frame.value_axis(lines.ticks, values.step),
            "legend": frame.key(lines.key_names(), below),
            "series": [*lines.all(), *lines.key_series(), _name_series(), _leader_series()],
        }
        | {"tooltip": frame.tooltip() | {"trigger": "axis", "axisPointer": _pointer()}}
    )


def height(width: int) -> int:
    """Pixels that suit a picture of this width."""
    return HEIGHTS[width >= frame.BREAK]


def all_periods(chart: LineChart) -> tuple[str, ...]:
    """Every period of the chart, forecasts and targets included."""
    ahead = (s.forecast.periods for s in chart.series if s.forecast)
    aims = ((*(period for period, _ in t.path), t.period) for t in chart.targets)
    given = dict.fromkeys((*chart.periods, *chain.from_iterable(ahead), *chain.from_iterable(aims)))
    return whole(given)


def _all_values(chart: LineChart) -> Iterator[float]:
    for series in chart.series:
        yield from series.values
        if series.forecast:
            yield from chain.from_iterable(series.forecast.outer)
    for target in chart.targets:
        yield from (target.value, *(value for _period, value in target.path))


def _time_axis(periods: Sequence[str]) -> Option:
    return {
        "type": "category",
        "data": [in_words(period) for period in periods],
        "boundaryGap": False,
        "axisLabel": {"color": colours.QUIET, "hideOverlap": True, "margin": 10},
        "axisLine": {"lineStyle": {"color": colours.OTHER}, "onZero": False},
        "axisTick": {"lineStyle": {"color": colours.OTHER}},
    }


def _pointer() -> Option:
    return {"type": "line", "lineStyle": {"color": colours.QUIET, "type": "solid"}}


class _Layout:
    """What depends on the width: the room below the picture, and how names at line ends keep apart."""

    def __init__(self, lines: Lines, width: int, room: tuple[int, int]) -> None:
        above, below = room
        key = [str(name["name"]) for name in lines.key_names()]
        self.width = width
        self.lines = lines
        self.beyond = LEADER if lines.ahead else 0
        self.names = [self._fitted(name) for name in lines.names()]
        self.right = max([HALF_TICK, *map(self._room, self.names)])
        self.bottom = below + frame.key_height(key, width - SPARE) + 36
        self.plot = (
            width - lines.left - self.right,
            height(width) - above - 8 - self.bottom + below,
        )
        self.moves = apart([self._place(name) for name in self.names])

    def option(self) -> Option:
        return {
            "grid": {"bottom": self.bottom, "right": self.right},
            "series": [
                {"id": NAMES, "data": list(self._labels())},
                {"id": LEADERS, "data": list(self._leaders())},
            ],
        }

    def _labels(self) -> Iterator[Option]:
        for name, down in zip(self.names, self.moves, strict=True):
            look = {"formatter": name.text, "offset": [self.beyond, down], "color": name.ink}
            weight = {"fontWeight": 600 if name.bold else "normal"}
            yield {"value": [name.at, name.value], "label": look | weight}

    def _leaders(self) -> Iterator[Option]:
        """From the end of the axis to each name that stands beyond it."""
        for name, down in zip(self.names, self.moves, strict=True):
            if self.beyond:
                yield {"value": [name.at, name.value]} | _leader(down, name.ink)

    def _place(self, name: EndName) -> Name:
        across, down = self.plot
        values = self.lines.scale
        share = (values.high - name.value) / (values.high - values.low)
        return Name(name.text, across * self._along(name), down * share)

    def _fitted(self, name: EndName) -> EndName:
        """The name in as many lines as it needs; beside the axis where its line ends close to that.

        With an outlook every name stands there: before it they would lie on fans and dashes.
        """
        text = broken(name.text, frame.SIZE, self.width * NAME_SHARE, bold=name.bold)
        close = self.lines.ahead or self._inside(name) < CLOSE
        return replace(name, text=text, at=len(self.lines.at) - 1 if close else name.at)

    def _inside(self, name: EndName) -> float:
        """Pixels from where it stands to the end of the axis, if no room were kept for names."""
        return (self.width - self.lines.left) * (1 - self._along(name))

    def _room(self, name: EndName) -> float:
        """The room a name needs to the right of the axis: less, the earlier its line ends."""
        along = self._along(name)
        needed = wide(name.text, frame.SIZE, bold=name.bold) + BESIDE - self._inside(name)
        needed += self.beyond
        return round(max(needed, 0) / along, 1) if along else 0.0

    def _along(self, name: EndName) -> float:
        """Where on the time axis it stands: 0 is the first period, 1 the last."""
        return name.at / max(len(self.lines.at) - 1, 1)


def _leader(down: float, ink: str) -> Option:
    """A thin line from a point to a name so far below it (above it is negative)."""
    tall = abs(down)
    if tall < 1:
        look = {"symbol": FLAT, "symbolSize": [LEADER, 1], "itemStyle": {"color": ink}}
    else:
        edge = {"color": "transparent", "borderColor": ink, "borderWidth": 1}
        shape = DOWN if down > 0 else UP
        look = {"symbol": shape, "symbolSize": [LEADER, tall], "itemStyle": edge}
    return look | {"symbolOffset": [LEADER / 2 + 4, down / 2]}


def _leader_series() -> Option:
    return {
        "type": "scatter",
        "id": LEADERS,
        "data": [],
        "silent": True,
        "clip": False,
        "z": 6,
        "itemStyle": {"opacity": 1},
    }


def _name_series() -> Option:
    """The names as labels of points that are not drawn, above everything else."""
    label = {
        "show": True,
        "position": "right",
        "distance": 10,
        "fontSize": frame.SIZE,
        "lineHeight": LINE,
        "textBorderColor": colours.PAPER,
        "textBorderWidth": 3,
    }
    opaque = {"itemStyle": {"opacity": 1}}  # labels inherit it, and that of scatters is less
    unseen = {"symbolSize": 0.01, "silent": True, "clip": False, "z": 7}
    return {"type": "scatter", "id": NAMES, "data": [], "label": label, **unseen, **opaque}
