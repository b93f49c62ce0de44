"""Large text tables of numbers with names above and beside: read at the speed of the parser.

A world table has 14 million cells, and EXIOBASE 96 million. They are read a block of lines at a time,
straight into the one array that is handed out, so memory is that of the array and a block.
"""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, NoReturn

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from kraftsamling.evidence.formats.text_source import AGAIN, Text
from kraftsamling.kernel.errors import UnusableData
from kraftsamling.measures.tables import Floats

BLOCK = 16 << 20
WAIT = "Wait for a corrected release, or fetch the file again"

Name = tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Grid:
    """Numbers (rows, columns); the name of each row and column has as many parts as the file gives it."""

    file: str
    rows: list[Name]
    columns: list[Name]
    values: Floats

    def fault(self, said: str) -> NoReturn:
        """Raise `UnusableData` with the file in it."""
        raise UnusableData(f"{self.file}: {said} {WAIT}.")


@dataclass(frozen=True)
class Layout:
    """How names stand in a file: lines above the numbers, and fields before them in each line."""

    delimiter: str = ","
    heads: int = 1
    labels: int = 1


def read_grid(
    text: Text,
    layout: Layout = Layout(),
    *,
    most: int | None = None,
    only: Container[Name] | None = None,
) -> Grid:
    """The table in `text`, or its first `most` rows, or those called as in `only`, which may be none.

    Raises `UnusableData` that names the file and what is wrong: no UTF-8, a line with more or fewer
    fields than the heading (which line), or a cell that is no number (its row and column).
    """
    try:
        return _read(text, layout, most, only)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise UnusableData(f"{text.name} is cut short ({error}). {AGAIN}.") from error


def _read(text: Text, layout: Layout, most: int | None, only: Container[Name] | None) -> Grid:
    with text.open() as file:
        columns, skipped = _columns(file, text.name, layout)
    rows: list[Name] = []
    values = np.empty((len(columns) + 64, len(columns)))
    try:
        blocks = _blocks(text, layout, len(columns), skipped)
        for names, numbers in blocks if only is None else _chosen(blocks, only):
            if len(rows) + len(names) > len(values):
                values = np.concatenate(
                    [values[: len(rows)], np.empty((len(rows) + len(names), len(columns)))]
                )
            values[len(rows) : len(rows) + len(names)] = numbers
            rows += names
            if most is not None and len(rows) >= most:
                break
    except pa.ArrowInvalid as error:
        _explain(text, layout, columns, error)
    rows = rows[:most]
    values = values[: len(rows)]
    if not rows and only is None:
        raise UnusableData(f"{text.name} has a heading but no rows. {AGAIN}.")
    _every_cell(text.name, rows, columns, values)
    return Grid(text.name, rows, columns, values)


def _columns(file: IO[bytes], name: str, layout: Layout) -> tuple[list[Name], int]:
    """The name of each column of numbers, and how many lines stand above the numbers."""
    lines = []
    for _ in range(layout.heads):
        try:
            lines.append(file.readline().decode("utf-8-sig").rstrip("\r\n"))
        except UnicodeDecodeError as error:
            raise UnusableData(f"{name}: the heading is not written in UTF-8. {AGAIN}.") from error
    heads = list(csv.reader(lines, delimiter=layout.delimiter))
    widths = {len(head) for head in heads}
    if len(heads) < layout.heads or len(widths) != 1 or min(widths) <= layout.labels:
        start = lines[0][:60] if lines else ""
        raise UnusableData(
            f"{name}: the heading is not one of {layout.heads} lines with names of columns; it begins "
            f'with "{start}". Give the file as the producer publishes it.'
        )
    columns = list(zip(*(head[layout.labels :] for head in heads), strict=True))
    below = file.readline().decode("utf-8", "replace").rstrip("\r\n").split(layout.delimiter)
    # pandas writes the names of the index on a line of their own, with nothing above the numbers.
    titled = layout.heads > 1 and not any(below[layout.labels :])
    return columns, layout.heads + titled


def _blocks(
    text: Text, layout: Layout, width: int, skipped: int
) -> Iterator[tuple[list[Name], Floats]]:
    names = [str(number) for number in range(layout.labels + width)]
    types = {n: pa.string() if i < layout.labels else pa.float64() for i, n in enumerate(names)}
    with text.open() as file:
        for batch in pc.open_csv(
            file,
            read_options=pc.ReadOptions(
                column_names=names, skip_rows=skipped, block_size=BLOCK, use_threads=False
            ),
            parse_options=pc.ParseOptions(delimiter=layout.delimiter),
            convert_options=pc.ConvertOptions(column_types=types),
        ):
            if not batch.num_rows:
                continue
            labels = (batch.column(i).to_pylist() for i in range(layout.labels))
            numbers = batch.select(names[layout.labels :]).to_tensor(null_to_nan=True)
            yield list(zip(*labels, strict=True)), numbers.to_numpy()


def _chosen(
    blocks: Iterator[tuple[list[Name], Floats]], only: Container[Name]
) -> Iterator[tuple[list[Name], Floats]]:
    for names, numbers in blocks:
        kept = [at for at, name in enumerate(names) if name in only]
        yield [names[at] for at in kept], numbers[kept]


def _every_cell(file: str, rows: Sequence[Name], columns: Sequence[Name], values: Floats) -> None:
    # A sum is NaN or infinite where any cell is, and makes no copy of a large table.
    with np.errstate(over="ignore", invalid="ignore"):
        if np.isfinite(values.sum()) or (known := np.isfinite(values)).all():
            return
    row, column = (int(place) for place in np.argwhere(~known)[0])
    raise UnusableData(
        f"{file}: row {said(rows[row])}, column {said(columns[column])} has no number. {WAIT}."
    )


def _explain(
    text: Text, layout: Layout, columns: Sequence[Name], error: pa.ArrowInvalid
) -> NoReturn:
    """Read line by line for the one that the parser did not take."""
    width = layout.labels + len(columns)
    with text.open() as file, io.TextIOWrapper(file, "utf-8-sig", "replace", newline="") as lines:
        for number, row in enumerate(csv.reader(lines, delimiter=layout.delimiter), 1):
            if number <= layout.heads or not row:
                continue
            name = said(tuple(row[: layout.labels]))
            if len(row) != width:
                raise UnusableData(
                    f"{text.name}: line {number} (row {name}) has {len(row)} fields, but the heading "
                    f"{width}. {WAIT}."
                ) from error
            for column, cell in zip(columns, row[layout.labels :], strict=True):
                if cell and not _is_number(cell):
                    raise UnusableData(
                        f'{text.name}: row {name}, column {said(column)} is "{cell[:40]}", which is no '
                        f"number. {WAIT}."
                    ) from error
    raise UnusableData(f"{text.name} cannot be read as a table ({error}). {AGAIN}.") from error


def said(name: Name) -> str:
    """A name of several parts in a sentence."""
    return ", ".join(part or "nothing" for part in name)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
