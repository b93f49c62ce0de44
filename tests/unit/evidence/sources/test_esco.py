"""ESCO: concepts and relations, from the web service page by page and from packed files."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest

from kraftsamling.evidence.checking import checked
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.esco.fetch import fetch
from kraftsamling.evidence.sources.esco.ingest import read
from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import SourceFault, UnusableData
from tests.packed import zipped
from tests.recorded import Asked, Fault, Recorded, Reply
from tests.recordings import SHARED, littleland, needs_shared
from tests.unit.evidence.sources.doors import door, kept

PATH = "/ec.europa.eu/esco/api/search"
LABEL = kept(Fetched(b"", "https://esco.littleland.example"))
ROOT = "http://esco.littleland.example"
SKILLS = SHARED.parent / "skills"


def dataset(table: str, *kinds: str) -> Dataset:
    _source, found = read_sources().table(table)
    request = found.request | {"kinds": list(kinds) or list(found.request["kinds"])}
    return found.model_copy(update={"request": request})


CONCEPTS = dataset("esco_concepts_sv", "occupation")
RELATIONS = dataset("esco_relations", "occupation")


def page(asked: Asked) -> Reply:
    return Reply(littleland(f"esco_page_{int(asked.query['offset']) + 1}.json"))


def fetched(asked: Dataset = CONCEPTS) -> bytes:
    with Recorded({PATH: page}) as producer, door(producer) as http:
        found = fetch(asked, http, None)
    assert found is not None
    return found.body


def test_it_reads_concepts_from_every_page() -> None:
    rows = checked(read(fetched(), CONCEPTS), CONCEPTS, LABEL).to_pylist()
    assert [(row["label"], row["code"], row["kind"]) for row in rows] == [
        ("smed", "7221.1", "occupation"),
        ("pappersmakare", "8171.1", "occupation"),
        ("gruvarbetare", "", "occupation"),
    ]
    assert rows[0]["alternatives"].split("\n") == ["hovslagare", "konstsmed"]
    assert (rows[0]["about"], rows[1]["about"]) == ("Smider järn.", "")


def test_it_reads_what_belongs_together() -> None:
    rows = checked(read(fetched(RELATIONS), RELATIONS), RELATIONS, LABEL).to_pylist()
    assert [tuple(text.removeprefix(f"{ROOT}/") for text in row.values()) for row in rows] == [
        ("occupation/1", "broader", "isco/C7221"),
        ("occupation/1", "essential", "skill/1"),
        ("occupation/1", "optional", "skill/2"),
        ("occupation/3", "broader", "occupation/1"),
    ]


def test_it_asks_for_a_version_once() -> None:
    with Recorded({PATH: page}) as producer, door(producer) as http:
        first = fetch(CONCEPTS, http, None)
        assert first is not None
        asked = len(producer.asked)
        assert fetch(CONCEPTS, http, kept(first)) is None
        assert len(producer.asked) == asked == 2
        newer = CONCEPTS.model_copy(update={"request": CONCEPTS.request | {"version": "v1.3.0"}})
        assert fetch(newer, http, kept(first)) is not None
    assert producer.asked[-1].query["selectedVersion"] == "v1.3.0"


def test_it_says_where_the_same_page_comes_again() -> None:
    with (
        Recorded({PATH: littleland("esco_page_1.json")}) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match="only 2 of 3 came, and then the same again"),
    ):
        fetch(CONCEPTS, http, None)


@pytest.mark.parametrize(
    ("route", "kind", "said"),
    [
        (b'{"message": "moved"}', None, "no page of concepts"),
        (littleland("esco_page_1.json"), "html", "web page came"),
        (littleland("esco_page_1.json"), "truncated", "cut short"),
        (littleland("esco_page_1.json"), "latin1", "not UTF-8"),
    ],
)
def test_it_says_what_came_instead(route: bytes, kind: Any, said: str) -> None:
    with (
        Recorded({PATH: route}, [Fault(kind)] * 9 if kind else []) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match=said),
    ):
        fetch(CONCEPTS, http, None)


def test_it_refuses_another_form() -> None:
    body = littleland("esco_page_1.json").replace(b"preferredLabel", b"prefLabel")
    with pytest.raises(UnusableData, match="another form than it did"):
        read(body, CONCEPTS)


HEADS = "conceptType,conceptUri,code,preferredLabel,altLabels,description\n"
CLASSIFICATION = {
    "occupations_sv.csv": f'{HEADS}Occupation,{ROOT}/occupation/1,7221.1,smed,"hovslagare\nkonstsmed",Smider.\n'.encode()
}


def test_it_reads_packed_files() -> None:
    rows = read(zipped(CLASSIFICATION), CONCEPTS).to_pylist()
    assert rows == [
        {
            "language": "sv",
            "uri": f"{ROOT}/occupation/1",
            "kind": "occupation",
            "code": "7221.1",
            "label": "smed",
            "alternatives": "hovslagare\nkonstsmed",
            "about": "Smider.",
        }
    ]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (zipped(CLASSIFICATION)[:150], "broken"),
        (zipped({"occupations_en.csv": b"x"}), "No files in the packed file are called occupations_sv"),
        (zipped({"occupations_sv.csv": b"conceptUri,label\n"}), "preferredLabel"),
        (zipped({"occupations_sv.csv": HEADS.encode() + b"a,b\n"}), "1 rows are broken"),
        (zipped({"occupations_sv.csv": HEADS.encode() + "a,b,c,ö,e,f\n".encode("latin-1")}), "Line 2"),
    ],
)  # fmt: skip
def test_it_refuses_packed_files_that_are_broken(body: bytes, said: str) -> None:
    with pytest.raises(UnusableData, match=said):
        read(body, CONCEPTS)


@needs_shared
def test_it_reads_the_genuine_classification() -> None:
    asked = dataset("esco_concepts_en")
    body = (SKILLS / "esco" / "esco_v1.1.1_classification_en_csv.zip").read_bytes()
    table = checked(read(body, asked), asked, LABEL)
    rows = table.to_pylist()
    skills = [row for row in rows if row["kind"] == "skill"]
    assert len(skills) == len(list(_lines(body, "skills_en.csv"))) == 13_896
    said = {line["conceptUri"]: line for line in _lines(body, "skills_en.csv")}
    assert {
        row["uri"] for row in skills if row["alternatives"] == said[row["uri"]]["altLabels"]
    } == set(said)
    names = {text.strip().lower() for row in skills for text in row["alternatives"].split("\n")}
    assert len({row["label"].strip().lower() for row in skills} | names - {""}) == 98_404
    assert len(rows) - len(skills) == len(list(_lines(body, "occupations_en.csv")))


@needs_shared
def test_it_reads_the_genuine_relations() -> None:
    asked = dataset("esco_relations")
    body = (SKILLS / "esco" / "esco_v1.1.1_relations_csv.zip").read_bytes()
    rows = checked(read(body, asked), asked, LABEL).to_pylist()
    between = [
        row for row in rows if "/occupation/" in row["source"] and row["relation"] != "broader"
    ]
    assert len(between) == 123_855
    said = {
        (line["occupationUri"], line["relationType"], line["skillUri"])
        for line in _lines(body, "occupationSkillRelations.csv")
    }
    assert {tuple(row.values()) for row in between} == said


def _lines(body: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        yield from csv.DictReader(io.StringIO(archive.read(name).decode()))
