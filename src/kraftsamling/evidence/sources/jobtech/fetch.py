"""Asking JobTech: dumps of the taxonomy's latest version, and ads municipality by municipality.

Ads name people to contact. They are scrubbed as they come, before anything is kept: see `scrub.py`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.answering import together
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.http import LOOK, Http
from kraftsamling.evidence.sources.jobtech.request import Ads, Taxonomy
from kraftsamling.evidence.sources.jobtech.scrub import Ad, bare
from kraftsamling.evidence.sources.parts import Ask
from kraftsamling.evidence.sources.request import asked, stamp
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import SourceFault

VERSIONS = "https://taxonomy.api.jobtechdev.se/v1/taxonomy/main/versions"
DUMPS = "https://data.jobtechdev.se/taxonomy/version"
# As documented: at most 100 ads in an answer, and none beyond the 2,000th.
SIZE, DEEPEST = 100, 2000

# The first and the last day.
Window = tuple[date, date]


def fetch(dataset: Dataset, http: Http, last: Label | None) -> Fetched | None:
    """A dump, or ads; nothing where there is nothing newer than `last`."""
    if dataset.request.get("gives") == "ads":
        return _ads(dataset, http, last)
    return _taxonomy(dataset, http, last)


def _taxonomy(dataset: Dataset, http: Http, last: Label | None) -> Fetched | None:
    request = asked(dataset, Taxonomy)
    latest = _latest(http)
    version = stamp(dataset, str(latest))
    if last and last.modified == version:
        return None
    asks = [Ask(f"{DUMPS}/{latest}/query/{name}/{name}.json") for name in request.dumps]
    return Fetched(together([http.part(ask) for ask in asks]), asks[0].url, modified=version)


def _latest(http: Http) -> int:
    """The number of the taxonomy's latest version. Raises `SourceFault`."""
    answer = http.get(VERSIONS)
    try:
        return max(int(each["taxonomy/version"]) for each in answer.json)
    except (KeyError, TypeError, ValueError) as error:
        other = f"it does not say which versions there are ({error!r})"
        raise SourceFault(http.fault(answer.url, other, LOOK)) from error


def _ads(dataset: Dataset, http: Http, last: Label | None) -> Fetched | None:
    request = asked(dataset, Ads)
    today = datetime.fromtimestamp(http.clock.date(), UTC).date()
    months = list(_months(request.months, today))
    version = stamp(dataset, months[-1][1].isoformat()) if months else ""
    if version and last and last.modified == version:
        return None
    windows: list[Window | None] = [*months] or [None]
    total = len(windows) * len(request.municipalities)
    found: dict[str, Ad] = {}
    for number, (window, place) in enumerate(
        (window, place) for window in windows for place in request.municipalities
    ):
        http.progress(number, total)
        found |= {ad["id"]: ad for ad in _pages(http, request.address, _params(window, place))}
    http.progress(total, total)
    body = json.dumps([found[id_] for id_ in sorted(found)], ensure_ascii=False, indent=0).encode()
    if last and hashlib.sha256(body).hexdigest() == last.sha256:
        return None
    return Fetched(body, request.address, modified=version)


def _months(count: int, today: date) -> Iterator[Window]:
    """The first and last day of the last finished months, the oldest first."""
    ends, found = today.replace(day=1) - timedelta(days=1), list[Window]()
    for _ in range(count):
        found.append((ends.replace(day=1), ends))
        ends = ends.replace(day=1) - timedelta(days=1)
    yield from reversed(found)


def _params(window: Window | None, place: str) -> dict[str, str]:
    params = {"municipality": place, "limit": str(SIZE)}
    if window is None:
        return params
    first, final = window
    return params | {
        "published-after": f"{first}T00:00:00",
        "published-before": f"{final}T23:59:59",
    }


def _pages(http: Http, address: str, params: dict[str, str]) -> Iterator[Ad]:
    """The ads that fit, without anybody's name. Raises `SourceFault` where there are too many to see."""
    offset, total = 0, 1
    while offset < total:
        answer = http.get(address, params | {"offset": str(offset)})
        said: Any = answer.json
        try:
            total, hits = int(said["total"]["value"]), said["hits"]
            yield from (bare(hit) for hit in hits)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            other = f"the answer is no page of ads ({error!r})"
            raise SourceFault(http.fault(answer.url, other, LOOK)) from error
        if total > DEEPEST + SIZE:
            many = f"there are {total} ads, and only the first {DEEPEST + SIZE} can be seen"
            raise SourceFault(http.fault(answer.url, many, "Ask for shorter stretches of time"))
        if not hits and offset < total:
            short = f"only {offset} of {total} ads came"
            raise SourceFault(http.fault(answer.url, short))
        offset += len(hits)
