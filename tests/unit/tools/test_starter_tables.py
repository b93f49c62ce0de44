"""The starter tables say what the collected files say, and nothing else."""

from __future__ import annotations

import gzip
from collections import defaultdict
from pathlib import Path

import pytest

from kraftsamling.evidence.sources.starter import starters
from tools import starter_tables
from tools.starters import europe
from tools.starters.reading import Rows, Starter, bulk, cell, long, wide

COLLECTED = Path(__file__).resolve().parents[4] / "shared" / "data" / "stats"
needs_the_files = pytest.mark.skipif(
    not COLLECTED.is_dir(), reason="the collected files are not beside the project"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("37.5", ("37.5", "")),
        ("37.5 b", ("37.5", "b")),
        ("4700p", ("4700", "p")),
        ("6.0 bu", ("6.0", "bu")),
        ("37.6(b)", ("37.6", "b")),
        ("-2.01 ", ("-2.01", "")),
        ("0", ("0", "")),
        (": ", ("", "m")),
        (": u", ("", "um")),
        (": c", ("", "c")),
        (": bc", ("", "bc")),
        ("12 s", ("12", "e")),
    ],
)
def test_it_reads_a_value_and_its_status(text: str, expected: tuple[str, str]) -> None:
    assert cell(text) == expected


@pytest.mark.parametrize("text", ["", "n/a", "12,5", "1 200"])
def test_it_refuses_what_is_no_value(text: str) -> None:
    with pytest.raises(ValueError, match="is no value"):
        cell(text)


def test_it_reads_bulk_files(tmp_path: Path) -> None:
    path = tmp_path / "mills.tsv.gz"
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.write("unit,sex,geo\\time\t2015 \t2014 \nTHS,F,LL11\t4.3 \t: c\nTHS,M,LL11\t5 \t6 \n")

    rows = bulk(path, lambda codes: (codes["sex"],) if codes["sex"] == "F" else None)

    assert rows == {("LL11", "2015", "F"): ("4.3", ""), ("LL11", "2014", "F"): ("", "c")}


def test_it_reads_files_with_a_line_per_value(tmp_path: Path) -> None:
    path = tmp_path / "ideas.csv"
    path.write_text("unit,geo,time,values\nNR,LL11,2019.0,80.0\nNR,LL12,2019.0,\n", "utf-8")

    rows = long(path, lambda codes: ())

    assert rows == {("LL11", "2019"): ("80.0", ""), ("LL12", "2019"): ("", "m")}


def test_it_reads_files_with_a_column_per_year(tmp_path: Path) -> None:
    path = tmp_path / "pay.csv"
    path.write_text("region,sex,2019,2020\nLL11 North,men,36300.0,\n", "utf-8")

    rows = wide(path, 2, lambda labels, year: (labels[0].split()[0], year))

    assert rows == {("LL11", "2019"): ("36300", ""), ("LL11", "2020"): ("", "m")}


def test_it_refuses_two_values_for_one_key(tmp_path: Path) -> None:
    path = tmp_path / "ideas.csv"
    path.write_text("geo,time,values\nLL11,2019,80\nLL11,2019,81\n", "utf-8")

    with pytest.raises(ValueError, match="LL11, 2019 is there twice"):
        long(path, lambda codes: ())


def test_it_writes_sorted_rows_with_their_origin() -> None:
    rows: Rows = {
        ("LL12", "2020"): ("9", "p"),
        ("LL11", "2021"): ("", "c"),
        ("LL11", "2020"): ("8", ""),
    }

    starter = Starter("ideas", (), "ideas-2022", rows)

    assert starter.name == "ideas.2022-12-31.csv"
    assert starter.text().splitlines() == [
        "place,period,value,status,origin",
        "LL11,2020,8,,ideas-2022",
        "LL11,2021,,c,ideas-2022",
        "LL12,2020,9,p,ideas-2022",
    ]


def test_it_finds_the_regions_of_europe_by_their_names(tmp_path: Path) -> None:
    changes = tmp_path / "changes.csv.gz"
    head = [f"{what}_{year}" for year in europe.CLASSIFICATIONS for what in ("code", "geo_name")]
    with gzip.open(changes, "wt", encoding="utf-8") as file:
        file.write("\n".join((",".join(head), "PL11,Łódzkie,,,,,PL71,Łódzkie", "PLZZ,Extra,,,,,,")))
    labels = [
        ["SE", "0.0", "SE", "Sweden"],
        ["LU", "0.0", "LU", "Luxembourg"],
        ["LU", "2.0", "LU00", "Luxembourg"],
        ["PL", "0.0", "PL", "Poland"],
        ["PL", "2.0", "PL71", "Łódzkie"],
        ["RO", "2.0", "RO21", "Nord-Est"],
    ]

    nations, regions = europe.codes(iter(labels), changes)

    assert nations["Poland"] == "PL"
    # The code is the one it had when the file was made.
    assert regions["PL", "lodzkie"] == "PL11"
    assert ("PL", "extra") not in regions
    assert regions["NO", europe.plain("Sør-Østlandet")] == "NO03"

    source = [
        ["region", " |Manufacturing", "5|Mining of coal", "24|Basic metals", "45|Trade", " |Books"],
        ["Luxembourg", "9", "0", "5", "1", "7"],
        ["Luxembourg", "9", "0", ":", "1", "7"],
        ["Poland", "90", "20", "5", "1", "7"],
        ["Nord-Est", "1", "1", "1", "1", "7"],
        ["Lódzkie", "9", "2", "5", "1", "7"],
        ["Norway", "9", "2", "5", "0", "7"],
        ["Agder og Rogaland", ":", ":", ":", ":", ":"],
    ]
    rows = europe.business(iter(source), nations, regions)

    assert {key[0] for key in rows} == {"LU", "LU00", "PL", "PL11", "NO"}
    assert {key[2] for key in rows} == {"C", "B05", "C24", "G45"}
    assert rows["LU00", "2014", "C24"] == ("", "c")
    assert rows["PL11", "2014", "B05"] == ("2", "")
    # Norway's trade was never told.
    assert ("NO", "2014", "G45") not in rows


@needs_the_files
def test_it_has_the_regions_that_make_up_each_nation() -> None:
    (starter,) = europe.tables(COLLECTED)
    making = {
        key[0]: int(value or 0) for key, (value, _status) in starter.rows.items() if key[2] == "C"
    }
    parts = defaultdict(list)
    for place, persons in making.items():
        if len(place) == 4:
            parts[place[:2]].append(persons)

    assert starter.rows["SE31", "2014", "C24"] == ("19805", "")
    assert len(parts) == 29
    assert sum(map(len, parts.values())) == 282
    told = [nation for nation, each in parts.items() if all(each)]
    # Not those with a confidential region, nor the three where some are spread over none.
    whole = [n for n in told if abs(sum(parts[n]) - making[n]) <= 1]
    assert sorted(set(told) - set(whole)) == ["BE", "FR", "NL"]


@needs_the_files
def test_it_makes_the_tables_that_come_with_the_program() -> None:
    made = {starter.name: starter.text() for starter in starter_tables.tables(COLLECTED)}

    kept = {
        starter.path.name: starter.body.decode() for starter in starters(starter_tables.EVIDENCE)
    }
    assert set(made) <= set(kept)
    assert {name for name, text in made.items() if kept[name] != text} == set()
