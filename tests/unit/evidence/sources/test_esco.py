"""ESCO: pages of its web service and files of its download make the same tables."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.esco.fetch import fetch
from kraftsamling.evidence.sources.esco.ingest import read
from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import SourceFault, UnusableData
from tests.packed import zipped
from tests.recorded import Asked, Fault, Recorded, Reply
from tests.recordings import SHARED, document
from tests.unit.evidence.sources.doors import door, kept

GENUINE = SHARED.parent / "skills" / "esco"
needs_esco = pytest.mark.skipif(
    not GENUINE.is_dir(), reason="the genuine files of ESCO in ../shared are not here"
)
OCCUPATIONS, SKILLS, RELATIONS = (
    read_sources().table(f"esco_{part}")[1] for part in ("occupations", "skills", "relations")
)
ROOT = "/ec.europa.eu/esco/api/resource"
LINES = document("esco.json")


def page(kind: str, number: int, size: int = 2) -> bytes:
    """A page of Littleland's concepts, as the web service writes it."""
    concepts = LINES[kind][number * size : (number + 1) * size]
    after = (number + 1) * size < len(LINES[kind])
    next_ = {"next": {"href": f"https://ec.europa.eu/esco/api/resource/{kind}?offset={number + 1}"}}
    return json.dumps(
        {
            "total": len(LINES[kind]),
            "_embedded": {concept["uri"]: concept for concept in concepts},
            "_links": next_ if after else {},
        }
    ).encode()


def answer(asked: Asked) -> Reply:
    return Reply(page(asked.path.rpartition("/")[2], int(asked.query["offset"])))


ROUTES: dict[str, Any] = {f"{ROOT}/occupation": answer, f"{ROOT}/skill": answer}


def fetched(asked: Dataset) -> Fetched:
    with Recorded(ROUTES) as producer, door(producer) as http:
        found = fetch(asked, http, None)
    assert found is not None
    first = producer.asked[0].query
    assert first["selectedVersion"] == "v1.2.0"
    assert first["isInScheme"].startswith("http://data.europa.eu/esco/concept-scheme/")
    return found


def test_it_reads_the_concepts_in_both_languages() -> None:
    table = read(fetched(SKILLS).body, SKILLS)
    assert table.schema.equals(SKILLS.table.schema)
    rows = {row["label_en"]: row for row in table.to_pylist()}
    assert set(rows) == {"read the river", "burn charcoal", "heath lore"}
    assert rows["burn charcoal"] == {
        "concept": "http://data.europa.eu/esco/skill/ll-2",
        "kind": "skill",
        "label_sv": "kola",
        "label_en": "burn charcoal",
        "alternatives_sv": "bränna kol | mila",
        "alternatives_en": "",
    }
    assert rows["heath lore"]["kind"] == "knowledge"


def test_it_reads_occupations_and_what_they_need() -> None:
    rows = read(fetched(OCCUPATIONS).body, OCCUPATIONS).to_pylist()
    assert [(row["label_sv"], row["kind"]) for row in rows] == [("kolare", "6210.1")]
    table = read(fetched(RELATIONS).body, RELATIONS)
    assert table.schema.equals(RELATIONS.table.schema)
    found = {(row["source"][-4:], row["relation"], row["target"][-4:]) for row in table.to_pylist()}
    assert found == {
        ("ll-9", "essential", "ll-2"),
        ("ll-9", "optional", "ll-3"),
        ("ll-9", "broader", "6210"),
        ("ll-2", "broader", "ll-1"),
    }
    assert table.num_rows == 4


def test_it_asks_for_a_version_once() -> None:
    with Recorded(ROUTES) as producer, door(producer) as http:
        first = fetch(SKILLS, http, None)
        assert first is not None
        before = len(producer.asked)
        assert before == 2
        assert fetch(SKILLS, http, kept(first)) is None
        assert len(producer.asked) == before
        newer = SKILLS.model_copy(update={"request": SKILLS.request | {"version": "v1.3.0"}})
        assert fetch(newer, http, kept(first)) is not None


def test_it_goes_on_where_a_run_was_cut(tmp_path: Path) -> None:
    routes = {
        f"{ROOT}/skill?offset=0": Reply(page("skill", 0)),
        f"{ROOT}/skill?offset=1": Reply(status=503),
    }
    with Recorded(routes) as producer:
        with pytest.raises(SourceFault, match="503"), door(producer, parts=tmp_path) as http:
            fetch(SKILLS, http, None)
        cut = len(producer.asked)
        producer.routes = ROUTES
        with door(producer, parts=tmp_path) as http:
            assert fetch(SKILLS, http, None) is not None
    assert [asked.query["offset"] for asked in producer.asked[cut:]] == ["1"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(b'{"concepts": []}', "no page of concepts", id="other form"),
        pytest.param(
            page("skill", 0).replace(b'"total": 3', b'"total": 9'), "came of 9", id="too few"
        ),
        pytest.param(
            page("skill", 0).replace(b"https://ec.europa.eu", b"https://elsewhere.example"),
            "not ESCO",
            id="next page elsewhere",
        ),
        pytest.param(
            page("skill", 0).replace(b'"preferredLabel"', b'"label"'), "not written", id="renamed"
        ),
    ],
)
def test_it_refuses_another_form(body: bytes, said: str) -> None:
    routes: dict[str, Any] = {f"{ROOT}/skill?offset=0": body, f"{ROOT}/skill": answer}
    with (
        Recorded(routes) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match=said),
    ):
        fetch(SKILLS, http, None)


def test_it_says_so_where_a_web_page_comes() -> None:
    faults = [Fault("html") for _ in range(5)]
    with (
        Recorded(ROUTES, faults) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match="web page"),
    ):
        fetch(SKILLS, http, None)


def test_it_refuses_languages_that_differ() -> None:
    head = "conceptUri,skillType,preferredLabel,altLabels\n"
    body = zipped(
        {
            "skills_sv.csv": f"{head}http://a,knowledge,a,\n".encode(),
            "skills_en.csv": f"{head}http://b,knowledge,b,\n".encode(),
        }
    )
    with pytest.raises(UnusableData, match="do not have the same concepts"):
        read(body, SKILLS)
    with pytest.raises(UnusableData, match="broken"):
        read(body[:40], SKILLS)


def _english(asked: Dataset) -> Dataset:
    return asked.model_copy(update={"request": asked.request | {"languages": ["en"]}})


def _plain(archive: str, name: str) -> list[dict[str, str]]:
    with zipfile.ZipFile(GENUINE / archive) as whole:
        return list(csv.DictReader(io.StringIO(whole.read(name).decode("utf-8-sig"))))


@needs_esco
@pytest.mark.parametrize(
    ("asked", "archive", "count"),
    [
        (_english(SKILLS), "esco_v1.1.1_classification_en_csv.zip", 13_896),
        (_english(SKILLS), "esco_v1.1.0_classification_en_csv.zip", 13_891),
        (_english(OCCUPATIONS), "esco_v1.1.1_classification_en_csv.zip", 3_007),
        (RELATIONS, "esco_v1.1.1_relations_csv.zip", 123_855 + 3_617 + 20_656),
    ],
)
def test_it_reads_the_genuine_download(asked: Dataset, archive: str, count: int) -> None:
    table = read((GENUINE / archive).read_bytes(), asked)
    assert table.schema.equals(asked.table.schema)
    assert table.num_rows == count
    keys = list(asked.table.key)
    assert table.select(keys).group_by(keys).aggregate([]).num_rows == count


@needs_esco
def test_it_reads_the_genuine_download_as_plainly_read() -> None:
    archive = "esco_v1.1.1_classification_en_csv.zip"
    table = read((GENUINE / archive).read_bytes(), _english(SKILLS)).to_pylist()
    plain = {row["conceptUri"]: row for row in _plain(archive, "skills_en.csv")}
    assert len(plain) == len(table)
    for row in table:
        other = plain[row["concept"]]
        assert row["label_en"] == other["preferredLabel"]
        assert row["alternatives_en"] == other["altLabels"].strip().replace("\n", " | ")
        assert row["kind"] == other["skillType"].removesuffix("/competence")
        assert row["label_sv"] == ""
