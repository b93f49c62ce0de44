"""How firmly places or products keep their rank when the method is another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.measures.tables import Floats, Input, vector


@dataclass(frozen=True, eq=False)
class Ranks:
    """Ranks (variants, n), 1 the highest score and ties at their mean, and what they agree on.

    best, median and worst are (n,); correlation is Spearman's (variants, variants), 0 with a variant
    whose scores are all the same; concordance is Kendall's W, 0 (none) to 1 (the same order).
    """

    variants: tuple[str, ...]
    ranks: Floats
    best: Floats
    median: Floats
    worst: Floats
    correlation: Floats
    concordance: float


def rank_stability(scores: Mapping[str, Input]) -> Ranks:
    """Ranks of the same n places or products by each variant's scores (n,).

    Raises `UnusableData` where variants have not scored equally many, or there is none. Kendall &
    Babington Smith (1939), Annals of Mathematical Statistics 10(3), with the correction for ties.
    """
    if not scores:
        raise UnusableData("There is no variant to rank by. Give at least one.")
    first = next(iter(scores.values()))
    count = len(vector(first))
    ranks = np.stack([mid_ranks(vector(found, count)) for found in scores.values()])
    return Ranks(
        variants=tuple(scores),
        ranks=ranks,
        best=ranks.min(axis=0),
        median=np.median(ranks, axis=0),
        worst=ranks.max(axis=0),
        correlation=_spearman(ranks),
        concordance=_concordance(ranks),
    )


def mid_ranks(scores: Floats) -> Floats:
    """Ranks (n,) of scores (n,): 1 for the highest, and equal scores at their mean."""
    _, place, times = np.unique(-scores, return_inverse=True, return_counts=True)
    last = np.cumsum(times)
    middle: Floats = last - (times - 1) / 2
    return middle[place.astype(np.intp)]


def _spearman(ranks: Floats) -> Floats:
    off = ranks - ranks.mean(axis=1, keepdims=True)
    size = np.sqrt((off**2).sum(axis=1))
    both = np.outer(size, size)
    found: Floats = np.divide(off @ off.T, both, out=np.zeros_like(both), where=both > 0)
    np.fill_diagonal(found, 1)
    return found


def _concordance(ranks: Floats) -> float:
    variants, n = ranks.shape
    sums = ranks.sum(axis=0)
    ties = sum(
        float((times**3 - times).sum())
        for times in (np.unique(row, return_counts=True)[1].astype(float) for row in ranks)
    )
    most = variants**2 * (n**3 - n) - variants * ties
    return 12 * float(((sums - sums.mean()) ** 2).sum()) / most if most > 0 else 0.0
