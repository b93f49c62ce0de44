"""Value added in trade: who earns on what is exported, and where it ends.

Begin with `ValueChains(Z, Y, regions)`. Then ask for exports taken apart (`kww`, `wwz`,
`borin_mancini_source` (and `_targeted`), `borin_mancini_sink`, `miroudot_ye`, `oecd_tiva`), or for the value added
in exports, the VAX ratio and participation below. All in the unit of Z.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kraftsamling.measures.chains import ValueChains
from kraftsamling.measures.crossing import (
    borin_mancini_sink,
    borin_mancini_source,
    borin_mancini_targeted,
)
from kraftsamling.measures.decomposing import Decomposition, DoesNotAddUp, kww, miroudot_ye, wwz
from kraftsamling.measures.tables import Floats
from kraftsamling.measures.tiva import oecd_tiva

__all__ = [
    "Decomposition",
    "DoesNotAddUp",
    "Participation",
    "ValueChains",
    "borin_mancini_sink",
    "borin_mancini_source",
    "borin_mancini_targeted",
    "kww",
    "miroudot_ye",
    "oecd_tiva",
    "participation",
    "value_added_in_demand",
    "value_added_in_exports",
    "vax_ratio",
    "wwz",
]


def value_added_in_exports(chains: ValueChains) -> Floats:
    """Value added of the region in the row in the gross exports of that in the column.

    ``V_s B_st E_t``, (regions, regions). The diagonal is domestic content, doubly counted parts
    included; columns add up to gross exports (of industries that have output). Hummels, Ishii & Yi (2001); Koopman et al. (2014).
    """
    return chains.sums(chains.vB * chains.exports)


def value_added_in_demand(chains: ValueChains) -> Floats:
    """Value added of each industry that ends in the final demand of each region, (n, regions).

    ``v_i (B Y)_ik``; rows add up to value added. Johnson & Noguera (2012).
    """
    return chains.handed(chains.v[:, None] * chains.BY)


def vax_ratio(chains: ValueChains) -> Floats:
    """Value added that ends abroad over gross exports, (regions,); 0 for a region without exports.

    Johnson & Noguera (2012), Journal of International Economics 86(2).
    """
    ends = chains.v[:, None] * chains.BY
    abroad = [ends[s].sum() - ends[s, place].sum() for place, s in enumerate(chains.blocks)]
    return _share(np.array(abroad), _exports(chains))


@dataclass(frozen=True, eq=False)
class Participation:
    """How far a region's exports are part of chains over several borders; shares of gross exports.

    backward: foreign value added in its exports. forward: its value added in the exports of others.
    Both (regions,). `forward_by_industry` (n,) is the latter in money, by the industry it comes from.
    """

    backward: Floats
    forward: Floats
    forward_by_industry: Floats


def participation(chains: ValueChains) -> Participation:
    """Backward and forward participation; 0 for a region without exports.

    Koopman, Powers, Wang & Wei (2010), NBER Working Paper 16426.
    """
    content, exports = value_added_in_exports(chains), _exports(chains)
    own = np.diagonal(content)
    passed_on = np.asarray(chains.system.solve(chains.exports)) - chains.diagonal(chains.exports)
    return Participation(
        backward=_share(content.sum(axis=0) - own, exports),
        forward=_share(content.sum(axis=1) - own, exports),
        forward_by_industry=chains.handed(chains.v * passed_on),
    )


def _exports(chains: ValueChains) -> Floats:
    return np.array([chains.exports[s].sum() for s in chains.blocks])


def _share(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole != 0)
