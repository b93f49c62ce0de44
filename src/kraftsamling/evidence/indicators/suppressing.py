"""One rule for small numbers: what rests on too few is not shown, nor what would give it away.

1. A value that rests on at least one and fewer than `fewest` is hidden.
2. Where only one group of a place and period would be hidden, the smallest of the others is hidden too,
   since the total less the others tells it.
3. Where only one of the parts of a place would be hidden (counties of a country, municipalities of a
   county), the smallest of the other parts is hidden too, for the same reason; this is done for each
   level and group, until nothing more is found.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kraftsamling.kernel.labelled import Numbers


def too_few(counts: Numbers, fewest: int, parents: Sequence[int]) -> NDArray[np.bool_]:
    """Which values to hide.

    `counts` is places x periods x groups, NaN where unknown; `parents` gives for each place the number
    of the set of siblings it belongs to, negative where it has none. Zero is no person and is shown.
    """
    hidden: NDArray[np.bool_] = (counts > 0) & (counts < fewest)
    families = [
        members
        for family in sorted({parent for parent in parents if parent >= 0})
        if len(members := np.flatnonzero(np.asarray(parents) == family)) > 1
    ]
    while True:
        before = hidden.sum()
        if counts.shape[2] > 1:
            _hide_another(counts, hidden, axis=2)
        for members in families:
            part = hidden[members]
            _hide_another(counts[members], part, axis=0)
            hidden[members] = part
        if hidden.sum() == before:
            return hidden


def _hide_another(counts: Numbers, hidden: NDArray[np.bool_], axis: int) -> None:
    """Along `axis`, where exactly one is hidden, hide the smallest of the others as well, in place."""
    alone = hidden.sum(axis=axis, keepdims=True) == 1
    others = np.where(hidden | np.isnan(counts) | (counts <= 0), np.inf, counts)
    smallest = others.argmin(axis=axis)
    found = np.isfinite(others.min(axis=axis, keepdims=True)) & alone
    chosen = np.zeros_like(hidden)
    np.put_along_axis(chosen, np.expand_dims(smallest, axis), True, axis)
    hidden |= chosen & found
