"""How near products are to each other, and how near a place is to what it does not have."""

from __future__ import annotations

from typing import Literal

import numpy as np
from scipy.linalg.blas import daxpy, dgemm

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures.presence import amounts
from kraftsamling.measures.tables import Floats, Input, like, square

Proximity = Literal["minimum", "geometric", "jaccard", "conditional", "correlation"]
Relatedness = Literal["probability", "association", "cosine", "jaccard"]
Density = Literal["all", "others", "nearest"]
Single = np.ndarray[tuple[int, int], np.dtype[np.float32]]


def cooccurrence(M: Input) -> Floats | Matrix:
    """In how many places two products are found together: ``M'M``, its diagonal 0."""
    together = _together(amounts(M)).astype(np.float64)
    np.fill_diagonal(together, 0)
    return _between_products(M, together)


def proximity(M: Input, variant: Proximity = "minimum") -> Floats | Matrix:
    """How often two products are found in the same places, (products, products); 1 with itself.

    With ``C = M'M`` and ubiquity k:
    minimum      ``C_pq / max(k_p, k_q)``: Hidalgo, Klinger, Barabasi & Hausmann (2007), Science 317;
    geometric    ``C_pq / sqrt(k_p k_q)``, the cosine of M's columns;
    jaccard      ``C_pq / (k_p + k_q - C_pq)``;
    conditional  ``C_pq / k_q``: the chance of p where q is found, not symmetric;
    correlation  ``(1 + corr(p, q)) / 2``, for R as well as M.
    0 to and from a product that no place has (1 with itself only by correlation, where a product
    that is the same everywhere counts as uncorrelated, 0.5, with all others).
    """
    values = amounts(M)
    if variant == "correlation":
        return _between_products(M, _correlated(values))
    together = _together(values).astype(np.float64)
    k = np.diagonal(together).copy()
    if variant == "minimum":
        over = np.maximum(k[:, None], k)
    elif variant == "geometric":
        over = np.sqrt(np.outer(k, k))
    elif variant == "jaccard":
        over = k[:, None] + k - together
    elif variant == "conditional":
        over = np.broadcast_to(k, together.shape)
    else:
        raise _unknown(variant, Proximity)
    np.divide(together, over, out=together, where=over > 0)
    return _between_products(M, together)


def single_proximity(M: Floats) -> Single:
    """The variant "minimum" of zeros and ones in single precision: a quarter of time and memory."""
    phi = _together(M)
    k = np.maximum(np.diagonal(phi), 1).copy()
    # Row by row: a whole table of the higher ubiquities would be as large as the answer.
    for at, ubiquity in enumerate(k):
        phi[at] /= np.maximum(k, ubiquity)
    return phi


def relatedness(C: Input, variant: Relatedness = "probability") -> Floats | Matrix:
    """Co-occurrences C (n, n) beside what chance would give; its diagonal is not used, and becomes 0.

    With row sums s and their sum S:
    probability  ``c_pq / (S/2 (s_p/S s_q/(S-s_p) + s_q/S s_p/(S-s_q)))``: Steijn (2021), Scientometrics 126;
    association  ``c_pq S / (s_p s_q)``, as the last three in van Eck & Waltman (2009), JASIST 60(8);
    cosine       ``c_pq / sqrt(s_p s_q)``;
    jaccard      ``c_pq / (s_p + s_q - c_pq)``.
    0 for what is never found with anything.
    """
    together = square(C).copy()
    np.fill_diagonal(together, 0)
    s = together.sum(axis=1)
    S = s.sum()
    both = np.outer(s, s)
    if variant == "probability":
        rest = np.divide(1.0, S - s, out=np.zeros_like(s), where=s < S)
        expected = both * (rest[:, None] + rest) / 2
    elif variant == "association":
        expected = both / (S if S > 0 else 1.0)
    elif variant == "cosine":
        expected = np.sqrt(both)
    elif variant == "jaccard":
        expected = s[:, None] + s - together
    else:
        raise _unknown(variant, Relatedness)
    np.divide(together, expected, out=together, where=expected > 0)
    return like(C, together)


def density(
    M: Input, phi: Input, variant: Density = "all", *, nearest: int = 10
) -> Floats | Matrix:
    """How much of what is near a product a place has, (places, products), 0 to 1 for zeros and ones.

    ``d_cp = sum_q M_cq phi_qp / sum_q phi_qp``, q over:
    all      every product, itself too: Hidalgo and others (2007) with proximities of 1 to itself;
    others   every product but itself: relatedness density of Balland and others (2019);
    nearest  the `nearest` products with the highest proximity to p, not itself (ties: first ones).
    M may hold R instead (the continuous form); phi (products, products) may be of another set of
    places. 0 where nothing is near.
    """
    has, near = amounts(M), square(phi)
    if has.shape[1] != len(near):
        raise UnusableData(
            f"The places have {has.shape[1]} products, and the proximities {len(near)}. "
            "Give both the same products in the same order."
        )
    if variant not in ("all", "others", "nearest"):
        raise _unknown(variant, Density)
    if variant != "all":
        near = near.copy()
        np.fill_diagonal(near, 0)
    if variant == "nearest" and nearest < len(near):
        far = np.argsort(-near, axis=0, kind="stable")[nearest:]
        np.put_along_axis(near, far, 0, axis=0)
    return like(M, over_total(has @ near, near.sum(axis=0)))


def over_total(found: Floats, total: Floats) -> Floats:
    """Columns of `found` over `total`; 0 where that is 0."""
    share = np.zeros_like(found)
    np.divide(found, total, out=share, where=total != 0)
    return share


def through(A: Floats, M: Floats) -> Floats:
    """``A phi`` with the proximities "minimum" of M, without making phi; A (any, products).

    ``phi_pq = C_pq / k`` where k is the higher ubiquity of the two. With products in order of
    ubiquity, all of one level see the same ``W = sum_q A_q M_q' / max(k, k_q)``, and from level to
    level only what is below changes. The work is that of a product with a table of places x
    products, not products x products.
    """
    places, products = M.shape
    if products <= 2 * places:
        phi = _together(M).astype(np.float64)
        k = np.maximum(np.diagonal(phi), 1).copy()
        phi /= np.maximum(k[:, None], k)
        return A @ phi
    k = M.sum(axis=0)
    order = np.argsort(k, kind="stable")
    order = order[k[order] > 0]
    levels, first = np.unique(k[order], return_index=True)
    ends = np.append(first, len(order))[1:]
    A_in, M_in = (np.asfortranarray(table[:, order]) for table in (A, M))
    W = np.asfortranarray((A_in / k[order]) @ M_in.T)
    below, found = np.zeros_like(W), np.empty_like(A_in)
    before = 1.0
    for level, at, end in zip(levels, first, ends, strict=True):
        # In place, as W += below * (1 / level - 1 / before) and below += A_in M_in'.
        daxpy(below.ravel("K"), W.ravel("K"), a=1 / level - 1 / before)
        dgemm(1.0, W, M_in[:, at:end], c=found[:, at:end], overwrite_c=True)
        dgemm(1.0, A_in[:, at:end], M_in[:, at:end], 1.0, below, trans_b=True, overwrite_c=True)
        before = level
    out = np.zeros(A.shape)
    out[:, order] = found
    return out


def _together(M: Floats) -> Single:
    """``M'M``; in single precision where that is exact, as for all zeros and ones."""
    small = M.astype(np.float32)
    if np.array_equal(small, M) and np.array_equal(M, M.astype(bool)):
        return small.T @ small
    return M.T @ M  # type: ignore[return-value]


def _correlated(values: Floats) -> Floats:
    off = values - values.mean(axis=0)
    size = np.sqrt((off**2).sum(axis=0))
    # A column that is the same everywhere differs from its mean by rounding only.
    varies = size > 1e-12 * np.abs(values).max(axis=0, initial=0) * np.sqrt(len(values))
    scaled = over_total(off, np.where(varies, size, 0.0))
    near: Floats = np.clip((1 + scaled.T @ scaled) / 2, 0, 1)
    np.fill_diagonal(near, 1)
    return near


def _between_products(table: Input, values: Floats) -> Floats | Matrix:
    names = table.columns if isinstance(table, Matrix) else None
    return like(table, values, rows=names)


def _unknown(variant: str, of: object) -> UnusableData:
    return UnusableData(f"There is no variant {variant}. Choose one of {', '.join(of.__args__)}.")  # type: ignore[attr-defined]
