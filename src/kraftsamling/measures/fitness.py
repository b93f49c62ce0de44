"""Fitness of places and complexity of products, by the map of Tacchella and others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kraftsamling.kernel.labelled import Labels
from kraftsamling.measures.presence import kept
from kraftsamling.measures.tables import Floats, Input

LEAST = 1e-100
"""What vanishes is held here: a place that keeps falling is then still last, and a number."""


@dataclass(frozen=True, eq=False)
class Fitness:
    """Fitness (places,) and complexity (products,), both with mean 1, and of what they are.

    `settled` is false where they still moved after the last round: in some tables places fall
    towards 0 for ever, and only their order can be used.
    """

    fitness: Floats
    complexity: Floats
    places: Labels
    products: Labels
    dropped_places: Labels
    dropped_products: Labels
    rounds: int
    settled: bool


def fitness(M: Input, *, rounds: int = 1000, tolerance: float = 1e-10) -> Fitness:
    """Round by round ``F_c = sum_p M_cp Q_p`` and ``Q_p = 1 / sum_c (M_cp / F_c)``, both over their mean.

    M (places, products) of zeros and ones; begins with ones; stops when nothing moved by more than
    `tolerance`, or after `rounds`. Empty places and products are left out and named. Tacchella,
    Cristelli, Caldarelli, Gabrielli & Pietronero (2012), Scientific Reports 2, 723.
    """
    has = kept(M)
    F, Q = np.ones(len(has.places)), np.ones(len(has.products))
    moved, done = np.inf, 0
    while moved > tolerance and done < rounds:
        F_next, Q_next = has.M @ Q, 1 / ((1 / F) @ has.M)
        F_next, Q_next = (np.maximum(new / new.mean(), LEAST) for new in (F_next, Q_next))
        moved = max(np.abs(F_next - F).max(), np.abs(Q_next - Q).max())
        F, Q, done = F_next, Q_next, done + 1
    return Fitness(
        fitness=F,
        complexity=Q,
        places=has.places,
        products=has.products,
        dropped_places=has.dropped_places,
        dropped_products=has.dropped_products,
        rounds=done,
        settled=bool(moved <= tolerance),
    )
