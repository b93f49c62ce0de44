"""Reading what SCB answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from kraftsamling.evidence.formats import jsonstat
from kraftsamling.evidence.formats.status import pxweb as mark
from kraftsamling.evidence.sources import pxweb
from kraftsamling.evidence.sources.answering import apart
from kraftsamling.evidence.sources.faults import understood, unusable
from kraftsamling.evidence.sources.request import PxV1, PxV2, asked
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.evidence.sources.shaping import shaped


@understood
def read(body: bytes, dataset: Dataset) -> pa.Table:
    """The table in `body`. Raises `UnusableData`, also where a unit is not the one that was said."""
    if dataset.request.get("api") == "v1":
        return pxweb.read(body, dataset, asked(dataset, PxV1))
    request = asked(dataset, PxV2)
    documents = apart(pxweb.parsed(body))
    _one_release(documents, dataset)
    for document in documents:
        _same_units(document, request.units, dataset)
    parts = [jsonstat.table(document, mark) for document in documents]
    texts = dict[str, dict[str, str]]()
    for document in documents:
        for name, dimension in jsonstat.described(document).dimensions.items():
            texts.setdefault(name, {}).update(dimension.texts)
    return shaped(pxweb.joined(parts, dataset), dataset, request, texts)


def _one_release(documents: Sequence[Mapping[str, Any]], dataset: Dataset) -> None:
    releases = sorted({str(document.get("updated", "")) for document in documents})
    if len(releases) > 1:
        unusable(
            f"{dataset.code}: the table was updated while it was fetched.",
            expected="parts of one release",
            came=", ".join(releases),
            cure="Fetch it again.",
        )


def _same_units(document: Mapping[str, Any], units: Mapping[str, str], dataset: Dataset) -> None:
    dimensions = jsonstat.described(document).dimensions.values()
    came = {code: unit for dimension in dimensions for code, unit in dimension.units.items()}
    for code, unit in units.items():
        if code in came and came[code] != unit:
            unusable(
                f"{dataset.code}: the unit of {code} has changed.",
                expected=unit,
                came=came[code] or "no unit",
                cure="If the new unit is right, give the table another name and the unit in "
                "request.units in source.yaml, and use it in the indicators.",
            )
