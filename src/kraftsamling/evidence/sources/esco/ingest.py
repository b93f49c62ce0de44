"""Reading ESCO's files, as its download has them: concepts with a file per language, and relations."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from kraftsamling.evidence.formats import delimited
from kraftsamling.evidence.sources.esco.request import BROADER, SKILLS_OF, Esco, named
from kraftsamling.evidence.sources.faults import unusable
from kraftsamling.evidence.sources.files import member
from kraftsamling.evidence.sources.request import asked
from kraftsamling.evidence.sources.schema import Dataset

CONCEPTS = {"concept": "conceptUri", "label": "preferredLabel", "alternatives": "altLabels"}
RELATED = {"source": "occupationUri", "relation": "relationType", "target": "skillUri"}
WIDER = {"source": "conceptUri", "target": "broaderUri"}
# What is between two of a concept's other names.
BETWEEN = " | "


def read(body: bytes, dataset: Dataset) -> pa.Table:
    """The table in `body`. Raises `UnusableData`, also where languages do not have the same concepts."""
    request = asked(dataset, Esco)
    related = request.part == "relations"
    whole = _relations(body) if related else _concepts(body, request, dataset)
    return whole.select(dataset.table.schema.names).cast(dataset.table.schema).combine_chunks()


def _relations(body: bytes) -> pa.Table:
    """What occupations need, and what is broader than what."""
    needs = delimited.table(member(body, SKILLS_OF), delimiter=",")
    tables = [delimited.columns(needs, RELATED)]
    for name in BROADER.values():
        wider = delimited.columns(delimited.table(member(body, name), delimiter=","), WIDER)
        tables.append(wider.append_column("relation", pa.repeat("broader", wider.num_rows)))
    return pa.concat_tables(table.select(list(RELATED)) for table in tables)


def _concepts(body: bytes, request: Esco, dataset: Dataset) -> pa.Table:
    """The concepts, with their words in each language beside one another; no words are empty."""
    whole = None
    for language in request.languages:
        table = _language(body, request, language)
        if whole is None:
            whole = table
            continue
        joined = whole.join(table.drop_columns("kind"), "concept", join_type="inner")
        if joined.num_rows != whole.num_rows or joined.num_rows != table.num_rows:
            unusable(
                f"{dataset.code}: the languages do not have the same concepts.",
                expected=f"{whole.num_rows} concepts in {request.languages[0]}",
                came=f"{table.num_rows} in {language}, of which {joined.num_rows} are the same",
                cure="Fetch all languages of one version.",
            )
        whole = joined
    assert whole is not None
    empty = pa.repeat("", whole.num_rows)
    for name in dataset.table.schema.names:
        if name not in whole.column_names:
            whole = whole.append_column(name, empty)
    return whole


def _language(body: bytes, request: Esco, language: str) -> pa.Table:
    table = delimited.table(member(body, named(request.part, language)), delimiter=",")
    kind = "code" if request.part == "occupations" else "skillType"
    found = delimited.columns(table, CONCEPTS | {"kind": kind})
    others = pc.replace_substring(pc.utf8_trim_whitespace(found["alternatives"]), "\n", BETWEEN)
    return pa.table(
        {
            "concept": found["concept"],
            f"label_{language}": found["label"],
            f"alternatives_{language}": others,
            "kind": pc.replace_substring(found["kind"], "skill/competence", "skill"),
        }
    )
