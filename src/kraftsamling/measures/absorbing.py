"""What a set of fixed effects explains, taken out of numbers without a dummy ever being made."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_array, diags_array, hstack, vstack

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.measures.tables import Floats

Rows = NDArray[np.bool_]

HEAVY = 1e7
"""How much more a row with a flow weighs than all without in its level, when looking for separation."""
NOTHING = 1e-4
"""What counts as 0 there: well above what rows that do not weigh infinitely give away."""
PUSHED = 1e-5
"""What counts as above 0 in a linear programme, which is right to 1e-7."""


class Effects:
    """Families of fixed effects (exporters, importers, years ...) over n rows; a constant if none.

    Least squares on all levels of all families are normal equations in as many unknowns as there
    are levels. They are sparse, and solved by conjugate gradients scaled by their diagonal; that
    they say some things twice (each family adds up to the same) does not disturb it.
    """

    def __init__(self, families: Sequence[ArrayLike], rows: int) -> None:
        codes = [_codes(family, rows) for family in families] or [np.zeros(rows, dtype=np.intp)]
        self.sizes = [int(family.max(initial=-1)) + 1 for family in codes]
        self.codes = codes
        starts = np.cumsum([0, *self.sizes])
        columns = np.stack([code + start for code, start in zip(codes, starts, strict=False)], 1)
        ones = np.ones(columns.size), columns.ravel(), np.arange(rows + 1) * len(codes)
        self.dummies = csr_array(ones, shape=(rows, int(starts[-1])))

    def totals(self, values: Floats) -> list[Floats]:
        """The sum of `values` (n,) in each level, family by family."""
        return [
            np.bincount(code, values, size).astype(np.float64)
            for code, size in zip(self.codes, self.sizes, strict=True)
        ]

    def only(self, rows: Rows) -> Effects:
        """The same families for some of the rows."""
        return Effects([code[rows] for code in self.codes], int(rows.sum()))

    def left(self, weights: Floats, columns: Floats) -> Floats:
        """What the effects do not explain of each of `columns` (n, m), by least squares with `weights`."""
        weighted = diags_array(weights) @ self.dummies
        normal = csr_array(self.dummies.T @ weighted)
        scale = 1 / np.sqrt(np.maximum(normal.diagonal(), np.finfo(float).tiny))
        scaled = csr_array(diags_array(scale) @ normal @ diags_array(scale))
        levels = scale[:, None] * _conjugate(scaled, scale[:, None] * (weighted.T @ columns))
        left: Floats = columns - self.dummies @ levels
        return left


def separated(y: Floats, X: Floats, effects: Effects) -> Rows:
    """Rows (n,) without a flow that regressors and effects can push to nothing at no cost.

    Where some combination of them is 0 on all rows with a flow, and at least 0 on the others, the
    likelihood has no maximum: rows where it is above 0 go to 0 for ever. They tell nothing of the
    others. What is expected of the flows of rows that are not separated is then well defined. Correia,
    Guimaraes & Zylkin (2019), "Verifying the existence of maximum likelihood estimates for
    generalized linear models", arXiv:1903.01633.

    One least-squares fit tells that there is no such combination, which is what is found in most
    tables: rows with a flow weigh nearly infinitely, and where the others are fitted by nothing, no
    combination is 0 on the former alone. Otherwise linear programmes find them, round by round; the
    iterative rectifier of the article needs thousands of fits to be sure, and may name a row too many.
    """
    found = np.zeros(len(y), dtype=bool)
    none = y == 0
    most = max(float(total.max(initial=1)) for total in effects.totals(none.astype(np.float64)))
    weights = np.where(none, 1.0, HEAVY * most)
    fitted = none - _residual(weights, X, none.astype(np.float64), effects)
    if not (np.abs(fitted) > NOTHING).any():
        return found
    spread = np.maximum(np.abs(X).max(axis=0, initial=0), np.finfo(float).tiny)
    design = csr_array(hstack([csr_array(X / spread), effects.dummies]))
    while (new := _pushed(design, y > 0, none & ~found)).any():
        found |= new
    return found


def _pushed(design: csr_array, flows: Rows, none: Rows) -> Rows:
    """Rows of `none` above 0 where the sum of all of them, each from 0 to 1, is as large as it can be."""
    from scipy.optimize import linprog  # slow to load, and seldom needed

    free = design[none]
    found = linprog(
        -free.sum(axis=0),
        A_ub=vstack([free, -free]),
        b_ub=np.repeat([1.0, 0.0], free.shape[0]),
        A_eq=design[flows],
        b_eq=np.zeros(int(flows.sum())),
        bounds=(None, None),
        method="highs",
    )
    pushed = np.zeros(len(none), dtype=bool)
    if found.success:
        pushed[none] = free @ found.x > PUSHED
    return pushed


def _residual(weights: Floats, X: Floats, target: Floats, effects: Effects) -> Floats:
    """What neither effects nor regressors explain of `target` (n,)."""
    left = effects.left(weights, np.column_stack([X, target]))
    root = np.sqrt(weights)[:, None]
    slopes = np.linalg.lstsq(root * left[:, :-1], root[:, 0] * left[:, -1], rcond=1e-10)[0]
    residual: Floats = left[:, -1] - left[:, :-1] @ slopes
    return residual


def _codes(family: ArrayLike, rows: int) -> NDArray[np.intp]:
    labels = np.asarray(family)
    if labels.shape != (rows,):
        raise UnusableData(
            f"A fixed effect has the shape {' x '.join(map(str, labels.shape))}, but there are {rows} "
            "rows. Give each row one label."
        )
    return np.unique(labels, return_inverse=True)[1].astype(np.intp)


def _conjugate(A: csr_array, B: Floats, *, tolerance: float = 1e-14) -> Floats:
    """``A X = B`` for A with ones on its diagonal, semidefinite, and B in its range; all columns at once.

    Stops when no column's residual is above `tolerance` of what it began with, or gets no smaller.
    Hestenes & Stiefel (1952).
    """
    X, residual = np.zeros_like(B), B.copy()
    search, left = residual.copy(), (residual**2).sum(axis=0)
    enough = tolerance**2 * left
    for _ in range(4 * A.shape[0] + 10):
        going = left > enough
        if not going.any():
            break
        image = A @ search
        along = (search * image).sum(axis=0)
        going &= along > 0
        step = np.divide(left, along, out=np.zeros_like(left), where=going)
        X += step * search
        residual -= step * image
        now = np.where(going, (residual**2).sum(axis=0), 0)
        search = residual + np.divide(now, left, out=np.zeros_like(left), where=going) * search
        left = now
    return X
