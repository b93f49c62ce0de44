"""Asking Eurostat. What it would answer later, in a file, is asked for in smaller parts instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.answering import answered, together
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.faults import TooLarge, understood
from kraftsamling.evidence.sources.http import Answer, Http
from kraftsamling.evidence.sources.parts import Ask
from kraftsamling.evidence.sources.pxweb import day
from kraftsamling.evidence.sources.request import ALL, Eurostat, asked, stamp
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import SourceFault

ROOT = "https://ec.europa.eu/eurostat/api/dissemination"
JSON = f"{ROOT}/statistics/1.0/data"
SDMX = f"{ROOT}/sdmx/2.1/data"


@understood
def fetch(dataset: Dataset, http: Http, last: Label | None) -> Fetched | None:
    """The values of a dataset; nothing where Eurostat has not updated it since `last`.

    When it was updated is learnt from one cell of it.
    """
    request = asked(dataset, Eurostat)
    updated = _updated(http, request)
    version = stamp(dataset, updated)
    if last and last.modified == version:
        return None
    if request.api == "tsv":
        ask = Ask(
            f"{SDMX}/{request.dataset}", {"format": "TSV", "compressed": "true"}, form="bytes"
        )
        answers = [http.part(ask)]
    else:
        ask = _ask(request, request.select, version)
        answers = answered(
            http, request.select, lambda part: _ask(request, part, version), _at_once(http)
        )
    body = _one(answers) if request.api == "sdmx-csv" else together(answers)
    return Fetched(body, ask.address, published=day(updated), modified=version)


def _updated(http: Http, request: Eurostat) -> str:
    """When the dataset was last updated."""
    one = {name: codes[0] for name, codes in request.select.items() if codes != ALL}
    one.pop("time", None)
    answer = http.get(
        f"{JSON}/{request.dataset}", {"format": "JSON", "lang": "EN", **one, "lastTimePeriod": "1"}
    )
    updated = answer.json.get("updated") if isinstance(answer.json, dict) else None
    if not updated:
        raise SourceFault(http.fault(answer.url, "it does not say when it was updated"))
    return str(updated)


def _ask(request: Eurostat, part: Mapping[str, Sequence[str]], version: str) -> Ask:
    named = {name: list(codes) for name, codes in part.items() if tuple(codes) != ALL}
    if request.api == "json":
        params: dict[str, Any] = {"format": "JSON", "lang": "EN", **named}
        return Ask(f"{JSON}/{request.dataset}", params, version=version)
    time = sorted(named.pop("time", ()))
    key = ".".join("+".join(named.get(name, ())) for name in part if name != "time")
    params = {"format": "SDMX-CSV"}
    if time:
        params |= {"startPeriod": time[0], "endPeriod": time[-1]}
    return Ask(f"{SDMX}/{request.dataset}/{key}", params, form="text", version=version)


def _at_once(http: Http) -> Any:
    """A check that raises `TooLarge` where the answer says that it will be given later, in a file."""

    def check(answer: Answer) -> None:
        begins = answer.body[:3000]
        if b"ASYNCHRONOUS" in begins or b"EXTRACTION_TOO_BIG" in begins or b'code="413"' in begins:
            raise TooLarge(
                http.fault(
                    answer.url,
                    "so much was asked for that it would be answered later, in a file",
                    "Name fewer codes in request.select in source.yaml",
                )
            )

    return check


def _one(answers: Sequence[Answer]) -> bytes:
    """CSV answers in one body: the header once."""
    first, *rest = [
        answer.body.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n") for answer in answers
    ]
    if not rest:
        return answers[0].body
    header = first[: first.find(b"\n") + 1]
    bodies = [first, *(body.removeprefix(header) for body in rest)]
    return b"".join(body if body.endswith(b"\n") else body + b"\n" for body in bodies)
