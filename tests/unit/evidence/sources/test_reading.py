"""What came is read as it was asked for, or refused with what was expected, what came and the cure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from kraftsamling.evidence.checking import checked
from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.eurostat import ingest as eurostat
from kraftsamling.evidence.sources.kolada import ingest as kolada
from kraftsamling.evidence.sources.registry import fetcher, read_sources
from kraftsamling.evidence.sources.request import (
    Eurostat,
    Kolada,
    PxTitle,
    PxV1,
    PxV2,
    asked,
)
from kraftsamling.evidence.sources.scb import ingest as scb
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.evidence.sources.tillvaxtanalys import ingest as tillvaxtanalys
from kraftsamling.kernel.errors import UnusableData
from tests import producers
from tests.producers import dataset
from tests.recordings import document, genuine, littleland, needs_shared

SCB = dataset(producers.SCB_V2, "sex")
GDP = dataset(producers.EUROSTAT_JSON)
KPIS = dataset(producers.KOLADA_KPIS, "kpi", "gender")


def rows(table: Any) -> list[tuple[Any, ...]]:
    return sorted((tuple(row.values()) for row in table.to_pylist()), key=lambda row: row[:-2])


def older(**request: Any) -> tuple[bytes, Dataset]:
    """A body and a dataset of the older API."""
    body = {
        "metadata": document("scb_v1_metadata.json"),
        "answers": [document("scb_v1_data.json")],
    }
    form = {"title": "x", "columns": {"place": "Region", "period": "Tid"}} | request
    dimensions = [name for name in form["columns"] if name not in ("place", "period")]
    return json.dumps(body).encode(), dataset(form, *dimensions)


def test_it_reads_scb() -> None:
    assert rows(scb.read(littleland("scb_v2_data.json"), SCB))[4:8] == [
        ("91", "2022", "1", 100, ""),
        ("91", "2022", "2", 90, ""),
        ("91", "2023", "1", 101, ""),
        ("91", "2023", "2", 95, ""),
    ]
    assert ("92", "2022", "2", None, "m") in rows(scb.read(littleland("scb_v2_data.json"), SCB))
    assert ("93", "2022", "2", 0, "") in rows(scb.read(littleland("scb_v2_data.json"), SCB))


def test_it_reads_eurostat() -> None:
    assert rows(eurostat.read(littleland("eurostat.json"), GDP)) == [
        ("LL1", "2022", 29500, ""),
        ("LL1", "2023", 30100, "p"),
        ("LL11", "2022", 28700, "be"),
        ("LL11", "2023", None, "c"),
        ("LL12", "2022", 29600, ""),
        ("LL12", "2023", None, "m"),
    ]


def test_it_reads_kolada_page_by_page() -> None:
    pages = b"[%b,%b]" % (littleland("kolada_data_1.json"), littleland("kolada_data_2.json"))
    assert rows(kolada.read(pages, KPIS)) == [
        ("0091", "2022", "N99001", "K", None, "c"),
        ("0091", "2022", "N99001", "M", None, "m"),
        ("0091", "2022", "N99001", "T", 1234.5, ""),
        ("0091", "2023", "N99001", "T", 1300, ""),
        ("0092", "2022", "N99001", "T", 0, ""),
    ]


def test_it_writes_the_words_where_they_are_asked_for() -> None:
    columns = {"place": "Region", "period": "Tid", "sex": "Kon", "measure": "ContentsCode"}
    body, asked_for = older(columns=columns, texts=["sex", "measure"])
    assert rows(tillvaxtanalys.read(body, asked_for))[0] == (
        "91",
        "2022",
        "kvinnor",
        "Arbetslösa",
        None,
        "m",
    )


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("91 Nordlän", "91"),
        ("Riket", "00"),
        ("SE31 Norra Mellansverige", "SE31"),
        ("Norden", "Norden"),
    ],
)
def test_it_finds_the_code_that_the_words_of_a_place_begin_with(words: str, code: str) -> None:
    body, asked_for = older(
        columns={"place": "Region", "period": "Tid", "measure": "ContentsCode"},
        texts=["place"],
        sum=["Kon"],
    )
    said = json.loads(body)
    said["metadata"]["variables"][0] |= {"values": ["0"], "valueTexts": [words]}
    for row in said["answers"][0]["data"]:
        row["key"][0] = "0"
    table = tillvaxtanalys.read(json.dumps(said).encode(), asked_for)
    assert set(table["place"].to_pylist()) == {code}


def test_it_adds_up_a_dimension_and_keeps_what_is_not_known() -> None:
    body, asked_for = older(
        columns={"place": "Region", "period": "Tid", "measure": "ContentsCode"}, sum=["Kon"]
    )
    assert rows(tillvaxtanalys.read(body, asked_for)) == [
        ("91", "2022", "LL000001", 190, ""),
        ("91", "2022", "LL000002", None, "m"),
        ("91", "2023", "LL000001", 196, ""),
        ("91", "2023", "LL000002", None, "n"),
    ]


def test_it_gives_a_place_to_a_table_that_has_none() -> None:
    body, asked_for = older(
        columns={"period": "Tid", "sex": "Kon", "measure": "ContentsCode"}, fixed={"place": "LL"}
    )
    assert set(tillvaxtanalys.read(body, asked_for)["place"].to_pylist()) == {"LL"}


def test_it_reads_periods_from_their_words_where_codes_are_numbers() -> None:
    body, asked_for = older(
        columns={"place": "Region", "period": "Tid", "sex": "Kon", "measure": "ContentsCode"}
    )
    said = json.loads(body)
    said["metadata"]["variables"][3] |= {"values": ["0", "1"], "valueTexts": ["2022K1", "2022K2"]}
    for row in said["answers"][0]["data"]:
        row["key"][2] = {"2022": "0", "2023": "1"}[row["key"][2]]
    table = tillvaxtanalys.read(json.dumps(said).encode(), asked_for)
    assert set(table["period"].to_pylist()) == {"2022Q1", "2022Q2"}


def changed(path: str, value: Any) -> Callable[[Any], None]:
    """A change of what SCB answered."""

    def change(said: Any) -> None:
        *steps, last = path.split("/")
        for step in steps:
            said = said[step]
        said[last] = value

    return change


def renamed(said: Any) -> None:
    said["id"][0] = "Lan"
    said["dimension"]["Lan"] = said["dimension"].pop("Region")


def longer(said: Any) -> None:
    said["id"].append("Alder")
    said["size"].append(2)
    said["dimension"]["Alder"] = {"category": {"index": ["16-64", "65+"]}}
    said["value"] = said["value"] * 2
    del said["status"]


UNIT = "dimension/ContentsCode/category/unit"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (renamed, r"dimension Region is not there\. Expected: Region\. Came: Lan, .*source\.yaml"),
        (longer, r"dimension Alder becomes no column\. Expected: one code\. Came: 2 codes: 16-64"),
        (
            changed(UNIT, {"LL000001": {"base": "tusental"}}),
            r"unit of LL000001 has changed\. Expected: antal\. Came: tusental\..*another name",
        ),
        (
            changed("dimension/Region/category/index", {"00": 0, "94": 1, "92": 2, "93": 3}),
            r"no code 91\. Expected: 91\. Came: 00, 94, 92, 93\..*request\.select\.Region",
        ),
        (
            changed("dimension/Tid/category/index", {"2022": 0, "senast": 1}),
            r"'senast' is no period.*request\.columns",
        ),
        (changed("value", []), "0 values for 16 cells"),
    ],
)
def test_it_refuses_what_is_not_as_it_was_said(change: Callable[[Any], None], said: str) -> None:
    answer = document("scb_v2_data.json")
    change(answer)
    with pytest.raises(UnusableData, match=said):
        scb.read(json.dumps(answer).encode(), SCB)


def test_it_refuses_parts_of_two_releases() -> None:
    answer = document("scb_v2_data.json")
    later = answer | {"updated": "2024-03-02T07:00:00Z"}
    with pytest.raises(UnusableData, match="updated while it was fetched"):
        scb.read(json.dumps([answer, later]).encode(), SCB)


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("twice", "keys are there more than once"),
        ("ahead", "2124, although that is still to come"),
    ],
)
def test_it_lets_no_table_through_with_keys_twice_or_years_to_come(fault: str, said: str) -> None:
    answer = document("scb_v2_data.json")
    if fault == "ahead":
        index = answer["dimension"]["Tid"]["category"]
        index["index"] = {"2022": 0, "2124": 1}
    table = scb.read(json.dumps([answer] * (1 + (fault == "twice"))).encode(), SCB)
    label = Label("scb", "employed", "", datetime(2024, 6, 1, tzinfo=UTC), ())
    with pytest.raises(UnusableData, match=said):
        checked(table, SCB, label)


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ({"values": [{"kpi": "N99001"}]}, "not built as it was"),
        ({"values": []}, "nothing for N99001"),
        (
            {
                "values": [
                    {
                        "kpi": "N99001",
                        "municipality": "0093",
                        "period": 2022,
                        "values": [{"gender": "T", "value": 1}],
                    }
                ]
            },
            r"Expected: place 0091, 0092\. Came: 0093",
        ),
        (
            {
                "values": [
                    {
                        "kpi": "N99001",
                        "municipality": "0091",
                        "period": 2022,
                        "values": [{"gender": "T", "value": "many"}],
                    }
                ]
            },
            "not built as it was",
        ),
        (
            {
                "values": [
                    {
                        "kpi": "N99001",
                        "municipality": "0091",
                        "period": 2022,
                        "values": [{"gender": "T", "value": None, "status": "Lost"}],
                    }
                ]
            },
            "'Lost'",
        ),
    ],
)
def test_it_refuses_what_kolada_was_not_asked_for(page: Any, said: str) -> None:
    with pytest.raises(UnusableData, match=said):
        kolada.read(json.dumps(page).encode(), KPIS)


@pytest.mark.parametrize(
    "read",
    [
        lambda: scb.read(b"<html>", SCB),
        lambda: scb.read(b"{}", SCB),
        lambda: tillvaxtanalys.read(b"{}", dataset(producers.TITLED, "sex")),
        lambda: kolada.read(b"[]", KPIS),
        lambda: eurostat.read(b'{"error": []}', GDP),
        lambda: eurostat.read(b"x", dataset(producers.EUROSTAT_JSON | {"api": "sdmx-csv"})),
    ],
)
def test_it_refuses_what_is_no_answer_at_all(read: Callable[[], Any]) -> None:
    with pytest.raises(UnusableData):
        read()


FORMS: dict[str, Callable[[Dataset], Any]] = {
    "scb": lambda d: asked(d, PxV1) if d.request["api"] == "v1" else asked(d, PxV2),
    "kolada": lambda d: asked(d, Kolada),
    "eurostat": lambda d: asked(d, Eurostat),
    "tillvaxtanalys": lambda d: asked(d, PxTitle),
    "konjunkturinstitutet": lambda d: asked(d, PxTitle),
}


@pytest.mark.parametrize("code", FORMS)
def test_it_can_ask_for_every_dataset_that_is_described(code: str) -> None:
    source = read_sources().source(code)
    assert fetcher(source) is not None
    for described in source.datasets:
        request = FORMS[code](described)
        columns = {*getattr(request, "columns", {}), *getattr(request, "fixed", {})}
        if code != "kolada":
            assert columns == {"place", "period", *described.table.dimensions}, described.code


@needs_shared
def test_it_asks_scb_for_no_more_than_scb_gives() -> None:
    said = json.loads(genuine("api_samples/pxweb_v2_config.json"))
    limits = read_sources().source("scb").limits
    assert limits.cells <= said["maxDataCells"]
    assert limits.calls / limits.seconds <= said["maxCallsPerTimeWindow"] / said["timeWindow"]


@needs_shared
def test_it_reads_genuine_answers_from_scb() -> None:
    new = dataset(
        {
            "api": "v2",
            "table": "TAB6471",
            "select": {
                "Region": ["17", "20", "21"],
                "Alder": ["*"],
                "Kon": ["1", "2"],
                "ContentsCode": ["000007SF"],
                "Tid": ["*"],
            },
            "columns": {"place": "Region", "period": "Tid", "sex": "Kon", "age": "Alder"},
            "units": {"000007SF": "antal"},
        },
        "age",
        "sex",
    )
    found = scb.read(genuine("api_samples/pxweb_v2_TAB6471_data.json"), new).to_pylist()
    (one,) = (
        row["value"]
        for row in found
        if (row["place"], row["period"], row["age"], row["sex"]) == ("25", "2026-04", "100+10", "2")
    )
    assert one == 54
    old = dataset(
        {
            "api": "v1",
            "path": "BE/BE0101/BE0101C/BefArealTathetKon",
            "columns": {"place": "Region", "period": "Tid"},
        }
    )
    body = b'{"metadata":%b,"answers":[%b]}' % (
        genuine("api_samples/pxweb_v1_scb_table_metadata_BefArealTathetKon.json"),
        genuine("api_samples/pxweb_v1_scb_data_json_BefArealTathetKon_counties.json"),
    )
    density = {(r["place"], r["period"]): r["value"] for r in scb.read(body, old).to_pylist()}
    assert density["01", "1991"] == 254.9
    assert density["25", "2018"] == 2.6


@needs_shared
def test_it_reads_genuine_answers_from_eurostat() -> None:
    gdp = dataset(
        {
            "api": "json",
            "dataset": "nama_10r_2gdp",
            "select": {"unit": ["*"], "geo": ["EU27_2020", "ES43"]},
            "columns": {"place": "geo", "period": "time", "unit": "unit"},
        },
        "unit",
    )
    found = eurostat.read(genuine("api_samples/estat_jsonstat2_nama_10r_2gdp.json"), gdp)
    assert ("ES43", "2024", "PPS_EU27_2020_HAB", 28100, "p") in rows(found)
    whole = dataset(
        {
            "api": "tsv",
            "dataset": "nama_10r_3gdp",
            "select": {"unit": ["PPS_EU27_2020_HAB"], "geo": ["SE31", "SE311", "SE312", "SE313"]},
            "columns": {"place": "geo", "period": "time"},
        }
    )
    found = eurostat.read(genuine("eurostat/tsv2023/estat_nama_10r_3gdp.csv.gz"), whole)
    assert [row[2] for row in rows(found) if row[1] == "2020"] == [29500, 28700, 29600, 30200]


@needs_shared
def test_it_reads_genuine_values_from_kolada() -> None:
    said = csv.DictReader(io.StringIO(genuine("kolada/rKolada_n00945.csv").decode()))
    values = [
        {
            "kpi": row["kpi"],
            "municipality": row["municipality_id"],
            "period": int(row["year"]),
            "values": [
                {"gender": row["gender"], "status": row["status"], "value": float(row["value"])}
            ],
        }
        for row in said
    ]
    fathers = dataset({"kpis": ["N00945"], "places": ["0180", "1280", "1480"]}, "kpi", "gender")
    found = kolada.read(json.dumps({"values": values}).encode(), fathers)
    assert found.num_rows == 63
    assert ("0180", "2000", "N00945", "T", 31.32959689, "") in rows(found)
