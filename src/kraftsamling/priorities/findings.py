"""What every slice answers with: a finding whose columns each have a unit, and a band where unsure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from kraftsamling.kernel.finding import Finding
from kraftsamling.kernel.labelled import Numbers
from kraftsamling.kernel.words import Words


@dataclass(frozen=True)
class Head:
    """A column of a finding: its name and unit in words, and the decimals it is shown with."""

    name: Words
    unit: Words
    decimals: int = 1


@dataclass(frozen=True, eq=False)
class Answer(Finding):
    """A finding with named rows and columns; `low` and `high` are the band of each cell.

    `low` and `high` have the shape of the table and are NaN where a number has no band. `names` are
    the rows in words and `heads` the columns, both by the labels of the table. `sentence` says the
    most important of it, without claiming causes. `notes` says more of some rows. Sentence, notes and
    `caveats` are in the language of the question. `groups` are kinds of rows in words, `group` the kind
    of each row, and `middles` where a column parts the one kind from the other.
    """

    low: Numbers = field(default_factory=lambda: np.empty((0, 0)))
    high: Numbers = field(default_factory=lambda: np.empty((0, 0)))
    names: Mapping[str, Words] = field(default_factory=dict)
    heads: Mapping[str, Head] = field(default_factory=dict)
    sentence: str = ""
    notes: Mapping[str, str] = field(default_factory=dict)
    group: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[str, Words] = field(default_factory=dict)
    middles: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        assert self.low.shape == self.high.shape == self.table.values.shape
        assert set(self.table.rows) <= set(self.names)
        assert set(self.table.columns) <= set(self.heads)
        assert set(self.group.values()) <= set(self.groups)

    def band(self, row: str, column: str) -> tuple[float, float]:
        """The least and the greatest that the number may be; NaN where it has no band."""
        at = self.table.rows.index(row), self.table.columns.index(column)
        return float(self.low[at]), float(self.high[at])

    @property
    def parts(self) -> list[tuple[str, list[int]]]:
        """The rows by their kind, where each kind stands together: its code, and which rows.

        Where kinds are mixed, or there is but one, all rows are one part without a kind.
        """
        kinds = [self.group.get(str(row), "") for row in self.table.rows]
        runs = [
            (kind, list(run)) for kind, run in groupby(range(len(kinds)), key=kinds.__getitem__)
        ]
        mixed = len(runs) < 2 or len(runs) > len(set(kinds))
        return [("", list(range(len(kinds))))] if mixed else runs
