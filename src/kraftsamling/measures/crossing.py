"""Exports taken apart by the borders they cross: Borin & Mancini.

World Bank Policy Research Working Paper 8804 (2019); Economic Systems Research 35(2) (2023).
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

import numpy as np

from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.measures.chains import ValueChains
from kraftsamling.measures.decomposing import (
    SPLIT,
    Decomposition,
    decomposition,
    first_foreign,
    untold,
)
from kraftsamling.measures.tables import Floats

SINK = SPLIT | {
    "VAX": ("VAX1", "VAX2", "VAX3", "VAX4"),
    "REF": ("REF1", "REF2"),
    "FVA": ("FVA1", "FVA2", "FVA3", "FVA4"),
}
SOURCE = SINK | {
    "DAVAX": ("VAX1", "VAX2"),
    "GVCB": ("DDC", "FC"),
    "GVCF": ("VAX3", "VAX4", "REF"),
    "GVC": ("GVCB", "GVCF"),
}
"""DAVAX ends in the importer; what crosses more than one border is GVC, backward or forward."""


def borin_mancini_source(chains: ValueChains) -> Decomposition:
    """Value added counts where it first crosses the border of the exporting region.

    Domestic and foreign content alike. VAX1 ends in the importer as final goods and VAX2 as inputs
    used there for its own demand; VAX3 goes on from there as final goods; VAX4 travels further.
    REF1 and REF2 come home as final goods straight from the importer, and on longer ways. FVA
    likewise (FVA3 with the way home). DDC and FDC were counted before.
    """
    terms = _source_terms(chains, chains.vL[:, None], first_foreign(chains)[:, None])
    return decomposition("Borin & Mancini, source", chains, terms, SOURCE)


def borin_mancini_targeted(
    chains: ValueChains,
    exporter: Hashable,
    *,
    importer: Hashable | None = None,
    industries: Sequence[int] | None = None,
) -> Decomposition:
    """As `borin_mancini_source`, where only crossing within the flow asked for counts as twice.

    The flow is what `industries` (rows of the table; without, all) of `exporter` sell to `importer`
    (without, all). Parts do not add up to wholes: what is exported by one industry and again by
    another is counted twice only in their sum. Exports and terms outside the flow are 0.

    Raises `UnanswerableQuestion` where a region or industry is not in the table.
    """
    c = chains
    seller = _place(c, exporter)
    buyers = [_place(c, importer)] if importer is not None else list(range(len(c.blocks)))
    own = c.blocks[seller]
    sold = np.arange(own.start, own.stop) if industries is None else c.sorted_rows(industries)
    if not ((sold >= own.start) & (sold < own.stop)).all():
        raise UnanswerableQuestion(
            f"Not all of the rows {list(industries or ())} are industries of {exporter}. "
            "Choose among the rows of that region."
        )
    flow = np.zeros_like(c.E, dtype=bool)
    for buyer in buyers:
        flow[sold, buyer] = buyer != seller

    # Without the flow's inputs: (I - A + e_T A_TC)^-1, by Woodbury, on the rows v only.
    used = np.concatenate(
        [c.A[sold, r] if flow[sold[0], i] else 0 * c.A[sold, r] for i, r in enumerate(c.blocks)],
        axis=1,
    )
    met = used @ c.B
    fewer = np.linalg.solve(np.eye(len(sold)) + met[:, sold], met)
    domestic = np.zeros(len(c.v))
    domestic[own] = (c.vB[seller] - c.vB[seller, sold] @ fewer)[own]
    foreign = c.content - c.content[sold] @ fewer - domestic
    terms = _source_terms(c, domestic[:, None], foreign[:, None])
    return decomposition(
        "Borin & Mancini, targeted",
        c,
        {name: np.where(flow, term, 0.0) for name, term in terms.items()},
        SOURCE,
        exports=np.where(flow, c.E, 0.0),
    )


def borin_mancini_sink(chains: ValueChains) -> Decomposition:
    """Value added counts where it last crosses the border of the exporting region.

    As `borin_mancini_source`; VAXIM is what ends in the importer, and is part of VAX.
    """
    c = chains
    own, foreign = c.own[:, None], c.foreign[:, None]
    ends = _last_crossing(c)
    sent = c.sent([*_one_step(c), *ends, c.X])
    used, back, passed, abroad, home, here, doubled, outputs = sent
    third = passed - back
    terms = {
        "VAX1": own * c.final_exports,
        "VAX2": own * used,
        "VAX3": own * third,
        "VAX4": own * (abroad - used - third),
        "REF1": own * back,
        "REF2": own * (home - back),
        "DDC": own * doubled,
        "FVA1": foreign * c.final_exports,
        "FVA2": foreign * used,
        "FVA3": foreign * passed,
        "FVA4": foreign * (outputs - doubled - used - passed),
        "FDC": foreign * doubled + untold(c),
    }
    beside = {"VAXIM": own * (c.final_exports + here)}
    return decomposition("Borin & Mancini, sink", c, terms, SINK, beside)


def _source_terms(c: ValueChains, direct: Floats, foreign: Floats) -> dict[str, Floats]:
    """The terms with what is domestic and foreign in a unit that crosses first, each (n, 1)."""
    used, back, passed, returned, outputs = c.sent([*_one_step(c), c.BY, c.X])
    third, own = passed - back, c.own[:, None]
    return {
        "VAX1": direct * c.final_exports,
        "VAX2": direct * used,
        "VAX3": direct * third,
        "VAX4": direct * (outputs - returned - used - third),
        "REF1": direct * back,
        "REF2": direct * (returned - back),
        "DDC": (own - direct) * c.E,
        "FVA1": foreign * c.final_exports,
        "FVA2": foreign * used,
        "FVA3": foreign * passed,
        "FVA4": foreign * (outputs - used - passed),
        "FDC": (1 - own - foreign) * c.E,
    }


def _place(c: ValueChains, region: Hashable) -> int:
    if region not in c.regions:
        raise UnanswerableQuestion(
            f"No region called {region} in the table. It has {len(c.regions)}, among them "
            f"{', '.join(map(str, c.regions[:3]))}."
        )
    return c.regions.index(region)


def _one_step(c: ValueChains) -> tuple[Floats, Floats, Floats]:
    """Output in r for its own demand, for final goods to the exporter, and to all abroad; all by L_r."""
    used = c.local(c.own_demand)
    return used, c.local(c.Y), c.local(c.total_demand) - used


def _last_crossing(c: ValueChains) -> tuple[Floats, Floats, Floats, Floats]:
    """Output in r that never passes through s again as an input for export; each (n, regions).

    By the demand of all but s, of s, of r itself, and for the exports of s (that do pass).
    """
    abroad, home, here, doubled = (np.empty_like(c.E) for _ in range(4))
    for place, s in enumerate(c.blocks):
        column = np.linalg.solve(c.B[s, s].T, c.B[:, s].T).T
        ends = c.BY - column @ c.BY[s]
        called = column @ (c.L[place] @ np.c_[c.Y[s, place], c.exports[s]])
        abroad[:, place] = ends.sum(axis=1) - ends[:, place]
        home[:, place] = ends[:, place] + called[:, 0]
        here[:, place] = np.concatenate([ends[r, i] for i, r in enumerate(c.blocks)])
        doubled[:, place] = called[:, 1]
    return abroad, home, here, doubled
