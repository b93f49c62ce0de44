"""Regional measures: how the economies of places differ."""

from __future__ import annotations

import numpy as np

from kraftsamling.kernel.labelled import Matrix, Numbers


def shares(counts: Numbers) -> Numbers:
    """Each row as shares of its sum: (n, k) in any unit -> (n, k), rows adding up to 1.

    A row whose sum is zero, or that has a NaN, is NaN throughout.
    """
    totals = counts.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = counts / totals
    return np.where(np.isfinite(totals) & (totals != 0), found, np.nan)


def krugman(structure: Matrix) -> Matrix:
    """How far the structures of places are apart: ``K_rs = sum_i |s_ir - s_is|`` (Krugman 1991, p. 76).

    `structure` has a row per place and a column per industry, in persons or money; s are shares of the
    row. The answer is symmetric, place by place, from 0 (alike) to 2 (nothing in common). A place
    without any activity is NaN towards all.

    References: P. Krugman, Geography and Trade (MIT Press, 1991).
    """
    s = shares(structure.values)
    apart = np.abs(s[:, None, :] - s[None, :, :]).sum(axis=2)
    return Matrix(apart, structure.rows, structure.rows)
