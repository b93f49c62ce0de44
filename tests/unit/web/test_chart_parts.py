"""What charts are made of: scales, classes, periods, names that keep apart, and the shapes of places."""

from __future__ import annotations

import itertools
import json
import math
from collections import Counter
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given, strategies as st

from kraftsamling.kernel.errors import ContentError
from kraftsamling.web.charts import boundaries, periods
from kraftsamling.web.charts.labels import Name, apart
from kraftsamling.web.charts.letters import broken, wide
from kraftsamling.web.charts.scales import class_of, limits, scale
from kraftsamling.web.charts.words import interval, number
from tests import drawn

VALUES = st.lists(st.floats(-1e9, 1e9).map(lambda v: round(v, 3)), min_size=1, max_size=20)


@given(VALUES)
def test_it_holds_every_value_between_round_ticks(values: list[float]) -> None:
    found = scale(values, zero=False)
    ticks = found.ticks

    assert ticks[0] <= min(values)
    assert ticks[-1] >= max(values)
    assert 2 <= len(ticks) <= 9
    # What is written at a tick is the tick.
    assert all(round(tick, found.decimals) == pytest.approx(tick, abs=1e-6) for tick in ticks)


def test_it_forces_nought_only_when_asked() -> None:
    assert scale([71.0, 79.5, math.nan], zero=False).low == 70
    assert scale([71.0, 79.5], zero=True).low == 0
    assert scale([-3.0], zero=True).ticks[-1] == 0
    assert scale([], zero=False).ticks[0] == 0
    assert scale([0.25, 0.5], zero=False).decimals == 2


@given(VALUES, st.integers(1, 6), st.sampled_from(["quantiles", "equal steps"]))
def test_it_puts_each_value_in_the_class_that_holds_it(
    values: list[float], classes: int, method: str
) -> None:
    lower = limits(values, classes, method)  # type: ignore[arg-type]

    assert 1 <= len(lower) - 1 <= classes
    for value in values:
        found = class_of(value, lower)
        assert lower[found] <= value <= lower[-1]
        assert found == len(lower) - 2 or value < lower[found + 1]


def test_it_fills_quantiles_evenly() -> None:
    lower = limits([float(n) for n in range(20)], 4, "quantiles")

    assert Counter(class_of(float(n), lower) for n in range(20)) == dict.fromkeys(range(4), 5)
    assert limits([5.0] * 8, 4, "quantiles") == (5.0, 5.0)
    assert limits([math.nan], 4, "quantiles") == ()


def test_it_makes_steps_equal() -> None:
    assert limits([0.0, 1.0, 100.0], 4, "equal steps") == (0.0, 25.0, 50.0, 75.0, 100.0)


@pytest.mark.parametrize(
    ("given", "whole"),
    [
        (["2015", "2017"], ["2015", "2016", "2017"]),
        (["2020Q4", "2021Q2"], ["2020Q4", "2021Q1", "2021Q2"]),
        (["2020K4", "2021K1"], ["2020K4", "2021K1"]),
        (["2019M11", "2020M02"], ["2019M11", "2019-12", "2020-01", "2020M02"]),
        (["2020", "2015"], ["2015", "2016", "2017", "2018", "2019", "2020"]),
        (["2014-2016", "2017-2019"], ["2014-2016", "2017-2019"]),
        (["2019", "2020Q1"], ["2019", "2020Q1"]),
        ([], []),
    ],
)
def test_it_fills_in_the_periods_between(given: list[str], whole: list[str]) -> None:
    assert list(periods.whole(given)) == whole


def test_it_writes_periods_for_people() -> None:
    with translation.override("en"):
        said = [periods.in_words(period) for period in ("2020", "2020K3", "2020-05", "2014-2016")]
    assert said == ["2020", "2020 Q3", "May 2020", "2014–2016"]


def test_it_writes_numbers_for_people() -> None:
    with translation.override("sv"):
        assert number(-1234.56, 1) == "−1\xa0234,6"
        assert number(-0.04, 1) == "0,0"
        assert number(math.nan, 1) == ".."
        assert interval((1, 2), 0) == "1–2"
    with translation.override("en"):
        assert interval((-1, 2), 0) == "−1 to 2"


LINES = st.lists(st.text("abc", min_size=1, max_size=40), min_size=1, max_size=3).map("\n".join)
NAMES = st.lists(
    st.builds(Name, LINES, st.sampled_from([0.0, 500.0]), st.floats(0, 300)),
    max_size=8,
)  # fmt: skip


@given(NAMES)
def test_it_keeps_names_apart_in_their_order(names: list[Name]) -> None:
    moved = [(n.x, n.y + down, n) for n, down in zip(names, apart(names), strict=True)]

    for x in (0.0, 500.0):
        column = sorted((y, n.height, n.y) for at, y, n in moved if at == x)
        for (upper, tall, was), (lower, below, then) in itertools.pairwise(column):
            assert lower - upper >= (tall + below) / 2 - 0.21  # moves are rounded to a tenth
            assert was <= then + 1e-6


def test_it_moves_names_no_further_than_needed() -> None:
    assert apart([Name("a", 0, 10), Name("b", 0, 100)]) == [0, 0]
    assert apart([Name("a", 0, 50), Name("b", 0, 50)]) == [-8.5, 8.5]
    assert apart([Name("a", 0, 50), Name("b", 300, 50)]) == [0, 0]
    assert apart([Name("a\nb", 0, 50), Name("c", 0, 50)]) == [-12.8, 12.8]


def test_it_breaks_between_words_only() -> None:
    assert broken("North-Middle Sweden", 13, 120, bold=True) == "North-Middle\nSweden"
    assert broken("North-Middle Sweden", 13, 400) == "North-Middle Sweden"
    assert broken("Norra Mellansverige", 13, 10) == "Norra\nMellansverige"
    assert broken("", 13, 10) == ""


@given(st.text("aWi lÅ0", max_size=60), st.floats(1, 400))
def test_it_breaks_no_later_than_it_must(text: str, most: float) -> None:
    lines = broken(text, 13, most).split("\n")

    assert " ".join(lines) == text
    assert all(wide(line, 13) <= most or " " not in line for line in lines)
    for upper, lower in itertools.pairwise(lines):
        assert wide(f"{upper} {lower.split(' ')[0]}", 13) > most


# Shapes of places


def test_it_knows_counties_by_their_european_code() -> None:
    counties = boundaries.read(drawn.BOUNDARIES / "counties.geojson")
    names = counties.names

    assert len(names) == 21
    assert (names["SE311"], names["SE312"], names["SE313"]) == (
        *("Värmlands län", "Dalarnas län", "Gävleborgs län"),
    )
    # Sweden is 1,572 km from end to end and about 500 km across.
    assert 2.2 < counties.tallness < 3.2


def test_it_knows_municipalities_by_their_official_code() -> None:
    municipalities = boundaries.read(drawn.BOUNDARIES / "municipalities.geojson")

    assert len(municipalities.names) == 290
    assert municipalities.names["2081"] == "Borlänge"
    assert sum(code[:2] in {"17", "20", "21"} for code in municipalities.names) == 16 + 15 + 10


@pytest.mark.parametrize(("file", "most"), [("counties", 40_000), ("municipalities", 200_000)])
def test_it_carries_small_shapes_with_their_origin(file: str, most: int) -> None:
    path = drawn.BOUNDARIES / f"{file}.geojson"
    origin = json.loads(path.read_text(encoding="utf-8"))["origin"]

    assert path.stat().st_size < most
    assert {"producer", "title", "url", "licence", "accessed"} <= origin.keys()
    assert origin["licence"] == "CC0 1.0"


@pytest.mark.parametrize(("file", "least"), [("counties", 0.3), ("municipalities", 0.6)])
def test_it_lets_neighbours_share_their_borders(file: str, least: float) -> None:
    """Most stretches belong to two places; what belongs to one is coast or the country's border."""
    shape = boundaries.read(drawn.BOUNDARIES / f"{file}.geojson").shape
    sides: Counter[frozenset[tuple[float, ...]]] = Counter()
    for feature in shape["features"]:
        for polygon in feature["geometry"]["coordinates"]:
            for ring in polygon:
                assert ring[0] == ring[-1]
                assert len(ring) >= 4
                points = [tuple(point) for point in ring]
                sides.update(frozenset(pair) for pair in itertools.pairwise(points))

    assert sum(count == 2 for count in sides.values()) > least * len(sides)
    assert max(sides.values()) == 2


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "cannot be read as GeoJSON"),
        ('{"features": []}', "has no features"),
        ('{"features": [{"properties": {"name": "Ö"}}]}', "feature 1 has no code"),
    ],
)
def test_it_says_what_is_wrong_with_a_file(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "shapes.geojson"
    file.write_text(text, encoding="utf-8")

    with pytest.raises(ContentError, match=told):
        boundaries.read(file)
