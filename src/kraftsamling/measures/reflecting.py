"""Complexity of places and products: each is the mean of the other, round by round or at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import scipy.linalg

from kraftsamling.kernel.labelled import Labels
from kraftsamling.measures.presence import Kept, kept
from kraftsamling.measures.tables import Floats, Input

SAME = 1e-9
"""Eigenvalues nearer than this are one; the vector between them could be any."""


@dataclass(frozen=True, eq=False)
class Complexity:
    """ECI (places,) and PCI (products,) of what was kept, and what was dropped for being empty.

    eci: mean 0 and standard deviation 1 (over n) among places.
    pci: on the scale of eci, so that the ECI of a place is the mean PCI of what it has; this is the
        form of the Atlas and of the Stata package.
    pci_standardised: mean 0 and standard deviation 1 among products instead.
    pci_uncentred: pci before the mean was taken off, still over the standard deviation of places.
    eigenvalue: of the second eigenvector, 0 (all alike) to 1 (places that share nothing).
    determined: false where another vector would do as well: all places are alike, or the next
        eigenvalue is the same. The numbers are then one answer of many.
    """

    eci: Floats
    pci: Floats
    pci_standardised: Floats
    pci_uncentred: Floats
    diversity: Floats
    ubiquity: Floats
    eigenvalue: float
    determined: bool
    places: Labels
    products: Labels
    dropped_places: Labels
    dropped_products: Labels


def complexity(M: Input) -> Complexity:
    """The second eigenvector of ``D^-1 M U^-1 M'`` (places) and of ``U^-1 M' D^-1 M`` (products).

    M (places, products) of zeros and ones, D diversity and U ubiquity. Solved on the smaller side as
    the symmetric ``D^-1/2 M U^-1 M' D^-1/2``, its first vector taken out. The sign is such that ECI
    rises with diversity (where that says nothing: such that the largest number is above 0). Empty
    places and products are dropped and named; raises `UnusableData` if nothing is left. Hidalgo &
    Hausmann (2009), PNAS 106(26); Hausmann and others (2014), The Atlas of Economic Complexity.
    """
    return complexity_of(kept(M))


def complexity_of(has: Kept) -> Complexity:
    """As `complexity`, of a table that is already without empty rows and columns."""
    diversity, ubiquity = has.M.sum(axis=1), has.M.sum(axis=0)
    pci, eigenvalue, determined = _second(has.M, diversity, ubiquity)
    eci = has.M @ pci / diversity
    spread = eci.std()
    if spread <= 1e-12 * max(np.abs(pci).max(), 1e-300):
        eci, pci, spread, determined = np.zeros_like(eci), np.zeros_like(pci), 1.0, False
    sign = _sign(eci, diversity) / spread
    own = pci.std() or 1.0
    return Complexity(
        eci=sign * (eci - eci.mean()),
        pci=sign * (pci - eci.mean()),
        pci_standardised=np.sign(sign) * (pci - pci.mean()) / own,
        pci_uncentred=sign * pci,
        diversity=diversity,
        ubiquity=ubiquity,
        eigenvalue=eigenvalue,
        determined=determined,
        places=has.places,
        products=has.products,
        dropped_places=has.dropped_places,
        dropped_products=has.dropped_products,
    )


def reflections(M: Input, rounds: int) -> tuple[Floats, Floats]:
    """Method of reflections: ``k_c,N = mean of k_p,N-1`` over what c has, and likewise for products.

    Round 0 is diversity (places,) and ubiquity (products,); 0 for what is empty. Rounds with an even
    number are about the same thing as round 0. Hidalgo & Hausmann (2009), equations 1 and 2.
    """
    has = kept(M)
    diversity, ubiquity = has.M.sum(axis=1), has.M.sum(axis=0)
    of_places, of_products = diversity, ubiquity
    for _ in range(rounds):
        of_places, of_products = (
            has.M @ of_products / diversity,
            of_places @ has.M / ubiquity,
        )
    shape = (
        np.zeros(len(has.places) + len(has.dropped_places)),
        np.zeros(len(has.products) + len(has.dropped_products)),
    )
    shape[0][has.at[0]], shape[1][has.at[1]] = of_places, of_products
    return shape


def _second(M: Floats, diversity: Floats, ubiquity: Floats) -> tuple[Floats, float, bool]:
    """The second eigenvector for products, its eigenvalue, and whether it is the only one."""
    scaled = M / np.sqrt(np.outer(diversity, ubiquity))
    fewer_places = M.shape[0] <= M.shape[1]
    side, weights = (scaled, diversity) if fewer_places else (scaled.T, ubiquity)
    first = np.sqrt(weights / weights.sum())
    S = side @ side.T - np.outer(first, first)
    n = len(S)
    values, vectors = scipy.linalg.eigh(S, subset_by_index=[max(n - 2, 0), n - 1])
    found = vectors[:, -1] / np.sqrt(weights)
    second, third = float(values[-1]), float(values[0]) if n > 1 else 0.0
    pci: Floats = found @ M / ubiquity if fewer_places else found
    if fewer_places and second > SAME:
        pci = pci / second
    return pci, max(second, 0.0), second > SAME and second - third > SAME


def _sign(eci: Floats, diversity: Floats) -> float:
    along = float((eci - eci.mean()) @ (diversity - diversity.mean()))
    if abs(along) <= 1e-9 * float(np.linalg.norm(eci - eci.mean()) * np.linalg.norm(diversity)):
        off = eci - eci.mean()
        along = float(off[np.abs(off).argmax()])
    return -1.0 if along < 0 else 1.0
