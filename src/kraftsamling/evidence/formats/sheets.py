"""Excel files as rows of cells, and blocks of numbers in them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
from python_calamine import CalamineError, CalamineWorkbook

from kraftsamling.evidence.formats.grid import WAIT
from kraftsamling.evidence.formats.text_source import AGAIN, Text
from kraftsamling.kernel.errors import UnusableData
from kraftsamling.measures.tables import Floats

Row = Sequence[Any]


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet of a file: its name, and its cells."""

    file: str
    name: str
    cells: list[list[Any]]

    def fault(self, said: str) -> NoReturn:
        """Raise `UnusableData` with the file and sheet in it."""
        raise UnusableData(f"{self.file}, sheet {self.name}: {said} {WAIT}.")

    def word(self, row: int, column: int) -> str:
        """A cell as a word on one line; whole numbers without decimals."""
        cells = self.cells[row] if row < len(self.cells) else []
        cell = cells[column] if column < len(cells) else ""
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        return " ".join(str(cell).split())

    def numbers(
        self, rows: Sequence[int], columns: Sequence[int], *, empty: float | None = None
    ) -> Floats:
        """These cells, (rows, columns); `empty` is what a cell with nothing in it means.

        Raises `UnusableData` that names the first cell that is no number, by the sheet's own A1.
        """
        if len(columns) and columns[-1] - columns[0] + 1 == len(columns):
            taken = [self.cells[row][columns[0] : columns[-1] + 1] for row in rows]
        else:
            taken = [[self.cells[row][column] for column in columns] for row in rows]
        try:
            values = np.array(taken, dtype=np.float64)
            if np.isfinite(values).all():
                return values
        except (ValueError, TypeError):
            pass
        return self._with_care(taken, rows, columns, empty)

    def _with_care(
        self,
        taken: list[list[Any]],
        rows: Sequence[int],
        columns: Sequence[int],
        empty: float | None,
    ) -> Floats:
        values = np.zeros((len(rows), len(columns)))
        for i, cells in enumerate(taken):
            for j, cell in enumerate(cells):
                if cell in ("", None) and empty is not None:
                    values[i, j] = empty
                elif isinstance(cell, int | float) and np.isfinite(cell):
                    values[i, j] = cell
                else:
                    told = (
                        f'is "{cell}", which is no number' if cell not in ("", None) else "is empty"
                    )
                    self.fault(f"cell {at(rows[i], columns[j])} {told}.")
        return values


def sheets(text: Text) -> dict[str, Sheet]:
    """Every sheet of an Excel file by its name, in order. Raises `UnusableData` where it is none."""
    with text.open() as file:
        body = file.read()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        return {
            name: Sheet(
                text.name, name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            )
            for name in book.sheet_names
        }
    except (CalamineError, OSError, ValueError) as error:
        raise UnusableData(
            f"{text.name} is no Excel file, or half of one ({error}). {AGAIN}."
        ) from error


def at(row: int, column: int) -> str:
    """A cell as people find it in a sheet: (0, 27) is AB1."""
    letters, column = "", column + 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return f"{letters}{row + 1}"
