"""Which chains of suppliers carry an effect: structural path analysis."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from kraftsamling.measures.leontief import LeontiefSystem
from kraftsamling.measures.tables import Input, square, vector

MOST = 1_000_000
"""Steps looked at before we stop: a threshold far too low should not take the afternoon."""


@dataclass(frozen=True)
class Path:
    """One chain, from the industry that meets final demand back to the supplier of the effect."""

    industries: tuple[int, ...]
    effect: float


@dataclass(frozen=True)
class Paths:
    """The chains found, largest effect first; `total` is the effect of all chains there are.

    `complete` is False where the search was stopped before every chain above the threshold was seen.
    """

    paths: tuple[Path, ...]
    total: float
    complete: bool

    @property
    def covered(self) -> float:
        """The share of the total that the chains found stand for; 0 where there is no effect."""
        return sum(path.effect for path in self.paths) / self.total if self.total else 0.0


def structural_paths(
    A: Input, y: Input, v: Input, *, threshold: float = 1e-3, longest: int = 12
) -> Paths:
    """Every chain of suppliers that carries at least `threshold` of the total effect ``v L y``.

    The effect of demand y_k through suppliers j, then i, is ``v_i a_ij a_jk y_k``. A (n, n), y (n,)
    final demand, v (n,) effect per unit of output. All that lies behind a chain is known beforehand
    from the multipliers ``|v| L``, so a branch that cannot reach the threshold is never entered:
    nothing above it is missed. Chains have at most `longest` suppliers.

    Treloar (1997), Economic Systems Research 9(4); Lenzen (2003), Structural Change and Economic
    Dynamics 14(1).
    """
    coefficients = square(A)
    demand, direct = vector(y, len(coefficients)), vector(v, len(coefficients))
    # Positive bounds hold for signs of any kind, as long as the absolute table is productive too.
    size = np.abs(coefficients) if coefficients.min(initial=0.0) < 0 else coefficients
    behind = vector(LeontiefSystem(size).multipliers(np.abs(direct)))
    total = float(direct @ vector(LeontiefSystem(coefficients).solve(demand)))
    least = threshold * abs(total)

    found: list[Path] = []
    open_ends: list[tuple[float, tuple[int, ...], float]] = [
        (-abs(demand[k]) * behind[k], (int(k),), float(demand[k])) for k in np.flatnonzero(demand)
    ]
    heapq.heapify(open_ends)
    seen = 0
    while open_ends and -open_ends[0][0] >= least and seen < MOST:
        _, chain, amount = heapq.heappop(open_ends)
        seen += 1
        effect = float(amount * direct[chain[-1]])
        if abs(effect) >= least and effect:
            found.append(Path(chain, effect))
        if len(chain) > longest:
            continue
        bought = coefficients[:, chain[-1]] * amount
        reach = np.abs(bought) * behind
        for supplier in np.flatnonzero((reach >= least) & (reach > 0)).tolist():
            heapq.heappush(
                open_ends, (-float(reach[supplier]), (*chain, supplier), float(bought[supplier]))
            )
    found.sort(key=lambda path: (-abs(path.effect), path.industries))
    stopped = bool(open_ends) and -open_ends[0][0] >= least
    return Paths(tuple(found), total, complete=not stopped)
