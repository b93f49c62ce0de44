"""Asking ESCO's web service for every concept of a part, page by page, and keeping the words we need."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.esco.request import BROADER, SKILLS_OF, Esco, Kind, named
from kraftsamling.evidence.sources.files import container
from kraftsamling.evidence.sources.http import LOOK, Answer, Http
from kraftsamling.evidence.sources.parts import Ask
from kraftsamling.evidence.sources.request import asked, stamp
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import SourceFault

API = "https://ec.europa.eu/esco/api/"
# The links of a concept that are kept.
KIND = "hasSkillType"
NEEDS = {"essential": "hasEssentialSkill", "optional": "hasOptionalSkill"}
WIDER = ("broaderOccupation", "broaderIscoGroup", "broaderSkill", "broaderHierarchyConcept")
# The columns of ESCO's own files that we can fill.
RELATED = ("occupationUri", "relationType", "skillUri")
NARROWER = ("conceptUri", "broaderUri")
CONCEPTS = ("conceptUri", "skillType", "code", "preferredLabel", "altLabels")

Concept = dict[str, Any]


def fetch(dataset: Dataset, http: Http, last: Label | None) -> Fetched | None:
    """The concepts of a version, in ESCO's own files; nothing where we have that version."""
    request = asked(dataset, Esco)
    version = stamp(dataset, request.version)
    if last and last.modified == version:
        return None
    try:
        concepts = {
            kind: sorted(_concepts(http, request, kind), key=lambda one: str(one["uri"]))
            for kind in request.kinds
        }
        body = container(dict(_files(concepts, request)))
    except (KeyError, TypeError, AttributeError) as error:
        other = f"a concept is not written as it was ({error!r})"
        raise SourceFault(http.fault(API, other, LOOK)) from error
    return Fetched(body, dataset.url, modified=version)


def _slim(concept: Concept, request: Esco) -> Concept:
    """What we read of a concept: with all languages and links, ESCO is hundreds of megabytes."""
    links = concept.get("_links", {})
    words = {
        name: {tongue: concept.get(name, {}).get(tongue) for tongue in request.languages}
        for name in ("preferredLabel", "alternativeLabel")
    }
    if "preferredLabel" not in concept:
        raise KeyError("preferredLabel")
    kept = {link: links[link] for link in (KIND, *NEEDS.values(), *WIDER) if link in links}
    return {"uri": concept["uri"], "code": concept.get("code"), "_links": kept, **words}


def _concepts(http: Http, request: Esco, kind: Kind) -> Iterator[Concept]:
    """Every concept once. Which page is next is what the last one says. Raises `SourceFault`."""
    params = {
        "isInScheme": f"http://data.europa.eu/esco/concept-scheme/{kind}s",
        "language": "en",
        "offset": "0",
        "limit": str(request.page),
        "viewObsolete": "false",
        "selectedVersion": request.version,
    }
    ask: Ask | None = Ask(f"{API}resource/{kind}", params)
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
        yield from (_slim(concept, request) for concept in fresh)
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


def _files(
    concepts: Mapping[Kind, Sequence[Concept]], request: Esco
) -> Iterator[tuple[str, bytes]]:
    if request.part != "relations":
        (all_of_it,) = concepts.values()
        for language in request.languages:
            rows = [_row(concept, language) for concept in all_of_it]
            yield named(request.part, language), _csv(CONCEPTS, rows)
        return
    needs = [
        (concept["uri"], relation, skill)
        for concept in concepts["occupation"]
        for relation, link in NEEDS.items()
        for skill in _linked(concept, (link,))
    ]
    yield SKILLS_OF, _csv(RELATED, needs)
    for kind, name in BROADER.items():
        wider = [(one["uri"], other) for one in concepts[kind] for other in _linked(one, WIDER)]
        yield name, _csv(NARROWER, wider)


def _row(concept: Concept, language: str) -> tuple[str, ...]:
    kinds = _linked(concept, (KIND,))
    return (
        concept["uri"],
        kinds[0].rpartition("/")[2] if kinds else "",
        str(concept["code"] or ""),
        concept["preferredLabel"][language] or "",
        "\n".join(concept["alternativeLabel"][language] or ()),
    )


def _linked(concept: Concept, links: Iterable[str]) -> list[str]:
    """The addresses of what a concept is linked to, each once."""
    told = (one for link in links for one in concept["_links"].get(link, []))
    return sorted({str(one["uri"]) for one in told})


def _csv(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue().encode()
