"""Eurostat's text files say the same, however they are laid out."""

from __future__ import annotations

import gzip
from typing import Any

import pyarrow.compute as pc
import pytest

from kraftsamling.evidence.formats import sdmx_csv
from kraftsamling.kernel.errors import UnusableData
from tests.recordings import genuine, littleland, needs_shared

SAID = [
    ("LL1", "2022", 29500, ""),
    ("LL1", "2023", 30100, "p"),
    ("LL11", "2022", 28700, "be"),
    ("LL11", "2023", None, "c"),
    ("LL12", "2022", 29600, ""),
    ("LL12", "2023", None, "m"),
]


def rows(table: Any) -> list[tuple[Any, ...]]:
    kept = table.select(["geo", "time", "value", "status"]).to_pylist()
    return sorted((tuple(row.values()) for row in kept), key=lambda row: row[:2])


def test_it_reads_a_row_for_each_value() -> None:
    table = sdmx_csv.table(littleland("eurostat_sdmx.csv"))
    assert table.column_names == ["freq", "unit", "geo", "time", "value", "status"]
    assert rows(table) == SAID


def test_it_reads_the_second_version_with_labels() -> None:
    body = (
        "STRUCTURE,STRUCTURE_ID,freq:Time frequency,geo:Region,TIME_PERIOD:Time,OBS_VALUE,OBS_FLAG\r\n"
        "dataflow,ESTAT:LL(1.0),A: Annual,LL1: Lilleland,2022: 2022,1.5,b: break\r\n"
    ).replace("b: break", "b")
    table = sdmx_csv.table(body.encode())
    assert table.column_names == ["freq", "geo", "time", "value", "status"]
    assert rows(table) == [("LL1", "2022", 1.5, "b")]


@pytest.mark.parametrize("name", ["eurostat.tsv", "eurostat_wide.csv"])
def test_it_reads_a_row_for_each_series(name: str) -> None:
    assert rows(sdmx_csv.wide(littleland(name))) == SAID
    assert rows(sdmx_csv.wide(gzip.compress(littleland(name)))) == SAID


def test_it_reads_a_saved_sheet() -> None:
    table = sdmx_csv.sheet(littleland("eurostat_sheet.csv"), row="region", column="industry")
    assert [tuple(row.values()) for row in table.to_pylist()] == [
        ("Nordlän", "10|Food", 12, ""),
        ("Mellanlän", "10|Food", 0, ""),
        ("Nordlän", "16|Wood, and cork", None, "m"),
        ("Mellanlän", "16|Wood, and cork", 34, ""),
        ("Nordlän", "|Manufacturing", 120, ""),
        ("Mellanlän", "|Manufacturing", None, "m"),
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"geo,2022\nLL1,many\n", "'a'"),
        (b"geo,2022\nLL1,12 \xc2\xa7\n", "no number"),
        (b"geo,2022\nLL1,12 x\n", "'x'"),
        (b"geo,name\nLL1,x\n", "no wide table"),
        (b"geo,2022\nLL1\n", "cannot be read as a table"),
        (b"\x1f\x8bbroken", "packed file is broken"),
    ],
)
def test_it_refuses_what_it_does_not_understand(body: bytes, said: str) -> None:
    with pytest.raises(UnusableData, match=said):
        sdmx_csv.wide(body)


def test_it_refuses_a_file_of_another_kind() -> None:
    with pytest.raises(UnusableData, match="no SDMX-CSV"):
        sdmx_csv.table(littleland("eurostat_wide.csv"))


@needs_shared
def test_it_finds_the_published_gross_product_of_2020() -> None:
    table = sdmx_csv.wide(genuine("eurostat/tsv2023/estat_nama_10r_3gdp.csv.gz"))
    found = table.filter(
        (pc.field("unit") == "PPS_EU27_2020_HAB")
        & (pc.field("time") == "2020")
        & pc.starts_with(pc.field("geo"), "SE31")
    )
    assert dict(zip(found["geo"].to_pylist(), found["value"].to_pylist(), strict=True)) == {
        "SE31": 29500,
        "SE311": 28700,
        "SE312": 29600,
        "SE313": 30200,
    }


@needs_shared
def test_it_finds_the_published_employment_in_basic_metals() -> None:
    body = genuine("relatedness/sbs_r_nuts06_r2_2014_employment_region_x_nace2_wide.csv")
    table = sdmx_csv.sheet(body, row="region", column="industry")
    found = table.filter(
        (pc.field("region") == "Norra Mellansverige") & pc.starts_with(pc.field("industry"), "24|")
    )
    assert found["value"].to_pylist() == [19805]


@needs_shared
def test_it_keeps_flags_and_confidentiality_of_the_bulk_files() -> None:
    table = sdmx_csv.wide(genuine("eurostat/tsv2017/lfst_r_lfe2en2.tsv.gz"))
    marks = table.group_by("status").aggregate([([], "count_all"), ("value", "count")]).to_pylist()
    counts = {row["status"]: (row["count_all"], row["value_count"]) for row in marks}
    assert counts["c"] == (7496, 0)
    assert counts["bu"] == (3103, 3103)
