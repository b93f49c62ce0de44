"""The map as an ECharts option."""

from __future__ import annotations

import math
from hashlib import sha256

from django.utils.translation import gettext as _

from kraftsamling.web.charts import colours, frame
from kraftsamling.web.charts.frame import Option
from kraftsamling.web.charts.kinds import MapChart
from kraftsamling.web.charts.letters import widest
from kraftsamling.web.charts.scales import class_of, limits
from kraftsamling.web.charts.words import interval, marked, number, said

ROW = 24
SWATCH = (22, 15)
# From this on the land is so tall that the key has room beside it.
TALL = 1.35
# Names on more places than this would cover the map.
NAMED = 16
TALLEST = 560


def map_option(chart: MapChart, *, alone: bool) -> Option:
    """Places in shades by class, those without value hatched, own places outlined; a key with ranges."""
    name = _name(chart)
    above, below = frame.room(chart, alone=alone)
    texts = key_texts(chart)
    beside = chart.boundaries.tallness >= TALL
    box = {
        "left": 0,
        "right": 0,
        "top": above,
        "bottom": below + (4 if beside else ROW * len(texts) + 16),
    }
    if beside:
        box["left"] = round(SWATCH[0] + 8 + widest(texts, frame.SIZE)) + 12
    return frame.option(chart, alone=alone) | {
        "maps": {
            name: {
                "shape": chart.links.boundaries or chart.boundaries.shape,
                "last": sorted(chart.own),
            }
        },
        "graphic": _key(chart, texts, {"top": above + 8} if beside else {"bottom": below + 4}),
        "series": [
            {
                "type": "map",
                "map": name,
                "nameProperty": "code",
                "aspectScale": round(chart.boundaries.narrowing, 4),
                **box,
                "preserveAspect": "contain",
                "preserveAspectAlign": "center" if beside else "left",
                "preserveAspectVerticalAlign": "top",
                "selectedMode": False,
                "itemStyle": {
                    "areaColor": colours.PAPER,
                    "borderColor": colours.EDGE,
                    "borderWidth": 0.5,
                },
                "emphasis": {"disabled": True},
                "label": {"show": False},
                "labelLayout": {"hideOverlap": True},
                "data": _places(chart),
            }
        ],
    }


def size(chart: MapChart, width: int) -> int:
    """The height that suits the land where the picture is this wide."""
    if chart.boundaries.tallness >= TALL:
        return TALLEST
    land = min(width * chart.boundaries.tallness, 460)
    return round(land + 30 + ROW * len(key_texts(chart)) + 16)


def lower(chart: MapChart) -> tuple[float, ...]:
    """The limits of the classes, among the places that are drawn."""
    drawn = chart.boundaries.names
    values = (value for code, value in chart.values.items() if code in drawn)
    return limits(values, chart.classes, chart.method)


def class_texts(chart: MapChart) -> list[str]:
    """The range of each class, lowest first: the values that are in it, not the limits between."""
    found = lower(chart)
    drawn = [v for code, v in chart.values.items() if code in chart.boundaries.names]
    known = [value for value in drawn if math.isfinite(value)]
    texts = []
    for n in range(max(len(found) - 1, 0)):
        inside = [value for value in known if class_of(value, found) == n]
        if not inside:  # equal steps may hold nobody
            inside = [found[n], found[n + 1]]
        ends = (min(inside), max(inside))
        same = number(ends[0], chart.decimals) == number(ends[1], chart.decimals)
        texts.append(number(ends[0], chart.decimals) if same else interval(ends, chart.decimals))
    return texts


def key_texts(chart: MapChart) -> list[str]:
    """The key from high to low, and "no value" where some place has none."""
    texts = class_texts(chart)[::-1]
    without = any(math.isnan(value(chart, code)) for code in chart.boundaries.names)
    return [*texts, _("No value")] if without else texts


def value(chart: MapChart, code: str) -> float:
    """The value of a place; NaN where it has none."""
    return chart.values.get(code, math.nan)


def names(chart: MapChart) -> dict[str, str]:
    """The name of each place that is drawn, by code."""
    given = {code: said(name) for code, name in chart.names.items()}
    return {code: given.get(code, name) for code, name in chart.boundaries.names.items()}


def _name(chart: MapChart) -> str:
    """Another for other shapes, or in another order, so that maps on one page do not mix."""
    told = "\n".join([*sorted(chart.boundaries.names), "own", *sorted(chart.own)])
    return f"{chart.boundaries.name}-{sha256(told.encode()).hexdigest()[:12]}"


def _shades(chart: MapChart) -> tuple[str, ...]:
    return colours.ramp(max(len(lower(chart)) - 1, 1))


def _places(chart: MapChart) -> list[Option]:
    found, shades = lower(chart), _shades(chart)
    named = len(chart.boundaries.names) <= NAMED
    places = []
    for code, name in names(chart).items():
        number_ = value(chart, code)
        missing = math.isnan(number_)
        shade = colours.PAPER if missing else shades[class_of(number_, found)]
        place: Option = {
            "name": code,
            "value": None if missing else number_,
            "head": name,
            "text": marked(number(number_, chart.decimals), chart.marks.get(code, ())),
            "itemStyle": {"areaColor": shade} | ({"decal": _hatch()} if missing else {}),
        }
        if code in chart.own:
            few = len(chart.own) <= NAMED
            place["itemStyle"] |= {"borderColor": colours.INK, "borderWidth": 2.4 if few else 1.2}
        if named:
            place["label"] = _label(name, shade)
        places.append(place)
    return places


def _label(name: str, shade: str) -> Option:
    """A name in ink or paper, whichever is seen better on the place's own shade, with a rim of it."""
    return {
        "show": True,
        "formatter": name,
        "color": colours.on(shade),
        "fontSize": 12,
        "fontWeight": 600,
        "textBorderColor": shade,
        "textBorderWidth": 3,
    }


def _hatch() -> Option:
    return {
        "symbol": "rect",
        "color": colours.HATCH,
        "dashArrayX": [1, 0],
        "dashArrayY": [1.4, 4],
        "rotation": -0.785,
    }


def _key(chart: MapChart, texts: list[str], at: Option) -> Option:
    """Swatches with ranges; the hatched one is drawn with the same strokes as on the map."""
    shades = list(_shades(chart)[::-1][: len(class_texts(chart))])
    children: list[Option] = []
    for n, text in enumerate(texts):
        shade = shades[n] if n < len(shades) else colours.PAPER
        children.append(_swatch(n * ROW, shade))
        if n >= len(shades):
            children += _strokes(n * ROW)
        children.append(
            {
                "type": "text",
                "left": SWATCH[0] + 8,
                "top": n * ROW + 1,
                "style": {
                    "text": text,
                    "fill": colours.INK,
                    "fontSize": frame.SIZE,
                    "fontFamily": frame.FONT,
                },
            }
        )
    return {"type": "group", "left": 0, **at, "silent": True, "children": children}


def _swatch(top: int, shade: str) -> Option:
    shape = {"x": 0, "y": top, "width": SWATCH[0], "height": SWATCH[1]}
    style = {"fill": shade, "stroke": colours.EDGE, "lineWidth": 0.8}
    return {"type": "rect", "shape": shape, "style": style}


def _strokes(top: int) -> list[Option]:
    wide, tall = SWATCH
    return [
        {
            "type": "line",
            "shape": {
                "x1": max(x, 0),
                "y1": top + min(tall, tall + x),
                "x2": min(x + tall, wide),
                "y2": top + max(0, x + tall - wide),
            },
            "style": {"stroke": colours.HATCH, "lineWidth": 1.4},
        }
        for x in range(-8, wide, 6)
    ]
