"""The producer's table made into ours: columns, periods and places, and nothing lost on the way."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kraftsamling.evidence.formats.status import ordered
from kraftsamling.evidence.sources.faults import unusable
from kraftsamling.evidence.sources.request import (
    ALL,
    Codes,
    Request,
    Texts,
    chosen,
    listed,
    worded,
)
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.period import period

# "20 Dalarnas län" says which code it has.
PLACE = re.compile(r"^(\d{2,4}|SE\w{2,3})\s.*$")
# What authorities write for all of Sweden, and the code it has at SCB.
REALM, NATION = ("riket", "hela riket", "hela landet", "sverige"), "00"


def shaped(
    table: pa.Table, dataset: Dataset, request: Request, texts: Texts | None = None
) -> pa.Table:
    """The producer's `table` with our columns, in the order that `dataset.table` declares.

    `texts` are the producer's words for its codes, by dimension. Raises `UnusableData` where a
    dimension or a code is not there, where a dimension that becomes no column has several codes, or
    where a period is written in a way we cannot read.
    """
    offered = {
        name: table.column(name).unique().to_pylist()
        for name in table.column_names
        if name not in ("value", "status")
    }
    chosen(dataset, request.select, offered)
    chosen(dataset, dict.fromkeys(request.columns.values(), ALL), offered)
    _nothing_lost(dataset, request, offered)
    columns = {
        name: _column(table, name, dataset, request, texts or {})
        for name in dataset.table.schema.names[:-2]
    }
    whole = pa.table(
        columns | {"value": table.column("value"), "status": table.column("status")},
        schema=dataset.table.schema,
    )
    return summed(whole) if getattr(request, "sum", ()) else whole


def _column(
    table: pa.Table, name: str, dataset: Dataset, request: Request, texts: Texts
) -> pa.Array:
    """One of our columns."""
    if name in request.fixed:
        return pa.repeat(pa.scalar(request.fixed[name], pa.string()), table.num_rows)
    if name not in request.columns:
        raise UnusableData(
            f"{dataset.code}: request.columns does not say which dimension becomes {name}. The "
            f"dimensions are {', '.join(table.column_names[:-2])}. Add it in source.yaml."
        )
    theirs = request.columns[name]
    codes, words = table.column(theirs).combine_chunks(), texts.get(theirs, {})
    if name == "period":
        return periods(codes, dataset, words)
    if name not in getattr(request, "texts", ()):
        return codes
    found = codes.dictionary_encode()
    said = [words.get(code, code) for code in found.dictionary.to_pylist()]
    if name == "place":
        said = [NATION if worded(text) in REALM else PLACE.sub(r"\1", text) for text in said]
    return pa.array(said, pa.string()).take(found.indices)


def summed(table: pa.Table) -> pa.Table:
    """Rows with the same place, period and dimensions added up.

    Where a part is null so is the sum, and it has the letters of all its parts.
    """
    names = table.column_names[:-2]
    encoded = [table.column(name).combine_chunks().dictionary_encode() for name in names]
    keys = np.array([part.indices.to_numpy(zero_copy_only=False) for part in encoded])
    _unique, first, which = np.unique(keys, axis=1, return_index=True, return_inverse=True)
    which = which.reshape(-1)
    values = table.column("value").to_numpy(zero_copy_only=False).astype(float)
    totals = np.zeros(len(first))
    np.add.at(totals, which, values)
    marks = table.column("status").combine_chunks().dictionary_encode()
    letters = marks.dictionary.to_pylist()
    has = {letter: np.zeros(len(first), dtype=bool) for letter in sorted(set("".join(letters)))}
    for letter, there in has.items():
        with_it = np.array([letter in text for text in letters])[marks.indices.to_numpy()]
        there[which[with_it]] = True
    status = [
        ordered("".join(x for x, there in has.items() if there[n])) for n in range(len(first))
    ]
    return pa.table(
        {name: table.column(name).take(pa.array(first)) for name in names}
        | {
            "value": pa.array(totals, mask=np.isnan(totals)),
            "status": pa.array(status, pa.string()),
        },
        schema=table.schema,
    )


def _nothing_lost(dataset: Dataset, request: Request, offered: Mapping[str, Sequence[str]]) -> None:
    kept = {*request.columns.values(), *getattr(request, "sum", ())}
    for name, codes in offered.items():
        if name not in kept and len(codes) > 1:
            unusable(
                f"{dataset.code}: the dimension {name} becomes no column.",
                expected="one code",
                came=f"{len(codes)} codes: {listed(codes)}",
                cure="Choose one in request.select, or give it a column, in source.yaml.",
            )


def periods(codes: pa.Array, dataset: Dataset, texts: Mapping[str, str] | None = None) -> pa.Array:
    """Periods in our one spelling, from codes or, where those are only numbers, from their `texts`.

    Raises `UnusableData` for one that is none.
    """
    found, texts = codes.dictionary_encode(), texts or {}
    ours = []
    for code in found.dictionary.to_pylist():
        read = period(code) or period(texts.get(code, ""))
        if read is None:
            unusable(
                f"{dataset.code}: {texts.get(code, code)!r} is no period.",
                expected="such as 2020, 2020Q3, 2020M07 or 2018-2020",
                came=code,
                cure="Check which dimension becomes period in request.columns in source.yaml.",
            )
        ours.append(read.code)
    return pa.array(ours, pa.string()).take(found.indices)


def filtered(table: pa.Table, select: Mapping[str, Codes], dataset: Dataset) -> pa.Table:
    """The rows of a whole table that were asked for. Raises `UnusableData` as `chosen`."""
    offered = {name: table.column(name).unique().to_pylist() for name in table.column_names[:-2]}
    for name, codes in chosen(dataset, select, offered).items():
        table = table.filter(pc.is_in(table.column(name), pa.array(codes, pa.string())))
    return table
