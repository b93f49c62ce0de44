"""The chart of points in four quadrants as an ECharts option."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kraftsamling.web.charts import colours, frame
from kraftsamling.web.charts.frame import Option
from kraftsamling.web.charts.kinds import Axis, Point, ScatterChart
from kraftsamling.web.charts.labels import LINE
from kraftsamling.web.charts.letters import broken, wide, widest
from kraftsamling.web.charts.scales import scale
from kraftsamling.web.charts.scatter_series import (
    NAMES,
    PLAIN,
    dots,
    key_names,
    key_series,
    key_texts,
    known,
    largest,
    name_series,
    square,
)
from kraftsamling.web.charts.spots import Box, Dot, placed
from kraftsamling.web.charts.words import capital, number, said

# Widths from which on there is another layout.
WIDTHS = (frame.NARROW, 560, 900)
HEIGHTS = (460, 540)
# A name breaks rather than take more than this share of the width.
NAME_SHARE = 0.38
TICKS, TITLE, ABOVE = 24, 10, 6
# Shapes in the key are as tall as they are wide.
KEY = {"left": 2, "itemWidth": 11, "itemHeight": 11, "itemGap": 16}
KEY_ROW = 32


@dataclass(frozen=True)
class _Span:
    """One axis: from where to where in values, and its ticks with their texts."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]

    def along(self, value: float) -> float:
        """Where on the axis a value is: 0 at its beginning, 1 at its end."""
        return (value - self.low) / (self.high - self.low)


def scatter_option(chart: ScatterChart, *, alone: bool) -> Option:
    """Dots by kind and size, two lines that divide, quiet corners, names where they find room."""
    rooms = frame.room(chart, alone=alone)
    layouts = [_Layout(chart, width, rooms) for width in WIDTHS]
    first = layouts[0]
    return frame.option(chart, alone=alone) | {
        "grid": {
            "left": first.left,
            "right": first.right,
            "top": first.above,
            "bottom": first.bottom,
            "outerBoundsMode": "none",
            "show": True,
            "borderColor": colours.RULE,
            "backgroundColor": "transparent",
        },
        "xAxis": _axis(first.x)
        | {
            "name": _title(chart),
            "nameLocation": "middle",
            "nameGap": TICKS + TITLE,
            "nameTextStyle": {
                "color": colours.QUIET,
                "fontSize": frame.SIZE,
                "lineHeight": LINE,
                "verticalAlign": "top",
            },
        },
        "yAxis": _axis(first.y),
        "legend": frame.key(key_names(chart), rooms[1]) | KEY,
        "series": [dots(chart), *key_series(chart), name_series()],
        # The last one, without a question, is for when no other fits.
        "media": [
            *({"query": {"minWidth": one.width}, "option": one.option()} for one in layouts[1:]),
            {"option": first.option()},
        ],
        "tooltip": frame.tooltip() | {"trigger": "item"},
    }


def height(chart: ScatterChart, width: int) -> int:
    """Pixels that suit a picture of this width."""
    return (
        HEIGHTS[width >= frame.BREAK] + _key_height(chart, width) + LINE * _title(chart).count("\n")
    )


def _key_height(chart: ScatterChart, width: int) -> int:
    """The same in all layouts of wide pictures, which are equally tall."""
    rows = frame.key_height(key_texts(chart), WIDTHS[width >= frame.BREAK]) // frame.KEY_HEIGHT
    return rows * KEY_ROW


def _title(chart: ScatterChart) -> str:
    """The words below the picture, for what is measured to the right."""
    return broken(capital(said(chart.x.title)), frame.SIZE, frame.NARROW - 90)


def _axis(span: _Span) -> Option:
    ticks = [tick for tick, _text in span.ticks]
    return {
        "type": "value",
        "min": span.low,
        "max": span.high,
        "axisLabel": {
            "texts": [list(tick) for tick in span.ticks],
            "customValues": ticks,
            "hideOverlap": True,
            "color": colours.QUIET,
            "fontSize": frame.SIZE,
        },
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "splitLine": {"show": False},
    }


def _span(axis: Axis, values: Sequence[float], pad: float) -> _Span:
    """The axis round its values and its dividing line; `pad`: the share left free at either end."""
    given = [*values, axis.divide]
    low, high = min(given), max(given)
    room = (high - low) * pad / (1 - 2 * pad) or abs(low) * 0.1 or 1.0
    low, high = round(low - room, 10), round(high + room, 10)
    round_ones = scale(given, zero=False, wanted=4)
    inside = [tick for tick in round_ones.ticks if low <= tick <= high]
    return _Span(low, high, tuple((tick, number(tick, round_ones.decimals)) for tick in inside))


class _Layout:
    """What depends on the width: the room round the dots, and which names find room among them."""

    def __init__(self, chart: ScatterChart, width: int, room: tuple[int, int]) -> None:
        above, below = room
        self.chart, self.width, self.most = chart, width, largest(chart)
        # Most important first: the own ones, then in the order given.
        self.points = sorted((p for p in chart.points if known(p)), key=lambda p: not p.own)
        radius = max((square(p, self.most) for p in self.points), default=PLAIN) / 2 + 2
        key = _key_height(chart, width)
        title = _title(chart)
        self.above = above + ABOVE
        under = TICKS + TITLE + LINE * (1 + title.count("\n")) + 4 + key
        self.bottom = below + under
        # What another room above and below takes, the picture as a whole gets.
        tall = height(chart, width) - frame.room(chart, alone=False)[0] - ABOVE - under
        corners = self._corners(width / 2)
        band = LINE * max((1 + text.count("\n") for text, *_ in corners), default=0) + 8
        self.y = _span(chart.y, [p.y for p in self.points], min((band + radius) / tall, 0.3))
        self.left = round(max(widest((t for _, t in self.y.ticks), frame.SIZE) + 14, 24), 1)
        self.right = 18
        across = width - self.left - self.right
        self.x = _span(chart.x, [p.x for p in self.points], min((radius + 6) / across, 0.3))
        self.plot = (across, tall)
        self.corners = self._corners(across / 2)

    def option(self) -> Option:
        return {
            "grid": {"bottom": self.bottom, "left": self.left, "right": self.right},
            "xAxis": _axis(self.x),
            "yAxis": _axis(self.y),
            "series": [{"id": NAMES, "data": [*self._corner_labels(), *self._labels()]}],
        }

    def _corners(self, most: float) -> list[tuple[str, bool, bool]]:
        """The text of each corner that has one, whether to the right, and whether below."""
        q = self.chart.quadrants
        given = (
            (q.upper_left, False, False),
            (q.upper_right, True, False),
            (q.lower_left, False, True),
            (q.lower_right, True, True),
        )
        return [
            (broken(said(text), frame.SIZE, most - 16), right, lower)
            for text, right, lower in given
            if said(text)
        ]

    def _corner_labels(self) -> Iterator[Option]:
        for text, right, lower in self.corners:
            label = {
                "formatter": text,
                "position": "inside",
                "align": "right" if right else "left",
                "verticalAlign": "bottom" if lower else "top",
                "offset": [-6 if right else 6, -4 if lower else 4],
                "color": colours.QUIET,
                "fontStyle": "normal",
            }
            x, y = self.x.high if right else self.x.low, self.y.low if lower else self.y.high
            yield {"value": [x, y], "label": label}

    def _taken(self) -> Iterator[Box]:
        """Where the corners' texts are."""
        across, tall = self.plot
        for text, right, lower in self.corners:
            w, h = wide(text, frame.SIZE) + 6, LINE * (1 + text.count("\n")) + 4
            left, top = across - w if right else 0, tall - h if lower else 0
            yield Box(left, top, left + w, top + h)

    def _labels(self) -> Iterator[Option]:
        spots = [self._dot(point) for point in self.points]
        across, tall = self.plot
        paper = Box(2, 2, across + self.right - 2, tall - 2)
        for n, side in placed(spots, paper, list(self._taken())):
            label = {
                "formatter": spots[n].name,
                "position": side.where,
                "distance": round(spots[n].away(side), 1),
                "offset": [0, round(spots[n].down(side), 1)],
                "color": colours.INK,
                "fontWeight": 600 if spots[n].bold else "normal",
            }
            yield {"value": [self.points[n].x, self.points[n].y], "label": label}

    def _dot(self, point: Point) -> Dot:
        across, tall = self.plot
        return Dot(
            broken(said(point.name), frame.SIZE, self.width * NAME_SHARE, bold=point.own),
            across * self.x.along(point.x),
            tall * (1 - self.y.along(point.y)),
            square(point, self.most) / 2,
            point.own,
        )
