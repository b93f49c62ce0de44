"""Where a place can go next: outlook, gain, quadrants, and a region set into the world's products."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.labelled import Labels, Matrix
from kraftsamling.measures.presence import amounts, binary, kept, rca
from kraftsamling.measures.product_space import (
    Single,
    over_total,
    single_proximity,
    through,
)
from kraftsamling.measures.reflecting import Complexity, complexity_of
from kraftsamling.measures.tables import Floats, Input, like, matrix, square, vector

Outlook = Literal["atlas", "standardised"]
Gain = Literal["atlas", "stata", "change"]


def coi(M: Input, d: Input, pci: Input, variant: Outlook = "atlas") -> Floats | Matrix:
    """Complexity outlook of each place: ``sum_p d_cp (1 - M_cp) PCI_p``, (places,).

    M zeros and ones and d density (places, products), PCI (products,).
    atlas         the sum itself: Hausmann and others (2014), with d the density (1 - distance);
    standardised  mean 0 and standard deviation 1 among places, as the Stata package `ecomplexity`
                  (which sums `Complexity.pci_uncentred`); all 0 where places are alike.
    """
    has, near = amounts(M), matrix(d)
    found = ((1 - has) * near) @ vector(pci, has.shape[1])
    if variant == "standardised":
        off = found - found.mean()
        spread = off.std()
        found = off / spread if spread > 0 else off
    elif variant != "atlas":
        raise UnusableData(f"There is no variant {variant}. Choose atlas or standardised.")
    return like(M, found, columns=("outlook",))


def cog(M: Input, phi: Input, pci: Input, variant: Gain = "atlas") -> Floats | Matrix:
    """What each product would add to the outlook of a place, (places, products); 0 where it has it.

    With ``g_cp = sum_q phi_pq / sum_r phi_rq (1 - M_cq) PCI_q``, and d the density with itself:
    stata   ``g_cp``, as the Stata package `ecomplexity` (which takes `Complexity.pci_uncentred`);
    atlas   ``g_cp - d_cp PCI_p``, Hausmann and others (2014);
    change  ``g_cp - d_cp PCI_p - phi_pp / sum_r phi_rp PCI_p``: exactly what `coi` changes by when
            p is added to M and everything else stays.
    """
    has, near = amounts(M), square(phi)
    worth = vector(pci, has.shape[1])
    total = near.sum(axis=0)
    found = over_total((1 - has) * worth, total) @ near.T
    if variant in ("atlas", "change"):
        found = found - over_total(has @ near, total) * worth
    if variant == "change":
        found = found - over_total(np.diagonal(near)[None, :] * worth, total)
    elif variant not in ("atlas", "stata"):
        raise UnusableData(f"There is no variant {variant}. Choose atlas, stata or change.")
    return like(M, found * (1 - has))


class Quadrant(IntEnum):
    """Where a product stands for a place that does not have it; HELD is for what it has.

    NEAR_COMPLEX is what Balland and others call low risk and high benefit, FAR_SIMPLE the reverse.
    """

    HELD = 0
    NEAR_COMPLEX = 1
    NEAR_SIMPLE = 2
    FAR_COMPLEX = 3
    FAR_SIMPLE = 4


def quadrants(M: Input, relatedness: Input, complexity: Input) -> NDArray[np.int8]:
    """The `Quadrant` of every product for every place, (places, products).

    M zeros and ones and relatedness density (places, products), complexity (products,). Near is at
    or above the mean density among what the place does not have; complex at or above the mean of
    all products. Balland, Boschma, Crespo & Rigby (2019), Regional Studies 53(9).
    """
    has, near = amounts(M) > 0, matrix(relatedness)
    worth = vector(complexity, has.shape[1])
    options = np.maximum((~has).sum(axis=1), 1)
    middle = np.where(has, 0, near).sum(axis=1) / options
    close, rich = near >= middle[:, None], (worth >= worth.mean())[None, :]
    of = np.where(
        close,
        np.where(rich, Quadrant.NEAR_COMPLEX, Quadrant.NEAR_SIMPLE),
        np.where(rich, Quadrant.FAR_COMPLEX, Quadrant.FAR_SIMPLE),
    )
    return np.where(has, Quadrant.HELD, of).astype(np.int8)


@dataclass(frozen=True, eq=False)
class Study:
    """All of one year, of the places and products that have something (see `complexity`).

    rca, M, density and gain (variant "stata") are (places, products), outlook (places,; "atlas"),
    both with `pci_uncentred`; proximity is (products, products) in single precision.
    """

    rca: Floats
    M: Floats
    complexity: Complexity
    proximity: Single
    density: Floats
    outlook: Floats
    gain: Floats


def study(X: Input, *, cutoff: float = 1.0) -> Study:
    """RCA, complexity, proximity, density, outlook and gain of values X (places, products)."""
    R = np.asarray(rca(X.values if isinstance(X, Matrix) else X))
    M = np.asarray(binary(R, cutoff))
    has = kept(Matrix(M, X.rows, X.columns) if isinstance(X, Matrix) else M)
    found = complexity_of(has)
    lacks = 1 - has.M
    total = through(np.ones((1, len(has.products))), has.M)[0]
    both = through(np.vstack([has.M, lacks * (found.pci_uncentred / total)]), has.M)
    near, gain = np.split(both, 2)
    near /= total
    gain *= lacks
    return Study(
        rca=R if R.shape == has.M.shape else R[np.ix_(*has.at)],
        M=has.M,
        complexity=found,
        proximity=single_proximity(has.M),
        density=near,
        outlook=np.einsum("cp,cp,p->c", near, lacks, found.pci_uncentred),
        gain=gain,
    )


@dataclass(frozen=True, eq=False)
class Standing:
    """A region among the world's products; (products,) each, in the order of the space.

    eci is the mean PCI of what it has, so it is on the world's scale. `unknown` are products that
    the region has and the world's table has not: they count in its total and nowhere else.
    """

    rca: Floats
    M: Floats
    density: Floats
    eci: float
    outlook: float
    gain: Floats
    unknown: Labels


@dataclass(frozen=True, eq=False)
class ProductSpace:
    """The world's (or EU's) products, fixed: a region is measured against it without moving it.

    products: their names (positions, for arrays); share: of the world's total, (products,);
    phi: proximities (products, products); pci: on the scale of the world's ECI, 0 where the product
    is no place's strength (`complexity.dropped_products`).
    """

    products: Labels
    share: Floats
    phi: Floats
    pci: Floats
    complexity: Complexity

    @classmethod
    def of(cls, X: Input, *, cutoff: float = 1.0) -> ProductSpace:
        """From the values of countries X (places, products)."""
        values = amounts(X)
        has = kept(np.asarray(binary(rca(values), cutoff)))
        found = complexity_of(has)
        pci, phi = np.zeros(values.shape[1]), np.zeros((values.shape[1],) * 2)
        pci[has.at[1]] = found.pci
        phi[np.ix_(has.at[1], has.at[1])] = single_proximity(has.M)
        return cls(
            products=X.columns if isinstance(X, Matrix) else tuple(range(values.shape[1])),
            share=values.sum(axis=0) / values.sum(),
            phi=phi,
            pci=pci,
            complexity=found,
        )

    def stand(self, x: Input, *, cutoff: float = 1.0) -> Standing:
        """How a region with values x (products,) stands. Raises `UnusableData` if it has nothing."""
        own = vector(x, len(self.products))
        if (own < 0).any() or own.sum() <= 0:
            raise UnusableData(
                "The region has no values, or some below zero. Give what it sells of each product."
            )
        R = np.zeros_like(own)
        np.divide(own / own.sum(), self.share, out=R, where=self.share > 0)
        M = (cutoff <= R).astype(np.float64)
        if not M.any():
            raise UnusableData("The region has no product above the cutoff. Lower the cutoff.")
        total = self.phi.sum(axis=0)
        d = over_total((M @ self.phi)[None, :], total)[0]
        return Standing(
            rca=R,
            M=M,
            density=d,
            eci=float(M @ self.pci / M.sum()),
            outlook=float((d * (1 - M)) @ self.pci),
            gain=np.asarray(cog(M[None, :], self.phi, self.pci))[0],
            unknown=tuple(
                self.products[place] for place in np.flatnonzero((own > 0) & (self.share == 0))
            ),
        )
