"""The national emission database: its Excel file read by name, and refused where it is another thing."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

from kraftsamling.evidence.places import read_places
from kraftsamling.evidence.sources.emissions.fetch import fetch
from kraftsamling.evidence.sources.emissions.ingest import read
from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import SourceFault, UnusableData
from tests.packed import rows, sheet
from tests.producers import dataset
from tests.recorded import Fault, Recorded, Reply, conditional
from tests.recordings import genuine, littleland, needs_shared
from tests.unit.evidence.sources.doors import door, kept

URL = "https://emissions.littleland.example/file?sub=GGT"
COMMON = Path(__file__).parents[4] / "content" / "common"
PATH = "/emissions.littleland.example/file"
ASKED = dataset(
    {
        "file": URL,
        "unit": "ton",
        "other_units": ["kton", "tusen ton"],
        "sectors": {
            "total": "Alla",
            "industry": "Industri (energi + processer)",
            "foreign-transport": "Utrikes transporter",
        },
        "sums": {"LL1": ["Hedlands län", "Skogslands län"]},
    },
    "sector",
)
LINES = rows(littleland("emissions.csv"))


def values(body: bytes, asked: Dataset = ASKED) -> dict[tuple[str, str, str], Any]:
    table = read(body, asked).to_pylist()
    return {(row["place"], row["period"], row["sector"]): row["value"] for row in table}


def changed(line: int, at: int, text: Any) -> bytes:
    lines = [list(each) for each in LINES]
    lines[line][at] = text
    return sheet(lines)


def test_it_reads_each_place_year_and_sector() -> None:
    found = values(sheet(LINES))
    assert found["SE", "2023", "total"] == 812.5
    assert found["Hedlands län", "2023", "total"] == 450.25
    assert found["Hedby", "1990", "industry"] == 300
    assert len(found) == 13 * 3 + 2 * 3 + 1


def test_it_leaves_years_and_values_out_that_are_not_there() -> None:
    table = read(sheet(LINES), ASKED).to_pylist()
    assert {row["period"] for row in table} == {"1990", "2015", "2023"}
    missing = [row for row in table if row["status"] == "m"]
    assert all(row["value"] is None for row in missing)
    assert ("Älvsta", "2023", "industry") in {
        (row["place"], row["period"], row["sector"]) for row in missing
    }


def test_it_adds_places_up_where_every_part_has_a_value() -> None:
    found = values(sheet(LINES))
    assert found["LL1", "2023", "total"] == 812.5
    assert found["LL1", "2023", "foreign-transport"] == 12.5
    assert ("LL1", "1990", "foreign-transport") not in found


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(changed(5, 3, "Område"), "a column has another name", id="renamed column"),
        pytest.param(changed(2, 0, "Enhet: tusen ton"), "the unit is not", id="thousands"),
        pytest.param(changed(2, 0, "Enhet: kton"), "the unit is not", id="other unit"),
        pytest.param(changed(2, 0, "Växthusgaser"), "the unit is not", id="no unit"),
        pytest.param(changed(11, 0, "Industrin"), "a sector we do not know", id="renamed sector"),
        pytest.param(changed(6, 5, "okänt"), "is no number", id="words for numbers"),
        pytest.param(changed(8, 3, "Älvsta"), "is there twice", id="duplicated keys"),
        pytest.param(sheet(LINES[:5]), "the heading is not there", id="no heading"),
        pytest.param(sheet(LINES[:11]), "sectors are not there any more", id="sectors gone"),
        pytest.param(sheet(LINES)[:1500], "no Excel file", id="truncated"),
        pytest.param(b"<html>", "no Excel file", id="web page"),
        pytest.param("År;Län\n2023;Värmland".encode("latin-1"), "no Excel file", id="latin-1"),
    ],
)
def test_it_refuses_another_file(body: bytes, said: str) -> None:
    with pytest.raises(UnusableData, match=said):
        read(body, ASKED)


def test_it_fetches_the_file_once() -> None:
    body = sheet(LINES)
    with Recorded({PATH: conditional(body, '"a"')}) as producer, door(producer) as http:
        first = fetch(ASKED, http, None)
        assert first is not None
        assert first.body == body
        assert fetch(ASKED, http, kept(first)) is None
    assert producer.asked[1].headers["if-none-match"] == '"a"'


def test_it_keeps_nothing_where_the_same_file_comes_again() -> None:
    with Recorded({PATH: sheet(LINES)}) as producer, door(producer) as http:
        first = fetch(ASKED, http, None)
        assert first is not None
        assert fetch(ASKED, http, kept(first)) is None


@pytest.mark.parametrize(
    ("kind", "said"),
    [("html", "Planned maintenance"), ("truncated", "cut short"), ("latin1", "no packed file")],
)
def test_it_refuses_what_is_no_excel_file(kind: Any, said: str) -> None:
    with (
        Recorded({PATH: Reply(sheet(LINES))}, [Fault(kind)]) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match=said),
    ):
        fetch(ASKED, http, None)


def test_it_finds_every_place_by_its_name() -> None:
    source = read_sources().source("emissions")
    codes = read_places(COMMON).codes(source.places)
    assert codes["Dalarnas län"] == "SE312"
    # The county town and the region have one name; the database means the municipality.
    assert codes["Stockholm"] == "0180"


@needs_shared
def test_it_reads_the_genuine_figures_as_the_database_publishes_them() -> None:
    """The genuine figures, put into the form of the file, come out the same, and their sums agree."""
    _source, asked = read_sources().table("emissions")
    body, expected = _genuine(asked)
    found = values(body, asked)
    assert {key: found[key] for key in expected} == expected
    territorial = [s for s in asked.request["sectors"] if s not in ("total", "foreign-transport")]
    places = {place for place, _year, _sector in expected} - {"SE"}
    for place in places:
        for year in ("1990", "2015", "2024"):
            parts = sum(found[place, year, sector] for sector in territorial)
            abroad = found[place, year, "foreign-transport"]
            assert found[place, year, "total"] == pytest.approx(parts + abroad, abs=0.5), place
    assert len(places) == 21 + 290
    said = {
        row["region"]: row["emissions"]["2024"]
        for row in json.loads(genuine("emissions/garbo_region-data.json"))
    }
    three = sum(said[f"{county} län"] for county in ("Värmlands", "Dalarnas", "Gävleborgs"))
    assert found["SE31", "2024", "total"] == pytest.approx(three)
    counties: dict[str, float] = defaultdict(float)
    for row in json.loads(genuine("emissions/garbo_municipality-data.json")):
        counties[row["region"]] += found[row["name"], "2024", "total"]
    assert len(counties) == 21
    for county, added in counties.items():
        assert added == pytest.approx(found[county, "2024", "total"], abs=1)


def _genuine(asked: Dataset) -> tuple[bytes, dict[tuple[str, str, str], float]]:
    words = {word: code for code, word in asked.request["sectors"].items()}
    lines: list[list[Any]] = []
    expected = {}
    years = ["1990", "2000", "2005", "2010", "2015", "2020", "2021", "2022", "2023", "2024"]
    for kind in ("nation", "region", "municipality"):
        name = f"emissions/garbo_{kind}-sector-emissions.json"
        text = gzip.decompress(genuine(f"{name}.gz")) if kind[0] == "m" else genuine(name)
        totals = {} if kind[0] == "n" else json.loads(genuine(f"emissions/garbo_{kind}-data.json"))
        for row in json.loads(text):
            sectors = {s: [row["sectors"][y][s] for y in years] for s in row["sectors"]["1990"]}
            for total in totals:
                if total["region" if kind[0] == "r" else "name"] == row["name"]:
                    sectors["Alla"] = [total["emissions"][year] for year in years]
            county = {"n": "Alla", "r": row["name"], "m": "x"}[kind[0]]
            municipality = row["name"] if kind[0] == "m" else "Alla"
            place = "SE" if kind[0] == "n" else row["name"]
            for sector, numbers in sectors.items():
                lines.append([sector, "Alla", county, municipality, *numbers])
                for year, number in zip(years, numbers, strict=True):
                    expected[place, year, words[sector]] = number
    head: list[list[object]] = [
        ["Enhet: ton"],
        [*[None] * 4, *years],
        ["Huvudsektor", "Undersektor", "Län", "Kommun"],
    ]
    return sheet([*head, *lines]), expected
