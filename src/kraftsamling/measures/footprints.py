"""Footprints: what final demand uses up along the chains behind it, and where."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.measures.leontief import LeontiefSystem, Precision
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

AT_ONCE = 2048
"""Rows solved for together: enough for full speed, and memory stays well below that of the table."""
FEW = 7
"""Rows of which there are this many times fewer than industries are solved for in single precision."""


@dataclass(frozen=True, eq=False)
class Footprint:
    """Accounts of k stressors in the n industries of all regions; each is (k, n), in units of F.

    multipliers: anywhere, per unit of final demand for each industry's product (M = S L).
    consumption: by the region that buys and the product it buys, wherever used (D_cba).
    production: by the region and industry that uses, for whatever demand (D_pba).
    imports: the part of `consumption` used in other regions (D_imp).
    exports: the part of `production` used for other regions' final demand (D_exp).
    direct: (k, regions), used by final consumers themselves; zeros if none was given.
    unplaced: (k,), of industries without output. No chain leads there, so it is in no account.

    By region: `by_region(account)` sums over industries; add `direct` for a region's whole account.
    """

    regions: tuple[Hashable, ...]
    multipliers: Floats
    consumption: Floats
    production: Floats
    imports: Floats
    exports: Floats
    direct: Floats
    unplaced: Floats

    def by_region(self, account: Floats) -> Floats:
        """One of the accounts summed over the industries of each region, (k, regions)."""
        summed: Floats = account.reshape(len(account), len(self.regions), -1).sum(axis=2)
        return summed


def footprint_precision(stressors: int, regions: int, size: int) -> Precision:
    """What a `LeontiefSystem` of `size` industries is factorised in to make footprints soonest.

    In units of size^3, factors cost 2/3 and a row for each stressor and region 4/3 of its part of
    all rows; single precision halves that, but corrects each row for three times the difference.
    """
    return "single" if FEW * stressors * regions < size else "double"


def footprint(
    system: LeontiefSystem | Input,
    x: Input,
    Y: Input,
    F: Input,
    *,
    regions: Sequence[Hashable],
    demand_regions: Sequence[Hashable] | None = None,
    F_Y: Input | None = None,
) -> Footprint:
    """Consumption- and production-based accounts, and what is embodied in imports and exports.

    system: the `LeontiefSystem`, or A (n, n). x: output (n,). Y: final demand (n, d). F: stressors
    used by industries (k, n), such as emissions, jobs or value added. regions: the region of each
    of the n rows; rows of a region stand together, and all have the same industries in one order.
    demand_regions: the region of each column of Y; without, each region has d / regions columns in
    turn. F_Y: (k, d), used directly by final consumers.

    The letters D in `Footprint` are those of Stadler (2021), Journal of Open Research Software 9(1).
    """
    solver = system if isinstance(system, LeontiefSystem) else LeontiefSystem(square(system))
    names = _names(regions)
    demand, used = matrix(Y), np.atleast_2d(matrix(np.atleast_2d(_plain(F))))
    bought = by_region(demand, names, demand_regions)
    output = vector(x, solver.size)
    S = per_unit(used, output)
    many, per = len(names), solver.size // len(names)

    multipliers, at_home = _multipliers(solver, S, bought, per)
    needed = np.asarray(solver.solve(bought))
    everywhere = needed.sum(axis=1)
    own = np.concatenate([needed[r * per : (r + 1) * per, r] for r in range(many)])
    of_all = np.einsum(
        "kpi,pir->kri",
        multipliers.reshape(len(S), many, per),
        bought.reshape(many, per, many),
        optimize=True,
    ).reshape(len(S), -1)
    return Footprint(
        regions=tuple(names),
        multipliers=multipliers,
        consumption=of_all,
        production=S * everywhere,
        imports=of_all - at_home,
        exports=S * (everywhere - own),
        direct=np.zeros((len(S), many))
        if F_Y is None
        else by_region(np.atleast_2d(_plain(F_Y)), names, demand_regions),
        unplaced=used[:, output == 0].sum(axis=1),
    )


def _multipliers(
    solver: LeontiefSystem, S: Floats, bought: Floats, per: int
) -> tuple[Floats, Floats]:
    """S L, and what each region's own demand uses in the region itself, by product: (k, n) both.

    Row by row for each region of use: their sum is S L, and the row of the buyer is its own part.
    """
    kinds, size = S.shape
    many = size // per
    multipliers, at_home = np.zeros_like(S), np.zeros((kinds, many, per))
    batch = max(1, AT_ONCE // kinds)
    for first in range(0, many, batch):
        chosen = range(first, min(first + batch, many))
        rows = np.zeros((len(chosen), kinds, size))
        for place, r in enumerate(chosen):
            rows[place, :, r * per : (r + 1) * per] = S[:, r * per : (r + 1) * per]
        found = np.asarray(solver.multipliers(rows.reshape(-1, size)))
        found = found.reshape(len(chosen), kinds, size)
        multipliers += found.sum(axis=0)
        for place, r in enumerate(chosen):
            at_home[:, r] = (found[place] * bought[:, r]).reshape(kinds, many, per).sum(axis=1)
    return multipliers, at_home.reshape(kinds, size)


def _names(regions: Sequence[Hashable]) -> list[Hashable]:
    """The regions in order; raises where their rows are apart, or not equally many."""
    places = members(regions)
    sizes = {len(rows) for rows in places.values()}
    torn = [name for name, rows in places.items() if rows[-1] - rows[0] + 1 != len(rows)]
    if torn or len(sizes) > 1:
        which = torn[0] if torn else min(places, key=lambda name: len(places[name]))
        raise UnusableData(
            f"The industries of {which} are "
            f"{'apart from each other' if torn else 'fewer than those of other regions'}. "
            "Sort the table by region, with the same industries in each (zeros where there is none)."
        )
    return list(places)


def _plain(table: Input) -> Floats:
    return np.asarray(getattr(table, "values", table), dtype=np.float64)
