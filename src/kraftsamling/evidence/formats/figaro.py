"""Eurostat's FIGARO tables: industry by industry (or product by product), one CSV a year.

As a matrix the heading is `rowLabels, AR_A01, ..., FIGW1_U, AR_P3_S13, ..., FIGW1_P5M`, and beneath stand
rows of W2 (taxes on products, purchases abroad, and the parts of value added). As a flat file each cell is a
line `icioiRow, icioiCol, refArea, rowIi, counterpartArea, colIi, obsValue`; cells that are 0 may be missing.
FIGW1 is the rest of the world. There is no total, so output is what the rows add up to.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as pc

from kraftsamling.evidence.formats.blocks import (
    Flows,
    Label,
    accounted,
    by_place,
    refuse,
    same_industries,
    same_places,
    year_in,
)
from kraftsamling.evidence.formats.grid import BLOCK, Grid, read_grid, said
from kraftsamling.evidence.formats.text_source import AGAIN, Text, one, texts
from kraftsamling.kernel.errors import UnusableData
from kraftsamling.measures.input_output import InputOutputTable
from kraftsamling.measures.tables import Floats

BENEATH = "W2"
VALUE_ADDED = ("D1", "D29X39", "B2A3G")
OTHER_INPUTS = ("D21X31", "OP_RES", "OP_NRES")
# Final uses begin with these letters of the national accounts; industries do not.
USES = ("P3", "P5", "P6")
# In tables of products, codes of the product classification have this before them.
PRODUCT = "CPA_"
FLAT = ("refArea", "rowIi", "counterpartArea", "colIi", "obsValue")


def read_figaro(path: Path | bytes, year: int | None = None) -> InputOutputTable:
    """The table in a FIGARO CSV, matrix or flat, or in the zip it comes in; in million euros.

    Raises `UnusableData` that names the file, block, row and cell that is not as it should be.
    """
    where = str(path) if isinstance(path, Path) else "the file"
    text = one(texts(path), "*.csv", "*", where=where)
    with text.open() as file:
        head = next(csv.reader([file.readline().decode("utf-8-sig", "replace").strip()]), [])
    grid = _flat(text, head) if set(FLAT) <= set(head) else read_grid(text)
    flows = _flows(grid)
    value_added = np.sum([flows.beneath[name] for name in VALUE_ADDED], axis=0)
    n = len(flows.industries)
    table = InputOutputTable(
        title="FIGARO",
        year=year_in([Path(text.name).name, text.name], year, text.name),
        unit="MEUR",
        places=tuple(place for place, _ in flows.industries),
        sectors=tuple(sector for _, sector in flows.industries),
        Z=flows.between,
        demand_places=tuple(place for place, _ in flows.demand),
        categories=tuple(category for _, category in flows.demand),
        Y=flows.final,
        value_added=value_added[:n],
        x=flows.values.sum(axis=1),
        other_inputs={
            name: flows.beneath[name][:n] for name in OTHER_INPUTS if name in flows.beneath
        },
    )
    return accounted(table)


def _flows(grid: Grid) -> Flows:
    beside, above = [_label(name) for name in grid.rows], [_label(name) for name in grid.columns]
    rows = [at for at, (place, _) in enumerate(beside) if place != BENEATH]
    columns = [at for at, (_, name) in enumerate(above) if not name.startswith(USES)]
    demand = [at for at, (_, name) in enumerate(above) if name.startswith(USES)]
    industries = [beside[at] for at in rows]
    same_industries(grid.file, industries, [above[at] for at in columns])
    same_places(grid.file, industries, [above[at] for at in demand])
    beneath = {beside[at][1]: at for at in range(len(beside)) if beside[at][0] == BENEATH}
    known = {*VALUE_ADDED, *OTHER_INPUTS}
    if strange := [name for name in beneath if name not in known]:
        refuse(
            grid.file,
            f"beneath the industries: nothing is known of the row {BENEATH}_{strange[0]}.",
        )
    if gone := [name for name in VALUE_ADDED if name not in beneath]:
        refuse(grid.file, f"value added: the row {BENEATH}_{gone[0]} is not there.")
    demand = [demand[at] for at in by_place(industries, [above[at] for at in demand])]
    order = [*columns, *demand]
    values = grid.values if order == list(range(len(order))) else grid.values[:, order]
    return Flows(
        grid.file,
        industries,
        [above[at] for at in demand],
        values[: len(rows)] if rows == list(range(len(rows))) else values[rows],
        {name: values[at] for name, at in beneath.items()},
    )


def _label(name: Sequence[str]) -> Label:
    """SE_C24, or SE and C24, as place and code."""
    place, _, code = "_".join(name).partition("_")
    return place, code.removeprefix(PRODUCT)


def _flat(text: Text, head: Sequence[str]) -> Grid:
    """The flat file as a grid; cells that are not there are 0."""
    rows: dict[Label, int] = {}
    columns: dict[Label, int] = {}
    at: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
    beside, cells = [], []
    try:
        with text.open() as file:
            for batch in pc.open_csv(
                file,
                read_options=pc.ReadOptions(column_names=list(head), skip_rows=1, block_size=BLOCK),
                convert_options=pc.ConvertOptions(
                    include_columns=list(FLAT),
                    column_types=dict.fromkeys(FLAT[:-1], pa.dictionary(pa.int32(), pa.string()))
                    | {FLAT[-1]: pa.float64()},
                ),
            ):
                at.append(_places(batch, FLAT[0], FLAT[1], rows))
                beside.append(_places(batch, FLAT[2], FLAT[3], columns))
                cells.append(batch.column(FLAT[-1]).to_numpy(zero_copy_only=False))
    except pa.ArrowInvalid as error:
        raise UnusableData(
            f"{text.name}, flat: a line is not like the others or holds what is no number ({error}). "
            f"{AGAIN}."
        ) from error
    return _spread(
        text,
        list(rows),
        list(columns),
        np.concatenate(at),
        np.concatenate(beside),
        np.concatenate(cells),
    )


def _places(
    batch: pa.RecordBatch, area: str, code: str, known: dict[Label, int]
) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """The position of each line's label in `known`, which grows by those that are new."""
    first, second = batch.column(area), batch.column(code)
    width = len(second.dictionary)
    pairs = first.indices.to_numpy().astype(np.int64) * width + second.indices.to_numpy()
    areas, codes = first.dictionary.to_pylist(), second.dictionary.to_pylist()
    there = np.zeros(len(areas) * width, dtype=np.int64)
    _, firsts = np.unique(pairs, return_index=True)
    for pair in pairs[np.sort(firsts)].tolist():
        label = (areas[pair // width], codes[pair % width])
        there[pair] = known.setdefault(label, len(known))
    found: np.ndarray[tuple[int], np.dtype[np.int64]] = there[pairs]
    return found


def _spread(
    text: Text,
    rows: list[Label],
    columns: list[Label],
    at: np.ndarray[tuple[int], np.dtype[np.int64]],
    beside: np.ndarray[tuple[int], np.dtype[np.int64]],
    cells: Floats,
) -> Grid:
    if not (known := np.isfinite(cells)).all():
        line = int(np.flatnonzero(~known)[0])
        refuse(
            text.name,
            f"line {line + 2}: row {said(rows[at[line]])}, column {said(columns[beside[line]])} has no number.",
        )
    values = np.zeros((len(rows), len(columns)))
    position = at * len(columns) + beside
    values.ravel()[position] = cells
    if len(cells) > values.size or np.bincount(position).max() > 1:
        twice = int(np.flatnonzero(np.bincount(position) > 1)[0])
        row, column = divmod(twice, len(columns))
        refuse(text.name, f"row {said(rows[row])}, column {said(columns[column])} is there twice.")
    # Where cells that are 0 are missing, columns come in another order than rows.
    place = {label: at for at, label in enumerate(columns)}
    order = [place.pop(label) for label in rows if label in place]
    order += place.values()
    return Grid(text.name, list(rows), [columns[at] for at in order], values[:, order])
