"""Trade as text: one row for each flow, millions of them, read as numbers without a string made of any.

What is wrong is looked for only when the quick way has failed, row by row, and told by file, line and
column.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow
from numpy.typing import NDArray

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.labelled import Labels

AGAIN = "Fetch it again, or wait for a corrected release"
Check = Callable[[str], str]
"""What is wrong with a cell; empty if nothing."""


@dataclass(frozen=True)
class File:
    """One CSV file: on disk, in memory, or in a packed file; `name` is how people are told of it."""

    name: str
    place: Path | bytes
    member: str = ""

    @contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """Its bytes. Raises `UnusableData` where the packed file is broken."""
        try:
            with _opened(self.place) as file:
                if not self.member:
                    yield file
                    return
                with zipfile.ZipFile(file) as archive, archive.open(self.member) as packed:
                    yield packed
        except (zipfile.BadZipFile, EOFError) as error:
            raise UnusableData(
                f"{self.name}: the packed file is broken ({error}). {AGAIN}."
            ) from error


def files(place: Path | bytes, name: str = "") -> list[File]:
    """The CSV files there: itself, those in a folder, or those in a zip. Raises `UnusableData`."""
    if isinstance(place, Path):
        if place.is_dir():
            return [File(each.name, each) for each in sorted(place.glob("*.csv"))]
        if not place.is_file():
            raise UnusableData(f"There is no file {place}. Say where it lies.")
        name = place.name
    with _opened(place) as file:
        if not zipfile.is_zipfile(file):
            return [File(name, place)]
        with zipfile.ZipFile(file) as archive:
            names = sorted(each for each in archive.namelist() if each.lower().endswith(".csv"))
    return [File(f"{name}/{each}", place, each) for each in names]


def _opened(place: Path | bytes) -> IO[bytes]:
    return io.BytesIO(place) if isinstance(place, bytes) else place.open("rb")


def header(file: File) -> list[str]:
    """The names of its columns, without what may stand around them."""
    with file.opened() as opened:
        line = opened.readline(100_000).decode("utf-8-sig", "replace").strip()
    return [name.strip().strip('"').strip() for name in line.split(",")]


def columns(file: File, types: Mapping[str, pa.DataType], checks: Mapping[str, Check]) -> pa.Table:
    """Some columns of a CSV file, each of the type asked for. Raises `UnusableData`.

    `checks` say what a cell must be, and have the last word on which one is at fault; all of them are
    columns of `types`. Blanks around numbers do not matter; an empty cell is a fault unless its check
    lets it pass (texts).
    """
    names = header(file)
    gone = [name for name in types if name not in names]
    if gone:
        raise UnusableData(
            f"{file.name}, line 1: there is no column {', '.join(gone)}. Came: {', '.join(names[:40])}. "
            "Look whether it is the right file, and whether its first line is the header."
        )
    spare = _spare(file, len(names))
    try:
        table = _quick(file, names + spare, types)
    except (pa.ArrowInvalid, pa.ArrowKeyError) as error:
        raise fault(file, checks, str(error)) from error
    if any(column.null_count for column in table.columns):
        raise fault(file, checks, "a cell is empty")
    return table


def fault(file: File, checks: Mapping[str, Check], told: str) -> UnusableData:
    """The first cell that is not as it should be; `told` if none can be found."""
    names = header(file)
    width = len(names) + len(_spare(file, len(names)))
    with file.opened() as opened:
        rows = csv.reader(io.TextIOWrapper(opened, "utf-8", "replace", newline=""))
        try:
            next(rows, None)
            for row in rows:
                if row and (wrong := _wrong(row, names, width, checks)):
                    return UnusableData(f"{file.name}, line {rows.line_num}{wrong}. {AGAIN}.")
        except csv.Error as error:
            told = f"line {rows.line_num}: {error}"
    return UnusableData(f"{file.name} cannot be read as a table ({told}). {AGAIN}.")


def _wrong(row: list[str], names: list[str], width: int, checks: Mapping[str, Check]) -> str:
    if len(row) != width:
        return f": {len(row)} cells instead of {width}"
    cells = dict(zip(names, row, strict=False))
    found = ((name, check(cells[name].strip())) for name, check in checks.items())
    return next((f", column {name}: {wrong}" for name, wrong in found if wrong), "")


def whole_number(low: int, high: int) -> Check:
    """A cell from `low` to `high`."""

    def check(cell: str) -> str:
        try:
            right = low <= int(cell) <= high
        except ValueError:
            right = False
        return "" if right else f"{cell or 'nothing'} is no whole number from {low} to {high}"

    return check


def amount(cell: str) -> str:
    """A cell with a number, not below zero."""
    try:
        right = 0 <= float(cell) < float("inf")
    except ValueError:
        right = False
    return "" if right else f"{cell or 'nothing'} is no number from 0"


def numbered(codes: NDArray[np.integer[Any]]) -> tuple[NDArray[np.int32], NDArray[np.intp]]:
    """Positions (n,) among the codes there are, and those codes in order; codes small and from 0."""
    there = np.zeros(int(codes.max(initial=-1)) + 1, dtype=bool)
    there[codes] = True
    position = np.cumsum(there, dtype=np.int32) - 1
    return position[codes].astype(np.int32), np.flatnonzero(there)


def texts(column: pa.ChunkedArray) -> tuple[NDArray[np.int32], Labels]:
    """The same for texts."""
    found = column.combine_chunks().dictionary_encode()
    names = found.dictionary.to_pylist()
    order = sorted(range(len(names)), key=names.__getitem__)
    position = np.empty(len(names), dtype=np.int32)
    position[order] = np.arange(len(names), dtype=np.int32)
    codes = found.indices.to_numpy(zero_copy_only=False)
    return position[codes] if len(names) else codes, tuple(names[each] for each in order)


def _spare(file: File, width: int) -> list[str]:
    """A name for a last cell that the header does not have: some exports end each row with a comma."""
    with file.opened() as opened:
        opened.readline()
        line = opened.readline(100_000).decode("utf-8", "replace").splitlines()[:1]
    row = next(csv.reader(line), [])
    return ["(nothing)"] if len(row) == width + 1 and row[-1].strip() == "" else []


def _quick(file: File, names: list[str], types: Mapping[str, pa.DataType]) -> pa.Table:
    with file.opened() as opened:
        return arrow.read_csv(
            opened,
            read_options=arrow.ReadOptions(column_names=names, skip_rows=1, block_size=16 << 20),
            convert_options=arrow.ConvertOptions(
                include_columns=list(types),
                column_types=dict(types),
                null_values=[""],
                strings_can_be_null=False,
            ),
        )
