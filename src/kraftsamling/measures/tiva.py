"""The indicators of the OECD's Trade in Value Added database."""

from __future__ import annotations

import numpy as np

from kraftsamling.measures.chains import ValueChains
from kraftsamling.measures.decomposing import Decomposition, decomposition

AGGREGATES = {
    "EXGR_DVA": ("EXGR_DDC", "EXGR_IDC", "EXGR_RIM"),
    "DC": ("EXGR_DVA",),
    "DVA": ("EXGR_DDC", "EXGR_IDC"),
    "DDC": ("EXGR_RIM",),
    "FC": ("EXGR_FVA",),
    "VAX": ("FFD_DVA",),
    "GVCB": ("DEXFVAP",),
}


def oecd_tiva(chains: ValueChains) -> Decomposition:
    """Exports as the OECD takes them apart, with the other indicators beside.

    Terms: EXGR_DDC is the value added of the exporting industry itself, at home all the way;
    EXGR_IDC of other domestic industries; EXGR_RIM came back in imports; EXGR_FVA is foreign.

    Beside, by selling industry and partner: EXGR_FNL and EXGR_INT final and intermediate exports;
    FD_VA value added of the industry in the partner's final demand, at home too (DXD_DVA at home,
    FFD_DVA abroad); DEXFVAP the partner's value added in the industry's exports, FEXDVAP
    its region's value added in the partner's exports (by the industry it comes from). REF is what
    returns: DVA less FFD_DVA, which by partner and industry compares different things and may be
    negative; over a region's whole exports it is the REF of other methods.

    What importers see (IMGR, DFD_FVA) is EXGR and FFD_DVA read by column.

    OECD (2023), Guide to OECD's Trade in Value Added indicators, 2023 edition.
    """
    c = chains
    itself = np.concatenate([c.v[s] * np.diagonal(L) for s, L in zip(c.blocks, c.L, strict=True)])[
        :, None
    ]
    direct, own = c.vL[:, None], c.own[:, None]
    terms = {
        "EXGR_DDC": itself * c.E,
        "EXGR_IDC": (direct - itself) * c.E,
        "EXGR_RIM": (own - direct) * c.E,
        "EXGR_FVA": (1 - own) * c.E,
    }
    ends = c.v[:, None] * c.BY
    abroad, foreign, passed_on = ends.copy(), c.vB.T * c.exports[:, None], c.spread(c.exports)
    for place, s in enumerate(c.blocks):
        abroad[s, place] = foreign[s, place] = passed_on[s, place] = 0.0
    beside = {
        "EXGR_FNL": c.final_exports,
        "EXGR_INT": c.E - c.final_exports,
        "FD_VA": ends,
        "FFD_DVA": abroad,
        "DXD_DVA": ends - abroad,
        "REF": direct * c.E - abroad,
        "DEXFVAP": foreign,
        "FEXDVAP": c.v[:, None] * passed_on,
    }
    return decomposition("OECD TiVA", c, terms, AGGREGATES, beside)
