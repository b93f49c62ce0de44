"""The starter: small tables of official figures that come with the program, each row with its origin.

<folder>/<table>.csv  or  <table>.<date>.csv (one per vintage)    the table's columns, and origin
<folder>/<table>.<date>.csv.gz                                    the same, where it is large
<folder>/origins.csv                                              each origin, by its code

A line of a matrix has its cells in one column, with a space between.
"""

from __future__ import annotations

import gzip
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Annotated

import pyarrow as pa
import pyarrow.compute as compute
import pyarrow.csv as pc
from pydantic import BeforeValidator

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.content import Content, read_rows
from kraftsamling.kernel.errors import ContentError, UnusableData
from kraftsamling.kernel.origin import Origin
from kraftsamling.kernel.words import Line

ORIGINS = "origins.csv"
CELLS = "cells"
NAME = re.compile(r"(?P<table>[a-z][a-z0-9_]*)(\.(?P<date>\d{4}-\d\d-\d\d))?\.csv(\.gz)?")
# What was here before anything was fetched, and whose own date nobody noted.
FIRST = datetime(2000, 1, 1, tzinfo=UTC)

Day = Annotated[date | None, BeforeValidator(lambda text: text or None)]


class OriginRow(Content):
    """One row of `origins.csv`."""

    code: Line
    producer: Line
    title: Line
    url: Line
    licence: Line
    accessed: Day
    published: Day


@dataclass(frozen=True)
class Starter:
    """One starter table as a vintage to be added."""

    table: str
    path: Path
    kept: datetime
    origins: dict[str, Origin]

    @cached_property
    def body(self) -> bytes:
        """The file, unpacked."""
        found = self.path.read_bytes()
        return gzip.decompress(found) if self.path.suffix == ".gz" else found

    def label(self, source: str, dataset: str, body: bytes) -> Label:
        """The label, with every origin that a row names. Raises `ContentError` for an unknown one."""
        used = _column(body, "origin", self.path).unique().to_pylist()
        unknown = [code for code in used if code not in self.origins]
        if unknown:
            raise ContentError(
                f"{self.path}: a row names the origin {unknown[0] or '(nothing)'}, which is not in "
                f"{ORIGINS}. Correct it here, or add it there."
            )
        origins = tuple(self._dated(self.origins[code]) for code in used)
        return Label(source, dataset, "", self.kept, origins, starter=True)

    def _dated(self, origin: Origin) -> Origin:
        """The origin with the year in the file's name, where its own row has no day."""
        told = origin.accessed or origin.published or self.kept == FIRST
        return origin if told else replace(origin, year=f"{self.kept:%Y}")


def starters(folder: Path) -> Iterator[Starter]:
    """Every starter table in `folder`, the oldest vintage first. Raises `ContentError`."""
    if not (folder / ORIGINS).exists():
        return
    origins = {
        row.code: Origin(row.producer, row.title, row.url, row.licence, row.accessed, row.published)
        for _line, row in read_rows(folder / ORIGINS, OriginRow)
    }
    for path in sorted((*folder.glob("*.csv"), *folder.glob("*.csv.gz"))):
        name = NAME.fullmatch(path.name)
        if path.name == ORIGINS:
            continue
        if name is None:
            raise ContentError(
                f"{path}: the name is no table. Call it <table>.csv, or <table>.<date>.csv."
            )
        day = name["date"]
        kept = datetime.fromisoformat(f"{day}T00:00:00+00:00") if day else None
        yield Starter(name["table"], path, kept or FIRST, origins)


def read(body: bytes, dataset: Dataset) -> pa.Table:
    """The table in a starter file, without the column `origin`. Raises `UnusableData`."""
    schema = dataset.table.schema
    expected = [*schema.names, "origin"]
    plain = {name: schema.field(name).type for name in schema.names}
    if dataset.table.matrix:
        plain |= {CELLS: pa.string()}
    table = _csv(body, plain)
    if table.column_names != expected:
        raise UnusableData(
            f"The header says {','.join(table.column_names)}. Write it as: {','.join(expected)}"
        )
    if dataset.table.matrix:
        table = _lines_of(table)
    return table.drop_columns("origin").cast(schema)


def _lines_of(table: pa.Table) -> pa.Table:
    """The cells of each line as numbers; a line without any has words only."""
    at = table.column_names.index(CELLS)
    texts = compute.split_pattern(table.column(CELLS).combine_chunks(), " ")
    filled = compute.if_else(
        compute.equal(table.column(CELLS), ""), pa.scalar([], pa.list_(pa.string())), texts
    )
    return table.set_column(at, CELLS, filled.cast(pa.list_(pa.float64())))


def _column(body: bytes, name: str, path: Path) -> pa.ChunkedArray:
    table = _csv(body, {})
    if name not in table.column_names:
        raise ContentError(f"{path}, line 1: there is no column {name}. Give each row its {name}.")
    return table.column(name).cast(pa.string())


def _csv(body: bytes, types: dict[str, pa.DataType]) -> pa.Table:
    """Empty is null in numbers, and empty text in texts."""
    try:
        return pc.read_csv(
            io.BytesIO(body),
            convert_options=pc.ConvertOptions(
                column_types=types | {"origin": pa.string()},
                null_values=[""],
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        raise UnusableData(f"The file cannot be read as a table ({error}). Correct it.") from error
