"""What is drawn in a chart of points: the dots, the key to them, and what carries their names."""

from __future__ import annotations

import math

from django.utils.translation import gettext as _

from kraftsamling.web.charts import colours, frame
from kraftsamling.web.charts.frame import Option
from kraftsamling.web.charts.kinds import Kind, Point, ScatterChart
from kraftsamling.web.charts.labels import LINE
from kraftsamling.web.charts.letters import broken
from kraftsamling.web.charts.words import capital, marked, number, said

NAMES = "names"
# A shape for each kind, and how much of the square round it each fills: equal sizes have equal areas.
SHAPES = {
    "circle": math.pi / 4,
    "diamond": 0.5,
    "rect": 1.0,
    "triangle": 0.5,
    "path://M3,0H7V3H10V7H7V10H3V7H0V3H3Z": 0.64,
}
# In pixels across: a circle of the largest size, the smallest that is still seen, one without size.
LARGEST, SMALLEST, OWN_SMALLEST, PLAIN = 38.0, 5.0, 10.0, 10.0


def known(point: Point) -> bool:
    """Whether there is a place for it."""
    return math.isfinite(point.x) and math.isfinite(point.y)


def told(chart: ScatterChart, point: Point) -> str:
    """A point in words: both values, its size, its kind, marks; a line for each."""
    lines = [
        f"{capital(said(chart.x.title))}: {number(point.x, chart.x.decimals)}",
        f"{capital(said(chart.y.title))}: {number(point.y, chart.y.decimals)}",
    ]
    if math.isfinite(point.size):
        lines.append(f"{capital(said(chart.unit))}: {number(point.size, chart.decimals)}")
    lines.append(marked(said(chart.kinds[point.kind].name), point.marks))
    return "\n".join(broken(line, frame.SIZE, frame.NARROW - 60) for line in lines)


def shape(kind: int) -> str:
    return list(SHAPES)[kind]


def _colour(kind: Kind) -> str:
    return colours.OTHER if kind.colour is None else colours.own(kind.colour)


def largest(chart: ScatterChart) -> float:
    """The size of the largest point; 0 where none has one."""
    return max((point.size for point in chart.points if math.isfinite(point.size)), default=0.0)


def across(point: Point, most: float) -> float:
    """How wide a circle of the point's size is, in pixels, where the largest is `most`.

    Its area is its size, but for the smallest, which would not be seen.
    """
    if not math.isfinite(point.size) or most == 0:
        return PLAIN
    return max(LARGEST * math.sqrt(point.size / most), OWN_SMALLEST if point.own else SMALLEST)


def square(point: Point, most: float) -> float:
    """How wide and tall its own shape is, to have the area of that circle."""
    return across(point, most) * math.sqrt(SHAPES["circle"] / SHAPES[shape(point.kind)])


def dots(chart: ScatterChart) -> Option:
    """All dots, the largest first, so that none hides a smaller one; own ones on top."""
    most = largest(chart)
    shown = [(point, square(point, most)) for point in chart.points if known(point)]
    shown.sort(key=lambda pair: (pair[0].own, -pair[1]))
    data = []
    for point, broad in shown:
        kind = chart.kinds[point.kind]
        edge = (colours.INK, 1.5) if point.own else (colours.PAPER, 1)
        look = {"color": _colour(kind), "borderColor": edge[0], "borderWidth": edge[1]}
        data.append(
            {
                "value": [point.x, point.y],
                "head": broken(said(point.name), frame.SIZE, frame.NARROW - 60),
                "text": told(chart, point),
                "symbol": shape(point.kind),
                "symbolSize": round(broad, 1),
                "itemStyle": look,
            }
        )
    lines = [{"xAxis": chart.x.divide}, {"yAxis": chart.y.divide}]
    return {
        "type": "scatter",
        "data": data,
        "itemStyle": {"opacity": 0.85},
        "z": 3,
        "markLine": {
            "data": lines,
            "symbol": "none",
            "silent": True,
            "label": {"show": False},
            "lineStyle": {"color": colours.OTHER, "width": 1, "type": [4, 4]},
            "z": 2,
        },
    }


def _key(chart: ScatterChart) -> dict[str, Option]:
    """Each kind with its shape and colour, and what the area of a dot is."""
    used = {point.kind for point in chart.points if known(point)}
    found: dict[str, Option] = {}
    for n, kind in enumerate(chart.kinds):
        if n in used:
            look = {"color": _colour(kind)}
            found[capital(said(kind.name))] = {"icon": shape(n), "itemStyle": look}
    if any(math.isfinite(point.size) for point in chart.points):
        area = _("Area: %(unit)s") % {"unit": said(chart.unit)}
        hollow = {"color": colours.PAPER, "borderColor": colours.QUIET, "borderWidth": 1.5}
        found[area] = {"icon": "circle", "itemStyle": hollow}
    return found


def key_texts(chart: ScatterChart) -> list[str]:
    return list(_key(chart))


def key_names(chart: ScatterChart) -> list[Option]:
    return [{"name": name, "icon": look["icon"]} for name, look in _key(chart).items()]


def key_series(chart: ScatterChart) -> list[Option]:
    return [
        {"type": "scatter", "name": name, "data": [], "itemStyle": look["itemStyle"]}
        for name, look in _key(chart).items()
    ]


def name_series() -> Option:
    """Names and corners as labels of points that are not drawn, above everything else."""
    label = {
        "show": True,
        "fontSize": frame.SIZE,
        "lineHeight": LINE,
        "textBorderColor": colours.PAPER,
        "textBorderWidth": 3,
    }
    opaque = {"itemStyle": {"opacity": 1}}  # labels inherit it, and that of scatters is less
    unseen = {"symbolSize": 0.01, "silent": True, "clip": False, "z": 7}
    return {"type": "scatter", "id": NAMES, "data": [], "label": label, **unseen, **opaque}
