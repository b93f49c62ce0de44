"""Who sells what to whom: flows between places by product, kept as a list of those there are.

A year of world trade has 235 x 235 x 5,000 cells and eleven million flows, so the cube is never
made; what measures work on are its sides and its slices.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kraftsamling.kernel.errors import UnanswerableQuestion, UnusableData
from kraftsamling.kernel.labelled import Labels, Matrix
from kraftsamling.measures.tables import (
    Floats,
    Input,
    Positions,
    by_region,
    matrix,
    members,
    square,
)

Codes = NDArray[np.integer]


@dataclass(frozen=True, eq=False)
class Flows:
    """n flows: seller and buyer are positions (n,) in `places`, product in `products`, value (n,).

    Values are in one unit, which the loader tells; flows of the same three add up. `left_out` counts
    rows that the file had and these flows have not, by reason (see the loader).
    """

    places: Labels
    products: Labels
    seller: Codes
    buyer: Codes
    product: Codes
    value: Floats
    left_out: Mapping[str, int] = field(default_factory=dict)

    def exports(self) -> Matrix:
        """What each place sells of each product, (places, products)."""
        return self._side(self.seller, self.product, self.products)

    def imports(self) -> Matrix:
        """What each place buys of each product, (places, products)."""
        return self._side(self.buyer, self.product, self.products)

    def between(self) -> Matrix:
        """What each place sells to each, (places, places): row to column, all products."""
        return self._side(self.seller, self.buyer, self.places)

    def of(self, place: Hashable) -> Matrix:
        """What one place sells to each market, (places, products). Raises `UnanswerableQuestion`."""
        if place not in self.places:
            raise UnanswerableQuestion(
                f"{place} is no place in these flows. There are {', '.join(map(str, self.places[:10]))} "
                f"and others, {len(self.places)} in all."
            )
        own = self.seller == self.places.index(place)
        return _summed(
            (self.buyer[own], self.product[own], self.value[own]), self.places, self.products
        )

    def usual_distance(self, distances: ArrayLike) -> Floats:
        """The mean log distance over which each place buys each product, (places, products).

        ``u_jk = sum_i v_ijk ln d_ij / sum_i v_ijk``; distances d (places, places), above 0 wherever
        something flows. 0 where nothing is bought.
        """
        apart = matrix(distances)[self.seller, self.buyer]
        logs = np.log(apart, out=np.zeros_like(apart), where=self.value > 0)
        weighed = _summed(
            (self.buyer, self.product, self.value * logs), self.places, self.products
        ).values
        bought = self.imports().values
        return np.divide(weighed, bought, out=np.zeros_like(bought), where=bought > 0)

    def _side(self, rows: Codes, columns: Codes, names: Labels) -> Matrix:
        return _summed((rows, columns, self.value), self.places, names)


def flows_of_table(
    Z: Input,
    Y: Input,
    regions: Sequence[Hashable],
    industries: Sequence[Hashable],
    demand_regions: Sequence[Hashable] | None = None,
) -> Flows:
    """What regions of a world table sell each other, by the industry that sells: its products.

    Flows Z (n, n), final demand Y (n, d), the region and industry of each row; demand_regions as in
    `ValueChains`. For use and for consumption together; sales within a region are no flows. Sums below
    zero, where stocks were run down, are left out and counted ("below zero"). Services are in it, and
    an industry is far wider than a product of the Harmonized System. Raises `UnusableData` where
    shapes differ.
    """
    flows, final = square(Z), matrix(Y)
    if not len(flows) == len(final) == len(regions) == len(industries):
        raise UnusableData(
            f"{len(flows)} rows of flows, {len(final)} of final demand, {len(regions)} regions and "
            f"{len(industries)} industries. Give each row one of each, in the same order."
        )
    places, kinds = members(regions), members(industries)
    within = np.zeros((len(flows), len(places)))
    for column, rows in enumerate(places.values()):
        within[rows, column] = 1
    sales = flows @ within + by_region(final, tuple(places), demand_regions)
    sales[within > 0] = 0
    row, buyer = np.nonzero(sales > 0)
    return Flows(
        places=tuple(places),
        products=tuple(kinds),
        seller=within.argmax(axis=1)[row],
        buyer=buyer,
        product=_positions(kinds, len(flows))[row],
        value=sales[row, buyer],
        left_out={"below zero": below} if (below := int((sales < 0).sum())) else {},
    )


def _positions(of: Mapping[Hashable, Positions], rows: int) -> Codes:
    found = np.empty(rows, dtype=np.intp)
    for at, members_of in enumerate(of.values()):
        found[members_of] = at
    return found


def _summed(cells: tuple[Codes, Codes, Floats], rows: Labels, columns: Labels) -> Matrix:
    row, column, value = cells
    at = row.astype(np.int64) * len(columns) + column
    total = np.bincount(at, value, len(rows) * len(columns)).astype(np.float64)
    return Matrix(total.reshape(len(rows), len(columns)), rows, columns)
