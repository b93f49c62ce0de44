"""PxWeb's older answers: keys and values as text, and symbols where there is no number."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kraftsamling.evidence.formats import pxweb
from kraftsamling.kernel.errors import UnusableData
from tests.recordings import document, genuine, needs_shared


def test_it_reads_every_content_as_rows() -> None:
    known = pxweb.variables(document("scb_v1_metadata.json"))
    table = pxweb.table(document("scb_v1_data.json"), known)
    assert table.column_names == ["Region", "Kon", "Tid", "ContentsCode", "value", "status"]
    assert [tuple(row.values())[1:] for row in table.to_pylist()] == [
        ("1", "2022", "LL000001", 100, ""),
        ("2", "2022", "LL000001", 90, ""),
        ("1", "2023", "LL000001", 101, ""),
        ("2", "2023", "LL000001", 95, ""),
        ("1", "2022", "LL000002", 7, ""),
        ("2", "2022", "LL000002", None, "m"),
        ("1", "2023", "LL000002", 0, ""),
        ("2", "2023", "LL000002", None, "n"),
    ]


def test_it_finds_the_variable_that_says_what_is_measured() -> None:
    metadata = document("scb_v1_metadata.json")
    metadata["variables"][2]["code"] = "variabel"
    table = pxweb.table(document("scb_v1_data.json"), pxweb.variables(metadata))
    assert "variabel" in table.column_names


def test_it_knows_what_can_be_left_out() -> None:
    known = {v.code: v.optional for v in pxweb.variables(document("scb_v1_metadata.json"))}
    assert known == {"Region": True, "Kon": True, "ContentsCode": False, "Tid": False}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"data": [{"key": ["91"], "values": ["1", "2"]}]}, "3 keys and 2 values"),
        ({"data": [{"key": ["91", "1", "2022"]}]}, "'values' is missing"),
        ({"data": [{"key": ["91", "1", "2022"], "values": ["x", "1"]}]}, "'x'"),
    ],
)
def test_it_refuses_rows_that_do_not_fit(change: dict[str, Any], said: str) -> None:
    with pytest.raises(UnusableData, match=said):
        pxweb.table(document("scb_v1_data.json") | change)


def test_it_refuses_what_describes_no_table() -> None:
    with pytest.raises(UnusableData, match="no description of a PxWeb table"):
        pxweb.variables({"error": "x"})


@needs_shared
def test_it_reads_genuine_answers() -> None:
    name = "api_samples/pxweb_v1_scb_{}BefArealTathetKon{}.json"
    known = pxweb.variables(json.loads(genuine(name.format("table_metadata_", ""))))
    table = pxweb.table(json.loads(genuine(name.format("data_json_", "_counties"))), known)
    assert table.num_rows == 21 * 28
    dalarna = [r for r in table.to_pylist() if r["Region"] == "20" and r["Tid"] == "2018"]
    assert [(row["ContentsCode"], row["value"]) for row in dalarna] == [("BE0101U1", 10.2)]
