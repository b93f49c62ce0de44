"""JSON-stat, dense and sparse, in both versions."""

from __future__ import annotations

import json
from typing import Any

import pytest

from kraftsamling.evidence.formats import jsonstat
from kraftsamling.evidence.formats.status import eurostat, pxweb
from kraftsamling.kernel.errors import UnusableData
from tests.recordings import document, genuine, needs_shared


def row(table: Any, **codes: str) -> tuple[float | None, str]:
    (found,) = (r for r in table.to_pylist() if codes.items() <= r.items())
    return found["value"], found["status"]


def test_it_reads_dense_values() -> None:
    table = jsonstat.table(document("scb_v2_data.json"), pxweb)
    assert table.column_names == ["Region", "Kon", "ContentsCode", "Tid", "value", "status"]
    assert table.num_rows == 16
    assert row(table, Region="91", Kon="2", Tid="2023") == (95, "")
    assert row(table, Region="92", Kon="2", Tid="2022") == (None, "m")
    assert row(table, Region="93", Kon="2", Tid="2022") == (0, "")


def test_it_reads_sparse_values() -> None:
    table = jsonstat.table(document("eurostat.json"), eurostat)
    assert row(table, geo="LL11", time="2022") == (28700, "be")
    assert row(table, geo="LL11", time="2023") == (None, "c")
    assert row(table, geo="LL12", time="2023") == (None, "m")


def test_it_tells_what_the_cube_is() -> None:
    cube = jsonstat.described(document("scb_v2_metadata.json"))
    assert cube.updated == "2024-03-01T07:00:00Z"
    assert cube.dimensions["Kon"].texts == {"1": "män", "2": "kvinnor"}
    assert cube.dimensions["ContentsCode"].units == {"LL000001": "antal"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"value": [1, 2]}, "2 values for 16 cells"),
        ({"value": ["many"] * 16}, "no number"),
        ({"value": {"99": 1}}, "no number"),
        ({"size": [4, 2, 1, 3]}, "dimensions have"),
        ({"status": {"0": "?"}}, "'\\?'"),
    ],
)
def test_it_refuses_what_does_not_hold_together(change: dict[str, Any], said: str) -> None:
    with pytest.raises(UnusableData, match=said):
        jsonstat.table(document("scb_v2_data.json") | change, pxweb)


def test_it_refuses_what_is_no_dataset() -> None:
    with pytest.raises(UnusableData, match="holds error"):
        jsonstat.table({"error": [{"status": 400}]}, eurostat)


@pytest.mark.parametrize("kept", ["list", "single", "version 1"])
def test_it_reads_the_other_ways_of_writing_it(kept: str) -> None:
    said = document("eurostat.json")
    expected = jsonstat.table(said, eurostat)
    if kept == "list":
        category = said["dimension"]["geo"]["category"]
        category["index"] = list(category["index"])
    elif kept == "single":
        del said["dimension"]["freq"]["category"]["index"]
    else:
        said["dimension"] |= {"id": said.pop("id"), "size": said.pop("size")}
        said = {"dataset": said}
    assert jsonstat.table(said, eurostat).equals(expected)


@needs_shared
def test_it_reads_genuine_answers() -> None:
    scb = jsonstat.table(json.loads(genuine("api_samples/pxweb_v2_TAB6471_data.json")), pxweb)
    assert scb.num_rows == 21 * 11 * 3 * 4
    assert row(scb, Region="01", Alder="0-9", Kon="TotSa", Tid="2026M01") == (245284, "")
    research = jsonstat.table(
        json.loads(genuine("api_samples/estat_jsonstat2_rd_e_gerdreg.json")), eurostat
    )
    assert row(research, sectperf="BES", geo="DE11", time="2023") == (6.9, "b")
    assert row(research, sectperf="BES", geo="ES43", time="2024") == (None, "c")
    old = jsonstat.table(
        json.loads(genuine("api_samples/pxweb_v1_scb_jsonstat1_statswe.json")), pxweb
    )
    assert old.num_rows == 20 * 2 * 28
    assert old.column("value").null_count == 0
