"""The Leontief system: factorised once, asked many times.

An inverse costs three to four times a factorisation and takes as much memory again, so it is made
only when asked for. What most questions need is a few columns (`solve`) or rows (`multipliers`).
"""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import blas, lapack

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures.tables import Floats, Input, like, matrix, square

TILE = 256
"""Columns at a time in `_through_upper`: large enough for matrix products to run at full speed."""
SQUARE = 64
"""Cells that fit in the nearest cache, read along rows and written along columns."""
ROUNDS = 12
"""Refinement gains six digits a round on a sound table, and stops by itself."""


class LeontiefSystem:
    """``x = A x + y`` for technical coefficients A (n, n), by one cached LU of ``I - A``.

    `precision="single"` factorises in float32, in half the time and memory, and refines each answer
    against A to float64 accuracy; A is then kept, and must not be changed.

    An industry may use more than it produces (a column sum above 1) as long as the whole economy
    can meet every demand. Raises `UnusableData` where it cannot: Hawkins & Simon (1949).

    Miller & Blair (2009), chapter 2.
    """

    def __init__(self, A: Input, *, precision: Literal["double", "single"] = "double") -> None:
        coefficients = square(A)
        self.labels = A.rows if isinstance(A, Matrix) else None
        self.size = len(coefficients)
        self._kept = coefficients if precision == "single" else None
        self._lu: NDArray[Any]
        self._lu, self._pivots = _factorised(coefficients, precision)
        self._check(coefficients)

    def solve(self, Y: Input) -> Floats | Matrix:
        """Output needed for final demand Y, (n,) or (n, k): ``(I - A)^-1 Y``, in the unit of Y."""
        demand = self._fitting(Y, 0)
        answer = self._refined(demand, transposed=False)
        return like(Y, answer, rows=self.labels)

    def multipliers(self, V: Input) -> Floats | Matrix:
        """What is used anywhere per unit of final demand: ``V (I - A)^-1``.

        V is (n,) or (k, n): jobs, value added or emissions per unit of output. Rows that begin with
        zeros cost less, so one row per region of the origin is cheap.
        """
        wanted = self._fitting(V, -1)
        if wanted.ndim == 2 and len(wanted) > TILE and self._kept is None:
            answer = self._many_rows(wanted)
        else:
            answer = self._refined(np.asfortranarray(wanted.T), transposed=True).T
        return like(V, answer, columns=self.labels)

    def inverse(self) -> Floats:
        """``L = (I - A)^-1``, (n, n): made anew at each call, and not kept."""
        if self._kept is not None:
            return self._refined(np.eye(self.size), transposed=False)
        work = int(lapack.dgetri_lwork(self.size)[0])
        inverse, failed = lapack.dgetri(self._lu, self._pivots, lwork=work)
        assert not failed
        found: Floats = inverse
        return found

    def _fitting(self, table: Input, axis: int) -> Floats:
        values = np.asarray(table.values if isinstance(table, Matrix) else table, dtype=np.float64)
        values = values if values.ndim == 1 else matrix(table)
        if values.shape[axis] != self.size:
            raise UnusableData(
                f"The system has {self.size} industries, but the table beside it has "
                f"{values.shape[axis]}. Give one number for each industry, in the same order."
            )
        if not np.isfinite(values.sum()):
            raise UnusableData("A demand or coefficient has no number. Put 0 where there is none.")
        return values

    def _refined(self, right: Floats, *, transposed: bool) -> Floats:
        """The answer of the factors, corrected by what it leaves unexplained as long as that helps."""
        if self._kept is None:
            return self._by_factors(right, transposed)
        A = self._kept.T if transposed else self._kept
        answer, before = self._by_factors(right, transposed), np.inf
        for _ in range(ROUNDS):
            rest = right - (answer - A @ answer)
            left = float(np.abs(rest).max(initial=0.0))
            if left == 0 or left > before / 2:
                break
            answer, before = answer + self._by_factors(rest, transposed), left
        return answer

    def _by_factors(self, right: Floats, transposed: bool) -> Floats:
        single = self._lu.dtype == np.float32
        routine = lapack.sgetrs if single else lapack.dgetrs
        # Scaled, so that numbers of any size keep their place in float32.
        scale = float(np.abs(right).max(initial=0.0)) if single else 1.0
        answer, failed = routine(
            self._lu, self._pivots, right / (scale or 1.0) if single else right, trans=transposed
        )
        assert not failed
        found: Floats = answer.astype(np.float64) * (scale or 1.0) if single else answer
        return found

    def _many_rows(self, wanted: Floats) -> Floats:
        """``V (P L U)^-1``, rows sorted by where they begin so that no zeros are worked through."""
        filled = wanted != 0
        begins = np.where(filled.any(axis=1), filled.argmax(axis=1), self.size)
        order = np.argsort(begins, kind="stable")
        rows = np.ascontiguousarray(wanted[order])
        _through_upper(self._lu, rows, begins[order])
        # Rows are the columns of their transpose, which is how LAPACK wants them: no copy is made.
        solved = blas.dtrsm(
            1.0, self._lu, rows.T, side=0, lower=1, trans_a=1, diag=1, overwrite_b=1
        ).T
        if (order != np.arange(len(order))).any():
            solved = solved[np.argsort(order)]
        places = _permutation(self._pivots)
        swapped = (places != np.arange(self.size)).any()
        answer: Floats = solved[:, np.argsort(places)] if swapped else solved
        return answer

    def _check(self, A: Floats) -> None:
        """Demand for one unit of everything needs at least that much of everything."""
        needed = self._by_factors(np.ones(self.size), False)
        if np.isfinite(needed).all() and ((needed > 0).all() or A.min() < 0):
            return
        worst = int(A.sum(axis=0).argmax())
        name = self.labels[worst] if self.labels else f"in column {worst}"
        raise UnusableData(
            f"The industries together use more than they produce; industry {name} uses "
            f"{A[:, worst].sum():.3g} per unit of output. Check that flows and output are of the "
            "same year and unit, or leave the industry out."
        )


def _factorised(
    A: Floats, precision: Literal["double", "single"]
) -> tuple[NDArray[Any], NDArray[np.int32]]:
    kind, routine = (
        (np.float32, lapack.sgetrf) if precision == "single" else (np.float64, lapack.dgetrf)
    )
    system = _identity_less(A, kind)
    factors, pivots, singular = routine(system, overwrite_a=1)
    if singular > 0:
        raise UnusableData(
            f"The industry in row and column {singular - 1} uses all that it makes, or two have the "
            "same recipe, so nothing is left for final demand. Check the table, or leave it out."
        )
    return factors, pivots


def _identity_less(A: Floats, kind: type[np.floating[Any]]) -> NDArray[Any]:
    """``I - A``, column after column as LAPACK wants it; in squares, six times as fast as in one go."""
    system = np.empty(A.shape, dtype=kind, order="F")
    starts = range(0, len(A), SQUARE)
    for row in starts:
        for column in starts:
            part = (slice(row, row + SQUARE), slice(column, column + SQUARE))
            np.negative(A[part], out=system[part], casting="same_kind")
    system[np.diag_indices_from(system)] += 1
    return system


def _through_upper(lu: NDArray[Any], rows: Floats, begins: NDArray[np.intp]) -> None:
    """Rows <- ``rows U^-1`` in place; row i is zero before column `begins[i]`, which ascends."""
    for start in range(0, len(lu), TILE):
        tile = slice(start, min(start + TILE, len(lu)))
        busy = int(np.searchsorted(begins, tile.stop))
        solved = blas.dtrsm(1.0, lu[tile, tile], rows[:busy, tile].T, side=0, trans_a=1).T
        rows[:busy, tile] = solved
        for later in range(tile.stop, len(lu), 4 * TILE):
            part = slice(later, later + 4 * TILE)
            rows[:busy, part] -= solved @ lu[tile, part]


def _permutation(pivots: NDArray[np.int32]) -> NDArray[np.intp]:
    """LAPACK's swaps, one after the other, as the places that positions came from."""
    places = np.arange(len(pivots))
    for place, other in enumerate(pivots.tolist()):
        if place != other:
            places[[place, other]] = places[[other, place]]
    return places
