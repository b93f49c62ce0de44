"""Economic complexity: what places are good at, and what that says about them and about products.

Rows are places (countries, regions), columns are products (or industries, technologies). X holds
values, R revealed comparative advantage, M zeros and ones. Arrays or labelled matrices in, the same
kind out (`tables`). An empty place or product has RCA 0, and proximity and density 0; where it must
be left out (`complexity`, `fitness`, `study`) the answer says which. All pure.
"""

from __future__ import annotations

from kraftsamling.measures.fitness import Fitness, fitness
from kraftsamling.measures.opportunities import (
    ProductSpace,
    Quadrant,
    Standing,
    Study,
    cog,
    coi,
    quadrants,
    study,
)
from kraftsamling.measures.presence import binary, rca, shrunk_rca, symmetric_rca
from kraftsamling.measures.product_space import cooccurrence, density, proximity, relatedness
from kraftsamling.measures.ranking import Ranks, rank_stability
from kraftsamling.measures.reflecting import Complexity, complexity, reflections

__all__ = [
    "Complexity",
    "Fitness",
    "ProductSpace",
    "Quadrant",
    "Ranks",
    "Standing",
    "Study",
    "binary",
    "cog",
    "coi",
    "complexity",
    "cooccurrence",
    "density",
    "fitness",
    "proximity",
    "quadrants",
    "rank_stability",
    "rca",
    "reflections",
    "relatedness",
    "shrunk_rca",
    "study",
    "symmetric_rca",
]
