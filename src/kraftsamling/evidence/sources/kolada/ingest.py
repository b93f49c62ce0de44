"""Reading what Kolada answered: for each key figure, place and year, a value for each gender."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pyarrow as pa

from kraftsamling.evidence.formats.status import kolada as mark, settled
from kraftsamling.evidence.sources.answering import apart
from kraftsamling.evidence.sources.faults import understood, unusable
from kraftsamling.evidence.sources.pxweb import parsed
from kraftsamling.evidence.sources.request import ALL, Kolada, asked
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.evidence.sources.shaping import periods
from kraftsamling.kernel.errors import UnusableData

Row = tuple[str, str, str, str, float | None, str]
NAMES = ("kpi", "place", "period", "gender", "value", "status")


@understood
def read(body: bytes, dataset: Dataset) -> pa.Table:
    """The table in `body`: dimensions `kpi` and `gender` (T, K, M). Raises `UnusableData`."""
    request = asked(dataset, Kolada)
    if set(dataset.table.dimensions) - set(NAMES):
        raise UnusableData(
            f"{dataset.code}: a table from Kolada has the dimensions kpi and gender, and source.yaml "
            f"says {', '.join(dataset.table.dimensions)}. Correct it there."
        )
    rows = [row for page in apart(parsed(body)) for row in _rows(page)]
    columns = dict(zip(NAMES, zip(*rows, strict=True), strict=True)) if rows else {}
    _asked_for(columns, dataset, request)
    return _table(columns, dataset)


def _rows(page: dict[str, Any]) -> Iterator[Row]:
    for said in page["values"]:
        kpi, place, year = said["kpi"], said["municipality"], str(said["period"])
        for one in said["values"]:
            if not one.get("isdeleted"):
                status = mark(one.get("status") or "")
                yield kpi, place, year, one["gender"], one["value"], status


def _asked_for(columns: Mapping[str, Sequence[Any]], dataset: Dataset, request: Kolada) -> None:
    """See to it that what came is what was asked for: each key figure, and no other place."""
    for name, codes in (("kpi", request.kpis), ("place", request.places)):
        came = set(columns.get(name, ()))
        missing = [code for code in codes if code not in came] if name == "kpi" else []
        strangers = sorted(came - set(codes)) if codes != ALL else []
        if missing or strangers:
            unusable(
                f"{dataset.code}: Kolada did not answer what was asked.",
                expected=f"{name} {', '.join(codes[:10])}",
                came=f"nothing for {', '.join(missing)}" if missing else ", ".join(strangers[:10]),
                cure="Look at kolada.se whether it has been closed or renamed, and correct request in "
                "source.yaml.",
            )


def _table(columns: Mapping[str, Sequence[Any]], dataset: Dataset) -> pa.Table:
    values, letters = settled(
        pa.array(columns["value"], pa.float64()), pa.array(columns["status"], pa.string())
    )
    texts = {name: pa.array(columns[name], pa.string()) for name in NAMES[:4]}
    texts["period"] = periods(texts["period"], dataset)
    schema = dataset.table.schema
    return pa.table({**texts, "value": values, "status": letters}).select(schema.names).cast(schema)
