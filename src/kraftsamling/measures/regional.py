"""Regional measures: how the economies of places differ, and tables for places that have none.

What belongs together has its own room: `concentration` (specialised places, concentrated
industries), `quotients` and `regionalising` (regional tables from national ones) and `shifting`
(growth taken apart). They are reached from here.
"""

from __future__ import annotations

from typing import overload

import numpy as np
from numpy.typing import ArrayLike

from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures.concentration import (
    Stars,
    cluster_stars,
    ellison_glaeser,
    entropy,
    hachman,
    herfindahl,
    krugman_to,
    locational_gini,
    quotient_gini,
    shares,
)
from kraftsamling.measures.presence import rca as location_quotients
from kraftsamling.measures.quotients import aflq, cilq, flq, slq, supplied
from kraftsamling.measures.regionalising import (
    Band,
    RegionalTable,
    delta_band,
    regionalise,
    split_country,
)
from kraftsamling.measures.shifting import Shift, shift_share
from kraftsamling.measures.tables import Floats, Input

__all__ = [
    "Band",
    "RegionalTable",
    "Shift",
    "Stars",
    "aflq",
    "cilq",
    "cluster_stars",
    "delta_band",
    "ellison_glaeser",
    "entropy",
    "flq",
    "hachman",
    "herfindahl",
    "krugman",
    "krugman_to",
    "location_quotients",
    "locational_gini",
    "quotient_gini",
    "regionalise",
    "shares",
    "shift_share",
    "slq",
    "split_country",
    "supplied",
]


@overload
def krugman(structure: Matrix) -> Matrix: ...
@overload
def krugman(structure: ArrayLike) -> Floats: ...
def krugman(structure: Input) -> Floats | Matrix:
    """How far the structures of places are apart: ``K_rs = sum_i |s_ir - s_is|`` (Krugman 1991, p. 76).

    `structure` has a row per place and a column per industry, in persons or money; s are shares of the
    row. The answer is symmetric, place by place, from 0 (alike) to 2 (nothing in common). A place
    without any activity is NaN towards all.

    References: P. Krugman, Geography and Trade (MIT Press, 1991).
    """
    if isinstance(structure, Matrix):
        return Matrix(krugman(structure.values), structure.rows, structure.rows)
    s = shares(np.asarray(structure, dtype=np.float64))
    apart: Floats = np.abs(s[:, None, :] - s[None, :, :]).sum(axis=2)
    return apart
