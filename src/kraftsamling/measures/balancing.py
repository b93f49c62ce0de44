"""Balancing: the table nearest to an old one that has new totals."""

from __future__ import annotations

import numpy as np

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures.tables import Floats, Input, like, matrix, vector

NOTHING = np.finfo(float).tiny ** 0.25
"""The factor of a row that must vanish; its inverse and their products are still numbers."""


class NotBalanced(UnusableData):
    """No table with the given totals keeps the signs and zeros of the old one."""


def gras(
    Z0: Input, rows: Input, columns: Input, *, tolerance: float = 1e-10, rounds: int = 10_000
) -> Floats | Matrix:
    """Z0 (n, m) scaled to row totals (n,) and column totals (m,); signs and zeros stay.

    With P the positive and N the size of the negative part, ``z_ij = r_i p_ij s_j - n_ij / (r_i s_j)``
    where r solves ``sum_j p_ij s_j r^2 - u_i r - sum_j n_ij / s_j = 0`` for each row, and s likewise;
    without negative cells this is RAS. Stops when no total is off by more than `tolerance` of the
    largest. A row or column of zeros stays so if its total is 0.

    Raises `NotBalanced` where the totals do not add up to the same, where a row without cells has a
    total, or where the scaling does not settle. Junius & Oosterhaven (2003), Economic Systems
    Research 15(1); the objective and solution as corrected by Lenzen, Wood & Gallego (2007), 19(4),
    and Temurshoev, Miller & Bouwmeester (2013), 25(3).
    """
    old = matrix(Z0)
    u, v = vector(rows, old.shape[0]), vector(columns, old.shape[1])
    scale = max(float(np.abs(u).max(initial=0)), float(np.abs(v).max(initial=0)))
    _check(old, u, v, 1e-6 * scale, Z0)
    P, N = np.where(old > 0, old, 0.0), np.where(old < 0, -old, 0.0)
    s = np.ones(len(v))
    for _ in range(rounds):
        r = _factors(P @ s, N @ (1 / s), u)
        s = _factors(r @ P, (1 / r) @ N, v)
        new = r[:, None] * P * s - N / (r[:, None] * s)
        off = np.abs(new.sum(axis=1) - u).max(initial=0)
        if off <= tolerance * scale:
            return like(Z0, new)
    raise NotBalanced(
        f"After {rounds} rounds a row was still off by {off:.3g}. The totals ask for cells that are "
        "zero in the old table: put a small number there, or check the totals."
    )


def _factors(positive: Floats, negative: Floats, total: Floats) -> Floats:
    """The positive root of ``p f^2 - t f - n = 0``; only negative cells: ``n / -t``; none: 1."""
    root = np.sqrt(total**2 + 4 * positive * negative)
    factors = np.ones_like(total)
    # Each form where it does not subtract two numbers that are nearly the same.
    plain, mirrored = (positive > 0) & (total >= 0), (negative > 0) & (total < 0)
    np.divide(total + root, 2 * positive, out=factors, where=plain)
    np.divide(2 * negative, root - total, out=factors, where=mirrored)
    factors[(positive == 0) & (negative > 0) & (total == 0)] = 1 / NOTHING
    return np.maximum(factors, NOTHING)


def _check(old: Floats, u: Floats, v: Floats, slack: float, table: Input) -> None:
    if abs(u.sum() - v.sum()) > slack:
        raise NotBalanced(
            f"The row totals add up to {u.sum():.6g} and the column totals to {v.sum():.6g}. "
            "Both count the same flows: make them equal first."
        )
    for axis, totals, kind in ((1, u, "row"), (0, v, "column")):
        above, below = (old > 0).any(axis=axis), (old < 0).any(axis=axis)
        wrong = np.flatnonzero(((totals > 0) & ~above) | ((totals < 0) & ~below))
        if wrong.size:
            first = int(wrong[0])
            name = getattr(table, f"{kind}s")[first] if isinstance(table, Matrix) else first
            raise NotBalanced(
                f"The {kind} {name} should add up to {totals[first]:.6g}, but has no cell of that "
                "sign to scale. Put a small number where there may be a flow, or set the total to 0."
            )
