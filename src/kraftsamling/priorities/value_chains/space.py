"""A region among all regions of Europe: the evidence that its opportunities are read from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.kernel.labelled import Matrix, Numbers
from kraftsamling.kernel.origin import Origin
from kraftsamling.kernel.words import Words
from kraftsamling.priorities.value_chains.divisions import Part, RegionTable
from kraftsamling.priorities.value_chains.filling import from_wholes

NATION = 2
"""How long the code of a nation is, that the codes of its regions begin with."""


@dataclass(frozen=True, eq=False)
class Space:
    """Persons in the regions of Europe by industry, and the region that is asked about.

    told: persons (places, codes), NaN where confidential or not told. Places are nations and their
    regions; codes are divisions, and the wholes that some are parts of. `region` is one of the
    places, `name` its name, and `year` the year of the numbers.
    """

    told: Matrix
    table: RegionTable
    region: str
    name: Words
    year: int
    origins: tuple[Origin, ...]

    @cached_property
    def filled(self) -> Matrix:
        """`told`, filled in from wholes: those of the region first, then those of the nation."""
        by_region = from_wholes(self.told)
        by_nation = from_wholes(_turned(by_region))
        return _turned(by_nation)

    def among(self, part: Part) -> Ground:
        """The regions by the divisions of that part. Raises `UnanswerableQuestion` if this has none."""
        if self.region not in self.told.rows:
            raise UnanswerableQuestion(
                f"{self.name.en} ({self.region}) is not among the regions of {self.table.table}. It has "
                "NUTS 2 regions: choose a place that is one of them."
            )
        codes = [c for c in self.told.columns if c in self.table.names and part.has(str(c))]
        at = [self.told.columns.index(code) for code in codes]
        row = self.told.rows.index(self.region)
        counts, told = self.filled.values[:, at], self.told.values[row, at]
        # A region where something is not known at all would seem not to have it.
        kept = [n for n in self._regions if n == row or np.isfinite(counts[n]).all()]
        own = np.nan_to_num(counts[row])
        if not own.any():
            raise UnanswerableQuestion(
                f"Nobody is known to work in {part.name.en.lower()} in {self.name.en} in {self.year}. "
                "Choose another part or another year."
            )
        somewhere = np.nan_to_num(counts[kept]).sum(axis=0) > 0
        return Ground(
            Matrix(
                np.nan_to_num(counts[kept])[:, somewhere],
                tuple(self.told.rows[n] for n in kept),
                tuple(code for code, there in zip(codes, somewhere, strict=True) if there),
            ),
            kept.index(row),
            tuple(
                str(code)
                for code, before, after in zip(codes, told, counts[row], strict=True)
                if np.isnan(before) and np.isfinite(after)
            ),
            tuple(str(code) for code, n in zip(codes, counts[row], strict=True) if np.isnan(n)),
        )

    @cached_property
    def _regions(self) -> list[int]:
        """The rows of regions that have anybody at all."""
        somebody = np.nansum(self.told.values, axis=1) > 0
        return [
            n
            for n, place in enumerate(self.told.rows)
            if place == self.region or (somebody[n] and len(str(place)) > NATION)
        ]


@dataclass(frozen=True, eq=False)
class Ground:
    """Persons (regions, divisions) without holes; `row` is the region asked about.

    `estimated` are its divisions that were filled in, and `unknown` those that could not be.
    """

    counts: Matrix
    row: int
    estimated: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def own(self) -> Numbers:
        """Persons of the region by division, (divisions,)."""
        found: Numbers = self.counts.values[self.row]
        return found


def _turned(table: Matrix) -> Matrix:
    return Matrix(table.values.T, table.columns, table.rows)
