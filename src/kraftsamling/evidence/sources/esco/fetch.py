"""Asking ESCO's web service for all concepts of a kind, page by page.

A version of ESCO never changes, so one that has been fetched is not asked for again: another version,
language or kind in source.yaml is what makes it new.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.answering import together
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.esco.request import Esco, Kind
from kraftsamling.evidence.sources.http import LOOK, Answer, Http
from kraftsamling.evidence.sources.parts import Ask
from kraftsamling.evidence.sources.request import asked, stamp
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import SourceFault

SEARCH = "https://ec.europa.eu/esco/api/search"
SIZE = 100


def fetch(dataset: Dataset, http: Http, last: Label | None) -> Fetched | None:
    """Every concept of the kinds asked for; nothing where we have this version already."""
    request = asked(dataset, Esco)
    version = stamp(dataset, request.version)
    if last and last.modified == version:
        return None
    answers = [answer for kind in request.kinds for answer in _pages(http, request, kind)]
    return Fetched(together(answers), answers[0].url, modified=version)


def _pages(http: Http, request: Esco, kind: Kind) -> Iterator[Answer]:
    """The pages of one kind, until as many concepts have come as there are said to be."""
    seen = set[str]()
    total, page = 1, 0
    while len(seen) < total:
        http.progress(len(seen), total)
        answer = http.part(_ask(request, kind, page))
        total, uris = _told(http, answer)
        if not uris - seen and len(seen) < total:
            stuck = f"only {len(seen)} of {total} came, and then the same again"
            raise SourceFault(http.fault(answer.url, stuck, LOOK))
        seen |= uris
        page += 1
        yield answer
    http.progress(total, total)


def _ask(request: Esco, kind: Kind, page: int) -> Ask:
    params = {
        "type": kind,
        "language": request.language,
        "selectedVersion": request.version,
        "full": "true",
        "limit": str(SIZE),
        "offset": str(page),
    }
    return Ask(SEARCH, params)


def _told(http: Http, answer: Answer) -> tuple[int, set[str]]:
    """How many there are in all, and which came. Raises `SourceFault`."""
    said: Any = answer.json
    try:
        return int(said["total"]), {each["uri"] for each in said["_embedded"]["results"]}
    except (KeyError, TypeError, ValueError) as error:
        other = f"the answer is no page of concepts ({error!r})"
        raise SourceFault(http.fault(answer.url, other, LOOK)) from error
