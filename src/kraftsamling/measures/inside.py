"""A region inside a world table: what is not known of it varied over delta, the world solved once.

A country's table cannot say how much the industries of one of its regions buy from each other. That
is guessed with location quotients (`regionalising`), and every answer is a band over delta. Delta
moves only the flows within the country, so the world's inverse is made once, and each delta is a
correction of the rank of the country's two parts (Woodbury): thirty times cheaper than solving anew.

Letters follow Miller & Blair (2009). S are the industries of the region followed by those of the rest
of its country, R those of the region.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.measures.leontief import LeontiefSystem
from kraftsamling.measures.quotients import Quotient
from kraftsamling.measures.regionalising import (
    DELTAS,
    Band,
    delta_band,
    regionalise,
    split_country,
)
from kraftsamling.measures.tables import (
    Floats,
    Input,
    by_region,
    matrix,
    members,
    per_unit,
    square,
    vector,
)

REGION, REST = "region", "rest"
"""What the two parts of the country are called among `places`."""


@dataclass(frozen=True, eq=False)
class Responses:
    """Output lost in each of the region's n industries when something falls away whole.

    market: final demand of each place, (n, places). supplier: the output of each place, where nobody
    else delivers instead, (n, places); the region itself is no supplier of its own and is 0.
    industry: one of the region's own industries, (n, n); a column is what fell.
    Each for the deltas in turn, (deltas, n, ...), in the unit of output.
    """

    market: Floats
    supplier: Floats
    industry: Floats

    def to(self, market: Input, supplier: Input, industry: Input) -> Floats:
        """Output lost in many scenarios at once, (deltas, n, scenarios).

        Each argument is (levers, scenarios), the share that falls away, 0 to 1. What falls together
        is added up, so where falls hit the same output the sum is an upper limit, and may be more
        than the output there is.
        """
        shares = [
            matrix(np.asarray(part, dtype=np.float64)) for part in (market, supplier, industry)
        ]
        every = np.concatenate((self.market, self.supplier, self.industry), axis=2)
        lost: Floats = every @ np.concatenate(shares)
        return lost


class Inside:
    """A world table with one of its countries as a region and the rest, over an ensemble of deltas.

    Z (N, N), Y (N, F) and x (N,): the world's flows, final demand and output, one unit of money.
    countries: the country of each of the N rows; all have the same n industries in one order.
    demand: the country of each column of Y. country: the one that is parted. activity (2, n): persons
    or output of its industries in the region and in the rest.

    `places` names the parts of the world in order, the country replaced by "region" and "rest".
    Raises `UnusableData` where the country has no rows or the table cannot be solved.
    """

    def __init__(
        self,
        Z: Input,
        Y: Input,
        x: Input,
        *,
        countries: Sequence[Hashable],
        demand: Sequence[Hashable],
        country: Hashable,
        activity: Input,
        method: Quotient = "flq",
        deltas: Sequence[float] = DELTAS,
    ) -> None:
        flows = square(Z)
        rows, columns = _together(countries, country, "rows"), _together(demand, country, "columns")
        self.size = n = rows.stop - rows.start
        self.deltas = tuple(deltas)
        middle = self.deltas[len(self.deltas) // 2]
        parted = split_country(flows, Y, x, rows, columns, activity, method=method, delta=middle)
        self.country = country
        self.places = _places(countries, country)
        self.at = {place: slice(k * n, (k + 1) * n) for k, place in enumerate(self.places)}
        self.spread = parted.spread
        self.x = parted.x
        self.Z = parted.Z
        self.S = slice(parted.region.start, parted.rest.stop)
        self.value_added = parted.x - parted.Z.sum(axis=0)
        self._bought = by_region(parted.Y, self.places, _demanded(demand, columns))
        A = per_unit(parted.Z, parted.x)
        self._mend(LeontiefSystem(A).inverse())
        inside = flows[rows, rows], vector(x)[rows], matrix(activity)
        final = matrix(Y)[rows, columns]
        self._parted = {
            delta: regionalise(*inside, final=final, method=method, delta=delta)
            for delta in self.deltas
        }
        self._change = {
            delta: per_unit(found.Z, found.x) - A[self.S, self.S]
            for delta, found in self._parted.items()
        }

    def _mend(self, L: Floats) -> None:
        """Of the inverse only what answers need is kept: rows and columns of S, blocks of places."""
        self._rows, self._columns = L[self.S].copy(), L[:, self.S].copy()
        self._own = np.stack([L[part, part] for part in self.at.values()])
        self._needed = L @ self._bought

    @property
    def output(self) -> Floats:
        """Output of the region's industries, (n,)."""
        return self.x[self.at[REGION]]

    def flows(self, delta: float) -> Floats:
        """Flows within the country between the region's industries and those of the rest, (2n, 2n)."""
        return self._parted[delta].Z

    def demand(self, delta: float) -> Floats:
        """Final demand by place of use for every industry of the world, (N + n, places)."""
        home = self.places.index(REGION)
        found = self._bought.copy()
        parts = self._parted[delta].Y.reshape(2 * self.size, 2, -1).sum(axis=2)
        found[self.S, home : home + 2] = parts
        return found

    def rows(self, delta: float) -> Floats:
        """Rows S of the Leontief inverse, (2n, N + n)."""
        change = self._change[delta]
        system = np.eye(len(change)) - self._rows[:, self.S] @ change
        answer: Floats = np.asarray(np.linalg.solve(system, self._rows), dtype=np.float64)
        return answer

    def columns(self, delta: float) -> Floats:
        """Columns S of the Leontief inverse, (N + n, 2n)."""
        change = self._change[delta]
        system = np.eye(len(change)) - change @ self._rows[:, self.S]
        answer: Floats = np.asarray(np.linalg.solve(system.T, self._columns.T).T, dtype=np.float64)
        return answer

    def output_for(self, delta: float) -> Floats:
        """Output of every industry of the world for the final demand of each place, (N + n, places).

        ``L Y``: final demand in the country moves with delta, and then so do the chains behind it.
        """
        moved = self.demand(delta)[self.S] - self._bought[self.S]
        before = self._needed + self._columns @ moved
        needed: Floats = before + self.columns(delta) @ (self._change[delta] @ before[self.S])
        return needed

    def band(self, number: Callable[[float], Input]) -> Band:
        """The least, median and greatest of `number` over the deltas."""
        return delta_band(number, self.deltas)

    def upstreamness(self) -> Band:
        """Steps from the region's industries to final demand, (n,); 1 where there is no output."""
        return self.band(self._upstream)

    def _upstream(self, delta: float) -> Floats:
        moved = self.rows(delta)[: self.size] @ self.x
        return np.divide(moved, self.output, out=np.ones(self.size), where=self.output != 0)

    def downstreamness(self) -> Band:
        """Steps from primary inputs to the region's industries, (n,)."""
        return self.band(lambda delta: self.columns(delta)[:, : self.size].sum(axis=0))

    def content(self) -> Band:
        """The band of `content_at`."""
        return self.band(self.content_at)

    def content_at(self, delta: float) -> Floats:
        """Whose value added is in the region's products: (places, n), shares of the product.

        For each industry the places add up to 1, but for value added in industries without output.
        """
        return self._by_place(self.origins(delta))

    def origins(self, delta: float) -> Floats:
        """Value added in each industry of the world per unit of the region's products, (N + n, n)."""
        per = np.divide(self.value_added, self.x, out=np.zeros_like(self.x), where=self.x != 0)
        found: Floats = per[:, None] * self.columns(delta)[:, : self.size]
        return found

    def markets(self) -> Band:
        """The band of `markets_at`."""
        return self.band(self.markets_at)

    def markets_at(self, delta: float) -> Floats:
        """Where the region's output ends up: (n, places), shares of it by place of final demand.

        However many steps there are between. Real tables do not balance to the last unit, so shares
        are of what is sold; 0 where nothing is.
        """
        sold = self.rows(delta)[: self.size] @ self.demand(delta)
        return _shared(sold, sold.sum(axis=1))

    def sales(self, delta: float) -> Floats:
        """Direct sales of each of the region's industries to every industry of the world, (n, N + n)."""
        sold = self.Z[self.at[REGION]].copy()
        sold[:, self.S] = self.flows(delta)[: self.size]
        return sold

    def purchases(self, delta: float) -> Floats:
        """Direct purchases by each of the region's industries, (N + n, n)."""
        bought = self.Z[:, self.at[REGION]].copy()
        bought[self.S] = self.flows(delta)[:, : self.size]
        return bought

    @cached_property
    def responses(self) -> Responses:
        """What each lever does when it falls away whole; scenarios are weighted sums of them.

        market: ``L Y_m``. industry: hypothetical extraction, ``L_.r x_r / L_rr``. supplier: supply
        that rests on a place c, which no one else delivers: ``1' L_cc^-1 L_cR`` of output, the
        Ghosh model with c's industries given. Each buyer loses the part of its output that the lost
        inputs are of its costs; where an input cannot be done without, more is lost, and where
        somebody else delivers, less.

        Miller & Blair (2009), sections 12.1 and 12.2.6; Dietzenbacher & Lahr (2013), Economic
        Systems Research 25(3).
        """
        market, supplier, industry = [], [], []
        n, region = self.size, self.at[REGION]
        for delta in self.deltas:
            rows, columns = self.rows(delta), self.columns(delta)
            market.append(rows[:n] @ self.demand(delta))
            supplier.append(self._supplied(delta, columns[:, :n]) * self.output[:, None])
            within = columns[region, :n]
            industry.append(within * (self.output / np.diagonal(within)))
        return Responses(*(np.stack(part) for part in (market, supplier, industry)))

    def _supplied(self, delta: float, columns: Floats) -> Floats:
        """The part of each product that rests on each place, (n, places)."""
        change = self._change[delta]
        middle = change @ np.linalg.inv(np.eye(len(change)) - self._rows[:, self.S] @ change)
        found = np.zeros((self.size, len(self.places)))
        for k, (place, part) in enumerate(self.at.items()):
            if place != REGION:
                own = self._own[k] + self._columns[part] @ middle @ self._rows[:, part]
                found[:, k] = np.linalg.solve(own.T, np.ones(self.size)) @ columns[part]
        return found

    def _by_place(self, amounts: Floats) -> Floats:
        summed: Floats = amounts.reshape(len(self.places), self.size, -1).sum(axis=1)
        return summed


def _shared(amounts: Floats, whole: Floats) -> Floats:
    parts: Floats = np.divide(
        amounts, whole[:, None], out=np.zeros_like(amounts), where=whole[:, None] != 0
    )
    return parts


def _together(labels: Sequence[Hashable], country: Hashable, what: str) -> slice:
    """Where the country's rows or columns are; raises where there are none or they are apart."""
    found = members(list(labels)).get(country)
    if found is None:
        raise UnusableData(
            f"The table has no {what} for {country}. Use the table's own code for it."
        )
    if found[-1] - found[0] + 1 != len(found):
        raise UnusableData(
            f"The {what} of {country} are apart from each other. Sort them by country."
        )
    return slice(int(found[0]), int(found[-1]) + 1)


def _places(countries: Sequence[Hashable], country: Hashable) -> tuple[Hashable, ...]:
    names: list[Hashable] = []
    for name in members(list(countries)):
        names += [REGION, REST] if name == country else [name]
    return tuple(names)


def _demanded(demand: Sequence[Hashable], columns: slice) -> list[Hashable]:
    """The place of each column of final demand after the country's were doubled."""
    many = columns.stop - columns.start
    return [
        *demand[: columns.start],
        *[REGION] * many,
        *[REST] * many,
        *demand[columns.stop :],
    ]
