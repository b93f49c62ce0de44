"""Why an industry is near or far, and what it would open for, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kraftsamling.kernel.words import Words
from kraftsamling.measures.product_space import over_total
from kraftsamling.measures.tables import Floats

NEAR = Words(
    sv="Nära det som regionen är stark i: {names}.",
    en="Near what the region is strong in: {names}.",
)
FAR = Words(
    sv="Längre än snittet från det som regionen är stark i; närmast är {names}.",
    en="Further than most from what the region is strong in; nearest is {names}.",
)
ALONE = Words(
    sv="Långt från det som regionen är stark i.", en="Far from what the region is strong in."
)
OPENS = Words(sv="Öppnar vidare för {names}.", en="Opens for {names}.")


@dataclass(frozen=True, eq=False)
class Reasons:
    """Industries by name, strengths `strong` (zeros and ones), proximities phi (both ways) and complexity pci of each."""

    names: Sequence[str]
    strong: Floats
    phi: Floats
    pci: Floats
    language: str

    def of(self, option: int, *, near: bool) -> str:
        """The strengths that weigh most in its relatedness, and the others that weigh most in its gain."""
        held = self._most(np.where(self.strong > 0, self.phi[:, option], 0), 3 if near else 1)
        words = (NEAR if near else FAR) if held else ALONE
        said = [words.in_language(self.language).format(names=held)]
        worth = over_total(self.phi[[option]] * self.pci * (1 - self.strong), self.phi.sum(axis=0))[
            0
        ]
        worth[option] = 0
        if opens := self._most(worth, 2):
            said.append(OPENS.in_language(self.language).format(names=opens))
        return " ".join(said)

    def _most(self, sizes: Floats, count: int) -> str:
        """The names of the largest that are above nought."""
        order = np.argsort(-sizes, kind="stable")[:count]
        return "; ".join(self.names[n] for n in order if sizes[n] > 0)
