"""Each source brings what was asked for, in as many parts as it takes, and nothing when nothing is new."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.faults import NotThere, TooLarge
from kraftsamling.evidence.sources.http import Http
from kraftsamling.evidence.sources.pacing import Clock
from kraftsamling.evidence.sources.schema import Dataset, Limits
from kraftsamling.kernel.errors import ContentError, SourceFault, UnusableData
from kraftsamling.kernel.origin import Origin
from tests import producers
from tests.producers import dataset
from tests.recorded import Asked, Fault, Kind, Recorded, Reply
from tests.recordings import document, littleland


def named(code: str) -> Any:
    """The two modules of a source."""
    folder = f"kraftsamling.evidence.sources.{code}"
    return SimpleNamespace(
        fetch=import_module(f"{folder}.fetch"), ingest=import_module(f"{folder}.ingest")
    )


eurostat, kolada, scb, tillvaxtanalys, konjunkturinstitutet = map(
    named, ("eurostat", "kolada", "scb", "tillvaxtanalys", "konjunkturinstitutet")
)

SCB = dataset(producers.SCB_V2, "sex")
OLD = dataset(producers.SCB_V1, "sex", "measure")
KPIS = dataset(producers.KOLADA_KPIS, "kpi", "gender")
GDP = dataset(producers.EUROSTAT_JSON)
CSV = dataset(
    producers.EUROSTAT_JSON
    | {
        "api": "sdmx-csv",
        "select": {"freq": ["A"], "unit": ["PPS_HAB"], "geo": ["LL1", "LL11", "LL12"]},
    }
)
TSV = dataset(producers.EUROSTAT_JSON | {"api": "tsv"})
TITLED = dataset(producers.TITLED, "sex")

SOURCES = [
    pytest.param(scb, SCB, 12, id="scb v2"),
    pytest.param(scb, OLD, 8, id="scb v1"),
    pytest.param(kolada, KPIS, 5, id="kolada"),
    pytest.param(eurostat, GDP, 6, id="eurostat json"),
    pytest.param(eurostat, CSV, 6, id="eurostat sdmx-csv"),
    pytest.param(eurostat, TSV, 6, id="eurostat tsv"),
    pytest.param(tillvaxtanalys, TITLED, 4, id="tillvaxtanalys"),
    pytest.param(konjunkturinstitutet, TITLED, 4, id="konjunkturinstitutet"),
]
TODAY = datetime(2024, 6, 1, tzinfo=UTC)


def door(producer: Recorded, *, cells: int = 1000, today: datetime = TODAY, **more: Any) -> Http:
    clock = Clock(now=lambda: 0, sleep=lambda _seconds: None, date=today.timestamp)
    return Http(
        Limits(calls=1000, cells=cells),
        name="littleland, employed",
        mirror=producer.url,
        clock=clock,
        **more,
    )


def label(fetched: Fetched, kept: datetime = TODAY) -> Label:
    origin = Origin("x", "x", fetched.url, "CC0", kept.date(), fetched.published)
    return Label("x", "x", "", kept, (origin,), fetched.etag, fetched.modified)


@pytest.mark.parametrize(("source", "asked", "rows"), SOURCES)
def test_it_brings_what_was_asked_for(source: Any, asked: Dataset, rows: int) -> None:
    with Recorded(producers.routes()) as producer, door(producer) as http:
        fetched = source.fetch.fetch(asked, http, None)
    table = source.ingest.read(fetched.body, asked)
    assert table.schema.equals(asked.table.schema)
    assert table.num_rows == rows
    assert fetched.url.startswith("https://")


@pytest.mark.parametrize(("source", "asked", "rows"), SOURCES)
def test_it_brings_nothing_when_nothing_is_new(source: Any, asked: Dataset, rows: int) -> None:
    with Recorded(producers.routes()) as producer, door(producer) as http:
        first = source.fetch.fetch(asked, http, None)
        before = len(producer.asked)
        assert source.fetch.fetch(asked, http, label(first)) is None
        again = producer.asked[before:]
        assert not any(ask.method == "POST" or "/data?" in ask.path for ask in again)
        other = asked.model_copy(update={"request": asked.request | {"fixed": {"x": "y"}}})
        if source is not kolada:
            assert source.fetch.fetch(other, http, label(first)) is not None


@pytest.mark.parametrize(("source", "asked", "rows"), SOURCES)
def test_it_has_the_same_body_for_the_same_answers(source: Any, asked: Dataset, rows: int) -> None:
    with Recorded(producers.routes()) as producer:
        bodies = []
        for _ in range(2):
            with door(producer, cells=4) as http:
                bodies.append(source.fetch.fetch(asked, http, None).body)
    assert bodies[0] == bodies[1]


def same(source: Any, asked: Dataset, one: bytes, other: bytes) -> bool:
    keys = [(name, "ascending") for name in asked.table.keys]
    first, second = (source.ingest.read(body, asked).sort_by(keys) for body in (one, other))
    return bool(first.equals(second))


@pytest.mark.parametrize(
    ("source", "asked", "data", "parts"),
    [
        pytest.param(scb, SCB, f"{producers.V2}/data", 3, id="scb v2"),
        pytest.param(scb, OLD, f"{producers.V1}/LLSyss", 2, id="scb v1"),
    ],
)
def test_it_asks_in_parts_of_what_the_producer_gives(
    monkeypatch: pytest.MonkeyPatch, source: Any, asked: Dataset, data: str, parts: int
) -> None:
    monkeypatch.setattr(scb.fetch, "V1_LIMITS", Limits(calls=1000, cells=4))
    heard = list[tuple[int, int]]()
    with Recorded(producers.routes()) as producer:
        with door(producer, cells=4, progress=lambda *told: heard.append(told)) as http:
            split = source.fetch.fetch(asked, http, None)
        monkeypatch.setattr(scb.fetch, "V1_LIMITS", Limits(calls=1000))
        with door(producer) as http:
            whole = source.fetch.fetch(asked, http, None)
    assert heard == [(done, parts) for done in range(parts + 1)]
    assert split.body != whole.body
    assert same(source, asked, split.body, whole.body)


@pytest.mark.parametrize(
    ("source", "asked", "fault"),
    [
        pytest.param(scb, SCB, Fault("413", f"{producers.V2}/data"), id="413"),
        pytest.param(scb, SCB, Fault("403", f"{producers.V2}/data", body=b'"Too many cells"'), id="403"),
        pytest.param(eurostat, CSV, Fault("413", f"{producers.EUROSTAT}/sdmx"), id="eurostat"),
    ],
)  # fmt: skip
def test_it_asks_for_less_when_told_that_it_was_too_much(
    source: Any, asked: Dataset, fault: Fault
) -> None:
    with Recorded(producers.routes(), [fault]) as producer, door(producer) as http:
        split = source.fetch.fetch(asked, http, None)
        refused, *parts = [ask for ask in producer.asked if ask.path.startswith(fault.path)]
        whole = source.fetch.fetch(asked, http, None)
    assert len(parts) == 2
    assert (refused.path, refused.query) != (parts[0].path, parts[0].query)
    assert same(source, asked, split.body, whole.body)


def test_it_knows_an_answer_that_will_come_later() -> None:
    later = b'{"warning": {"status": 413, "label": "ASYNCHRONOUS_RESPONSE"}}'
    told = [later]

    def answer(asked: Asked) -> Reply:
        probing = "lastTimePeriod" in asked.query
        return Reply(told.pop()) if told and not probing else producers.eurostat(asked)

    address = f"{producers.EUROSTAT}/statistics/1.0/data/ll_gdp"
    with Recorded({address: answer}) as producer, door(producer) as http:
        fetched = eurostat.fetch.fetch(GDP, http, None)
    assert fetched is not None
    assert eurostat.ingest.read(fetched.body, GDP).num_rows == 6


def test_it_gives_up_when_it_cannot_ask_for_less() -> None:
    faults = [Fault("413", f"{producers.V2}/data")] * 20
    with (
        Recorded(producers.routes(), faults) as producer,
        door(producer) as http,
        pytest.raises(TooLarge, match=r"littleland, employed.*413"),
    ):
        scb.fetch.fetch(SCB, http, None)


def test_it_goes_on_with_the_parts_that_are_missing(tmp_path: Path) -> None:
    parts = tmp_path / "parts"

    def gone_after_two(done: int, _total: int) -> None:
        if done == 2:
            producer.faults += [Fault("503", f"{producers.V2}/data")] * 5

    with Recorded(producers.routes()) as producer:
        cut = door(producer, cells=4, parts=parts, progress=gone_after_two)
        with pytest.raises(SourceFault, match="503"), cut:
            scb.fetch.fetch(SCB, cut, None)
        before = len(producer.asked)
        with door(producer, cells=4, parts=parts) as http:
            fetched = scb.fetch.fetch(SCB, http, None)
        again = [ask for ask in producer.asked[before:] if ask.path.endswith("/data")]
        with door(producer) as http:
            whole = scb.fetch.fetch(SCB, http, None)
    assert len(again) == 1
    assert same(scb, SCB, fetched.body, whole.body)
    assert not parts.exists()


def test_it_posts_what_is_too_long_for_an_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scb.fetch, "LONGEST", 100)
    with Recorded(producers.routes()) as producer, door(producer) as http:
        fetched = scb.fetch.fetch(SCB, http, None)
    assert fetched is not None
    assert producer.asked[-1].method == "POST"
    assert scb.ingest.read(fetched.body, SCB).num_rows == 12


def test_it_keeps_the_older_limits_of_the_older_api() -> None:
    with Recorded(producers.routes()) as producer, door(producer) as http:
        scb.fetch.fetch(OLD, http, None)
        assert (http.limits.calls, http.limits.seconds, http.limits.cells) == (10, 10, 100_000)


def test_it_tells_when_a_table_was_published() -> None:
    with Recorded(producers.routes()) as producer, door(producer) as http:
        assert scb.fetch.fetch(SCB, http, None).published == date(2024, 3, 1)
        assert eurostat.fetch.fetch(GDP, http, None).published == date(2024, 2, 10)


@pytest.mark.parametrize("wrong", [b"null", b"[]", b'{"error": "maintenance"}'])
def test_one_wrong_answer_of_kolada_is_not_held_on_to(tmp_path: Path, wrong: bytes) -> None:
    data = f"{producers.KOLADA}/data/kpi/N99001/municipality/0091,0092"
    routes = producers.routes()
    with Recorded({**routes, f"{data}?page=2": wrong, data: wrong}) as producer:
        with (
            pytest.raises(SourceFault, match="no page of values"),
            door(producer, parts=tmp_path / "parts") as http,
        ):
            kolada.fetch.fetch(KPIS, http, None)
        producer.routes = routes
        with door(producer, parts=tmp_path / "parts") as http:
            assert kolada.fetch.fetch(KPIS, http, None) is not None


@pytest.mark.parametrize(
    ("today", "publication", "new"),
    [
        (datetime(2024, 6, 2, tzinfo=UTC), "2024-11-01", False),
        (datetime(2024, 6, 2, tzinfo=UTC), "2024-06-02", True),
        (datetime(2024, 6, 2, tzinfo=UTC), "2025-11-01", True),
        (datetime(2024, 7, 15, tzinfo=UTC), "2024-11-01", True),
    ],
)
def test_it_asks_kolada_when_something_may_have_been_published(
    today: datetime, publication: str, new: bool
) -> None:
    with Recorded(producers.routes()) as producer:
        with door(producer) as http:
            first = kolada.fetch.fetch(KPIS, http, None)
        assert first is not None
        last = label(first)
        kpi = document("kolada_kpi.json")
        kpi["values"][0]["publication_date"] = publication
        producer.routes[f"{producers.KOLADA}/kpi/N99001"] = json.dumps(kpi).encode()
        if publication == "2024-06-02":
            last = replace(last, modified=last.modified.replace("2024-11-01", publication))
        with door(producer, today=today) as http:
            assert (kolada.fetch.fetch(KPIS, http, last) is not None) is new


def test_it_asks_kolada_for_every_place_by_year() -> None:
    every = dataset(producers.KOLADA_KPIS | {"places": ["*"]}, "kpi", "gender")
    page = document("kolada_data_1.json") | {"next_url": None}

    def answer(_asked: Asked) -> Reply:
        return Reply(json.dumps(page).encode())

    years = [range(1990, 2015), range(2015, 2025)]
    routes = producers.routes() | {
        f"{producers.KOLADA}/data/kpi/N99001/year/{','.join(map(str, some))}": answer
        for some in years
    }
    with Recorded(routes) as producer, door(producer) as http:
        assert kolada.fetch.fetch(every, http, None) is not None
    assert [ask.path.count(",") + 1 for ask in producer.asked if "/year/" in ask.path] == [25, 10]


def test_it_leaves_pages_that_go_round_in_a_circle() -> None:
    page = document("kolada_data_1.json")
    page["next_url"] = f"https:/{producers.KOLADA}/data/kpi/N99001/municipality/0091,0092"
    routes = producers.routes() | {
        f"{producers.KOLADA}/data/kpi/N99001/municipality/0091,0092": json.dumps(page).encode()
    }
    with (
        Recorded(routes) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match="without end"),
    ):
        kolada.fetch.fetch(KPIS, http, None)


@pytest.mark.parametrize(
    ("source", "asked", "said"),
    [
        pytest.param(
            scb,
            dataset(SCB.request | {"select": {"Lan": ["91"], "ContentsCode": ["*"], "Tid": ["*"]}}, "sex"),
            r"dimension Lan is not there.*Came: Region, Kon.*source\.yaml",
            id="dimension",
        ),
        pytest.param(
            scb,
            dataset(SCB.request | {"select": SCB.request["select"] | {"Region": ["94"]}}, "sex"),
            r"no code 94.*Came: 00, 91, 92, 93.*may be called.*request\.select\.Region",
            id="code",
        ),
        pytest.param(
            scb,
            dataset(SCB.request | {"select": {"Region": ["91"], "Tid": ["*"]}}, "sex"),
            r"a dimension that is not asked for.*Came: ContentsCode",
            id="a new dimension",
        ),
        pytest.param(
            tillvaxtanalys,
            dataset(producers.TITLED | {"named": {"ContentsCode": ["Sökande"]}}, "sex"),
            r"nothing in the dimension ContentsCode.*Expected: Sökande.*Came: Sysselsatta, Arbetslösa",
            id="words",
        ),
        pytest.param(
            kolada,
            dataset(producers.KOLADA_KPIS | {"kpis": ["N99001", "N99002"]}, "kpi", "gender"),
            r"no key figure N99002 any more.*request\.kpis",
            id="key figure",
        ),
    ],
)  # fmt: skip
def test_it_refuses_to_ask_for_what_is_not_there(source: Any, asked: Dataset, said: str) -> None:
    routes = producers.routes()
    routes[f"{producers.KOLADA}/kpi/N99001,N99002"] = littleland("kolada_kpi.json")
    with (
        Recorded(routes) as producer,
        door(producer) as http,
        pytest.raises(UnusableData, match=said),
    ):
        source.fetch.fetch(asked, http, None)
    assert not any(ask.method == "POST" for ask in producer.asked)


def test_it_says_that_a_table_is_gone() -> None:
    gone = dataset(producers.SCB_V1 | {"path": "LL/LL01/LLBort"}, "sex", "measure")
    with (
        Recorded(producers.routes()) as producer,
        door(producer) as http,
        pytest.raises(NotThere, match=r"no table LLBort any more.*request\.path"),
    ):
        scb.fetch.fetch(gone, http, None)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Nya företag efter region, år 2010-2023", "a_2023.px"),
        ("NYA FÖRETAG efter region 2010K1–2024K2.", "nytt namn.px"),
        ("Nya företag", "b2.px"),
    ],
)
def test_it_finds_a_table_by_the_words_of_its_title(title: str, name: str) -> None:
    routes = producers.titled(producers.GROWTH, title, name)
    with Recorded(routes) as producer, door(producer) as http:
        fetched = tillvaxtanalys.fetch.fetch(TITLED, http, None)
    assert fetched is not None
    assert not any(ask.path.endswith("Konkurser") for ask in producer.asked)


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        ({"title": "Nya fartyg"}, r"no table is called Nya fartyg\. There is: Nya företag efter"),
        ({"title": "företag"}, r"2 tables are called företag.*Nya företag.*Överlevande"),
        ({"folder": "Borta"}, r"There is: none that is like it.*request\.folder"),
    ],
)
def test_it_names_the_nearest_titles(request_: dict[str, str], said: str) -> None:
    with (
        Recorded(producers.routes()) as producer,
        door(producer) as http,
        pytest.raises(NotThere, match=said),
    ):
        tillvaxtanalys.fetch.fetch(dataset(producers.TITLED | request_, "sex"), http, None)


def test_it_takes_the_file_last_seen_where_several_titles_fit() -> None:
    several = dataset(producers.TITLED | {"title": "företag", "file": "a_2023.px"}, "sex")
    with Recorded(producers.routes()) as producer, door(producer) as http:
        assert tillvaxtanalys.fetch.fetch(several, http, None) is not None


@pytest.mark.parametrize("forgotten", ["table", "columns"])
def test_it_says_what_is_wrong_in_a_request(forgotten: str) -> None:
    request = {name: said for name, said in producers.SCB_V2.items() if name != forgotten}
    with (
        Recorded({}) as producer,
        door(producer) as http,
        pytest.raises(ContentError, match=f"dataset employed: .*{forgotten}: Field required"),
    ):
        scb.fetch.fetch(dataset(request, "sex"), http, None)


@pytest.mark.parametrize("kind", ["429", "503", "cut", "truncated", "html"])
@pytest.mark.parametrize(("source", "asked", "rows"), SOURCES)
def test_it_gets_through_what_passes(source: Any, asked: Dataset, rows: int, kind: Kind) -> None:
    # Who sends a web page is asked once more only.
    faults = [Fault(kind)] * (1 if kind == "html" else 2)
    with Recorded(producers.routes(), faults) as producer, door(producer) as http:
        fetched = source.fetch.fetch(asked, http, None)
    assert source.ingest.read(fetched.body, asked).num_rows == rows
