"""ESCO's packed CSV files: one for each kind of concept, and one for each kind of relation."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from kraftsamling.evidence.formats import delimited
from kraftsamling.evidence.sources.esco.request import Esco
from kraftsamling.evidence.sources.files import member

CONCEPTS = {"uri": "conceptUri", "label": "preferredLabel", "alternatives": "altLabels"}
CODED = {"code": "code", "about": "description"}
# For each kind: its file, and the columns that others do not have.
FILES = {
    "occupation": ("occupations", CODED),
    "skill": ("skills", {"about": "description"}),
}
RELATIONS = {
    "occupation": (
        ("occupationSkillRelations.csv", ("occupationUri", "relationType", "skillUri")),
        ("broaderRelationsOccPillar.csv", ("conceptUri", "", "broaderUri")),
    ),
    "skill": (
        ("skillSkillRelations.csv", ("originalSkillUri", "relationType", "relatedSkillUri")),
        ("broaderRelationsSkillPillar.csv", ("conceptUri", "", "broaderUri")),
    ),
}


def concepts(body: bytes, request: Esco) -> pa.Table:
    """The concepts of each kind asked for, in the language asked for. Raises `UnusableData`."""
    parts = []
    for kind in request.kinds:
        name, more = FILES[kind]
        read = delimited.table(member(body, f"{name}_{request.language}.csv"), delimiter=",")
        part = delimited.columns(read, CONCEPTS | more)
        for column, text in (("language", request.language), ("kind", kind), ("code", "")):
            if column not in part.column_names:
                part = part.append_column(column, pa.array([text] * len(part), pa.string()))
        parts.append(
            part.select(["language", "uri", "kind", "code", "label", "alternatives", "about"])
        )
    return pa.concat_tables(parts)


def relations(body: bytes, request: Esco) -> pa.Table:
    """How concepts belong together, each relation once. Raises `UnusableData`."""
    parts = []
    for kind in request.kinds:
        for name, (source, relation, target) in RELATIONS[kind]:
            read = delimited.table(member(body, name), delimiter=",")
            wanted = {"source": source, "target": target}
            part = delimited.columns(read, wanted | ({"relation": relation} if relation else {}))
            if not relation:
                part = part.append_column(
                    "relation", pa.array(["broader"] * len(part), pa.string())
                )
            parts.append(part.select(["source", "relation", "target"]))
    every = pa.concat_tables(parts)
    # The file of broader concepts says some of them once for each way up that they lie on.
    return (
        every.group_by(every.column_names)
        .aggregate([])
        .filter(pc.not_equal(pc.field("target"), ""))
    )
