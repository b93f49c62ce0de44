"""Charts: what the picture shows, the table and the words say too, in colours that all can tell apart."""

from __future__ import annotations

import itertools
import json
import math
import re
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from numpy.typing import NDArray

from kraftsamling.evidence.indicators.status import NAMES
from kraftsamling.web import charts
from kraftsamling.web.charts import answers, colours, drawing, maps
from kraftsamling.web.charts.colours import INK, PAPER, contrast
from kraftsamling.web.charts.letters import wide
from tests import drawn

EVERY = (drawn.lines(), drawn.bars(), drawn.counties(), drawn.flows(), drawn.points())
SVG = "{http://www.w3.org/2000/svg}"
THEME = drawn.ROOT / "src/kraftsamling/web/assets/css/theme.css"


def named(option: dict[str, Any], name: str) -> dict[str, Any]:
    """The one series with points of that name."""
    return next(s for s in option["series"] if s.get("name") == name and s["data"])


def unfiltered(how: int, given: NDArray[np.uint8], above: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A line of a PNG, from what is written and the line above (PNG specification, 9.2)."""
    if how in (0, 2):
        return given + above * np.uint8(how // 2)
    line = given.copy()
    for n in range(len(line)):
        a, b, c = (
            (int(line[n - 4]) if n > 3 else 0),
            int(above[n]),
            (int(above[n - 4]) if n > 3 else 0),
        )
        nearest = min((a, b, c), key=lambda value: abs(a + b - c - value))
        line[n] = (int(line[n]) + (0, a, b, (a + b) // 2, nearest)[how]) % 256
    return line


def pixels(png: bytes) -> NDArray[np.uint8]:
    """The picture as height x width x 4; reads what resvg writes: eight bits, RGBA, not interlaced."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    at, data = 8, b""
    while at < len(png):
        (length,), kind = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        body = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, bits, colour, _, _, interlaced = struct.unpack(">IIBBBBB", body)
            assert (bits, colour, interlaced) == (8, 6, 0)
        data += body if kind == b"IDAT" else b""
        at += length + 12
    lines = np.frombuffer(zlib.decompress(data), np.uint8).reshape(height, width * 4 + 1)
    above = np.zeros(width * 4, np.uint8)
    picture = []
    for line in lines:
        above = unfiltered(int(line[0]), line[1:], above)
        picture.append(above)
    return np.array(picture).reshape(height, width, 4)


# Colours


@pytest.mark.parametrize("colour", [*colours.OWN, colours.OTHER, colours.HATCH, colours.EDGE])
def test_it_draws_with_enough_contrast(colour: str) -> None:
    assert contrast(colour, PAPER) >= 3


@pytest.mark.parametrize("colour", [*colours.OWN, colours.QUIET, INK, colours.TARGET])
def test_it_writes_with_enough_contrast(colour: str) -> None:
    assert contrast(colour, PAPER) >= 4.5
    # Names stand on the fans too, which are tints of the own colours.
    assert all(contrast(INK, colours.tint(own, 0.3)) >= 4.5 for own in colours.OWN)


def test_it_measures_contrast_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("classes", range(1, 7))
def test_it_writes_on_every_shade(classes: int) -> None:
    shades = colours.ramp(classes)

    assert len(shades) == classes
    assert all(contrast(colours.on(shade), shade) >= 4.5 for shade in shades)
    darker = itertools.pairwise(colours.luminance(shade) for shade in shades)
    assert all(high / low > 1.25 for high, low in darker)


def test_it_keeps_to_the_colours_of_the_site() -> None:
    theme = THEME.read_text(encoding="utf-8")

    for colour in (colours.OWN[0], INK, colours.QUIET, colours.RULE, colours.ramp(5)[0]):
        assert colour in theme, colour


# How dichromats see linear RGB (Machado, Oliveira and Fernandes 2009, table of severity 1.0).
SEEN = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}  # fmt: skip


@pytest.mark.parametrize("eyes", SEEN)
def test_it_tells_three_own_places_apart_for_the_colour_blind(eyes: str) -> None:
    seen = [_lab(colour, np.array(SEEN[eyes])) for colour in (*colours.OWN[:3], colours.OTHER)]
    far = [float(np.linalg.norm(a - b)) for a, b in itertools.combinations(seen, 2)]

    assert min(far) > 12, far  # a difference of 2.3 is just noticed


def _lab(colour: str, eyes: NDArray[np.float64]) -> NDArray[np.float64]:
    """CIELAB of a colour as those eyes see it."""
    given = np.array([int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)])
    linear = np.where(given <= 0.04045, given / 12.92, ((given + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array(
        [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    )
    xyz = to_xyz @ np.clip(eyes @ linear, 0, 1) / np.array([0.9505, 1, 1.089])
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


# Options


@pytest.mark.parametrize("chart", EVERY, ids=lambda chart: chart.code)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_it_is_plain_json(chart: charts.Chart, language: str) -> None:
    option = charts.option(chart, language)

    assert json.loads(json.dumps(option, allow_nan=False)) == option
    assert option["tooltip"]["renderMode"] == "richText"


def test_it_leaves_gaps_where_there_is_no_value() -> None:
    points = named(charts.option(drawn.lines(), "sv"), "Södra Öja")["data"]
    values = {point["value"][0]: point["value"][1] for point in points}

    assert values[2] is None
    assert values[8] is None
    assert 0 not in values.values()
    assert values[3] == 60.1


def test_it_shows_a_value_between_gaps_as_a_dot() -> None:
    alone = charts.Series("Åsmåla", (1.0, drawn.GAP, 3.0, drawn.GAP, 5.0, 6.0))
    chart = drawn.lines(periods=drawn.YEARS[:6], series=(alone,), targets=())
    points = named(charts.option(chart, "sv"), "Åsmåla")["data"]

    assert [point.get("symbol") for point in points if point["value"][1] is not None] == [
        *("circle", "circle", None, None),
    ]


def test_it_cuts_the_line_at_a_break_and_shades_it() -> None:
    option = charts.option(drawn.lines(), "sv")
    points = [tuple(point["value"]) for point in named(option, "Åsmåla")["data"]]
    bands = [s["markArea"]["data"] for s in option["series"] if "markArea" in s]

    assert points[4:7] == [(4, 66.2), (5, None), (5, 67.0)]
    assert bands == [[[{"xAxis": 4}, {"xAxis": 5}]]]


def test_it_gives_each_mark_a_shape_of_its_own() -> None:
    option = charts.option(drawn.lines(), "en")
    shapes = {
        (name, point["value"][0]): point["symbol"]
        for name in ("Åsmåla", "Södra Öja")
        for point in named(option, name)["data"]
        if "symbol" in point
    }
    crosses = next(s for s in option["series"] if s["type"] == "scatter" and s.get("z") == 6)

    # The last value of the second stands alone after a gap, and so is a plain dot.
    assert shapes == {
        ("Åsmåla", 9): "emptyCircle",
        ("Södra Öja", 6): "emptyDiamond",
        ("Södra Öja", 9): "circle",
    }
    assert [point["value"] for point in crosses["data"]] == [[2, option["yAxis"]["min"]]]
    assert [entry["name"] for entry in option["legend"]["data"]] == [
        *("Forecast", "80 % interval", "95 % interval", "Target path"),
        *("Break in series", "Preliminary", "Estimated by the source", "Confidential"),
    ]


def test_it_knows_every_letter_of_evidence() -> None:
    assert [mark.value for mark in charts.Mark] == list(NAMES)
    assert charts.Mark.of("bp") == (charts.Mark.BREAK, charts.Mark.PRELIMINARY)


def test_it_fans_out_from_the_last_value() -> None:
    option = charts.option(drawn.lines(), "sv")
    bands = [s for s in option["series"] if "stack" in s]
    floor, height = (s["data"] for s in bands if s["stack"].endswith("95"))

    assert floor[0] == [9, 70.0]
    assert height[0] == [9, 0.0]
    assert [low + h for (_, low), (_, h) in zip(floor[1:], height[1:], strict=True)] == (
        pytest.approx([high for _, high in drawn.FORECAST.outer])
    )


def test_it_fans_out_for_every_place_with_a_forecast() -> None:
    values = drawn.lines().series[0].values
    other = charts.Series("Otherland", values, forecast=drawn.FORECAST)
    option = charts.option(drawn.lines(series=(*drawn.lines().series, other)), "sv")
    bands = [s["areaStyle"] for s in option["series"] if "areaStyle" in s]

    assert [band["color"] for band in bands] == [colours.OTHER] * 2 + [colours.own(0)] * 2
    assert all(band["opacity"] < 0.2 for band in bands)


def test_it_shows_a_value_between_a_gap_and_a_break_as_a_dot() -> None:
    marks = {"2016": (charts.Mark.BREAK,)}
    alone = charts.Series("Åsmåla", (drawn.GAP, 2.0, 3.0, 4.0), marks=marks)
    chart = drawn.lines(periods=drawn.YEARS[:4], series=(alone,), targets=())
    points = named(charts.option(chart, "sv"), "Åsmåla")["data"]

    assert [(p["value"], p.get("symbol")) for p in points if p["value"][1] is not None] == [
        *(([1, 2.0], "circle"), ([2, 3.0], None), ([3, 4.0], None)),
    ]


def named_at(option: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """In each layout, where each name of a line stands."""
    for layout in option["media"]:
        names = layout["option"]["series"][0]["data"]
        yield {name["label"]["formatter"]: name["value"] for name in names}


def test_it_names_lines_at_their_ends() -> None:
    calm = [replace(series, forecast=None) for series in drawn.lines().series]
    option = charts.option(drawn.lines(series=tuple(calm)), "sv")
    for names in named_at(option):
        assert names == {
            "Littleland": [9, 65.5],
            "Otherland": [9, 65.6],
            "Åsmåla": [9, 70.0],
            "Södra Öja": [9, 63.4],
            "Mål 2026: 74,0": [12, 74.0],
        }
    assert all(not layout["option"]["series"][1]["data"] for layout in option["media"])
    assert (
        "query" not in option["media"][-1]
    )  # else a window made narrow would keep the wide layout


def test_it_names_lines_beyond_the_plot_where_there_is_an_outlook() -> None:
    option = charts.option(drawn.lines(), "sv")
    threads = [s["data"] for s in option["series"] if s.get("lineStyle", {}).get("type") == [1, 3]]

    for names in named_at(option):
        assert {at for at, _value in names.values()} == {12}
    for layout in option["media"]:
        texts, leaders = (series["data"] for series in layout["option"]["series"])
        assert [one["value"] for one in leaders] == [one["value"] for one in texts]
        downs = [one["label"]["offset"][1] for one in texts]
        assert [2 * one["symbolOffset"][1] for one in leaders] == pytest.approx(downs)
        assert any(one["symbol"].startswith("path") for one in leaders)
    assert sorted(threads) == [[[9, v], [12, v]] for v in (63.4, 65.5, 65.6)]


@pytest.mark.parametrize("narrow", [True, False])
def test_it_writes_no_name_within_the_plot_where_there_is_an_outlook(narrow: bool) -> None:
    chart = drawn.lines()
    drawing = charts.svg(chart, "en", *charts.size(chart, "en", narrow=narrow))
    found = {text: left for text, left, _right, _y in drawn.texts(drawing)}
    last = found["2026"] + wide("2026", 12) / 2

    for name in ("Åsmåla", "Södra Öja", "Littleland", "Otherland"):
        assert found[name] > last + 4, name


@pytest.mark.parametrize("most", [9_900.0, 30_000.0, 1_234_567.0])
def test_it_leaves_out_no_number_in_the_middle_of_an_axis(most: float) -> None:
    bars = [charts.Bar("A place with a rather long name", most), charts.Bar("Öja", most / 3)]
    chart = drawn.bars(bars=tuple(bars))
    drawing = charts.svg(chart, "en", *charts.size(chart, "en", narrow=True))
    baseline = max(y for _text, _left, _right, y in drawn.texts(drawing))
    axis = [text for text, _left, _right, y in drawn.texts(drawing) if y == baseline]
    ticks = [float(text.replace(",", "")) for text in axis]
    steps = {round(b - a, 6) for a, b in itertools.pairwise(ticks)}

    assert len(ticks) >= 2
    assert ticks[0] == 0
    assert ticks[-1] >= most
    assert len(steps) == 1


def test_it_names_a_line_beside_the_axis_where_it_ends_close_to_it() -> None:
    years = tuple(str(year) for year in range(2000, 2024))
    whole = charts.Series("Å", (50.0,) * 24, own=True)
    ended = charts.Series("Littleland", (*((60.0,) * 23), drawn.GAP))
    far = charts.Series("Otherland", (*((70.0,) * 12), *((drawn.GAP,) * 12)))
    chart = drawn.lines(periods=years, series=(whole, ended, far), targets=())

    for layout in charts.option(chart, "sv")["media"]:
        names = layout["option"]["series"][0]["data"]
        stands = {name["label"]["formatter"]: name["value"] for name in names}
        assert stands == {"Å": [23, 50.0], "Littleland": [23, 60.0], "Otherland": [11, 70.0]}


def test_it_keeps_room_only_for_names_that_reach_beyond_the_axis() -> None:
    def room(place: str, last: int) -> float:
        values = (*(60.0 for _ in range(last)), *(drawn.GAP for _ in range(10 - last)))
        series = (charts.Series("Å", (50.0,) * 10, own=True), charts.Series(place, values))
        option = charts.option(drawn.lines(series=series, targets=()), "sv")
        return float(option["media"][-1]["option"]["grid"]["right"])

    assert room("Littleland", 10) > room("Å", 10) > 0
    assert room("Littleland", 8) < room("Littleland", 10)
    assert room("Littleland", 3) == room("Å", 10)


def test_it_writes_numbers_as_the_language_does() -> None:
    bars = drawn.bars()
    swedish, english = (charts.option(bars, language) for language in ("sv", "en"))

    assert [-5000, "−5\xa0000"] in swedish["xAxis"]["axisLabel"]["texts"]
    assert [-5000, "−5,000"] in english["xAxis"]["axisLabel"]["texts"]
    assert swedish["series"][0]["data"][1]["text"] == "12\xa0100 (9\xa0800–14\xa0400)"
    assert english["series"][0]["data"][1]["text"] == "12,100 (9,800–14,400)"


def test_it_draws_no_bar_where_there_is_no_value() -> None:
    option = charts.option(drawn.bars(), "en")

    assert option["series"][0]["data"][2]["value"] is None
    assert option["series"][1]["data"][2]["label"]["formatter"] == ".."
    assert option["xAxis"]["min"] < 0 < option["xAxis"]["max"]
    assert [pair[0]["coord"] for pair in option["series"][0]["markLine"]["data"]] == [
        [2900, 0],
        [9800, 1],
    ]


@pytest.mark.parametrize("narrow", [False, True])
def test_it_stays_calm_with_many_bars_and_long_names(narrow: bool) -> None:
    name = "Tillverkning av instrument för mätning, provning, navigering"
    many = tuple(charts.Bar(f"{name} {n}", 9e4 - n, interval=(8e4, 1e5)) for n in range(25))
    chart = drawn.bars(bars=many)
    width, height = charts.size(chart, "sv", narrow=narrow)
    lines = list(drawn.texts(charts.svg(chart, "sv", width, height)))
    first = [y for text, *_, y in lines if text.startswith("Tillverkning av")]

    assert all(left >= 0 and right <= width for _, left, right, _ in lines), lines
    assert height < 1800
    # A row has its two lines of name and something between; names have most of a telephone's width.
    assert all(lower - upper >= 2 * 14 + 10 for upper, lower in itertools.pairwise(first))
    assert max(len(text) for text, *_ in lines) > 28


def test_it_puts_no_name_above_bars_that_go_both_ways() -> None:
    long = charts.Bar("Handel med samt reparation av motorfordon och motorcyklar", -5)
    narrow = charts.option(drawn.bars(bars=(long, charts.Bar("B", 5))), "sv")["media"][-1]

    assert narrow["option"]["yAxis"]["axisLabel"]["inside"] is False


def test_it_ranks_bars() -> None:
    bars = drawn.bars()

    assert [bar.name for bar in bars.ranked().bars] == [
        *("Åsmåla", "Littleland", "Östmark", "Otherland", "Södra Öja"),
    ]
    assert bars.ranked(highest_first=False).bars[0].name == "Otherland"
    assert bars.ranked(highest_first=False).bars[-1].name == "Södra Öja"


def test_it_hatches_places_without_value() -> None:
    chart = drawn.counties()
    option = charts.option(chart, "sv")
    places = {place["name"]: place for place in option["series"][0]["data"]}
    without = places.pop("SE232")

    assert without["value"] is None
    assert "decal" in without["itemStyle"]
    assert not any("decal" in place["itemStyle"] for place in places.values())
    shades = [place["itemStyle"]["areaColor"] for place in places.values()]
    assert {shade: shades.count(shade) for shade in shades} == dict.fromkeys(colours.ramp(5), 4)


def test_it_outlines_own_places_and_draws_them_last() -> None:
    chart = drawn.counties()
    option = charts.option(chart, "sv")
    (shapes,) = option["maps"].values()
    outlined = {p["name"] for p in option["series"][0]["data"] if "borderWidth" in p["itemStyle"]}

    assert outlined == chart.own == set(shapes["last"])


def test_it_names_places_on_a_map_of_few() -> None:
    chart = drawn.counties()
    few = replace(
        chart, boundaries=chart.boundaries.only(chart.own, "few"), names={"SE312": "Dalarna"}
    )
    places = {p["name"]: p for p in charts.option(few, "sv")["series"][0]["data"]}

    assert places["SE312"]["label"]["formatter"] == "Dalarna"
    assert places["SE311"]["label"]["formatter"] == "Värmlands län"
    for place in places.values():
        label, shade = place["label"], place["itemStyle"]["areaColor"]
        assert contrast(label["color"], shade) >= 4.5
    assert not any("label" in p for p in charts.option(chart, "sv")["series"][0]["data"])


def test_it_says_what_is_in_each_class() -> None:
    chart = drawn.counties(decimals=0)

    with translation.override("en"):
        texts = maps.key_texts(chart)
        assert texts[-1] == "No value"
        assert texts[-2] == "100–121"
        assert len(texts) == 6
        equal = maps.key_texts(replace(chart, method="equal steps", classes=2))
        assert equal[:2] == ["170–240", "100–163"]


# Words and tables


def test_it_tells_a_line_chart_in_words() -> None:
    assert charts.alt(drawn.lines(), "en") == (
        "Line chart: Sysselsatta i Åsmåla <och> Öja, procent av befolkningen, 2014 to 2023. "
        "Åsmåla: from 61.0 (2014) to 70.0 (2023), highest 71.4 (2020); "
        "Södra Öja: from 58.2 (2014) to 63.4 (2023). "
        "2 more series are in the table."
    )


def test_it_tells_bars_and_maps_in_words() -> None:
    assert charts.alt(drawn.bars(), "en") == (
        "Bar chart: Forskning per invånare, kronor, 2021. "
        "Highest in Åsmåla (12,100), lowest in Otherland (−1,200). 1 place has no value."
    )
    assert charts.alt(drawn.counties(), "en").endswith(
        "Highest in Norrbottens län (240), lowest in Stockholms län (100). 1 place has no value."
    )


def test_it_tells_that_there_is_nothing() -> None:
    nothing = drawn.bars(bars=(charts.Bar("Åsmåla", drawn.GAP),))
    empty = charts.Series("Åsmåla", (drawn.GAP,) * len(drawn.YEARS), own=True)
    chart = drawn.lines(series=(empty,), targets=())

    assert charts.alt(nothing, "en").endswith("No place has a value.")
    assert charts.alt(chart, "en").endswith("Åsmåla: no values.")
    assert "svg" in charts.svg(chart, "en", 400, 300)
    assert "svg" in charts.svg(nothing, "en", 400, 300)


def test_it_has_everything_in_the_table() -> None:
    table = charts.table(drawn.lines(), "en")
    rows = {row.name: [cell.text for cell in row.cells] for row in table.rows}

    assert table.head == (
        *("Period", "Åsmåla", "Åsmåla, forecast", "Åsmåla, 80 % interval", "Åsmåla, 95 % interval"),
        *("Södra Öja", "Littleland", "Otherland", "Mål 2026"),
    )
    assert rows["2016"] == ["63.1", "", "", "", "..", "62.0", "64.4", ""]
    assert rows["2026"] == ["", "71.5", "69.3–73.7", "68.2–74.8", "", "", "", "74.0"]
    marks = {row.name: row.cells[0].marks + row.cells[4].marks for row in table.rows}
    assert (marks["2019"], marks["2023"], marks["2016"]) == (("b",), ("p",), ("c",))
    assert dict(table.notes) == {
        "b": "break in series",
        "p": "preliminary",
        "e": "estimated by the source",
        "c": "confidential",
        "..": "no value",
    }


def test_it_tells_in_the_table_what_the_pointer_tells() -> None:
    for chart in EVERY:
        table = charts.table(chart, "sv")
        cells = {cell.text for row in table.rows for cell in row.cells}
        parts = " ".join(part for text in cells for part in (text, *text.split("–")))
        for series in charts.option(chart, "sv")["series"]:
            for point in series["data"]:
                text = point.get("text", "") if isinstance(point, dict) else ""
                told = re.sub(r"^[^:]*: ", "", text)
                for number in re.findall(r"−?\d[\d\xa0]*(?:,\d+)?(?! %)\b", told):
                    assert number in parts, (chart.code, text)


def test_it_tables_a_map_from_high_to_low() -> None:
    table = charts.table(drawn.counties(), "en")

    assert [row.name for row in table.rows][:2] == ["Norrbottens län", "Västerbottens län"]
    assert [cell.text for cell in table.rows[-1].cells] == ["..", ""]
    assert sum(row.own for row in table.rows) == 3


# Pictures


@pytest.mark.parametrize("chart", EVERY, ids=lambda chart: chart.code)
@pytest.mark.parametrize("narrow", [False, True])
def test_it_draws_an_svg_that_says_what_it_is(chart: charts.Chart, narrow: bool) -> None:
    width, height = charts.size(chart, "sv", narrow=narrow)
    text = charts.svg(chart, "sv", width, height)
    root = ElementTree.fromstring(text)

    assert root.tag == f"{SVG}svg"
    assert (root.get("width"), root.get("height")) == (str(width), str(height))
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == chart.title
    assert root.findtext(f"{SVG}desc") == charts.alt(chart, "sv")
    assert len(root.findall(f".//{SVG}path")) > 5
    assert not re.search(r"\sstyle=|<style|<script|NaN|undefined|\bon\w+=", text)


def test_it_draws_names_and_numbers_as_text() -> None:
    root = ElementTree.fromstring(charts.svg(drawn.lines(), "sv", 960, 440))
    texts = {"".join(element.itertext()) for element in root.iter(f"{SVG}text")}

    assert {"Södra Öja", "Åsmåla", "Littleland", "Mål 2026: 74,0", "2014", "2026"} <= texts
    assert "Procent av befolkningen" in texts
    assert drawn.lines().title not in texts


def test_it_takes_title_and_source_along_when_it_leaves_the_page() -> None:
    text = charts.svg(drawn.lines(), "en", 960, 540, alone=True)
    texts = {
        "".join(element.itertext()) for element in ElementTree.fromstring(text).iter(f"{SVG}text")
    }

    assert {drawn.lines().title, "Source: Littlelands statistik"} <= texts


def test_it_makes_room_for_a_long_title_and_many_producers() -> None:
    long = {"title": "Size of the economy per inhabitant " * 4, "source": "Statistics Sweden, " * 9}
    for short, tall in (
        (drawn.counties(), drawn.counties(**long)),
        (drawn.lines(), drawn.lines(**long)),
    ):
        headings = [title["text"] for title in charts.option(tall, "en", alone=True)["title"]]

        assert all(wide(text, 12) < charts.size(tall, "en", alone=True)[0] for text in headings)
        lines = headings[0].count("\n") * 23 + headings[-1].count("\n") * 16
        assert lines > 23
        more = charts.size(tall, "en", alone=True)[1] - charts.size(short, "en", alone=True)[1]
        assert more == lines + (0 if short.source else 28)


def test_it_draws_the_same_picture_once(monkeypatch: pytest.MonkeyPatch) -> None:
    first = charts.svg(drawn.bars(code="once"), "sv", 501, 301)
    monkeypatch.setattr(drawing, "_interpreter", None)

    assert charts.svg(drawn.bars(code="once"), "sv", 501, 301) == first
    with pytest.raises(AttributeError):  # another size is another picture
        charts.svg(drawn.bars(code="once"), "sv", 502, 301)


def test_it_draws_for_many_at_once() -> None:
    sizes = [(400 + n, 300) for n in range(12)]
    with ThreadPoolExecutor(6) as pool:
        together = list(pool.map(lambda size: charts.svg(drawn.lines(), "sv", *size), sizes))
    drawing._drawn.cache_clear()

    assert together == [charts.svg(drawn.lines(), "sv", *size) for size in sizes]


def test_it_lets_the_process_end() -> None:
    code = (
        "import django; django.setup()\n"
        "from kraftsamling.web import charts; from tests import drawn\n"
        "print(len(charts.svg(drawn.bars(), 'sv', 400, 300)))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", f"import tests.settings, os; os.environ['DJANGO_SETTINGS_MODULE'] = 'tests.settings'\n{code}"],
        cwd=drawn.ROOT,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )  # fmt: skip

    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) > 1000


def test_it_says_what_to_do_when_nothing_is_built(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(drawing, "BUILT", tmp_path)

    with pytest.raises(drawing.NotBuilt, match="make assets"):
        charts.png(drawn.bars(), "sv", 960, 300)


@pytest.mark.parametrize("chart", EVERY, ids=lambda chart: chart.code)
def test_it_makes_a_png_with_something_on_it(chart: charts.Chart) -> None:
    width, height = charts.size(chart, "sv", alone=True)
    picture = pixels(charts.png(chart, "sv", width, height, scale=0.5))

    assert picture.shape == (math.ceil(height / 2), width // 2, 4)
    assert (picture[..., 3] == 255).all()
    title = picture[8:22, 10:150, :3]
    assert 0.03 < (title.mean(axis=2) < 128).mean() < 0.5
    assert (picture[0] == 255).all()  # the margin
    assert len(np.unique(picture.reshape(-1, 4), axis=0)) > 20


def test_it_makes_a_png_twice_as_large() -> None:
    width, height = struct.unpack(">II", charts.png(drawn.bars(), "sv", 400, 300)[16:24])

    assert (width, height) == (800, 600)


def test_it_has_letters_for_swedish_and_for_units() -> None:
    """Each letter differs from the box that stands for a letter the font has not."""

    def inked(letter: str, weight: int) -> bytes:
        text = f'<text x="5" y="30" font-size="30" font-family="Inter" font-weight="{weight}">'
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="50" height="45">{text}{letter}</text></svg>'
        return pixels(drawing.png(svg, 50, 1)).tobytes()

    for weight in (400, 600):
        drawn_letters = {letter: inked(letter, weight) for letter in "AaOoEeåäöÅÄÖé–−²₂±%€0\ue123"}
        assert len(set(drawn_letters.values())) == len(drawn_letters)
    assert inked("A", 400) != inked("A", 600)


# On the page


def test_it_answers_with_the_picture_once() -> None:
    asked = RequestFactory().get("/employment.svg")
    with translation.override("sv"):
        first = answers.picture(asked, drawn.lines(), "svg")
        again = answers.picture(
            RequestFactory().get("/", headers={"If-None-Match": first["ETag"]}),
            drawn.lines(),
            "svg",
        )
        narrow = answers.picture(RequestFactory().get("/?size=narrow"), drawn.lines(), "svg")

    assert first["Content-Type"] == "image/svg+xml"
    assert "Content-Disposition" not in first
    assert (again.status_code, again.content) == (304, b"")
    assert b'width="360"' in narrow.content


def test_it_answers_with_files_to_take_home() -> None:
    with translation.override("sv"):
        png = answers.picture(RequestFactory().get("/"), drawn.bars(), "png")
        svg = answers.picture(RequestFactory().get("/?alone&size=narrow"), drawn.bars(), "svg")

    assert png["Content-Disposition"] == 'attachment; filename="research.png"'
    assert png.content.startswith(b"\x89PNG")
    assert svg["Content-Disposition"] == 'attachment; filename="research.svg"'
    assert b'width="960"' in svg.content


def test_it_offers_only_what_there_is() -> None:
    bare = render_to_string("web/parts/chart.html", {"chart": drawn.lines()})
    links = charts.Links(svg="/x.svg?year=2020", csv="/x.csv")
    linked = render_to_string("web/parts/chart.html", {"chart": drawn.lines(links=links)})

    assert "<img" not in bare
    assert "download" not in bare
    assert re.findall(r'href="([^"]+)" download', linked) == [
        "/x.csv",
        "/x.svg?year=2020&amp;alone",
    ]
    assert 'srcset="/x.svg?year=2020&amp;size=narrow"' in linked


@pytest.mark.parametrize("chart", EVERY, ids=lambda chart: chart.code)
def test_it_writes_a_part_that_keeps_to_the_policy(chart: charts.Chart) -> None:
    html = render_to_string("web/parts/chart.html", {"chart": chart})

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"", html)
    assert re.findall(r"<script[^>]*>", html) == ['<script type="application/json">']
    assert "<och>" not in html
    assert html.count('<th scope="row">') == len(charts.table(chart, "sv").rows)
    assert "<caption>" in html
