"""Location quotients for tables: how much of what an industry buys its own region can supply.

`region` and `nation` are output or persons by industry, (n,), none below zero. The answers are
(n, n), seller in the row and buyer in the column, before any cap at 1 (`supplied` caps).
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures.tables import Floats, Input, like, vector

Quotient = Literal["slq", "cilq", "flq", "aflq"]
USUAL_DELTA = 0.3
"""Near what has fitted best where survey tables exist, as in Flegg & Tohmo (2013): 0.2 to 0.35."""


def slq(region: Input, nation: Input) -> Floats | Matrix:
    """Simple: ``SLQ_i = (x_i^r / x^r) / (x_i^n / x^n)``, (n,).

    0 where the region has nothing; raises `UnusableData` where it has what the nation has not.
    """
    own, whole = _pair(region, nation)
    share = np.divide(own, whole, out=np.zeros_like(own), where=whole > 0)
    return like(region, share * (whole.sum() / own.sum()), columns=("SLQ",))


def cilq(region: Input, nation: Input) -> Floats | Matrix:
    """Cross-industry: ``CILQ_ij = SLQ_i / SLQ_j``, and SLQ_i on the diagonal, (n, n).

    The diagonal is not 1, since an industry that buys of itself has no other to be measured by:
    Morrison & Smith (1974), Journal of Regional Science 14(1). 0 where the region has no seller or
    no buyer.
    """
    return _named(region, _crossed(np.ravel(_plain(slq(region, nation)))))


def flq(region: Input, nation: Input, delta: float = USUAL_DELTA) -> Floats | Matrix:
    """Flegg's: ``FLQ_ij = CILQ_ij lambda`` with ``lambda = log2(1 + x^r / x^n) ^ delta``, (n, n).

    The smaller the region, the more it buys elsewhere; `delta` from 0 (CILQ) up to 1. Flegg & Webber
    (1997), Regional Studies 31(8).
    """
    own, whole = _pair(region, nation)
    if not 0 <= delta <= 1:
        raise UnusableData(f"delta is {delta:g}. Give a number from 0 to 1; 0.3 is usual.")
    size = float(np.log2(1 + own.sum() / whole.sum()) ** delta)
    return _named(region, np.asarray(_plain(cilq(region, nation))) * size)


def aflq(region: Input, nation: Input, delta: float = USUAL_DELTA) -> Floats | Matrix:
    """Augmented: ``AFLQ_ij = FLQ_ij log2(1 + SLQ_j)`` where SLQ_j > 1, otherwise FLQ_ij, (n, n).

    An industry that is strong in a region draws its suppliers there. Flegg & Webber (2000), Regional
    Studies 34(6).
    """
    found = _plain(flq(region, nation, delta)) * _drawn(np.ravel(_plain(slq(region, nation))))
    return _named(region, found)


def supplied(
    region: Input, nation: Input, method: Quotient = "flq", delta: float = USUAL_DELTA
) -> Floats:
    """What national coefficients are multiplied by, (n, n): the quotient, no higher than 1.

    With "aflq" the cap is on FLQ, so an industry with SLQ_j > 1 may buy more at home than the
    nation's does (Flegg & Webber 2000). Regional coefficients are ``a_ij^r = supplied_ij a_ij^n``.
    """
    simple = np.ravel(_plain(slq(region, nation)))
    if method == "slq":
        return np.minimum(np.repeat(simple[:, None], len(simple), axis=1), 1) * (simple > 0)
    if method == "cilq":
        return np.minimum(_plain(cilq(region, nation)), 1)
    if method not in ("flq", "aflq"):
        raise UnusableData(f"There is no method {method}. Choose slq, cilq, flq or aflq.")
    capped: Floats = np.minimum(_plain(flq(region, nation, delta)), 1)
    return capped * _drawn(simple) if method == "aflq" else capped


def _crossed(simple: Floats) -> Floats:
    inverse = np.divide(1.0, simple, out=np.zeros_like(simple), where=simple > 0)
    found: Floats = np.outer(simple, inverse)
    np.fill_diagonal(found, simple)
    return found


def _drawn(simple: Floats) -> Floats:
    return np.where(simple > 1, np.log2(1 + simple), 1.0)


def _pair(region: Input, nation: Input) -> tuple[Floats, Floats]:
    own = vector(region)
    whole = vector(nation, len(own))
    if min(own.min(initial=0), whole.min(initial=0)) < 0 or min(own.sum(), whole.sum()) <= 0:
        raise UnusableData("Output or persons by industry may not be below zero, nor all be zero.")
    if (wrong := np.flatnonzero((own > 0) & (whole == 0))).size:
        name = region.rows[int(wrong[0])] if isinstance(region, Matrix) else int(wrong[0])
        raise UnusableData(
            f"The region has something in industry {name}, but the nation has nothing. "
            "Check that both are by the same industries and of the same year."
        )
    return own, whole


def _plain(table: Floats | Matrix) -> Floats:
    return np.asarray(table.values if isinstance(table, Matrix) else table, dtype=np.float64)


def _named(region: Input, values: Floats) -> Floats | Matrix:
    names = region.rows if isinstance(region, Matrix) else None
    return like(region, values, rows=names, columns=names)
