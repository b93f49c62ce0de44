"""The world's value chains, worked out once and asked by every decomposition of exports.

Letters: A technical coefficients, B the world's Leontief inverse, L_s the inverse of a region's own
block, v value added per unit of output, X output, Y final demand, E exports. `s` exports to `r`.

A region is whatever shares a label: a country, a county split from it, or a group of countries. What
its members trade with each other is then not exports. Nothing else changes, so a perimeter is a list
of labels.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from functools import cached_property

import numpy as np

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.measures.leontief import LeontiefSystem
from kraftsamling.measures.tables import (
    Floats,
    Input,
    Positions,
    by_region,
    matrix,
    members,
    oddities,
    per_unit,
    square,
)


class ValueChains:
    """Flows Z (n, n) and final demand Y (n, d) of the world, with the region of each row.

    demand_regions: the region of each column of Y; without, each region (in the order in which it
    first comes) has d / regions columns in turn. Output is what the rows add up to; value added is
    what is left of it, ``v = 1 - column sums of A``, and may be below zero.

    An industry without output has no recipe: what it uses all the same counts as final demand of
    its region, so that nothing is lost. What it sells all the same was made in other years, so it
    holds nobody's value added (`content` is 0 there and 1 elsewhere), and decompositions have it
    under FDC, as the packages for R do. `oddities` tells where.

    Every array kept has regions in the order of `regions` and rows sorted by them; what is handed
    out has the rows as they came (`handed`).
    """

    def __init__(
        self,
        Z: Input,
        Y: Input,
        regions: Sequence[Hashable],
        demand_regions: Sequence[Hashable] | None = None,
    ) -> None:
        flows, demand = square(Z), matrix(Y)
        if not len(flows) == len(demand) == len(regions):
            raise UnusableData(
                f"{len(flows)} industries, {len(demand)} rows of final demand and {len(regions)} "
                "regions. Give each industry one row of demand and one region, in the same order."
            )
        places = members(regions)
        self.regions = tuple(places)
        self.rows = tuple(regions)
        order = np.concatenate(list(places.values()))
        self._back = np.argsort(order)
        ends = np.cumsum([len(rows) for rows in places.values()]).tolist()
        self.blocks = [slice(start, end) for start, end in zip([0, *ends[:-1]], ends, strict=True)]
        if not (order == np.arange(len(order))).all():
            flows, demand = flows[np.ix_(order, order)], demand[order]

        self.Y = by_region(demand, self.regions, demand_regions)
        self.X = flows.sum(axis=1) + demand.sum(axis=1)
        self.oddities = oddities(Z, self.X[self._back], Y)
        flows = self._with_recipes(flows)
        self.A = per_unit(flows, self.X)
        self.content = (self.X != 0).astype(np.float64)
        self.v = self.content - self.A.sum(axis=0)
        self.E = self.Y + self.sums(flows)
        for column, rows in enumerate(self.blocks):
            self.E[rows, column] = 0.0
        self.system = LeontiefSystem(self.A)

    def handed(self, values: Floats) -> Floats:
        """Rows back in the order in which they came."""
        return values[self._back]

    def sorted_rows(self, rows: Sequence[int]) -> Positions:
        """Where rows of the table that came in are kept."""
        kept: Positions = self._back[list(rows)]
        return kept

    def sums(self, table: Floats) -> Floats:
        """Columns added up region by region, (rows, regions)."""
        return np.add.reduceat(table, [rows.start for rows in self.blocks], axis=1)

    @cached_property
    def B(self) -> Floats:
        """The world's Leontief inverse, (n, n)."""
        return self.system.inverse()

    @cached_property
    def BY(self) -> Floats:
        """Output called for by the final demand of each region, (n, regions)."""
        return np.asarray(self.system.solve(self.Y))

    @cached_property
    def vB(self) -> Floats:
        """Value added of each region per unit of final demand for each product, (regions, n)."""
        by_region = np.zeros((len(self.blocks), len(self.v)))
        for region, rows in enumerate(self.blocks):
            by_region[region, rows] = self.v[rows]
        return np.asarray(self.system.multipliers(by_region))

    @cached_property
    def L(self) -> list[Floats]:
        """The inverse of each region's own block."""
        return [LeontiefSystem(self.A[s, s]).inverse() for s in self.blocks]

    @cached_property
    def vL(self) -> Floats:
        """Own value added per unit exported that has not been abroad before, (n,)."""
        return np.concatenate([self.v[s] @ L for s, L in zip(self.blocks, self.L, strict=True)])

    @cached_property
    def own(self) -> Floats:
        """Own value added in a unit of each product, on whatever way it came: vB of itself, (n,)."""
        return np.concatenate([self.vB[place, s] for place, s in enumerate(self.blocks)])

    @cached_property
    def foreign(self) -> Floats:
        """Others' value added in a unit of each product, (n,)."""
        others: Floats = self.content - self.own
        return others

    @cached_property
    def own_demand(self) -> Floats:
        """What each industry sells to final demand in its own region, (n,)."""
        return np.concatenate([self.Y[s, place] for place, s in enumerate(self.blocks)])

    @cached_property
    def total_demand(self) -> Floats:
        total: Floats = self.Y.sum(axis=1)
        return total

    @cached_property
    def final_exports(self) -> Floats:
        """Y without what stays in its region, (n, regions)."""
        sold = self.Y.copy()
        for place, s in enumerate(self.blocks):
            sold[s, place] = 0.0
        return sold

    @cached_property
    def exports(self) -> Floats:
        """E over all importers, (n,)."""
        total: Floats = self.E.sum(axis=1)
        return total

    def local(self, values: Floats) -> Floats:
        """Each region's L on its own rows, (n,) or (n, k): what a demand there calls for at home."""
        return np.concatenate([L @ values[s] for s, L in zip(self.blocks, self.L, strict=True)])

    def diagonal(self, values: Floats) -> Floats:
        """Each region's own block of B on its own rows, (n,) or (n, k)."""
        return np.concatenate([self.B[s, s] @ values[s] for s in self.blocks])

    def spread(self, values: Floats) -> Floats:
        """B_rs on the rows of s: column s has what the part `values[s]` calls for anywhere, (n, regions)."""
        return np.stack([self.B[:, s] @ values[s] for s in self.blocks], axis=1)

    def sent(self, outputs: Sequence[Floats]) -> list[Floats]:
        """``A_sr z_r`` for each exporter s and importer r: inputs of s for the output z in r.

        Each of `outputs` is z (n,), or (n, regions) where it depends on the exporter: column s.
        -> for each (n, regions), rows of s and column r; nothing where r is s. All in one walk.
        """
        count = len(self.blocks)
        wanted = np.empty((count, len(self.v), len(outputs)))
        for place, z in enumerate(outputs):
            wanted[:, :, place] = z if z.ndim == 1 else z.T
        found = np.zeros((len(outputs), len(self.v), count))
        for exporter, s in enumerate(self.blocks):
            for importer, r in enumerate(self.blocks):
                if exporter != importer:
                    found[:, s, importer] = (self.A[s, r] @ wanted[exporter, r]).T
        return list(found)

    def _with_recipes(self, flows: Floats) -> Floats:
        """Inputs of industries without output become final demand of their region, flows no more."""
        lost = np.flatnonzero((self.X == 0) & (flows != 0).any(axis=0))
        if not lost.size:
            return flows
        flows, self.Y = flows.copy(), self.Y.copy()
        for column in lost.tolist():
            place = next(i for i, rows in enumerate(self.blocks) if column < rows.stop)
            self.Y[:, place] += flows[:, column]
        flows[:, lost] = 0.0
        return flows
