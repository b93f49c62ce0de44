"""Shift-share: how much a region grew with the nation, with its industries, and on its own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.measures.tables import Floats, Input, vector


@dataclass(frozen=True, eq=False)
class Shift:
    """Parts of the change of each industry in a region, (industries,), in the unit that came in.

    growth = national + mix + competitive (Dunn), and competitive = regional + allocation
    (Esteban-Marquillas). `new` are positions of industries that the region did not have: all of what
    came is competitive, and of that allocation, as there was nothing to grow.
    """

    growth: Floats
    national: Floats
    mix: Floats
    competitive: Floats
    regional: Floats
    allocation: Floats
    mix_index: float
    regional_index: float
    new: tuple[int, ...]


def shift_share(before: Input, after: Input, nation_before: Input, nation_after: Input) -> Shift:
    """Of a region's and the nation's persons or money by industry, (industries,) each.

    With G the nation's growth in all, g_i that of industry i and r_i the region's:
    national ``e_i G``, mix ``e_i (g_i - G)``, competitive ``e_i (r_i - g_i)``: Dunn (1960), Papers of
    the Regional Science Association 6(1). With ``h_i = e E_i / E``, what the region would have with
    the nation's structure: regional ``h_i (r_i - g_i)``, allocation ``(e_i - h_i)(r_i - g_i)``:
    Esteban-Marquillas (1972), Regional and Urban Economics 2(3). The indices are Gerfin's (1964):
    growth with the nation's rates by industry over the nation's, and the region's over that.

    Raises `UnusableData` where the nation had nothing of what the region had, or region or nation
    had nothing at all.
    """
    e = vector(before)
    E = vector(nation_before, len(e))
    e1, E1 = vector(after, len(e)), vector(nation_after, len(e))
    if (missing := np.flatnonzero((E <= 0) & (e > 0))).size or min(e.sum(), E.sum()) <= 0:
        where = f"industry {int(missing[0])}" if missing.size else "all industries together"
        raise UnusableData(
            f"There was nothing to grow from in {where}. Give an earlier year in which there is, "
            "or put small industries together."
        )
    G = E1.sum() / E.sum() - 1
    g = np.divide(E1, E, out=np.ones_like(E), where=E > 0) - 1
    r = np.divide(e1, e, out=1 + g, where=e > 0) - 1
    alike = e.sum() * E / E.sum()
    competitive = e1 - e * (1 + g)
    regional = alike * (r - g)
    return Shift(
        growth=e1 - e,
        national=e * G,
        mix=e * (g - G),
        competitive=competitive,
        regional=regional,
        allocation=competitive - regional,
        mix_index=float((e * (1 + g)).sum() / (e.sum() * (1 + G))) if G > -1 else 0.0,
        regional_index=float(e1.sum() / held) if (held := float((e * (1 + g)).sum())) else 0.0,
        new=tuple(np.flatnonzero((e == 0) & (e1 > 0)).tolist()),
    )
