"""What a place is good at: revealed comparative advantage, as a number and as yes or no."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.labelled import Labels, Matrix
from kraftsamling.measures.tables import Floats, Input, like, matrix


def rca(X: Input) -> Floats | Matrix:
    """Revealed comparative advantage ``R_cp = (x_cp / x_c) / (x_p / x)``, (places, products).

    The share of a product in a place over its share everywhere; the same as the location quotient.
    0 where the place or the product has nothing. Worked out as ``x_cp x / (x_c x_p)``, so that
    whole numbers that make exactly 1 stay 1. Raises `UnusableData` for values below zero. Balassa
    (1965), The Manchester School 33(2).
    """
    values = amounts(X)
    expected = np.outer(values.sum(axis=1), values.sum(axis=0))
    found = np.zeros_like(values)
    np.divide(values * values.sum(), expected, out=found, where=expected > 0)
    return like(X, found)


def symmetric_rca(R: Input) -> Floats | Matrix:
    """``(R - 1) / (R + 1)``: from -1 (nothing) over 0 (as everywhere) towards 1.

    Dalum, Laursen & Villumsen (1998), International Review of Applied Economics 12(3).
    """
    values = amounts(R)
    return like(R, (values - 1) / (values + 1))


def binary(R: Input, cutoff: float = 1.0) -> Floats | Matrix:
    """M: 1 where R is at least `cutoff`, otherwise 0. Hidalgo & Hausmann (2009), PNAS 106(26)."""
    return like(R, (matrix(R) >= cutoff).astype(np.float64))


def shrunk_rca(counts: Input, *, strength: float | None = None) -> Floats | Matrix:
    """RCA of small counts, drawn towards 1: ``(n_cp + a) / (E_cp + a)`` with ``E_cp = n_c n_p / n``.

    Counts (places, products; persons, firms, patents) are Poisson around E times a ratio that is
    gamma with mean 1 and variance 1/a, so a place with few is not called special by chance. Without
    `strength` (a), 1/a is what counts vary beyond Poisson: ``sum((n - E)^2 - E) / sum(E^2)``; where
    they vary no more than that, every ratio is 1. Nothing expected: 0. Clayton & Kaldor (1987),
    Biometrics 43(3), with the mean known.
    """
    seen = amounts(counts)
    total = seen.sum()
    expected = np.outer(seen.sum(axis=1), seen.sum(axis=0)) / (total if total > 0 else 1.0)
    if strength is None:
        beyond = float(((seen - expected) ** 2 - expected).sum())
        if beyond <= 0:
            return like(counts, (expected > 0).astype(np.float64))
        strength = float((expected**2).sum()) / beyond
    if not strength >= 0:
        raise UnusableData(f"The strength is {strength:g}. Give a number from 0 (no shrinkage).")
    found = np.zeros_like(seen)
    np.divide(seen + strength, expected + strength, out=found, where=expected > 0)
    return like(counts, found)


def amounts(table: Input) -> Floats:
    """The numbers of a table, none below zero."""
    values = matrix(table)
    if values.size and values.min() < 0:
        row, column = (int(place) for place in np.argwhere(values < 0)[0])
        names = table if isinstance(table, Matrix) else None
        raise UnusableData(
            f"Row {names.rows[row] if names else row}, column {names.columns[column] if names else column} "
            f"is {values[row, column]:g}. Here nothing may be below zero: leave out what is corrected."
        )
    return values


@dataclass(frozen=True)
class Kept:
    """A binary table without its empty places and products, and the names of both kinds.

    Names are those of a `Matrix`, and positions for an array. `at` are the positions kept.
    """

    M: Floats
    at: tuple[NDArray[np.intp], NDArray[np.intp]]
    places: Labels
    products: Labels
    dropped_places: Labels
    dropped_products: Labels


def kept(M: Input) -> Kept:
    """M (zeros and ones) without rows and columns that have nothing; raises `UnusableData` if all."""
    values = amounts(M)
    if not ((values == 0) | (values == 1)).all():
        raise UnusableData("Here only 0 and 1 may be in the table: make it with `binary` first.")
    full = (values.sum(axis=1) > 0, values.sum(axis=0) > 0)
    if not full[0].any():
        raise UnusableData("No place has any product. Lower the cutoff, or check the values.")
    names = (M.rows, M.columns) if isinstance(M, Matrix) else tuple(map(_numbered, values.shape))
    at = np.flatnonzero(full[0]), np.flatnonzero(full[1])
    whole = len(at[0]) == values.shape[0] and len(at[1]) == values.shape[1]
    return Kept(
        M=values if whole else values[np.ix_(*at)],
        at=at,
        places=tuple(names[0][place] for place in at[0]),
        products=tuple(names[1][place] for place in at[1]),
        dropped_places=tuple(names[0][place] for place in np.flatnonzero(~full[0])),
        dropped_products=tuple(names[1][place] for place in np.flatnonzero(~full[1])),
    )


def _numbered(count: int) -> Labels:
    return tuple(range(count))
