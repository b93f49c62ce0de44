"""What `request` of a dataset may say, source by source; and whether what came is what was asked for."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import Literal, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field, ValidationError

from kraftsamling.evidence.formats.status import ordered
from kraftsamling.evidence.sources.faults import unusable
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.content import Content
from kraftsamling.kernel.errors import ContentError, UnusableData
from kraftsamling.kernel.period import period

Codes = tuple[str, ...]
# "20 Dalarnas län" says which code it has.
PLACE = re.compile(r"^(\d{2,4}|SE\w{2,3})\s.*$")
ALL: Codes = ("*",)
Texts = Mapping[str, Mapping[str, str]]
There = TypeVar("There")


class Request(Content):
    """A table, by dimension: which codes are asked for, and which column of ours each becomes.

    A code may be a pattern with `*` and `?`; `["*"]` is all there are. `fixed` gives a column that
    the producer has no dimension for, as the place of a table on the whole country.
    """

    select: dict[str, Codes] = {}
    columns: dict[str, str] = Field(min_length=1)
    fixed: dict[str, str] = {}


class PxWeb(Request):
    """A table in PxWeb, where codes may be running numbers that say nothing and do not last.

    `named` selects by the producer's own words, those of them that are there. The columns of ours in
    `texts` hold those words instead of codes; for a place that is the code its words begin with.
    The dimensions in `sum` are added up.
    """

    named: dict[str, Codes] = {}
    texts: Codes = ()
    sum: Codes = ()


class PxV2(PxWeb):
    """A table at SCB. `units` says the unit of each contents code, as published."""

    api: Literal["v2"]
    table: str = Field(pattern=r"^TAB\d+$")
    units: dict[str, str] = {}


class PxV1(PxWeb):
    """A table at SCB by its path in the older API."""

    api: Literal["v1"]
    path: str


class PxTitle(PxWeb):
    """A table by the words of its title, in the folder of that name.

    `file` is the name it was last seen under, for where several titles have those words.
    """

    title: str
    folder: str = ""
    file: str = ""


class Eurostat(Request):
    """A dataset at Eurostat. For `sdmx-csv`, `select` names every dimension in Eurostat's order."""

    api: Literal["json", "sdmx-csv", "tsv"]
    dataset: str


class Kolada(Content):
    """Key figures at Kolada, for these places."""

    kpis: Codes = Field(min_length=1)
    places: Codes = Field(min_length=1)


Asked = TypeVar("Asked", bound=Content)


def asked(dataset: Dataset, form: type[Asked]) -> Asked:
    """The request of `dataset`. Raises `ContentError` with everything that is wrong in it."""
    try:
        return form.model_validate(dataset.request)
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors()
        )
        raise ContentError(
            f"source.yaml, dataset {dataset.code}: request cannot be read ({faults}). Correct it."
        ) from error


def stamp(dataset: Dataset, updated: str) -> str:
    """Tells releases apart, and changes too when something else is asked for."""
    said = dataset.model_dump_json(include={"request"})
    return f"{updated} {hashlib.sha256(said.encode()).hexdigest()[:8]}"


def chosen(
    dataset: Dataset, select: Mapping[str, Codes], offered: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    """The codes that `select` means among those `offered`, in the producer's order.

    Raises `UnusableData` for a dimension or a code that is not there.
    """
    return {
        name: _codes(dataset, name, codes, _offered(dataset, name, offered))
        for name, codes in select.items()
    }


def named(dataset: Dataset, words: Mapping[str, Codes], texts: Texts) -> dict[str, Codes]:
    """The codes that the producer's `words` mean. Raises `UnusableData` where none of them is there."""
    found = dict[str, Codes]()
    for name, wanted in words.items():
        said = _offered(dataset, name, texts)
        sought = {_words(text) for text in wanted}
        found[name] = tuple(code for code, text in said.items() if _words(text) in sought)
        if not found[name]:
            unusable(
                f"{dataset.code}: nothing in the dimension {name} is called that.",
                expected=" or ".join(wanted),
                came=_listed(list(said.values())),
                cure=f"{_nearest(wanted[0], said.values())}Correct request.named.{name} in source.yaml.",
            )
    return found


def _words(text: str) -> str:
    return " ".join(text.lower().split())


def _offered(dataset: Dataset, name: str, offered: Mapping[str, There]) -> There:
    if name not in offered:
        unusable(
            f"{dataset.code}: the dimension {name} is not there.",
            expected=name,
            came=", ".join(offered),
            cure=f"{_nearest(name, offered)}Correct request.select and request.columns in source.yaml.",
        )
    return offered[name]


def _codes(dataset: Dataset, name: str, codes: Iterable[str], offered: Sequence[str]) -> list[str]:
    wanted = set[str]()
    for code in codes:
        found = [code] if code in set(offered) else [c for c in offered if fnmatchcase(c, code)]
        if not found:
            unusable(
                f"{dataset.code}: the dimension {name} has no code {code}.",
                expected=code,
                came=_listed(offered),
                cure=f"{_nearest(code, offered)}Correct request.select.{name} in source.yaml.",
            )
        wanted.update(found)
    return [code for code in offered if code in wanted]


def _nearest(name: str, names: Iterable[str]) -> str:
    close = get_close_matches(name, list(names), n=3, cutoff=0.5)
    return f"It may be called {' or '.join(close)} now. " if close else ""


def _listed(codes: Sequence[str]) -> str:
    return ", ".join(codes[:10]) + (f" and {len(codes) - 10} more" if len(codes) > 10 else "")


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
        said = [PLACE.sub(r"\1", text) for text in said]
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
                came=f"{len(codes)} codes: {_listed(codes)}",
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
    for name, codes in select.items():
        if name not in table.column_names:
            _offered(dataset, name, dict.fromkeys(table.column_names[:-2], ()))
        offered = table.column(name).unique().to_pylist()
        wanted = pa.array(_codes(dataset, name, codes, offered), pa.string())
        table = table.filter(pc.is_in(table.column(name), wanted))
    return table
