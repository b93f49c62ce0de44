"""Input-output measures: flows in, coefficients, multipliers and positions out.

Letters follow Miller & Blair (2009): Z flows between industries (seller in the row, buyer in the
column), x output, A technical coefficients, L the Leontief inverse, Y final demand, all in one unit
of money. Arrays or labelled matrices in, the same kind out (`tables`). All pure.

What real tables hold is handled: an industry without output has coefficients 0, so its multiplier
and its distance to and from final demand are 1 (itself); final demand and value added may be below
zero. `oddities` says where, for the caveats.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures.balancing import NotBalanced, gras
from kraftsamling.measures.footprints import Footprint, footprint, footprint_precision
from kraftsamling.measures.leontief import LeontiefSystem
from kraftsamling.measures.paths import Path, Paths, structural_paths
from kraftsamling.measures.tables import (
    Floats,
    Input,
    Oddities,
    like,
    oddities,
    per_unit,
    square,
    vector,
)

__all__ = [
    "Extraction",
    "Footprint",
    "LeontiefSystem",
    "Linkages",
    "NotBalanced",
    "Oddities",
    "Path",
    "Paths",
    "allocation_coefficients",
    "downstreamness",
    "footprint",
    "footprint_precision",
    "ghosh",
    "gras",
    "hypothetical_extraction",
    "linkages",
    "oddities",
    "output_multipliers",
    "structural_paths",
    "technical_coefficients",
    "upstreamness",
]


def technical_coefficients(Z: Input, x: Input) -> Floats | Matrix:
    """Input of i per unit of output of j: ``a_ij = z_ij / x_j``; 0 where j has no output.

    Z (n, n), x (n,) -> (n, n). Miller & Blair (2009), section 2.2.
    """
    flows = square(Z)
    return like(Z, per_unit(flows, vector(x, len(flows))))


def allocation_coefficients(Z: Input, x: Input) -> Floats | Matrix:
    """The share of the output of i sold to j: ``b_ij = z_ij / x_i``; 0 where i has no output.

    Z (n, n), x (n,) -> (n, n). Miller & Blair (2009), section 12.1.
    """
    flows = square(Z)
    return like(Z, per_unit(flows, vector(x, len(flows)), axis=1))


def ghosh(Z: Input, x: Input) -> Floats | Matrix:
    """Output of j that rests on one unit of primary input in i: ``G = (I - B)^-1``, (n, n).

    Ghosh (1958); Miller & Blair (2009), section 12.1.
    """
    return like(Z, LeontiefSystem(allocation_coefficients(Z, x)).inverse())


def output_multipliers(L: Input) -> Floats | Matrix:
    """Output anywhere per unit of final demand for each industry: column sums of L, (n,).

    Miller & Blair (2009), section 6.2.
    """
    columns = L.columns if isinstance(L, Matrix) else None
    return like(L, square(L).sum(axis=0), rows=columns, columns=("output multiplier",))


@dataclass(frozen=True, eq=False)
class Linkages:
    """How strongly each industry pulls its suppliers and carries its customers; each is (n,).

    direct: column sums of A and row sums of B (Chenery & Watanabe 1958).
    total: column sums of L (Rasmussen 1957) and row sums of the Ghosh inverse (Jones 1976).
    power and sensitivity of dispersion: column and row means of L over the mean of L (Rasmussen).
    backward_spread and forward_spread: the coefficients of variation of columns and rows of L,
    with n - 1 in the denominator; low where the pull is spread over many.
    key: total linkages above the mean both backward and forward (Hirschman 1958).
    """

    backward_direct: Floats
    forward_direct: Floats
    backward_total: Floats
    forward_total: Floats
    power_of_dispersion: Floats
    sensitivity_of_dispersion: Floats
    backward_spread: Floats
    forward_spread: Floats

    @property
    def key(self) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        back, ahead = self.backward_total, self.forward_total
        strong: np.ndarray[tuple[int], np.dtype[np.bool_]] = (back > back.mean()) & (
            ahead > ahead.mean()
        )
        return strong


def linkages(Z: Input, x: Input) -> Linkages:
    """Rasmussen's and Hirschman's linkages of flows Z (n, n) and output x (n,).

    Miller & Blair (2009), section 12.2.
    """
    flows, output = square(Z), vector(x)
    A, B = per_unit(flows, output), per_unit(flows, output, axis=1)
    L = LeontiefSystem(A).inverse()
    mean, many = L.mean(), max(len(L) - 1, 1)
    return Linkages(
        backward_direct=A.sum(axis=0),
        forward_direct=B.sum(axis=1),
        backward_total=L.sum(axis=0),
        forward_total=_solved(B, np.ones(len(L))),
        power_of_dispersion=L.mean(axis=0) / mean,
        sensitivity_of_dispersion=L.mean(axis=1) / mean,
        backward_spread=np.sqrt(((L - L.mean(axis=0)) ** 2).sum(axis=0) / many) / L.mean(axis=0),
        forward_spread=np.sqrt(((L.T - L.mean(axis=1)) ** 2).sum(axis=0) / many) / L.mean(axis=1),
    )


def upstreamness(Z: Input, x: Input) -> Floats | Matrix:
    """Steps from each industry's output to final demand: ``(I - B)^-1 1``, (n,), at least 1.

    1 is for what is sold to final demand alone. Net inventories count as final demand where they
    are in the table. Antras, Chor, Fally & Hillberry (2012), American Economic Review 102(3).
    """
    B = per_unit(square(Z), vector(x), axis=1)
    return like(Z, _solved(B, np.ones(len(B))), columns=("upstreamness",))


def downstreamness(Z: Input, x: Input) -> Floats | Matrix:
    """Steps from primary inputs to each industry's output: ``1' (I - A)^-1``, (n,), at least 1.

    The same numbers as the output multipliers. Antras & Chor (2013), Econometrica 81(6); Miller &
    Temurshoev (2017), Journal of Industrial Ecology 21(4).
    """
    A = per_unit(square(Z), vector(x))
    steps = LeontiefSystem(A).multipliers(np.ones(len(A)))
    assert isinstance(steps, np.ndarray)
    rows = Z.columns if isinstance(Z, Matrix) else None
    return like(Z, steps, rows=rows, columns=("downstreamness",))


@dataclass(frozen=True, eq=False)
class Extraction:
    """Output lost when an industry (or group) falls away; columns are what was taken out.

    total: it neither buys, sells nor meets final demand; its own output is part of the loss.
    backward: it still sells, but buys nothing here (all its inputs come from outside).
    forward: it still buys and meets final demand, but sells nothing to industries here.
    Each is (n, groups) in the unit of output; the column sums are the whole loss.
    """

    total: Floats
    backward: Floats
    forward: Floats


def hypothetical_extraction(
    A: Input, x: Input, groups: list[list[int]] | None = None
) -> Extraction:
    """What the economy would lose without each industry in turn, all from one inverse.

    For members J, by the partitioned inverse: ``L_.J L_JJ^-1 x_J`` in total,
    ``(L - I)_.J L_JJ^-1 x_J`` backward and ``L_.J L_JJ^-1 (A x)_J`` forward. A (n, n), x (n,)
    with final demand ``x - A x``. `groups` are lists of positions, each taken out as one (an
    industry in every county, a whole country); without, every industry by itself.

    Miller & Blair (2009), section 12.2.6; Dietzenbacher, van Burken & Kondo (2019), Economic
    Systems Research 31(2).
    """
    coefficients, output = square(A), vector(x)
    L, sold = LeontiefSystem(coefficients).inverse(), coefficients @ output
    if groups is None:
        each = np.diagonal(L)
        total = L * (output / each)
        return Extraction(total, total - np.diag(output / each), L * (sold / each))
    total, backward, forward = (np.zeros((len(L), len(groups))) for _ in range(3))
    for column, group in enumerate(groups):
        within = np.linalg.solve(L[np.ix_(group, group)], np.c_[output[group], sold[group]])
        total[:, column], forward[:, column] = (L[:, group] @ within).T
        backward[:, column] = total[:, column]
        backward[group, column] -= within[:, 0]
    return Extraction(total, backward, forward)


def _solved(coefficients: Floats, right: Floats) -> Floats:
    answer = LeontiefSystem(coefficients).solve(right)
    assert isinstance(answer, np.ndarray)
    return answer
