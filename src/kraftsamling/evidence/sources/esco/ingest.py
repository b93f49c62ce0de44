"""Reading ESCO: pages of its web service, or the packed CSV files that it sends those who ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pyarrow as pa

from kraftsamling.evidence.sources.answering import apart
from kraftsamling.evidence.sources.esco import packed
from kraftsamling.evidence.sources.esco.request import Esco
from kraftsamling.evidence.sources.pxweb import parsed
from kraftsamling.evidence.sources.request import asked
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import UnusableData

Row = dict[str, str]
# What the web service calls its links, and what the CSV files call the same.
LINKS = {
    "hasEssentialSkill": "essential",
    "hasOptionalSkill": "optional",
    "broaderOccupation": "broader",
    "broaderSkill": "broader",
    "broaderIscoGroup": "broader",
    "broaderHierarchyConcept": "broader",
}


def read(body: bytes, dataset: Dataset) -> pa.Table:
    """Concepts (address, kind, code, names) or relations between them. Raises `UnusableData`."""
    request = asked(dataset, Esco)
    schema = dataset.table.schema
    if body.startswith(b"PK"):
        whole = packed.concepts if request.gives == "concepts" else packed.relations
        return whole(body, request).select(schema.names).cast(schema)
    try:
        rows = list(_rows(apart(parsed(body)), request))
    except (KeyError, TypeError, AttributeError) as error:
        raise UnusableData(
            f"{dataset.code}: ESCO answers in another form than it did ({error!r}). See what is new in "
            "its web service, and teach sources/esco/ingest.py."
        ) from error
    return pa.table({name: [row[name] for row in rows] for name in schema.names}, schema=schema)


def _rows(pages: Iterable[Any], request: Esco) -> Iterator[Row]:
    concepts = {each["uri"]: each for page in pages for each in page["_embedded"]["results"]}
    for concept in concepts.values():
        if request.gives == "concepts":
            yield _concept(concept, request.language)
        else:
            yield from _relations(concept)


def _concept(said: dict[str, Any], language: str) -> Row:
    about = said.get("description", {}).get(language, {})
    return {
        "language": language,
        "uri": said["uri"],
        "kind": said["className"].lower(),
        "code": str(said.get("code") or ""),
        "label": said["preferredLabel"][language],
        "alternatives": "\n".join(said.get("alternativeLabel", {}).get(language, ())),
        "about": about.get("literal", "") if isinstance(about, dict) else str(about),
    }


def _relations(said: dict[str, Any]) -> Iterator[Row]:
    links = said["_links"]
    found = {
        (LINKS[name], each["uri"])
        for name in LINKS.keys() & links.keys()
        for each in (links[name] if isinstance(links[name], list) else [links[name]])
    }
    for relation, target in sorted(found):
        yield {"source": said["uri"], "relation": relation, "target": target}
