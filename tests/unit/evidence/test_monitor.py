"""The monitor's findings: places by periods, own places first, nothing merged, nothing made zero."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from kraftsamling.evidence.monitor import Moment, Question, Reading, answer, conflicting
from kraftsamling.strategy.library import Library, load

LITTLELAND = Path(__file__).resolve().parents[2] / "content" / "littleland"


@pytest.fixture
def library() -> Library:
    return load(LITTLELAND)


def ask(library: Library, theme: str, language: str = "sv") -> dict[str, Reading]:
    readings = answer(Question(theme, language), library.figures, library.places)
    return {reading.series.code: reading for reading in readings}


def test_it_matches_counties_by_code_and_leaves_gaps(library: Library) -> None:
    reading = ask(library, "C1")["ideas"]
    north, middle, south, area, country = library.places

    assert reading.table.cell(north, Moment("2020")) == 10.5
    assert reading.table.cell(middle, Moment("2022")) == 9
    assert reading.table.cell(country, Moment("2022")) == 11
    for place, period in ((middle, "2020"), (south, "2022"), (area, "2022"), (country, "2020")):
        assert math.isnan(reading.table.cell(place, Moment(period)))


def test_it_knows_a_region_by_every_code_it_goes_by(library: Library) -> None:
    assert library.places[0].codes == ("LL11", "91", "0091")


def test_it_keeps_a_printed_zero(library: Library) -> None:
    reading = ask(library, "C1")["ideas"]
    village = next(p for p, _ in reading.figures if p.name.en == "Norrby municipality")

    assert reading.table.cell(village, Moment("2022")) == 0


def test_it_takes_an_unclear_place_for_no_place_of_the_plan(library: Library) -> None:
    reading = ask(library, "C1")["ideas"]

    assert [place.name.sv for place, _ in reading.figures if not place.own] == [
        "Riket eller Grannlän (oklart)",
        "Norrby kommun",
    ]


def test_it_stands_women_beside_men(library: Library) -> None:
    reading = ask(library, "C2")["degree"]

    assert reading.table.columns == (
        Moment("latest cohort", "women"),
        Moment("2023", "women"),
        Moment("2023", "men"),
    )


def test_it_carries_origins_unit_and_warnings(library: Library) -> None:
    reading = ask(library, "C1", "en")["ideas"]

    assert reading.unit == "index"
    assert [(origin.producer, origin.url) for origin in reading.origins] == [
        ("Idébyrån", "https://example.org/ideas.csv"),
        ("Mellanbladet", "https://example.org/paper"),
    ]
    assert reading.caveats == ("Middle County 2022: From an interview.",)
    assert ask(library, "C1", "en")["patents-b"].caveats == (
        "Read from a chart: the value may be off by up to ± 0.3.",
    )
    assert ask(library, "C1", "sv")["patents-b"].caveats == (
        "Avläst i ett diagram: värdet kan avvika med upp till ± 0,3.",
    )


def test_it_keeps_a_range_as_text_and_says_so(library: Library) -> None:
    reading = ask(library, "weather", "en")["wind"]

    assert all(math.isnan(number) for number in reading.table.values.flat)
    assert reading.caveats == (
        "The realm 2050: the source says 132–187, which is not a single number.",
    )


def test_it_groups_series_that_conflict(library: Library) -> None:
    groups = conflicting(ask(library, "C1").values())

    assert [[reading.series.code for reading in group] for group in groups] == [
        ["ideas"],
        ["patents-a", "patents-b"],
    ]


def test_it_answers_nothing_about_a_theme_without_figures(library: Library) -> None:
    assert ask(library, "C9") == {}
