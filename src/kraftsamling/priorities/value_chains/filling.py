"""Cells that are confidential, from what is left of the wholes they are parts of."""

from __future__ import annotations

import numpy as np

from kraftsamling.kernel.labelled import Matrix, Numbers


def from_wholes(table: Matrix) -> Matrix:
    """Counts with NaN filled in from what is left of the whole, by the mix of all other rows.

    A column whose code begins with that of another is a part of it, as C10 of C. A cell stays NaN
    where its whole is not known either, or where it has none.
    """
    values = table.values.copy()
    sizes = np.nansum(table.values, axis=0)
    for whole, parts in _wholes(table).items():
        for row in values:
            gone = [part for part in parts if np.isnan(row[part])]
            if gone and not np.isnan(row[whole]):
                row[gone] = max(row[whole] - np.nansum(row[parts]), 0.0) * _mix(sizes[gone])
    return Matrix(values, table.rows, table.columns)


def _wholes(table: Matrix) -> dict[int, list[int]]:
    """The columns that are sums of others, by their codes: C of C10, C11 and so on."""
    codes = [str(code) for code in table.columns]
    found = {
        n: [m for m, other in enumerate(codes) if other != code and other.startswith(code)]
        for n, code in enumerate(codes)
    }
    return {whole: parts for whole, parts in found.items() if parts}


def _mix(sizes: Numbers) -> Numbers:
    """Shares by size; equal where nothing is known of any."""
    total = sizes.sum()
    return sizes / total if total else np.full(len(sizes), 1 / len(sizes))
