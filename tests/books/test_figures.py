"""The collected figures, against the table they were taken from (`figures.csv` beside this file)."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from kraftsamling.evidence.figures import Figures
from kraftsamling.evidence.monitor import Question, Reading, answer
from kraftsamling.kernel.place import Place
from kraftsamling.strategy.library import Library, load

HERE = Path(__file__).parent
NMS = HERE.parents[1] / "content" / "nms"
# "C1/digital" and "C2/demography" are parts of their challenge.
BOOK = list(csv.DictReader((HERE / "figures.csv").read_text(encoding="utf-8").splitlines()))
SEEN = {"text": "text", "data file": "data file"}


@pytest.fixture(scope="module")
def library() -> Library:
    return load(NMS)


@pytest.fixture(scope="module")
def figures(library: Library) -> Figures:
    return library.figures


def test_it_has_all_232_figures(figures: Figures) -> None:
    assert len(figures.rows) == len(BOOK) == 232
    assert [row.id for row in figures.rows] == list(range(1, 233))


@pytest.mark.parametrize("row", BOOK, ids=lambda row: f"figure {row['id']}")
def test_it_says_what_the_book_says(figures: Figures, row: dict[str, str]) -> None:
    figure = figures.rows[int(row["id"]) - 1]
    series = figures.by_code[figure.series]

    assert figure.value == row["value"]
    assert figure.geo_code == row["geo_code"]
    assert row["geo"] in (figure.geo, figure.geo_en)
    assert figure.period == row["year"]
    assert (figure.producer, figure.url) == (row["source"], row["url"])
    assert series.theme == row["theme"].partition("/")[0]
    seen = row["how_seen"]
    if seen.startswith("chart-read"):
        tolerance = seen.partition("±")[2].split()
        assert figure.seen == "chart-read"
        assert (f"{figure.tolerance:g}" if figure.tolerance else "") == "".join(tolerance[:1])
    else:
        assert figure.seen == SEEN[seen]
        assert figure.tolerance is None


@pytest.mark.parametrize(
    ("theme", "series", "place", "period", "group", "value"),
    [
        # domain 2.2: the innovation index, Dalarna 77.8 -> 75.5, Gävleborg 77.3 -> 74.2 (rows 1-9)
        ("C1", "reglab-innovation-index", "20", "2004", "", 77.78),
        ("C1", "reglab-innovation-index", "20", "2021", "", 75.47),
        ("C1", "reglab-innovation-index", "21", "2021", "", 74.17),
        ("C1", "reglab-innovation-index", "17", "2021", "", 82.08),
        # domain 2.2, trap 2: two series for AI use disagree about 2021 (rows 32 and 33)
        ("C1", "ai-use-ai-survey", "00", "2021", "", 6.5),
        ("C1", "ai-use-ict-survey", "00", "2021", "", 9.9),
        # domain 2.2: shortage rose in Dalarna and fell in Gävleborg (rows 37-40)
        ("C2", "small-firms-labour-obstacle", "20", "2023", "", 40.9),
        ("C2", "small-firms-labour-obstacle", "21", "2023", "", 28.9),
        # domain 5.14: women 30-34 %, men 14-17 % (rows 52-57)
        ("C2", "post-secondary-3-years", "17", "2023", "women", 34.2),
        ("C2", "post-secondary-3-years", "21", "2023", "men", 14.4),
        # domain 2.2: R&D per inhabitant (rows 109-113)
        ("C3", "rd-per-inhabitant", "20", "2023", "", 3510),
        ("C3", "rd-per-inhabitant", "14", "2023", "", 38460),
        # domain 2.2: Värmland's SMEs 40 % against 29 % (rows 147-148); the index fell by 17 (row 137)
        ("C4", "smes-international", "17", "2017", "", 40),
        ("C4", "internationalisation-index-change", "17", "2016-2020", "", -17.1),
        # domain 2.2: 597 of Dalarna's 1,381 kt (rows 215-216)
        ("climate", "ghg-industry", "20", "2023", "", 597),
        ("climate", "ghg-territorial", "20", "2023", "", 1381),
        # domain 2.2: Ludvika's labour market area 7, Karlstad's 278 (rows 193 and 197)
        ("structure", "firms-half-private-wages", "LA Ludvika", "2022", "", 7),
        ("structure", "firms-half-private-wages", "LA Karlstad", "2022", "", 278),
    ],
)
def test_it_finds_what_is_printed(
    library: Library, theme: str, series: str, place: str, period: str, group: str, value: float
) -> None:
    reading = _reading(library, theme, series)

    found = [
        number
        for row, where in enumerate(reading.table.rows)
        for number, moment in zip(reading.table.values[row], reading.table.columns, strict=True)
        if isinstance(where, Place)
        and (place in where.codes or place == where.name.sv)
        and (moment.period, moment.group) == (period, group)  # type: ignore[attr-defined]
    ]

    assert found == [value]


def test_it_keeps_a_place_the_source_is_unclear_about_apart(library: Library) -> None:
    """Row 49: "00/19" is Sweden or Västmanland, so it must not be counted as Sweden."""
    reading = _reading(library, "C2", "firms-turned-down-assignments")

    ((place, _moment),) = reading.figures
    assert not place.own
    assert place.name.en == "Sweden or Västmanland (source unclear)"


def test_it_leaves_a_range_as_text(library: Library) -> None:
    """Row 231: industry's electricity in 2050 is 132-187 TWh."""
    reading = _reading(library, "climate", "industry-electricity-forecast")

    assert [figure.value for figure in reading.figures.values()] == ["132-187"]
    assert reading.table.values.size == 5
    assert not (reading.table.values == reading.table.values).any()
    assert any("132–187" in caveat for caveat in reading.caveats)


def _reading(library: Library, theme: str, series: str) -> Reading:
    readings = answer(Question(theme), library.figures, library.places)
    return next(reading for reading in readings if reading.series.code == series)
