"""Charts of Littleland, with everything in them that a chart can have."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from kraftsamling.web import charts
from kraftsamling.web.charts.letters import wide

ROOT = Path(__file__).resolve().parents[1]
BOUNDARIES = ROOT / "content" / "common" / "boundaries"
GAP = math.nan

YEARS = tuple(str(year) for year in range(2014, 2024))
FORECAST = charts.Forecast(
    periods=("2024", "2025", "2026"),
    middle=(70.5, 71.0, 71.5),
    inner=((69.5, 71.5), (69.4, 72.6), (69.3, 73.7)),
    outer=((68.9, 72.1), (68.5, 73.5), (68.2, 74.8)),
)


def lines(**changed: Any) -> charts.LineChart:
    """Two own places, one with a forecast, marks, a gap and a target; two to compare with."""
    north = charts.Series(
        "Åsmåla",
        (61.0, 62.5, 63.1, 64.0, 66.2, 67.0, 71.4, 69.0, 69.5, 70.0),
        own=True,
        marks={"2019": (charts.Mark.BREAK,), "2023": (charts.Mark.PRELIMINARY,)},
        forecast=FORECAST,
    )
    south = charts.Series(
        "Södra Öja",
        (58.2, 58.9, GAP, 60.1, 60.7, 60.9, 61.5, 62.2, GAP, 63.4),
        own=True,
        marks={"2016": (charts.Mark.CONFIDENTIAL,), "2020": (charts.Mark.ESTIMATED,)},
    )
    whole = charts.Series("Littleland", (60, 61, 62, 62.4, 63, 63.1, 64, 64.2, 65, 65.5))
    other = charts.Series("Otherland", (64, 64, 64.4, 64.8, 65, 65.2, 65.1, 65.3, 65.4, 65.6))
    given: dict[str, Any] = {
        "code": "employment",
        "title": "Sysselsatta i Åsmåla <och> Öja",
        "unit": "procent av befolkningen",
        "source": "Littlelands statistik",
        "decimals": 1,
        "periods": YEARS,
        "series": (north, south, whole, other),
        "targets": (
            charts.Target(
                "Mål 2026", "2026", 74.0, (("2023", 70.0), ("2024", 71.3), ("2025", 72.7))
            ),
        ),
    }
    return charts.LineChart(**given | changed)


def bars(**changed: Any) -> charts.BarChart:
    """Five places; one without value, one below nought, two with intervals."""
    given: dict[str, Any] = {
        "code": "research",
        "title": "Forskning per invånare",
        "unit": "kronor",
        "period": "2021",
        "bars": (
            charts.Bar("Östmark", 3100, interval=(2900, 3300)),
            charts.Bar("Åsmåla", 12100, own=True, interval=(9800, 14400)),
            charts.Bar("Södra Öja", GAP, own=True, marks=(charts.Mark.CONFIDENTIAL,)),
            charts.Bar("Littleland", 8900.4, marks=(charts.Mark.PRELIMINARY,)),
            charts.Bar("Otherland", -1200),
        ),
    }
    return charts.BarChart(**given | changed)


def counties(**changed: Any) -> charts.MapChart:
    """The counties of the starter with made-up values, one of them without."""
    shapes = charts.read_boundaries(BOUNDARIES / "counties.geojson")
    values = {code: 100.0 + 7 * n for n, code in enumerate(sorted(shapes.names))}
    given: dict[str, Any] = {
        "code": "map",
        "title": "Påhittade värden per län",
        "unit": "index",
        "period": "2022",
        "boundaries": shapes,
        "values": values | {"SE232": GAP},
        "own": frozenset({"SE311", "SE312", "SE313"}),
    }
    return charts.MapChart(**given | changed)


def flows(**changed: Any) -> charts.FlowChart:
    """Who supplies an industry of Littleland, and who buys: a rest, an interval, a gap and a mark."""
    supply = {"Åsmåla": 14.2, "Littleland": 22.1, "Otherland": 6.3, "Östmark": 2.9, "Farland": 0.4}
    buy = {"Åsmåla": 5.2, "Otherland": 30.6, "Farland": 10.0}
    given: dict[str, Any] = {
        "code": "flows",
        "title": "Trävaror <och> möbler från Åsmåla",
        "unit": "miljarder kronor",
        "source": "Littlelands statistik",
        "decimals": 1,
        "period": "2021",
        "stages": (
            _stage("Levererar", "s", (*supply, "Södra Öja")),
            charts.Stage("Branschen", (charts.Node("wood", "Trävaror", own=True),)),
            _stage("Köper", "b", tuple(buy)),
        ),
        "flows": (
            *(charts.Flow(f"s {name}", "wood", v) for name, v in list(supply.items())[1:]),
            charts.Flow("s Åsmåla", "wood", supply["Åsmåla"], (12.0, 16.4)),
            charts.Flow("s Södra Öja", "wood", GAP, marks=(charts.Mark.CONFIDENTIAL,)),
            *(charts.Flow("wood", f"b {name}", v) for name, v in buy.items()),
        ),
        "most": 3,
    }
    return charts.FlowChart(**given | changed)


def _stage(name: str, letter: str, names: tuple[str, ...]) -> charts.Stage:
    nodes = (charts.Node(f"{letter} {one}", one, own=one == "Åsmåla") for one in names)
    return charts.Stage(name, tuple(nodes))


def points(**changed: Any) -> charts.ScatterChart:
    """Goods of Åsmåla: an own one, two that lie on each other, one without value, one without size."""
    given: dict[str, Any] = {
        "code": "points",
        "title": "Varor <och> deras grannar",
        "unit": "sysselsatta",
        "source": "Littlelands statistik",
        "x": charts.Axis("närhet", 0.35, decimals=2),
        "y": charts.Axis("komplexitet", 0.0, decimals=1),
        "kinds": (charts.Kind("har redan", 0), charts.Kind("nära", 1), charts.Kind("övriga")),
        "quadrants": charts.Quadrants("Språng", "Nära till hands", "Låg utdelning", "Trygg grund"),
        "points": (
            charts.Point("Båtar", 0.62, 1.4, 900, 1),
            charts.Point("Trävaror", 0.81, -0.6, 2400, 0, own=True),
            charts.Point("Möbler", 0.805, -0.61, 850, 0),
            charts.Point("Åkdon", 0.12, 1.1, 120, 2, marks=(charts.Mark.PRELIMINARY,)),
            charts.Point("Öl", 0.2, -1.2, GAP, 2),
            charts.Point("Ylle", GAP, 0.4, 60, 2),
        ),
    }
    return charts.ScatterChart(**given | changed)


def texts(picture: str) -> Iterator[tuple[str, float, float, float]]:
    """Each line of text in an SVG: the text, where it begins and ends at the widest, and its middle's y."""
    for element in ElementTree.fromstring(picture).iter("{http://www.w3.org/2000/svg}text"):
        moved = re.findall(r"-?[\d.]+", element.get("transform", "translate(0 0)"))[:2]
        x, y = (float(at) + float(element.get(d, 0)) for at, d in zip(moved, "xy", strict=True))
        text = "".join(element.itertext())
        size = float(element.get("font-size", "13px").removesuffix("px"))
        across = wide(text, size, bold=element.get("font-weight") == "600")
        left = {"end": x - across, "middle": x - across / 2}.get(
            element.get("text-anchor", "start"), x
        )
        yield text, left, left + across, y
