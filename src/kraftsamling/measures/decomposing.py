"""Gross exports taken apart: whose value added is in them, and where it ends.

Every term is (n, regions): the exporting industry in the row, the importer in the column. Sums over
columns are exports to the world; groups and sub-national regions are a matter of labels (`chains`).
Each decomposition is checked against exports before it is handed out.

Two ideas make all of them cheap beside the inverse B. What leaves s for r is
``E_sr = Y_sr + A_sr X_r``, and each method only splits X_r by where it ends. And the system in which
s exports no inputs, that others solve anew for each country, has
``B*_.s = B_.s B_ss^-1 L_s``, so its columns are at hand.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.measures.chains import ValueChains
from kraftsamling.measures.tables import Floats, members

ROUNDING = 1e-9
"""How far terms may add up to anything but exports, relative to all that the exporter exports."""


class DoesNotAddUp(UnusableData):
    """The terms of a decomposition are not the exports they came from."""


@dataclass(frozen=True, eq=False)
class Decomposition:
    """Exports and the terms they are the sum of; each (n, regions), rows as they came in.

    `rows` are the regions of the rows. `aggregates` name sums of terms that the method speaks of,
    such as DVA, domestic value added. `beside` are numbers that overlap with terms.
    """

    method: str
    regions: tuple[Hashable, ...]
    rows: tuple[Hashable, ...]
    exports: Floats
    terms: dict[str, Floats]
    aggregates: dict[str, tuple[str, ...]]
    beside: dict[str, Floats]

    def __getitem__(self, name: str) -> Floats:
        """A term, an aggregate or a number beside; EXGR is exports."""
        known = {"EXGR": self.exports} | self.terms | self.beside
        if name in known:
            return known[name]
        total: Floats = np.sum([self[part] for part in self.aggregates[name]], axis=0)
        return total

    def by_region(self, name: str) -> Floats:
        """A term or an aggregate by exporting region (row) and importer, (regions, regions)."""
        places = members(self.rows)
        values = self[name]
        return np.stack([values[places[region]].sum(axis=0) for region in self.regions])


def kww(chains: ValueChains) -> Decomposition:
    """The nine terms of Koopman, Wang & Wei (2014), American Economic Review 104(2), eq. 36.

    The authors give them for a country's whole exports. By importer and industry they are those of
    Wang, Wei & Zhu, summed: the same totals, and bilateral values that add up.
    """
    c, z = chains, _Absorption(chains)
    own, direct, foreign = c.own[:, None], c.vL[:, None], c.foreign[:, None]
    at_home, of_others, returning, again, abroad = c.sent(
        [
            z.by_own_demand[:, None] - z.called_at_home,
            (c.X - z.by_own_demand)[:, None] - c.BY + z.called_at_home - z.called_by_exports,
            c.BY - z.called_at_home,
            z.called_at_home,
            z.called_by_exports,
        ]
    )
    outputs, used_there, exported_on = c.sent([c.X, c.local(c.own_demand), c.local(c.exports)])
    terms = {
        "DVA_FIN": own * c.final_exports,
        "DVA_INT": direct * at_home,
        "DVA_INTrex": direct * of_others,
        "RDV_FIN": direct * returning,
        "RDV_INT": direct * again,
        "DDC": direct * abroad + (own - direct) * outputs,
        "FVA_FIN": foreign * c.final_exports,
        "FVA_INT": foreign * used_there,
        "FDC": foreign * exported_on + untold(c),
    }
    return decomposition("Koopman, Wang & Wei", c, terms, KWW)


def wwz(chains: ValueChains) -> Decomposition:
    """The sixteen terms of Wang, Wei & Zhu (2013), NBER Working Paper 19677, eq. 37."""
    c, z = chains, _Absorption(chains)
    own, direct = c.own[:, None], c.vL[:, None]
    partner = _partners(c)
    other = c.foreign[:, None] - partner
    home, passed = c.diagonal(c.own_demand), c.diagonal(c.total_demand - c.own_demand)
    both = c.diagonal(c.Y)
    third = c.BY - both - z.called_at_home
    parts = c.sent(
        [
            home,
            (z.by_own_demand - home)[:, None] - z.called_at_home,
            passed[:, None] - both,
            (c.X - z.by_own_demand - passed)[:, None] - z.called_by_exports - third,
            both,
            third,
            z.called_at_home,
            z.called_by_exports,
            c.X,
            c.local(c.own_demand),
            c.local(c.exports),
        ]
    )
    used_there, exported_on = parts[9:]
    terms = {"DVA_FIN": own * c.final_exports}
    terms |= {name: direct * part for name, part in zip(THROUGH_PARTNER, parts[:8], strict=True)}
    terms |= {
        "DDC_INT": (own - direct) * parts[8],
        "MVA_FIN": partner * c.final_exports,
        "OVA_FIN": other * c.final_exports,
        "MVA_INT": partner * used_there,
        "OVA_INT": other * used_there,
        "MDC": partner * exported_on,
        "ODC": other * exported_on + untold(c),
    }
    return decomposition("Wang, Wei & Zhu", c, terms, WWZ)


def first_foreign(c: ValueChains) -> Floats:
    """Foreign value added per unit exported that s has not exported before: foreign B_ss^-1 L_s."""
    parts = [
        np.linalg.solve(c.B[s, s].T, c.foreign[s]) @ L for s, L in zip(c.blocks, c.L, strict=True)
    ]
    return np.concatenate(parts)


def miroudot_ye(chains: ValueChains) -> Decomposition:
    """Net and doubly counted, domestic and foreign: Miroudot & Ye (2021), Economic Systems Research 33(1).

    The perimeter is the exporting region.
    """
    c = chains
    direct, foreign = c.vL[:, None], first_foreign(c)[:, None]
    terms = {
        "DVA": direct * c.E,
        "DDC": (c.own[:, None] - direct) * c.E,
        "FVA": foreign * c.E,
        "FDC": (1 - c.own[:, None] - foreign) * c.E,
    }
    return decomposition("Miroudot & Ye", c, terms, {"DC": ("DVA", "DDC"), "FC": ("FVA", "FDC")})


THROUGH_PARTNER = (
    *("DVA_INT", "DVA_INTrex1", "DVA_INTrex2", "DVA_INTrex3"),
    *("RDV_FIN1", "RDV_FIN2", "RDV_INT", "DDC_FIN"),
)


def untold(c: ValueChains) -> Floats:
    """Exports that hold nobody's value added, (n, regions): see `ValueChains`."""
    nobodys: Floats = (1 - c.content)[:, None] * c.E
    return nobodys


class _Absorption:
    """Output in r that the demand of others calls for; column s of a table is for exporter s."""

    def __init__(self, chains: ValueChains) -> None:
        own = chains.own_demand
        self.by_own_demand = np.asarray(chains.system.solve(own))
        # What s itself sells to final demand, at home and abroad, calls for in r.
        self.called_at_home = chains.spread(own)
        self.called_by_exports = chains.spread(chains.total_demand - own)


def _partners(c: ValueChains) -> Floats:
    """The importer's own value added in a unit of each product of s, (n, regions)."""
    partner = c.vB.T.copy()
    for place, s in enumerate(c.blocks):
        partner[s, place] = 0.0
    return partner


SPLIT = {"DC": ("DVA", "DDC"), "DVA": ("VAX", "REF"), "FC": ("FVA", "FDC")}
KWW = SPLIT | {
    "VAX": ("DVA_FIN", "DVA_INT", "DVA_INTrex"),
    "REF": ("RDV_FIN", "RDV_INT"),
    "FVA": ("FVA_FIN", "FVA_INT"),
}
WWZ = SPLIT | {
    "DVA_INTrex": ("DVA_INTrex1", "DVA_INTrex2", "DVA_INTrex3"),
    "VAX": ("DVA_FIN", "DVA_INT", "DVA_INTrex"),
    "REF": ("RDV_FIN1", "RDV_FIN2", "RDV_INT"),
    "DDC": ("DDC_FIN", "DDC_INT"),
    "FVA": ("MVA_FIN", "OVA_FIN", "MVA_INT", "OVA_INT"),
    "FDC": ("MDC", "ODC"),
}


def decomposition(
    method: str,
    c: ValueChains,
    terms: dict[str, Floats],
    aggregates: dict[str, tuple[str, ...]],
    beside: dict[str, Floats] | None = None,
    exports: Floats | None = None,
) -> Decomposition:
    """The decomposition, rows as they came; raises where its terms are not exports."""
    whole = c.E if exports is None else exports
    off = np.abs(np.sum(list(terms.values()), axis=0) - whole)
    for region, rows in zip(c.regions, c.blocks, strict=True):
        size = np.abs(whole[rows]).sum()
        if not off[rows].max() <= ROUNDING * size:
            raise DoesNotAddUp(
                f"{method}: the terms of {region} are off by {off[rows].max():.3g} of exports of "
                f"{size:.6g}. The table is too close to one that cannot meet its demand: check "
                "the industries that use more than they produce."
            )
    handed, others = (
        {name: c.handed(term) for name, term in tables.items()} for tables in (terms, beside or {})
    )
    return Decomposition(method, c.regions, c.rows, c.handed(whole), handed, aggregates, others)
