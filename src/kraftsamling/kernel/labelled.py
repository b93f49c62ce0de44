"""A matrix that knows the names of its rows and columns."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Labels = tuple[Hashable, ...]
Numbers = NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class Matrix:
    """Two-dimensional values, each row and column with a label. NaN marks a cell with no value."""

    values: Numbers
    rows: Labels
    columns: Labels

    def __post_init__(self) -> None:
        assert self.values.shape == (len(self.rows), len(self.columns))

    def cell(self, row: Hashable, column: Hashable) -> float:
        """One number; NaN where the source has none."""
        return float(self.values[self.rows.index(row), self.columns.index(column)])
