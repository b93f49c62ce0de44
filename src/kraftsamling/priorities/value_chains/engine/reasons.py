"""Why an industry is near or far, and what it would open for, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kraftsamling.kernel.words import Words
from kraftsamling.measures.product_space import over_total
from kraftsamling.measures.tables import Floats

NEAREST = Words(
    sv="Av det som regionen är stark i ligger {names} närmast.",
    en="Of what the region is strong in, nearest is {names}.",
)
ALONE = Words(
    sv="Inget som regionen är stark i ligger nära.",
    en="Nothing that the region is strong in is near.",
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

    def of(self, option: int) -> str:
        """The strengths that weigh most in its relatedness, and the others that weigh most in its gain."""
        held = self._most(np.where(self.strong > 0, self.phi[:, option], 0), 3)
        said = [(NEAREST if held else ALONE).in_language(self.language).format(names=held)]
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
