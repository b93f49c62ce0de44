"""The Leontief system: factorised once, asked many times.

An inverse costs three to four times a factorisation and takes as much memory again, so it is made
only when asked for. What most questions need is a few columns (`solve`) or rows (`multipliers`).
"""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import blas, lapack

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures.tables import Floats, Input, like, matrix, per_unit, square, vector

TILE = 256
"""Columns at a time in `_through_upper`: large enough for matrix products to run at full speed."""
WORTH_IT = 0.6
"""The part of the work that is left when zeros are passed over, which goes at this part of full speed."""
SQUARE = 128
"""Cells that fit in the nearest cache, read along rows and written along columns."""
ROUNDS = 12
"""Refinement gains six digits a round on a sound table, and stops by itself."""
ROUNDING = 1e-12
"""A refined answer that would move by less than this part of itself is left as it is."""

Precision = Literal["double", "single"]


class LeontiefSystem:
    """``x = A x + y`` for technical coefficients A (n, n), by one cached LU of ``I - A``.

    `precision="single"` factorises in float32, in half the time and memory, and refines each answer
    against A to twelve digits of its largest number; A is then kept, and must not be changed. It
    pays for few rows and columns: a refined answer costs twice to three times one in double.

    An industry may use more than it produces (a column sum above 1) as long as the whole economy
    can meet every demand. Raises `UnusableData` where it cannot: Hawkins & Simon (1949).

    Miller & Blair (2009), chapter 2.
    """

    def __init__(self, A: Input, *, precision: Precision = "double") -> None:
        coefficients = square(A)
        self.labels = A.rows if isinstance(A, Matrix) else None
        self._begin(coefficients, np.ones(len(coefficients)), precision)

    @classmethod
    def of_flows(cls, Z: Input, x: Input, *, precision: Precision = "double") -> LeontiefSystem:
        """The system of flows Z (n, n) and output x (n,), without a table of coefficients between.

        The same numbers as from ``A = Z / x``, with less to go through and nothing but the factors
        to hold; "single" keeps Z, which must then not be changed.
        """
        system = cls.__new__(cls)
        flows = square(Z)
        system.labels = Z.rows if isinstance(Z, Matrix) else None
        ones = np.ones((1, len(flows)))
        system._begin(flows, per_unit(ones, vector(x, len(flows)))[0], precision)
        return system

    def _begin(self, flows: Floats, each: Floats, precision: Precision) -> None:
        """``A = flows * each``: columns per unit of output, without A being made."""
        self.size = len(flows)
        self._kept = (flows, each) if precision == "single" else None
        self._lu, self._pivots = _factorised(flows, each, precision)
        self._check(flows, each)

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
        """The answer of the factors, corrected by what it leaves unexplained as long as that helps.

        Each correction is smaller than the one before by the same factor, the first than the answer
        itself, until float64 has no more: what the next would add is known before it is made.
        """
        answer = self._by_factors(right, transposed)
        if self._kept is None:
            return answer
        part = 1.0
        for _ in range(ROUNDS):
            rest = self._used(answer, transposed)
            rest -= answer
            rest += right
            change = self._by_factors(rest, transposed)
            before, part = part, _part_of(change, answer)
            if part > before / 2:
                break
            answer += change
            if part * part / before < ROUNDING:
                break
        return answer

    def _used(self, answer: Floats, transposed: bool) -> Floats:
        """``A answer``, or ``A' answer``."""
        assert self._kept is not None
        flows, each = self._kept
        if transposed:
            used: Floats = (answer.T @ flows * each).T  # rows stay rows in memory
        else:
            used = flows @ (answer.T * each).T
        return used

    def _by_factors(self, right: Floats, transposed: bool) -> Floats:
        single = self._lu.dtype == np.float32
        # Scaled, so that numbers of any size keep their place in float32.
        scale = float(np.abs(right).max(initial=0.0)) or 1.0 if single else 1.0
        fitting = (right / scale).astype(np.float32) if single else right
        if transposed and right.ndim == 2 and right.shape[1] > TILE:
            answer = self._many_rows(fitting.T).T
        else:
            routine = lapack.sgetrs if single else lapack.dgetrs
            answer, failed = routine(self._lu, self._pivots, fitting, trans=transposed)
            assert not failed
        found: Floats = np.multiply(answer, scale, dtype=np.float64) if single else answer
        return found

    def _many_rows(self, wanted: NDArray[Any]) -> NDArray[Any]:
        """``V (P L U)^-1``, rows sorted by where they begin so that no zeros are worked through."""
        filled = wanted != 0
        begins = np.where(filled.any(axis=1), filled.argmax(axis=1), self.size)
        order = np.argsort(begins, kind="stable")
        rows = np.ascontiguousarray(wanted[order])
        # Rows are the columns of their transpose, which is how LAPACK wants them: no copy is made.
        solve = partial(_triangular(self._lu), 1.0, self._lu, side=0, trans_a=1, overwrite_b=1)
        if float(np.mean((1 - begins / self.size) ** 2)) < WORTH_IT:
            _through_upper(self._lu, rows, begins[order])
        else:
            rows = solve(rows.T).T
        solved = solve(rows.T, lower=1, diag=1).T
        if (order != np.arange(len(order))).any():
            solved = solved[np.argsort(order)]
        places = _permutation(self._pivots)
        swapped = (places != np.arange(self.size)).any()
        answer: NDArray[Any] = solved[:, np.argsort(places)] if swapped else solved
        return answer

    def _check(self, flows: Floats, each: Floats) -> None:
        """Demand for one unit of everything needs at least that much of everything."""
        needed = self._by_factors(np.ones(self.size), False)
        known = np.isfinite(needed).all()
        if known and (needed > 0).all():
            return
        A = flows * each
        if known and A.min() < 0:
            return
        worst = int(A.sum(axis=0).argmax())
        name = self.labels[worst] if self.labels else f"in column {worst}"
        raise UnusableData(
            f"The industries together use more than they produce; industry {name} uses "
            f"{A[:, worst].sum():.3g} per unit of output. Check that flows and output are of the "
            "same year and unit, or leave the industry out."
        )


def _factorised(
    flows: Floats, each: Floats, precision: Precision
) -> tuple[NDArray[Any], NDArray[np.int32]]:
    kind, routine = (
        (np.float32, lapack.sgetrf) if precision == "single" else (np.float64, lapack.dgetrf)
    )
    system = _identity_less(flows, each, kind)
    factors, pivots, singular = routine(system, overwrite_a=1)
    if singular > 0:
        raise UnusableData(
            f"The industry in row and column {singular - 1} uses all that it makes, or two have the "
            "same recipe, so nothing is left for final demand. Check the table, or leave it out."
        )
    return factors, pivots


def _identity_less(flows: Floats, each: Floats, kind: type[np.floating[Any]]) -> NDArray[Any]:
    """``I - A``, column after column as LAPACK wants it; in squares, six times as fast as in one go."""
    system = np.empty(flows.shape, dtype=kind, order="F")
    less = -each
    starts = range(0, len(flows), SQUARE)
    for column in starts:
        for row in starts:
            rows, columns = slice(row, row + SQUARE), slice(column, column + SQUARE)
            part = system[rows, columns]
            np.multiply(flows[rows, columns], less[columns], out=part, casting="same_kind")
    system[np.diag_indices_from(system)] += 1
    return system


def _part_of(change: Floats, answer: Floats) -> float:
    """The largest change beside the largest number, of the column where that is most."""
    moved, size = (np.abs(table).max(axis=0, initial=0.0) for table in (change, answer))
    return float(np.max(np.divide(moved, size, out=np.zeros_like(moved), where=size > 0)))


def _triangular(lu: NDArray[Any]) -> Any:
    return blas.strsm if lu.dtype == np.float32 else blas.dtrsm


def _through_upper(lu: NDArray[Any], rows: NDArray[Any], begins: NDArray[np.intp]) -> None:
    """Rows <- ``rows U^-1`` in place; row i is zero before column `begins[i]`, which ascends."""
    for start in range(0, len(lu), TILE):
        tile = slice(start, min(start + TILE, len(lu)))
        busy = int(np.searchsorted(begins, tile.stop))
        solved = _triangular(lu)(1.0, lu[tile, tile], rows[:busy, tile].T, side=0, trans_a=1).T
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
