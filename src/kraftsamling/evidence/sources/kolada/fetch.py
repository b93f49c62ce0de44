"""Asking Kolada. Its limits: 25 codes of each kind in a question, and pages that point to the next."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.answering import together
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.faults import understood, unusable
from kraftsamling.evidence.sources.http import Answer, Http
from kraftsamling.evidence.sources.parts import Ask
from kraftsamling.evidence.sources.request import ALL, Kolada, asked, stamp
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import SourceFault

ROOT = "https://api.kolada.se/v3"
CODES = 25
PAGES = 1000
FIRST = 1990

# Values are corrected now and then on days that are not announced.
LATEST = timedelta(days=30)


@understood
def fetch(dataset: Dataset, http: Http, last: Label | None) -> Fetched | None:
    """The values of some key figures; nothing where none has been published since `last`.

    Kolada says when a key figure is to be published, not when it was. There is something new when
    those days have been moved, or when one of them has come; and once a month it is asked for anyhow.
    """
    request = asked(dataset, Kolada)
    today = datetime.fromtimestamp(http.clock.date(), UTC).date()
    dates = _dates(dataset, http, request.kpis)
    version = stamp(dataset, json.dumps(dates, sort_keys=True, separators=(",", ":")))
    if last and last.modified == version and not _may_be_new(dates, last.kept.date(), today):
        return None
    asks = list(_asks(request, today.year, f"{version} {today}"))
    answers = list[Answer]()
    for number, ask in enumerate(asks):
        http.progress(number, len(asks))
        answers += _pages(http, ask)
    http.progress(len(asks), len(asks))
    return Fetched(together(answers), asks[0].address, modified=version)


def _dates(dataset: Dataset, http: Http, kpis: Sequence[str]) -> dict[str, list[str]]:
    """The days of publication of each key figure. Raises `UnusableData` for one that is not there."""
    dates = dict[str, list[str]]()
    for some in _by(CODES, kpis):
        for answer in _pages(http, Ask(f"{ROOT}/kpi/{','.join(some)}")):
            for kpi in answer.json["values"]:
                days = (kpi.get("prel_publication_date"), kpi.get("publication_date"))
                dates[kpi["id"]] = [day[:10] for day in days if day]
    gone = [kpi for kpi in kpis if kpi not in dates]
    if gone:
        unusable(
            f"{dataset.code}: Kolada has no key figure {', '.join(gone)} any more.",
            expected=", ".join(kpis),
            came=", ".join(dates) or "none",
            cure="Find what has taken its place at kolada.se, and correct request.kpis in source.yaml.",
        )
    return dates


def _may_be_new(dates: dict[str, list[str]], kept: date, today: date) -> bool:
    days = [date.fromisoformat(day) for listed in dates.values() for day in listed]
    return today - kept > LATEST or any(kept <= day <= today for day in days)


def _asks(request: Kolada, year: int, version: str) -> Iterator[Ask]:
    """Each question, of at most 25 codes of a kind: by place, or for all places by year."""
    if request.places == ALL:
        kind, codes = "year", tuple(str(each) for each in range(FIRST, year + 1))
    else:
        kind, codes = "municipality", request.places
    for kpis in _by(CODES, request.kpis):
        for some in _by(CODES, codes):
            url = f"{ROOT}/data/kpi/{','.join(kpis)}/{kind}/{','.join(some)}"
            yield Ask(url, version=version)


def _pages(http: Http, ask: Ask) -> Iterator[Answer]:
    """An answer and those it points on to."""
    seen = {ask.url}
    for _ in range(PAGES):
        answer = http.part(ask)
        page = _page(http, answer)
        yield answer
        following = page.get("next_url") or page.get("next_page")
        if not following:
            return
        if following in seen:
            break
        seen.add(following)
        ask = Ask(following, version=ask.version)
    raise SourceFault(http.fault(ask.url, "its pages point to each other without end"))


def _page(http: Http, answer: Answer) -> dict[str, Any]:
    page = answer.json
    if not isinstance(page, dict) or not isinstance(page.get("values"), list):
        raise SourceFault(http.fault(answer.url, "the answer is no page of values"))
    return page


def _by(size: int, codes: Sequence[str]) -> Iterator[Sequence[str]]:
    for begin in range(0, len(codes), size):
        yield codes[begin : begin + size]
