"""Whatever a producer sends in place of any part of its answer: a table, or a sentence. Never a crash."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.contract import Fetch, Read
from kraftsamling.evidence.sources.eurostat import fetch as eurostat_fetch, ingest as eurostat
from kraftsamling.evidence.sources.http import Answer, Http
from kraftsamling.evidence.sources.kolada import fetch as kolada_fetch, ingest as kolada
from kraftsamling.evidence.sources.scb import fetch as scb_fetch, ingest as scb
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import KraftsamlingError, UnusableData
from tests import producers
from tests.producers import dataset
from tests.recordings import document, littleland

OTHERS: list[Any] = [None, [], {}, "x", "", 3, -1, 1e400, True, ["x"], {"x": 1}, [None], [[]]]
OLD = {"metadata": document("scb_v1_metadata.json"), "answers": [document("scb_v1_data.json")]}


def mangled(said: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The way to every part of a document."""
    yield path
    parts = (
        said.items()
        if isinstance(said, dict)
        else enumerate(said if isinstance(said, list) else ())
    )
    for name, part in parts:
        yield from mangled(part, (*path, name))


def replaced(said: Any, path: tuple[Any, ...], other: Any) -> Any:
    if not path:
        return other
    said = copy.deepcopy(said)
    inside = said
    for step in path[:-1]:
        inside = inside[step]
    inside[path[-1]] = other
    return said


def removed(said: Any, path: tuple[Any, ...]) -> Any:
    said = copy.deepcopy(said)
    inside = said
    for step in path[:-1]:
        inside = inside[step]
    del inside[path[-1]]
    return said


CASES = [
    pytest.param(
        scb.read, document("scb_v2_data.json"), dataset(producers.SCB_V2, "sex"), id="scb v2"
    ),
    pytest.param(scb.read, OLD, dataset(producers.SCB_V1, "sex", "measure"), id="scb v1"),
    pytest.param(
        eurostat.read, document("eurostat.json"), dataset(producers.EUROSTAT_JSON), id="eurostat"
    ),
    pytest.param(
        kolada.read,
        document("kolada_data_1.json"),
        dataset(producers.KOLADA_KPIS, "kpi", "gender"),
        id="kolada",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("read", "said", "asked"), CASES)
def test_it_reads_or_refuses_any_json(read: Read, said: Any, asked: Dataset) -> None:
    refused = 0
    for path in mangled(said):
        changes = [replaced(said, path, other) for other in OTHERS]
        changes += [removed(said, path)] if path else []
        for change in changes:
            try:
                table = read(json.dumps(change).encode(), asked)
            except UnusableData:
                refused += 1
            else:
                assert table.schema.equals(asked.table.schema)
    assert refused


class Said(Http):
    """A door behind which everything has been said already."""

    def __init__(self, said: dict[str, Any]) -> None:
        super().__init__()
        self.said = said

    def _asked(self, request: httpx.Request, url: str, form: str) -> Answer:
        found = max((end for end in self.said if end in url), key=len)
        return Answer(url, json.dumps(self.said[found]).encode())


FETCHED = [
    pytest.param(
        scb_fetch.fetch,
        {"/metadata": document("scb_v2_metadata.json"), "/data": document("scb_v2_data.json")},
        "/metadata",
        dataset(producers.SCB_V2, "sex"),
        id="scb v2",
    ),
    pytest.param(
        scb_fetch.fetch,
        {
            "/LL01": document("scb_v1_list.json"),
            "/LLSyss": document("scb_v1_metadata.json"),
        },
        "/LL01",
        dataset(producers.SCB_V1, "sex", "measure"),
        id="scb v1 list",
    ),
    pytest.param(
        scb_fetch.fetch,
        {
            "/LL01": document("scb_v1_list.json"),
            "/LLSyss": document("scb_v1_metadata.json"),
        },
        "/LLSyss",
        dataset(producers.SCB_V1, "sex", "measure"),
        id="scb v1 metadata",
    ),
    pytest.param(
        kolada_fetch.fetch,
        {"/kpi/N99001": document("kolada_kpi.json"), "/data": document("kolada_data_2.json")},
        "/kpi/N99001",
        dataset(producers.KOLADA_KPIS, "kpi", "gender"),
        id="kolada",
    ),
    pytest.param(
        eurostat_fetch.fetch,
        {"lastTimePeriod": document("eurostat.json"), "/data": document("eurostat.json")},
        "lastTimePeriod",
        dataset(producers.EUROSTAT_JSON),
        id="eurostat",
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize(("fetch", "said", "part", "asked"), FETCHED)
def test_it_asks_or_refuses_whatever_is_said_first(
    fetch: Fetch, said: dict[str, Any], part: str, asked: Dataset
) -> None:
    last = Label("x", "x", "", datetime(2024, 6, 1, tzinfo=UTC), (), modified="x")
    refused = 0
    with Said(said) as http:
        assert fetch(asked, http, None) is not None
        for path in mangled(said[part]):
            for other in OTHERS:
                http.said = said | {part: replaced(said[part], path, other)}
                try:
                    fetch(asked, http, last)
                except KraftsamlingError:
                    refused += 1
    assert refused


@pytest.mark.slow
@pytest.mark.parametrize("api", ["sdmx-csv", "tsv"])
def test_it_reads_or_refuses_any_text(api: str) -> None:
    body = littleland("eurostat_sdmx.csv" if api == "sdmx-csv" else "eurostat.tsv")
    asked = dataset(producers.EUROSTAT_JSON | {"api": api})
    others = [b"", b",", b"\t", b"\n", b'"', b"\x00", b"\xff", b":", b"1e400", b" ", b"x"]
    changes: list[Callable[[int, bytes], bytes]] = [
        lambda at, other: body[:at] + other + body[at + 1 :],
        lambda at, other: body[:at] + other,
    ]
    refused = 0
    for at in range(len(body)):
        for change in changes:
            for other in others:
                try:
                    table = eurostat.read(change(at, other), asked)
                except UnusableData:
                    refused += 1
                else:
                    assert table.schema.equals(asked.table.schema)
    assert refused
