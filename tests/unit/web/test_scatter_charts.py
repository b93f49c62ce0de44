"""Charts of points: sizes true to area, axes with room, and names where they find room."""

from __future__ import annotations

import itertools
import math
from typing import Any

import pytest
from hypothesis import given, strategies as st

from kraftsamling.web import charts
from kraftsamling.web.charts import scatter_series
from kraftsamling.web.charts.kinds import ScatterChart
from kraftsamling.web.charts.spots import Box, Dot, placed
from tests import drawn

LONG = "Instrument för mätning, provning och navigering av fartyg på hav"


def dots(chart: ScatterChart) -> list[dict[str, Any]]:
    return list(charts.option(chart, "en")["series"][0]["data"])


def names(chart: ScatterChart, layout: int = 0) -> list[str]:
    (series,) = charts.option(chart, "en")["media"][layout]["option"]["series"]
    return [point["label"]["formatter"] for point in series["data"]]


def crowd(count: int, name: str) -> ScatterChart:
    """Many points, spread without order but always the same."""
    points = tuple(
        charts.Point(f"{name} {n}", n * 0.37 % 1, n * 0.61 % 1.7 - 0.8, n * 97 % 800, n % 3, n == 1)
        for n in range(count)
    )
    return drawn.points(points=points)


def test_it_draws_what_has_both_values() -> None:
    assert [dot["head"] for dot in dots(drawn.points())] == [
        *("Båtar", "Möbler", "Öl", "Åkdon", "Trävaror"),
    ]


def test_it_makes_areas_as_the_sizes() -> None:
    share = scatter_series.SHAPES
    area = {
        dot["head"]: dot["symbolSize"] ** 2 * share[dot["symbol"]] for dot in dots(drawn.points())
    }

    assert area["Båtar"] / area["Trävaror"] == pytest.approx(900 / 2400, rel=0.02)
    assert area["Åkdon"] / area["Trävaror"] == pytest.approx(120 / 2400, rel=0.05)


def test_it_gives_each_kind_a_shape_and_a_colour() -> None:
    option = charts.option(drawn.points(), "en")
    looks = {
        dot["head"]: (dot["symbol"], dot["itemStyle"]["color"]) for dot in dots(drawn.points())
    }

    assert len({looks["Trävaror"], looks["Båtar"], looks["Öl"]}) == 3
    assert len({shape for shape, _colour in looks.values()}) == 3
    assert looks["Trävaror"] == looks["Möbler"]
    assert [entry["name"] for entry in option["legend"]["data"]] == [
        *("Har redan", "Nära", "Övriga", "Area: sysselsatta"),
    ]


def test_it_divides_where_it_is_told() -> None:
    lines = charts.option(drawn.points(), "en")["series"][0]["markLine"]["data"]

    assert lines == [{"xAxis": 0.35}, {"yAxis": 0.0}]
    assert names(drawn.points())[:4] == [
        "Språng",
        "Nära till hands",
        "Låg utdelning",
        "Trygg grund",
    ]


@pytest.mark.parametrize("layout", [0, 1, 2])
def test_it_names_own_points_and_no_two_on_each_other(layout: int) -> None:
    found = names(drawn.points(), layout)[4:]

    assert found[0] == "Trävaror"
    assert {"Båtar", "Åkdon", "Öl"} <= set(found)


def test_it_keeps_corners_free_of_dots() -> None:
    option = charts.option(drawn.points(), "en")
    for axis, at in (("xAxis", 0), ("yAxis", 1)):
        values = [dot["value"][at] for dot in dots(drawn.points())]
        low, high = option[axis]["min"], option[axis]["max"]
        assert low < min(values) < max(values) < high
        assert all(low <= tick <= high for tick in option[axis]["axisLabel"]["customValues"])


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", ["Vara", LONG])
def test_it_cuts_no_text(language: str, narrow: bool, name: str) -> None:
    for chart in (drawn.points(), crowd(80, name)):
        width, height = charts.size(chart, language, narrow=narrow)
        lines = list(drawn.texts(charts.svg(chart, language, width, height)))
        written = " ".join(text for text, *_ in lines)

        assert all(left >= 0 and right <= width for _, left, right, _ in lines), lines
        assert all(8 <= y <= height - 4 for *_, y in lines[1:]), lines
        for told in ("Språng", "Nära till hands", "Komplexitet", "Närhet", "Har redan"):
            assert told in written
        for label in names(chart, -1 if narrow else 1):
            assert label.replace("\n", " ") in written


SPOTS = st.lists(
    st.builds(
        Dot,
        st.sampled_from(["Öl", "Båtar", "Ett längre\nnamn"]),
        st.floats(0, 400),
        st.floats(0, 300),
        st.floats(2, 19),
        st.booleans(),
    ),
    max_size=30,
)


@given(SPOTS)
def test_it_lets_no_name_touch_another(spots: list[Dot]) -> None:
    paper, corner = Box(0, 0, 400, 300), Box(0, 0, 80, 20)
    found = [(n, spots[n].named(side)) for n, side in placed(spots, paper, [corner])]

    for (_, one), (_, other) in itertools.combinations(found, 2):
        assert not one.meets(other)
    for n, name in found:
        assert name.within(paper)
        assert not name.meets(corner)
        if not spots[n].bold:
            assert not any(name.meets(dot.box) for m, dot in enumerate(spots) if m != n)


def test_it_names_the_first_where_there_is_room_for_one() -> None:
    spots = [Dot("Första", 50, 50, 4), Dot("Andra", 50, 52, 4)]
    right_only = Box(46, 40, 120, 60)

    assert [(n, side.where) for n, side in placed(spots, right_only, [])] == [(0, "right")]
    assert list(placed(spots, right_only, [Box(60, 40, 120, 60)])) == []


def test_it_has_every_point_in_the_table() -> None:
    table = charts.table(drawn.points(), "en")
    rows = {row.name: [cell.text for cell in row.cells] for row in table.rows}

    assert table.head == ("Name", "Närhet", "Komplexitet", "Sysselsatta", "Kind")
    assert table.wordy == (4,)
    assert rows["Trävaror"] == ["0.81", "−0.6", "2,400", "Har redan"]
    assert rows["Öl"] == ["0.20", "−1.2", "..", "Övriga"]
    assert rows["Ylle"][0] == ".."
    assert [row.name for row in table.rows if row.own] == ["Trävaror"]
    assert dict(table.notes) == {"p": "preliminary", "..": "no value"}


def test_it_leaves_sizes_out_where_there_are_none() -> None:
    points = tuple(charts.Point(name, n, n) for n, name in enumerate("abc"))
    chart = drawn.points(points=points)

    assert charts.table(chart, "en").head == ("Name", "Närhet", "Komplexitet", "Kind")
    assert len({dot["symbolSize"] for dot in dots(chart)}) == 1
    assert not any(
        "Area" in entry["name"] for entry in charts.option(chart, "en")["legend"]["data"]
    )


def test_it_tells_points_in_words() -> None:
    assert charts.alt(drawn.points(), "en") == (
        "Scatter chart: Varor <och> deras grannar. "
        "To the right: närhet, divided at 0.35. Upwards: komplexitet, divided at 0.0. "
        "Upper right (Nära till hands): Båtar. Upper left (Språng): Åkdon. "
        "Lower right (Trygg grund): Trävaror, Möbler. Lower left (Låg utdelning): Öl. "
        "1 point has no value."
    )


def test_it_tells_that_no_point_has_a_place() -> None:
    nothing = drawn.points(points=(charts.Point("a", math.nan, 1.0),))

    assert "No point has a value. 1 point has no value." in charts.alt(nothing, "en")
    assert "<svg" in charts.svg(nothing, "en", 360, 400)


def test_it_refuses_kinds_that_are_not_there() -> None:
    with pytest.raises(AssertionError, match="points"):
        drawn.points(points=(charts.Point("a", 1, 1, kind=3),))
    with pytest.raises(AssertionError, match="points"):
        drawn.points(points=(charts.Point("a", 1, 1, size=-1),))
