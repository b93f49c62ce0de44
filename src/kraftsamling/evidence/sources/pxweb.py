"""Asking PxWeb, whichever authority runs it: version 1 by path, and tables found by their titles."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any
from urllib.parse import quote, unquote

import pyarrow as pa

from kraftsamling.evidence.formats import pxweb
from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.answering import answered, bare
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.faults import NotThere, unusable
from kraftsamling.evidence.sources.http import Http
from kraftsamling.evidence.sources.parts import Ask
from kraftsamling.evidence.sources.request import PxTitle, PxWeb, Texts, chosen, named, stamp
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.evidence.sources.shaping import shaped
from kraftsamling.kernel.errors import UnusableData

# How many levels are walked in search of a title before something must be wrong.
LEVELS = 300


@dataclass(frozen=True)
class Listed:
    """A table in a list of a level."""

    url: str
    title: str
    updated: str


def fetch(
    dataset: Dataset, http: Http, last: Label | None, request: PxWeb, listed: Listed
) -> Fetched | None:
    """The values of a table in version 1 of the API; nothing where it is as `last` had it.

    The body holds what describes the table beside the answers, which have no words for their codes.
    """
    version = stamp(dataset, listed.updated)
    if listed.updated and last and last.modified == version:
        return None
    metadata = http.get(listed.url)
    offered = pxweb.variables(metadata.json)
    select = selected(dataset, request, {v.code: v.texts for v in offered})
    mandatory(dataset, select, {v.code: v.optional for v in offered})

    def ask(part: Mapping[str, Sequence[str]]) -> Ask:
        return Ask(listed.url, json=_query(part), version=version)

    answers = [bare(answer.body) for answer in answered(http, select, ask)]
    body = b'{"metadata":%b,\n"answers":[%b]}' % (bare(metadata.body), b",\n".join(answers))
    return Fetched(body, listed.url, published=day(listed.updated), modified=version)


def read(body: bytes, dataset: Dataset, request: PxWeb) -> pa.Table:
    """The table in what `fetch` brought. Raises `UnusableData`."""
    document = parsed(body)
    if not isinstance(document, dict) or not {"metadata", "answers"} <= document.keys():
        raise UnusableData(f"{dataset.code}: there are no answers in it. Fetch it again.")
    known = pxweb.variables(document["metadata"])
    parts = [pxweb.table(answer, known) for answer in document["answers"]]
    texts = {variable.code: variable.texts for variable in known}
    return shaped(joined(parts, dataset), dataset, request, texts)


def selected(dataset: Dataset, request: PxWeb, texts: Texts) -> dict[str, list[str]]:
    """The codes asked for, by code and by name. Raises `UnusableData` for what is not there."""
    codes = request.select | named(dataset, request.named, texts)
    return chosen(dataset, codes, {name: list(known) for name, known in texts.items()})


def joined(parts: Sequence[pa.Table], dataset: Dataset) -> pa.Table:
    """The parts of one table. Raises `UnusableData` where they do not have the same columns."""
    for part in parts:
        if part.column_names != parts[0].column_names:
            unusable(
                f"{dataset.code}: the parts of the answer do not fit together.",
                expected=", ".join(parts[0].column_names),
                came=", ".join(part.column_names),
                cure="The table changed while it was fetched. Fetch it again.",
            )
    return pa.concat_tables(parts)


def parsed(body: bytes) -> Any:
    """The JSON in `body`. Raises `UnusableData`."""
    try:
        return json.loads(body.removeprefix(b"\xef\xbb\xbf"))
    except ValueError as error:
        raise UnusableData(f"The answer is no JSON ({error}). Fetch it again.") from error


def mandatory(
    dataset: Dataset, select: Mapping[str, Sequence[str]], optional: Mapping[str, bool]
) -> None:
    """See to it that each dimension that cannot be summed over is asked for."""
    forgotten = [name for name, may in optional.items() if not may and name not in select]
    if forgotten:
        unusable(
            f"{dataset.code}: the table has a dimension that is not asked for.",
            expected=", ".join(select),
            came=", ".join(forgotten),
            cure="Add it to request.select in source.yaml; the table may have been extended.",
        )


def day(updated: str) -> date | None:
    """The day in a time that a producer wrote; nothing where it is written in another way."""
    try:
        return datetime.fromisoformat(updated).date()
    except ValueError:
        return None


def listed(http: Http, root: str, path: str) -> Listed:
    """The table at `path`, with when it was last updated. Raises `NotThere`."""
    level, _, name = path.rpartition("/")
    url = f"{root}/{level}"
    for item in _items(http, url):
        if item.get("type") == "t" and item["id"] == name:
            return Listed(f"{root}/{path}", item["text"], item.get("updated", ""))
    raise NotThere(
        http.fault(
            url,
            f"there is no table {name} any more",
            "Find its new name at the producer, and correct request.path in source.yaml",
        )
    )


def titled(http: Http, root: str, request: PxTitle) -> Listed:
    """The table whose title has these words: years and signs in it come and go, and so do paths.

    Raises `NotThere` where none or several fit, with the nearest there are.
    """
    found = list(_tables(http, root, request.folder))
    fitting = _fitting(request, found)
    if len(fitting) == 1:
        return fitting[0]
    near = fitting or _nearest(request.title, found)
    names = "; ".join(f"{table.title} ({table.url})" for table in near) or "none that is like it"
    how = f"{len(fitting)} tables are" if fitting else "no table is"
    raise NotThere(
        http.fault(
            root,
            f"{how} called {request.title}. There is: {names}",
            "Correct request.title, request.folder or request.file in source.yaml",
        )
    )


def _fitting(request: PxTitle, tables: Sequence[Listed]) -> list[Listed]:
    """Those with the very title; or those with its words, and of several the one in the same file."""
    title = plain(request.title)
    same = [table for table in tables if plain(table.title) == title]
    like = [table for table in tables if set(title.split()) <= set(plain(table.title).split())]
    for fitting in (same, like):
        last = [table for table in fitting if unquote(table.url.rpartition("/")[2]) == request.file]
        if len(fitting) == 1 or last:
            return last or fitting
    return same or like


def plain(title: str) -> str:
    """A title without years and signs: "Nya företag, år 2010-2023." is "nya företag"."""
    words = re.sub(r"\b\d{4}([KQMkqm]\d{1,2})?\b", " ", title)
    words = re.sub(r"[^\w\s]|_", " ", words).lower()
    return " ".join(
        word for word in words.split() if word not in ("år", "kvartal", "månad", "year")
    )


def _nearest(title: str, tables: Sequence[Listed]) -> list[Listed]:
    by_title = {plain(table.title): table for table in tables}
    close = get_close_matches(plain(title), by_title, n=3, cutoff=0.4)
    return [by_title[name] for name in close]


def _tables(http: Http, root: str, folder: str) -> Iterator[Listed]:
    """Every table below the level called `folder` (by its text or its name), or below `root`."""
    waiting, walked = [(root, not folder)], 0
    while waiting and walked < LEVELS:
        (url, inside), walked = waiting.pop(0), walked + 1
        for item in _items(http, url):
            name = item.get("id") or item.get("dbid", "")
            below, text = f"{url}/{quote(name)}", item.get("text", name)
            if item.get("type") == "t":
                if inside:
                    yield Listed(below, text, item.get("updated", ""))
            elif not inside and plain(folder) in (plain(text), plain(name)):
                # The one we look for: nothing else need be walked.
                waiting = [(below, True)]
                break
            else:
                waiting.append((below, inside))


def _items(http: Http, url: str) -> list[dict[str, Any]]:
    said = http.get(url).json
    if not isinstance(said, list) or not all(isinstance(item, dict) for item in said):
        raise NotThere(http.fault(url, "this is no list of tables"))
    return said


def _query(part: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    return {
        "query": [
            {"code": name, "selection": {"filter": "item", "values": list(codes)}}
            for name, codes in part.items()
        ],
        "response": {"format": "json"},
    }
