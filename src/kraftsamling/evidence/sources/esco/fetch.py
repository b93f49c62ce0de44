"""Asking ESCO's web service for every concept of a part, page by page, and keeping the words we need."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.esco.request import RELATIONS, Esco, named
from kraftsamling.evidence.sources.files import container
from kraftsamling.evidence.sources.http import LOOK, Answer, Http
from kraftsamling.evidence.sources.parts import Ask
from kraftsamling.evidence.sources.request import asked, stamp
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import SourceFault

API = "https://ec.europa.eu/esco/api/"
LINKS = {"essential": "hasEssentialSkill", "optional": "hasOptionalSkill"}
# The columns of ESCO's own files that we can fill.
RELATED = ("occupationUri", "relationType", "skillUri")
CONCEPTS = ("conceptUri", "skillType", "code", "preferredLabel", "altLabels")

Concept = dict[str, Any]


def fetch(dataset: Dataset, http: Http, last: Label | None) -> Fetched | None:
    """The concepts of a version, in ESCO's own files; nothing where we have that version."""
    request = asked(dataset, Esco)
    version = stamp(dataset, request.version)
    if last and last.modified == version:
        return None
    concepts = sorted(_concepts(http, request), key=lambda concept: str(concept["uri"]))
    try:
        body = container(dict(_files(concepts, request)))
    except (KeyError, TypeError, AttributeError) as error:
        other = f"a concept is not written as it was ({error!r})"
        raise SourceFault(http.fault(API, other, LOOK)) from error
    return Fetched(body, dataset.url, modified=version)


def _concepts(http: Http, request: Esco) -> Iterator[Concept]:
    """Every concept once. Which page is next is what the last one says. Raises `SourceFault`."""
    params = {
        "isInScheme": request.scheme,
        "language": "en",
        "offset": "0",
        "limit": str(request.page),
        "viewObsolete": "false",
        "selectedVersion": request.version,
    }
    ask: Ask | None = Ask(f"{API}resource/{request.kind}", params)
    seen, total = set[str](), 0
    while ask:
        answer = http.part(ask)
        concepts, said, after = _page(http, answer)
        total = total or said
        fresh = [concept for concept in concepts if concept["uri"] not in seen]
        if not fresh:
            break
        seen |= {concept["uri"] for concept in fresh}
        http.progress(len(seen), total)
        yield from fresh
        ask = Ask(after, version=request.version) if after else None
    if len(seen) != total:
        short = f"{len(seen):,} concepts came of {total:,}"
        raise SourceFault(http.fault(API, short, LOOK))


def _page(http: Http, answer: Answer) -> tuple[list[Concept], int, str]:
    """The concepts of a page, how many there are in all, and where the next page is."""
    said = answer.json
    try:
        concepts = list(said["_embedded"].values())
        after = str(said["_links"].get("next", {}).get("href", ""))
        if not all(isinstance(concept["uri"], str) for concept in concepts):
            raise TypeError("a concept without an address")
        total = int(said["total"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        other = f"it is no page of concepts ({error!r})"
        raise SourceFault(http.fault(answer.url, other, LOOK)) from error
    if after and not after.startswith(API):
        elsewhere = f"the next page is said to be at {after}, which is not ESCO"
        raise SourceFault(http.fault(answer.url, elsewhere, LOOK))
    return concepts, total, after


def _files(concepts: Sequence[Concept], request: Esco) -> Iterator[tuple[str, bytes]]:
    if request.part == "relations":
        related = [row for concept in concepts for row in _relations(concept)]
        yield RELATIONS, _csv(RELATED, related)
        return
    for language in request.languages:
        rows = [_row(concept, language) for concept in concepts]
        yield named(request.part, language), _csv(CONCEPTS, rows)


def _row(concept: Concept, language: str) -> tuple[str, ...]:
    labels, others = concept["preferredLabel"], concept.get("alternativeLabel", {})
    kinds = concept.get("_links", {}).get("hasSkillType", [])
    return (
        concept["uri"],
        str(kinds[0]["uri"]).rpartition("/")[2] if kinds else "",
        str(concept.get("code") or ""),
        labels.get(language, ""),
        "\n".join(others.get(language, [])),
    )


def _relations(concept: Concept) -> Iterator[tuple[str, str, str]]:
    for relation, link in LINKS.items():
        skills = {str(skill["uri"]) for skill in concept["_links"].get(link, [])}
        for skill in sorted(skills):
            yield concept["uri"], relation, skill


def _csv(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode()
