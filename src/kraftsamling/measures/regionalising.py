"""Tables for regions, from the nation's table and what each region has of each industry.

Every number here rests on location quotients, so it comes with a band over delta (`delta_band`).
What is not known of a region is taken from the nation: what an industry needs per unit of output,
and which part of its output is sold to industries.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures.balancing import gras
from kraftsamling.measures.quotients import USUAL_DELTA, Quotient, slq, supplied
from kraftsamling.measures.tables import Floats, Input, matrix, square, vector

CROSSHAULING = 1e-3
"""The least of an input that comes from elsewhere in the first guess: balancing moves no zero."""
DELTAS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4)


@dataclass(frozen=True, eq=False)
class RegionalTable:
    """Flows between industries of all regions of a nation; rows and columns region by region.

    Z (regions * n, regions * n) adds up to the nation's table over pairs of regions, x (regions * n,)
    to its output. Y (regions * n, regions * F) are sales to each region's final demand, where that was
    given. `spread` are industries that no region has and the nation has: their output is shared as all
    activity is.
    """

    Z: Floats
    x: Floats
    regions: int
    spread: tuple[int, ...]
    Y: Floats

    def between(self, seller: int, buyer: int) -> Floats:
        """Flows (n, n) from industries in one region to those in another."""
        n = len(self.x) // self.regions
        return self.Z[seller * n : (seller + 1) * n, buyer * n : (buyer + 1) * n]

    @property
    def national(self) -> Floats:
        """All pairs of regions together, (n, n)."""
        n = len(self.x) // self.regions
        whole: Floats = self.Z.reshape(self.regions, n, self.regions, n).sum(axis=(0, 2))
        return whole


def regionalise(
    Z: Input,
    x: Input,
    activity: Input,
    *,
    final: Input | None = None,
    method: Quotient = "flq",
    delta: float = USUAL_DELTA,
) -> RegionalTable:
    """The nation's flows Z (n, n) and output x (n,) among regions with `activity` (regions, n).

    Regions cover the nation: the last may be the rest of it. Activity is persons or output, none
    below zero; the region's output is its share of x. First guess: ``z_ij^rr = q_ij a_ij x_j^r`` with
    `supplied` q (just under 1 at most), and the rest of ``a_ij x_j^r`` from other regions by their output of i. Then for each
    i GRAS makes every buyer get ``a_ij x_j^r`` and every region sell the part of its output that the
    nation's i sells to industries, so that the pairs add up to Z. With one region Z is unchanged.

    `final` (n, F) is the nation's own final demand for its industries. Each region has its share of all
    output in it, and is met at home up to min(SLQ_i, 1), the supply percentage of Miller & Blair (2009),
    section 8.2.1: what is made for people nearby stays there. It is balanced together with Z.

    Raises `UnusableData` for activity below zero or none, or for an input row without output.
    Flegg & Webber (1997); Junius & Oosterhaven (2003), Economic Systems Research 15(1).
    """
    flows, has = square(Z), matrix(activity)
    output = vector(x, len(flows))
    parts, spread = _parts(has, output)
    regions, n = parts.shape
    bought = matrix(final) if final is not None else np.zeros((n, 0))
    if regions == 1:
        return RegionalTable(flows.copy(), output.copy(), 1, spread, bought.copy())
    out_of = parts * output
    weight = out_of.sum(axis=1) / output.sum()
    need = np.concatenate([_shared(flows, parts), _shared(bought, weight)], axis=1)
    home = np.concatenate(
        [
            np.concatenate([_supplied(r, output, method, delta) for r in out_of], axis=1),
            np.concatenate([_at_home(r, output, bought.shape[1]) for r in out_of], axis=1),
        ],
        axis=1,
    )
    home = np.clip(home, 0, 1 - CROSSHAULING)
    buyer = np.repeat(np.tile(np.arange(regions), 2), [n] * regions + [bought.shape[1]] * regions)
    sold = np.empty((regions, n, need.shape[1]))
    for i in range(n):
        guess = _guess(need[i], home[i], parts[:, i], buyer)
        sold[:, i] = _balanced(guess, parts[:, i] * need[i].sum(), need[i], i)
    every = sold.reshape(regions * n, -1)
    return RegionalTable(
        every[:, : regions * n], out_of.ravel(), regions, spread, every[:, regions * n :]
    )


@dataclass(frozen=True, eq=False)
class Band:
    """A number for each delta, and its least, median and greatest; all in the shape of the number."""

    deltas: tuple[float, ...]
    low: Floats
    middle: Floats
    high: Floats


def delta_band(number: Callable[[float], Input], deltas: Sequence[float] = DELTAS) -> Band:
    """What `number` (delta -> number, vector or table) is over an ensemble of delta.

    It is a band of what is not known about delta, not of sampling: survey tables put delta between
    0.1 and 0.4 (Bonfiglio & Chelli 2008; Flegg & Tohmo 2013; Kowalewski 2015).
    """
    if not deltas:
        raise UnusableData("There is no delta. Give some, or leave the usual ones.")
    every = np.stack([_numbers(number(delta)) for delta in deltas])
    return Band(tuple(deltas), every.min(axis=0), np.median(every, axis=0), every.max(axis=0))


@dataclass(frozen=True, eq=False)
class Split:
    """A world table in which one country is a region and the rest of it.

    Rows of the country are replaced by those of the region and then the rest, at the same place; its
    columns of final demand likewise. `region` and `rest` are positions in the new Z, x and rows of Y.
    """

    Z: Floats
    Y: Floats
    x: Floats
    region: slice
    rest: slice
    spread: tuple[int, ...]


def split_country(
    Z: Input,
    Y: Input,
    x: Input,
    rows: slice,
    columns: slice,
    activity: Input,
    *,
    method: Quotient = "flq",
    delta: float = USUAL_DELTA,
) -> Split:
    """World flows Z (N, N), final demand Y (N, F) and output x (N,) with one country in two.

    `rows` are the country's industries (n of them, one after the other), `columns` its final demand,
    `activity` (2, n) persons or output in the region and in the rest. Flows and final demand within the
    country are as in `regionalise`; exports go by each part's share of output of the seller, imports by
    that of the buyer, and imports for final demand by each part's share of all output. All sums over
    the two parts are as they were, so the table balances as it did before.
    """
    flows, demand = square(Z), matrix(Y)
    output = vector(x, len(flows))
    n = rows.stop - rows.start
    inside = regionalise(
        flows[rows, rows],
        output[rows],
        activity,
        final=demand[rows, columns],
        method=method,
        delta=delta,
    )
    if inside.regions != 2 or len(inside.x) != 2 * n:
        raise UnusableData(
            "Activity has one row for the region and one for the rest of the country."
        )
    parts, _ = _parts(matrix(activity), output[rows])
    a, b = rows.start, rows.stop
    wide = np.concatenate([flows[:, :a], *_twice(flows[:, rows], parts, 1), flows[:, b:]], axis=1)
    new = np.concatenate([wide[:a], *_twice(wide[rows], parts, 0), wide[b:]])
    new[a : a + 2 * n, a : a + 2 * n] = inside.Z
    whole = inside.x.reshape(2, n).sum(axis=1)
    weight = np.repeat((whole / whole.sum())[:, None], columns.stop - columns.start, axis=1)
    asked = np.concatenate(
        [
            demand[:, : columns.start],
            *_twice(demand[:, columns], weight, 1),
            demand[:, columns.stop :],
        ],
        axis=1,
    )
    Y = np.concatenate([asked[:a], *_twice(asked[rows], parts, 0), asked[b:]])
    Y[a : a + 2 * n, columns.start : columns.start + inside.Y.shape[1]] = inside.Y
    return Split(
        Z=new,
        Y=Y,
        x=np.concatenate([output[:a], inside.x, output[b:]]),
        region=slice(a, a + n),
        rest=slice(a + n, a + 2 * n),
        spread=inside.spread,
    )


def _parts(activity: Floats, output: Floats) -> tuple[Floats, tuple[int, ...]]:
    """Each region's share of each industry, (regions, n), and the industries shared as all activity."""
    if activity.shape[1] != len(output):
        raise UnusableData(
            f"Activity has {activity.shape[1]} industries, and the table {len(output)}. "
            "Give a row for each region and a column for each industry of the table."
        )
    if (activity < 0).any() or not activity.any():
        raise UnusableData("Activity may not be below zero, nor be zero everywhere.")
    total = activity.sum(axis=0)
    general = activity.sum(axis=1) / activity.sum()
    parts = np.where(total > 0, activity / np.where(total > 0, total, 1), general[:, None])
    return parts, tuple(np.flatnonzero((total == 0) & (output != 0)).tolist())


def _shared(amounts: Floats, shares: Floats) -> Floats:
    """Columns of the nation among regions: (n, k) -> (n, regions * k), region by region."""
    parts = shares if shares.ndim == 2 else shares[:, None]
    return (amounts[:, None, :] * parts[None]).reshape(len(amounts), -1)


def _at_home(region: Floats, nation: Floats, many: int) -> Floats:
    """The part of the region's final demand for each industry that is met at home, (n, many)."""
    if not region.any():
        return np.zeros((len(nation), many))
    return np.repeat(np.minimum(vector(slq(region, nation)), 1)[:, None], many, axis=1)


def _supplied(region: Floats, nation: Floats, method: Quotient, delta: float) -> Floats:
    """As `supplied`; a region without any output supplies and needs nothing."""
    return supplied(region, nation, method, delta) if region.any() else np.zeros((len(nation),) * 2)


def _guess(
    need: Floats, home: Floats, sellers: Floats, buyer: np.ndarray[tuple[int], np.dtype[np.intp]]
) -> Floats:
    """Who sells i to whom, (regions, buyers): `home` of what each needs, the rest by share of output."""
    elsewhere: Floats = np.repeat(sellers[:, None], len(need), axis=1)
    at = np.arange(len(need))
    elsewhere[buyer, at] = 0
    others = elsewhere.sum(axis=0)
    elsewhere /= np.where(others > 0, others, 1)
    own = np.where(others > 0, home, 1.0) * (sellers[buyer] > 0)
    found: Floats = elsewhere * need * (1 - own)
    found[buyer, at] += need * own
    return found


def _balanced(guess: Floats, sold: Floats, bought: Floats, industry: int) -> Floats:
    if not guess.any():
        return guess
    try:
        return np.asarray(gras(guess, sold, bought))
    except UnusableData as error:
        raise type(error)(f"Industry {industry} cannot be shared among regions. {error}") from error


def _twice(table: Floats, parts: Floats, axis: int) -> list[Floats]:
    """The table's rows (axis 0) or columns (1) by each part's share."""
    return [table * (share[:, None] if axis == 0 else share) for share in parts]


def _numbers(table: Input) -> Floats:
    return np.asarray(table.values if isinstance(table, Matrix) else table, dtype=np.float64)
