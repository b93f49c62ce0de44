"""Asking SCB. Its published limits: version 2 in /config, version 1 in the terms of its open data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kraftsamling.evidence.formats import jsonstat
from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources import pxweb
from kraftsamling.evidence.sources.answering import answered, together
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.faults import understood
from kraftsamling.evidence.sources.http import Http
from kraftsamling.evidence.sources.parts import Ask
from kraftsamling.evidence.sources.request import PxV1, PxV2, Texts, asked, stamp
from kraftsamling.evidence.sources.schema import Dataset, Limits

V2 = "https://statistikdatabasen.scb.se/api/v2/tables"
V1 = "https://api.scb.se/OV0104/v1/doris/sv/ssd"
V1_LIMITS = Limits(calls=10, seconds=10, cells=100_000)

# Servers refuse longer addresses; the same question is then posted.
LONGEST = 1800


@understood
def fetch(dataset: Dataset, http: Http, last: Label | None) -> Fetched | None:
    """The values of a table; nothing where SCB has not updated it since `last`."""
    if dataset.request.get("api") == "v1":
        request = asked(dataset, PxV1)
        http.limits = V1_LIMITS
        listed = pxweb.listed(http, V1, request.path)
        return pxweb.fetch(dataset, http, last, request, listed)
    return _v2(dataset, http, last)


def _v2(dataset: Dataset, http: Http, last: Label | None) -> Fetched | None:
    request = asked(dataset, PxV2)
    metadata = http.get(f"{V2}/{request.table}/metadata", {"lang": "sv"}).json
    cube = jsonstat.described(metadata)
    version = stamp(dataset, cube.updated)
    if cube.updated and last and last.modified == version:
        return None
    offered = {name: dimension.texts for name, dimension in cube.dimensions.items()}
    select = pxweb.selected(dataset, request, offered)
    pxweb.mandatory(dataset, select, {name: _optional(metadata, name) for name in offered})
    url = f"{V2}/{request.table}/data"

    def ask(part: Mapping[str, Sequence[str]]) -> Ask:
        return _ask(url, part, offered, version)

    answers = answered(http, select, ask)
    return Fetched(
        together(answers),
        ask(select).address,
        published=pxweb.day(cube.updated),
        modified=version,
    )


def _optional(metadata: Mapping[str, Any], name: str) -> bool:
    return bool(metadata["dimension"][name].get("extension", {}).get("elimination"))


def _ask(url: str, part: Mapping[str, Sequence[str]], offered: Texts, version: str) -> Ask:
    chosen = {
        name: ["*"] if len(codes) == len(offered[name]) else list(codes)
        for name, codes in part.items()
    }
    format_ = {"lang": "sv", "outputFormat": "json-stat2"}
    params = {f"valueCodes[{name}]": ",".join(codes) for name, codes in chosen.items()}
    ask = Ask(url, format_ | params, version=version)
    if len(ask.address) <= LONGEST:
        return ask
    selection = [{"variableCode": name, "valueCodes": codes} for name, codes in chosen.items()]
    return Ask(Ask(url, format_).address, json={"selection": selection}, version=version)
