"""How a region stands among all regions: its strengths, and what it could grow into, in several ways."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from kraftsamling.measures.complexity import (
    ProductSpace,
    Quadrant,
    binary,
    cog,
    complexity,
    density,
    proximity,
    quadrants,
    rank_stability,
    rca,
    shrunk_rca,
)
from kraftsamling.measures.product_space import Proximity
from kraftsamling.measures.ranking import Ranks
from kraftsamling.measures.tables import Floats
from kraftsamling.priorities.value_chains.space import Ground


@dataclass(frozen=True)
class Way:
    """One way to reckon: the least specialisation of a strength, shrunk or not, and what near means.

    `known`: what is estimated in the region is none of its strengths.
    """

    cutoff: float = 1.0
    shrunk: bool = False
    near: Proximity = "minimum"
    known: bool = False


WAYS = {
    "as shown": Way(),
    "cutoff 0.8": Way(cutoff=0.8),
    "cutoff 1.2": Way(cutoff=1.2),
    "shrunk": Way(shrunk=True),
    "known only": Way(known=True),
    "geometric": Way(near="geometric"),
    "jaccard": Way(near="jaccard"),
    "conditional": Way(near="conditional"),
    "correlation": Way(near="correlation"),
}


@dataclass(frozen=True, eq=False)
class Stand:
    """The region (`row`) among all regions, measured in their space; arrays are (divisions,).

    counts: persons (regions, divisions); guessed: what is estimated in the region; high: what is not
    to count as simpler than the rest.
    """

    counts: Floats
    row: int
    guessed: NDArray[np.bool_]
    high: NDArray[np.bool_]
    space: ProductSpace

    @classmethod
    def of(cls, ground: Ground, high_tech: tuple[str, ...]) -> Stand:
        """Raises `UnusableData` where no region has more of anything than others have."""
        counts = ground.counts
        guessed, high = (
            np.array([code in codes for code in counts.columns])
            for codes in (ground.estimated, high_tech)
        )
        space = ProductSpace.of(counts)
        space = replace(space, pci=space.pci * _sign(space.pci, high))
        return cls(np.asarray(counts.values, dtype=float), ground.row, guessed, high, space)

    @cached_property
    def rca(self) -> Floats:
        own: Floats = np.asarray(rca(self.counts))[self.row]
        return own

    @cached_property
    def strong(self) -> Floats:
        """1 where it is strong, otherwise 0."""
        own: Floats = np.asarray(binary(self.rca[None]))[0]
        return own

    @cached_property
    def relatedness(self) -> Floats:
        """Per cent of what is near each that the region is strong in."""
        near: Floats = 100 * np.asarray(density(self.strong[None], self.space.phi, "others"))[0]
        return near

    @cached_property
    def kinds(self) -> list[Quadrant]:
        found = quadrants(self.strong[None], self.relatedness[None], self.space.pci)[0]
        return [Quadrant(int(kind)) for kind in found]

    @cached_property
    def gain(self) -> Floats:
        """What each would open for, itself included; 0 for strengths."""
        own: Floats = np.asarray(cog(self.strong[None], self.space.phi, self.space.pci, "stata"))[0]
        return own

    @cached_property
    def ranks(self) -> Ranks | None:
        """The ranks of the options in every way; None where there are none."""
        if not len(self._lacking):
            return None
        return rank_stability({name: self._gains(way) for name, way in WAYS.items()})

    @cached_property
    def options(self) -> list[int]:
        """What it is not strong in, what would open for most first."""
        if not self.ranks:
            return []
        return [int(n) for n in self._lacking[np.argsort(self.ranks.ranks[0], kind="stable")]]

    @cached_property
    def strengths(self) -> list[int]:
        """What it is strong in, the most specialised first."""
        return [int(n) for n in np.argsort(-self.rca, kind="stable") if self.strong[n]]

    @cached_property
    def columns(self) -> tuple[Floats, Floats, Floats]:
        """The numbers of the answer and their bands, (divisions, columns)."""
        lacks = self.strong == 0
        unranked = np.full(len(lacks), np.nan)
        gain = np.where(lacks, self.gain, np.nan)
        own = (self.counts[self.row], self.rca, self.relatedness, self.space.pci, gain, unranked)
        values = np.column_stack(own)
        low, high = np.full_like(values, np.nan), np.full_like(values, np.nan)
        if self.ranks:
            for table, ranks in (
                (values, self.ranks.ranks[0]),
                (low, self.ranks.best),
                (high, self.ranks.worst),
            ):
                table[self._lacking, -1] = ranks
        return values, low, high

    @cached_property
    def _lacking(self) -> NDArray[np.intp]:
        return np.flatnonzero(self.strong == 0)

    def _gains(self, way: Way) -> Floats:
        """The gain of each option in another way; one that is a strength then, as if it were not."""
        values = shrunk_rca(self.counts) if way.shrunk else rca(self.counts)
        M = np.asarray(binary(values, way.cutoff))
        if way.known:
            M[self.row, self.guessed] = 0
        if not M.any():
            return np.zeros(len(self._lacking))
        each = np.arange(len(self._lacking)), self._lacking
        own = np.repeat(M[[self.row]], len(self._lacking), axis=0)
        own[each] = 0
        gains = np.asarray(cog(own, proximity(M, way.near), _worth(M, self.high), "stata"))
        return np.asarray(gains[each])


def _worth(M: Floats, high: NDArray[np.bool_]) -> Floats:
    """PCI of every division, 0 for one that no region is strong in."""
    found = complexity(M)
    pci = np.zeros(M.shape[1])
    pci[[int(str(n)) for n in found.products]] = found.pci
    return pci * _sign(pci, high)


def _sign(pci: Floats, high: NDArray[np.bool_]) -> float:
    """-1 where what is high-tech would be simpler than the rest.

    An eigenvector has two directions. Diversity, which tells them apart among countries, says little
    of regions: the broadest of them are those of old industry.
    """
    return -1.0 if high.any() and pci[high].mean() < pci.mean() else 1.0
