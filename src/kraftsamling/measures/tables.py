"""Tables in and out: plain arrays or labelled matrices, and what is odd in a real one.

One rule for every measure on tables. What comes in as an array goes out as an array; what comes in
as a `Matrix` goes out as a `Matrix` with the same names. A vector is (n,), or a `Matrix` with one
column (or one row).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.labelled import Labels, Matrix

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]
Input = ArrayLike | Matrix


@dataclass(frozen=True)
class Oddities:
    """Where a table is unlike the textbook's; each is handled, and becomes a caveat of the finding.

    Positions of industries without output, of cells of final demand below zero (row, column; mostly
    inventories run down), and of industries that use more than they produce.
    """

    zero_output: tuple[int, ...]
    negative_final_demand: tuple[tuple[int, int], ...]
    negative_value_added: tuple[int, ...]

    def __bool__(self) -> bool:
        return bool(self.zero_output or self.negative_final_demand or self.negative_value_added)


def oddities(Z: Input, x: Input, Y: Input | None = None) -> Oddities:
    """What a reader must know of flows Z (n, n), output x (n,) and final demand Y (n, k).

    Value added is output less the column of Z; differences below a billionth of output are rounding.
    """
    output, flows = vector(x), square(Z)
    left = output - flows.sum(axis=0)
    cells = np.argwhere(matrix(Y) < 0) if Y is not None else np.empty((0, 2), dtype=int)
    return Oddities(
        zero_output=tuple(np.flatnonzero(output == 0).tolist()),
        negative_final_demand=tuple((int(row), int(column)) for row, column in cells),
        negative_value_added=tuple(np.flatnonzero(left < -1e-9 * np.abs(output)).tolist()),
    )


def matrix(table: Input) -> Floats:
    """The numbers of a table, (rows, columns); raises `UnusableData` where a cell has none."""
    values = np.asarray(table.values if isinstance(table, Matrix) else table, dtype=np.float64)
    if values.ndim != 2:
        raise UnusableData(
            f"A table has rows and columns, but this has {values.ndim} dimensions "
            f"({' x '.join(map(str, values.shape))}). Give one year and one measure at a time."
        )
    # A sum is NaN or infinite where any cell is, and makes no copy of a large table.
    if not np.isfinite(values.sum()) and not (known := np.isfinite(values)).all():
        row, column = (int(place) for place in np.argwhere(~known)[0])
        raise UnusableData(
            f"Row {_name(table, row)}, column {_name(table, column, 'columns')} has no number "
            f"({(~known).sum()} cells have none). Put 0 where nothing flows, or leave it out."
        )
    return values


def square(table: Input) -> Floats:
    """As `matrix`, of a table with the same industries as rows and columns."""
    values = matrix(table)
    if values.shape[0] != values.shape[1]:
        raise UnusableData(
            f"The table has {values.shape[0]} rows and {values.shape[1]} columns. Flows between "
            "industries need as many of one as of the other: leave out totals and final demand."
        )
    return values


def vector(table: Input, length: int | None = None) -> Floats:
    """The numbers of one row or column, (n,)."""
    values = np.asarray(table.values if isinstance(table, Matrix) else table, dtype=np.float64)
    if values.ndim == 2 and 1 in values.shape:
        values = values.ravel()
    values = matrix(values[:, None]).ravel() if values.ndim == 1 else matrix(values)
    if values.ndim != 1 or (length is not None and len(values) != length):
        raise UnusableData(
            f"Here one number for each of {length or 'n'} industries is needed, "
            f"but the shape is {' x '.join(map(str, values.shape))}."
        )
    return values


def like(
    table: Input, values: Floats, *, rows: Labels | None = None, columns: Labels | None = None
) -> Floats | Matrix:
    """`values` as the kind of table that came in, with its names unless others are given."""
    if not isinstance(table, Matrix):
        return values
    shaped = values[:, None] if values.ndim == 1 else values
    return Matrix(shaped, rows or table.rows, columns or table.columns)


def per_unit(amounts: Floats, output: Floats, *, axis: int = 0) -> Floats:
    """`amounts` / output of the column (axis 0) or row (axis 1); 0 where there is no output."""
    inverse = np.zeros_like(output)
    np.divide(1.0, output, out=inverse, where=output != 0)
    scaled: Floats = amounts * (inverse if axis == 0 else inverse[:, None])
    return scaled


def members(labels: Sequence[Hashable] | NDArray[np.generic]) -> dict[Hashable, Positions]:
    """The positions of each label, labels in the order in which they first come."""
    found: dict[Hashable, list[int]] = {}
    for position, label in enumerate(labels.tolist() if isinstance(labels, np.ndarray) else labels):
        found.setdefault(label, []).append(position)
    return {label: np.array(places, dtype=np.intp) for label, places in found.items()}


def by_region(
    columns: Floats, names: Sequence[Hashable], demand_regions: Sequence[Hashable] | None
) -> Floats:
    """Columns of final demand summed for each region in `names`, (rows, regions).

    Without `demand_regions` each region has equally many columns, in turn. Raises `UnusableData`
    where columns cannot be told apart, or belong to a region without industries.
    """
    count = columns.shape[1]
    if demand_regions is None:
        if count % len(names):
            raise UnusableData(
                f"{count} columns of final demand cannot be shared equally by {len(names)} regions. "
                "Say which region each column belongs to (demand_regions)."
            )
        shaped: Floats = columns.reshape(len(columns), len(names), -1).sum(axis=2)
        return shaped
    places = members(demand_regions)
    if unknown := set(places) - set(names):
        raise UnusableData(
            f"Final demand has a column for {min(map(str, unknown))}, which has no industries in "
            "the table. Give it the name of a region that has."
        )
    if len(demand_regions) != count:
        raise UnusableData(f"{count} columns of final demand, but {len(demand_regions)} regions.")
    none = np.zeros(len(columns))
    return np.stack([columns[:, places[n]].sum(axis=1) if n in places else none for n in names], 1)


def _name(table: Input, place: int, of: str = "rows") -> str:
    return str(getattr(table, of)[place]) if isinstance(table, Matrix) else str(place)
