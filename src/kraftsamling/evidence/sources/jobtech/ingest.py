"""Reading JobTech: concepts and relations from dumps of the taxonomy, and ads as they were kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from kraftsamling.evidence.formats import delimited
from kraftsamling.evidence.sources.answering import apart
from kraftsamling.evidence.sources.faults import unusable
from kraftsamling.evidence.sources.pxweb import parsed
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import UnusableData

Row = dict[str, Any]
# How a dump nests concepts, and what we call it. That one substitutes another is said at both ends.
NESTED = {"narrower": "narrower", "related": "related", "substituted_by": "substituted_by"}
DATES = ("published", "deadline")


def read(body: bytes, dataset: Dataset) -> pa.Table:
    """Concepts, relations or ads, as `dataset` says. Raises `UnusableData`."""
    gives = dataset.request.get("gives")
    try:
        rows = list(_ads(body) if gives == "ads" else _taxonomy(body, gives == "concepts"))
        return _table(rows, dataset)
    except (KeyError, TypeError, AttributeError, pa.ArrowInvalid) as error:
        raise UnusableData(
            f"{dataset.code}: JobTech answers in another form than it did ({error!r}). See what is new "
            "in its documentation, and teach sources/jobtech/ingest.py."
        ) from error


def _table(rows: list[Row], dataset: Dataset) -> pa.Table:
    schema = dataset.table.schema
    columns = {}
    for field in schema:
        values = [row[field.name] for row in rows]
        if pa.types.is_date(field.type):
            texts = pa.chunked_array([values], pa.string())
            columns[field.name] = delimited.dates(texts, field.name)
        else:
            columns[field.name] = pa.array(values, field.type)
    return pa.table(columns, schema=schema)


def _ads(body: bytes) -> Iterator[Row]:
    for ad in apart(parsed(body)):
        yield ad | {"ad": ad["id"]}


def _taxonomy(body: bytes, concepts: bool) -> Iterator[Row]:
    """Each concept, or each relation, once."""
    seen: dict[Any, Row] = {}
    for dump in apart(parsed(body)):
        for concept in dump["data"]["concepts"]:
            for row in _walked(concept) if concepts else _relations(concept):
                key = (
                    row["concept"] if concepts else (row["source"], row["relation"], row["target"])
                )
                _same(seen.get(key), row)
                # A dump may tell more of a concept than another: its code, or what it means.
                seen[key] = {n: v or seen.get(key, row)[n] for n, v in row.items()}
    yield from seen.values()


def _same(before: Row | None, now: Row) -> None:
    """Raise where two dumps contradict each other."""
    for name, value in now.items():
        if before and value and before[name] and value != before[name] and name != "about":
            unusable(
                f"The dumps do not agree on {name} of {now.get('concept') or now.get('source')}.",
                expected=str(before[name]),
                came=str(value),
                cure="They are probably of different versions of the taxonomy: fetch them again.",
            )


def _walked(concept: Row) -> Iterator[Row]:
    yield _concept(concept)
    for name in (*NESTED, "substitutes"):
        for inner in concept.get(name) or ():
            yield from _walked(inner)


def _concept(said: Row) -> Row:
    return {
        "concept": _id(said),
        "type": said["type"],
        "code": _code(said),
        "label": said["preferred_label"],
        "about": said.get("definition") or "",
    }


def _id(said: Row) -> str:
    """Its address in the taxonomy; those of industries have none, and are called by type and code."""
    return str(said.get("id") or f"{said['type']}/{_code(said)}")


def _code(said: Row) -> str:
    """Its official code (SSYK, ISCO, SNI, SUN, county): the field's name has "code" in it."""
    codes = [str(value) for name, value in sorted(said.items()) if "code" in name and value]
    return codes[-1] if codes else ""


def _relations(concept: Row) -> Iterator[Row]:
    for name, relation in NESTED.items():
        for inner in concept.get(name) or ():
            yield {
                "source": _id(concept),
                "relation": relation,
                "target": _id(inner),
                "strength": inner.get("substitutability_percentage"),
            }
            yield from _relations(inner)
