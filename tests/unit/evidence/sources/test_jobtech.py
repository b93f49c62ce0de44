"""JobTech: the taxonomy by version, and ads without anybody's name."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kraftsamling.evidence.checking import checked
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.jobtech.fetch import fetch
from kraftsamling.evidence.sources.jobtech.ingest import read
from kraftsamling.evidence.sources.jobtech.scrub import bare
from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import SourceFault, UnusableData
from tests.recorded import Asked, Fault, Recorded, Reply, Route
from tests.recordings import SHARED, document, littleland, needs_shared
from tests.unit.evidence.sources.doors import door, kept

VERSIONS = "/taxonomy.api.jobtechdev.se/v1/taxonomy/main/versions"
DUMP = "/data.jobtechdev.se/taxonomy/version/31/query/smiths/smiths.json"
NOW, BEFORE = "/jobsearch.api.jobtechdev.se/search", "/historical.api.jobtechdev.se/search"
LABEL = kept(Fetched(b"", "https://jobtech.littleland.example"))
SKILLS = SHARED.parent / "skills"
PERSONAL = ("Cleo", "Utsocken", "070", "@", "Storgatan", "Bo Partner", "8001011234")


def dataset(table: str, **request: Any) -> Dataset:
    _source, found = read_sources().table(table)
    return found.model_copy(update={"request": found.request | request})


CONCEPTS = dataset("jobtech_concepts", dumps=["smiths"])
RELATIONS = dataset("jobtech_relations", dumps=["smiths"])
ADS = dataset("jobtech_ads", municipalities=["LLmu_nic_001"])
OLD = dataset("jobtech_historical_ads", municipalities=["LLmu_nic_001"], months=2)


def page(asked: Asked) -> Reply:
    """The ads from `offset` on, one in an answer."""
    said = document("jobtech_ads.json")
    at = int(asked.query["offset"])
    return Reply(json.dumps(said | {"hits": said["hits"][at : at + 1]}).encode())


def routes(version: int = 31) -> dict[str, Route]:
    versions = [{"taxonomy/version": n} for n in (1, version, 30)]
    return {
        VERSIONS: json.dumps(versions).encode(),
        DUMP: littleland("jobtech_dump.json"),
        NOW: page,
        BEFORE: page,
    }


def fetched(asked: Dataset) -> bytes:
    with Recorded(routes()) as producer, door(producer) as http:
        found = fetch(asked, http, None)
    assert found is not None
    return found.body


def test_it_reads_concepts_at_every_depth() -> None:
    rows = checked(read(fetched(CONCEPTS), CONCEPTS), CONCEPTS, LABEL).to_pylist()
    assert {(row["concept"], row["code"], row["label"]) for row in rows} == {
        ("LLss_yk4_001", "7221", "Smeder"),
        ("LLoc_cup_001", "", "Smed"),
        ("LLis_co4_001", "7221", "Blacksmiths"),
        ("LLoc_cup_002", "", "Hovslagare"),
        ("sni-level-5/25500", "25500", "Smidning"),
    }


def test_it_reads_relations() -> None:
    rows = checked(read(fetched(RELATIONS), RELATIONS), RELATIONS, LABEL).to_pylist()
    assert {tuple(row.values()) for row in rows} == {
        ("LLss_yk4_001", "narrower", "LLoc_cup_001", None),
        ("LLss_yk4_001", "related", "LLis_co4_001", None),
        ("LLoc_cup_002", "substituted_by", "LLoc_cup_001", 75),
    }


def test_it_asks_for_a_version_of_the_taxonomy_once() -> None:
    with Recorded(routes()) as producer, door(producer) as http:
        first = fetch(CONCEPTS, http, None)
        assert first is not None
        assert fetch(CONCEPTS, http, kept(first)) is None
    assert [asked.path for asked in producer.asked] == [VERSIONS, DUMP, VERSIONS]
    assert "version/31/" in first.url


def test_it_reads_ads() -> None:
    first, second = checked(read(fetched(ADS), ADS), ADS, LABEL).to_pylist()
    assert (first["ad"], first["positions"], first["place"]) == ("9001", 2, "9102")
    assert (first["published"], first["deadline"]) == (date(2024, 5, 2), date(2024, 6, 1))
    assert first["skills"].split("\n") == ["LLsk_ill_001", "LLsk_ill_002"]
    assert first["occupation_group"] == "LLss_yk4_001"
    assert (second["occupation"], second["deadline"], second["place"]) == ("LLoc_cup_002", None, "")


def test_it_keeps_nobodys_name_number_or_address() -> None:
    text = fetched(ADS).decode()
    assert [word for word in PERSONAL if word in text] == []
    first = read(text.encode(), ADS).to_pylist()[0]
    assert first["text"] == "Vi smider. Kontakta [namn], [telefon], [e-post]."
    assert first["employer"] == "Hedby Järn AB"


def test_it_asks_the_archive_month_by_month_and_once_for_each() -> None:
    with Recorded(routes()) as producer, door(producer) as http:
        first = fetch(OLD, http, None)
        assert first is not None
        months = {
            (asked.query["published-after"][:10], asked.query["published-before"][:10])
            for asked in producer.asked
        }
        assert months == {("2024-04-01", "2024-04-30"), ("2024-05-01", "2024-05-31")}
        asked = len(producer.asked)
        assert fetch(OLD, http, kept(first)) is None
        assert len(producer.asked) == asked
    july = datetime(2024, 7, 2, tzinfo=UTC)
    with Recorded(routes()) as producer, door(producer, july) as http:
        # The same ads came, so there is nothing to keep; but they were asked for.
        assert fetch(OLD, http, kept(first)) is None
        assert producer.asked[-1].query["published-before"] == "2024-06-30T23:59:59"


def test_it_keeps_nothing_where_the_same_ads_come_again() -> None:
    with Recorded(routes()) as producer, door(producer) as http:
        first = fetch(ADS, http, None)
        assert first is not None
        assert fetch(ADS, http, kept(first)) is None


@pytest.mark.parametrize(
    ("asked", "route", "body", "said"),
    [
        (ADS, NOW, b'{"total": {"value": 9000}, "hits": []}', "9000 ads, and only the first 2100"),
        (ADS, NOW, b'{"total": {"value": 3}, "hits": []}', "only 0 of 3 ads came"),
        (ADS, NOW, b'{"found": 3}', "no page of ads"),
        (ADS, NOW, littleland("jobtech_ads.json").replace(b'"headline"', b'"title"'), "no page of ads"),
        (CONCEPTS, VERSIONS, b'{"versions": [1]}', "which versions there are"),
    ],
)  # fmt: skip
def test_it_says_what_came_instead(asked: Dataset, route: str, body: bytes, said: str) -> None:
    with (
        Recorded(routes() | {route: body}) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match=said),
    ):
        fetch(asked, http, None)


@pytest.mark.parametrize(
    ("kind", "said"), [("html", "web page"), ("truncated", "cut short"), ("latin1", "not UTF-8")]
)
def test_it_keeps_nothing_of_a_broken_dump(kind: Any, said: str) -> None:
    with (
        Recorded(routes(), [Fault(kind, path=DUMP)] * 9) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match=said),
    ):
        fetch(CONCEPTS, http, None)


DUMPED = littleland("jobtech_dump.json")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (DUMPED.replace(b"preferred_label", b"label"), "another form"),
        (DUMPED.replace(b'"label": "Smed"', b"").replace(b'"concepts"', b'"items"'), "another form"),
        (b"[%b,%b]" % (DUMPED, DUMPED.replace(b'"7221", "preferred_label": "Smeder"', b'"7222", "preferred_label": "Smeder"')), "do not agree on code"),
        (DUMPED[:300], "JSON"),
    ],
)  # fmt: skip
def test_it_refuses_a_dump_in_another_form(body: bytes, said: str) -> None:
    with pytest.raises(UnusableData, match=said):
        read(body, CONCEPTS)


def test_it_refuses_an_ad_that_is_there_twice() -> None:
    ads = json.loads(fetched(ADS))
    with pytest.raises(UnusableData, match="1 keys are there more than once"):
        checked(read(json.dumps([*ads, ads[0]]).encode(), ADS), ADS, LABEL)


def dumps(asked: Dataset) -> bytes:
    folder = SKILLS / "jobtech_taxonomy" / "dumps_2025-12"
    bodies = [(folder / f"{name}.json").read_bytes() for name in asked.request["dumps"]]
    return b"[%b]" % b",".join(bodies)


@needs_shared
def test_it_reads_the_genuine_taxonomy() -> None:
    asked = dataset("jobtech_concepts")
    rows = checked(read(dumps(asked), asked), asked, LABEL).to_pylist()
    counted = Counter(row["type"] for row in rows)
    expected = {"skill": 6657, "occupation-name": 2412, "ssyk-level-4": 400, "sni-level-5": 821}
    assert {kind: counted[kind] for kind in expected} == expected
    codes = {row["code"] for row in rows if row["type"] == "ssyk-level-4"}
    assert len(codes) == 400
    assert all(len(code) == 4 and code.isdigit() for code in codes)


@needs_shared
def test_it_reads_the_genuine_relations() -> None:
    asked = dataset("jobtech_relations")
    rows = checked(read(dumps(asked), asked), asked, LABEL).to_pylist()
    strengths = Counter(row["strength"] for row in rows if row["relation"] == "substituted_by")
    assert strengths == {75: 5101, 25: 3223}
    # Said from the other end, it is the same.
    name = "substitutability-relations-between-occupations"
    said = json.loads(dumps(dataset("jobtech_relations", dumps=[name])))[0]["data"]["concepts"]
    other = {(inner["id"], one["id"]) for one in said for inner in one["substitutes"]}
    assert other == {(r["source"], r["target"]) for r in rows if r["relation"] == "substituted_by"}


@needs_shared
def test_it_asks_for_the_municipalities_of_the_region() -> None:
    text = (SKILLS / "jobtech_taxonomy" / "legacy_2020" / "taxonomy-to-concept.json").read_text(
        "utf-8"
    )
    names = {
        each["conceptId"]: each["preferredLabel"]
        for each in json.loads(text)["municipality"].values()
    }
    for table in ("jobtech_ads", "jobtech_historical_ads"):
        asked = [names[concept] for concept in dataset(table).request["municipalities"]]
        assert len(asked) == len(set(asked)) == 41
        assert {"Borlänge", "Avesta", "Karlstad", "Gävle"} <= set(asked)


@needs_shared
def test_it_reads_genuine_ads_without_who_to_contact() -> None:
    path = SKILLS / "ads_se" / "jobsearch_ads_2025-09_scrubbed.jsonl"
    lines = path.read_text("utf-8").strip().split("\n")
    ads = [bare(json.loads(line)) for line in lines]
    rows = checked(read(json.dumps(ads).encode(), ADS), ADS, LABEL).to_pylist()
    assert len(rows) == len(lines) == 33
    by_id = {json.loads(line)["id"]: json.loads(line) for line in lines}
    for row in rows:
        said = by_id[row["ad"]]
        assert row["place"] == (said["workplace_address"]["municipality_code"] or "")
        assert row["occupation"] == said["occupation"]["concept_id"]
        assert "@" not in row["text"]
    assert not {"application_contacts", "application_details", "webpage_url"} & set(ads[0])
