"""How specialised places are and how concentrated industries: places in rows, industries in columns.

Counts are persons, firms or money, none below zero. Arrays or labelled matrices in, the same kind
out. A place or industry without anything is 0 and never NaN (`shares` and `krugman`, which compare
structures, are the exception: there is nothing to compare, and they say NaN).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.labelled import Labels, Matrix, Numbers
from kraftsamling.measures.presence import amounts, rca
from kraftsamling.measures.tables import Floats, Input, like, vector


def shares(counts: Numbers) -> Numbers:
    """Each row as shares of its sum: (n, k) in any unit -> (n, k), rows adding up to 1.

    A row whose sum is zero, or that has a NaN, is NaN throughout.
    """
    totals = counts.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        found = counts / totals
    return np.where(np.isfinite(totals) & (totals != 0), found, np.nan)


def herfindahl(structure: Input, *, normalised: bool = False) -> Floats | Matrix:
    """``H_r = sum_i s_ir^2`` of the shares of each row, (places,): 1/n (even) to 1 (all in one).

    `normalised`: ``(H - 1/n) / (1 - 1/n)``, 0 to 1. A vector is one place. 1 / H is the number of
    equal parts that would be as concentrated. Hirschman (1964), American Economic Review 54(5).
    """
    s = _shares(structure)
    found = (s**2).sum(axis=1)
    n = s.shape[1]
    if normalised and n > 1:
        found = np.where(found > 0, (found - 1 / n) / (1 - 1 / n), 0.0)
    return _per_place(structure, found, "Herfindahl")


def entropy(structure: Input) -> Floats | Matrix:
    """``-sum_i s_ir log2 s_ir``, (places,): 0 (all in one) to log2 n (even). Shannon (1948)."""
    s = _shares(structure)
    return _per_place(structure, -(s * np.log2(np.where(s > 0, s, 1))).sum(axis=1) + 0.0, "entropy")


def hachman(structure: Input, reference: Input | None = None) -> Floats | Matrix:
    """``1 / sum_i (s_ir^2 / S_i)``, (places,): 1 where the structure is that of the reference.

    S are the shares of `reference` (industries,), or of all places together. 0 where a place has
    something that the reference has not, or nothing at all. Hachman (1994), BEBR Utah.
    """
    s, S = _shares(structure), _reference(structure, reference)
    sums = np.divide(s**2, S, out=np.zeros_like(s), where=S > 0).sum(axis=1)
    outside = (s[:, S == 0] > 0).any(axis=1)
    found = np.divide(1.0, sums, out=np.zeros_like(sums), where=(sums > 0) & ~outside)
    return _per_place(structure, found, "Hachman")


def krugman_to(structure: Input, reference: Input | None = None) -> Floats | Matrix:
    """How far each place is from a reference: ``sum_i |s_ir - S_i|``, (places,), 0 to 2.

    S as in `hachman`. A place without anything has nothing in common with it: 2. Half of it is the
    coefficient of specialisation. Krugman (1991), Geography and Trade, p. 76.
    """
    s, S = _shares(structure), _reference(structure, reference)
    found = np.where(s.any(axis=1), np.abs(s - S).sum(axis=1), 2.0)
    return _per_place(structure, found, "Krugman")


def locational_gini(X: Input) -> Floats | Matrix:
    """How unevenly each industry lies beside everything else, (industries,), 0 to 1/2.

    The area between the diagonal and the curve of the industry's shares over those of all
    industries, places in order of their location quotient. Krugman (1991), p. 55. Twice it is a
    Gini coefficient with places weighted by size. 0 for an industry that no place has.
    """
    values = amounts(X)
    total = values.sum()
    size = values.sum(axis=1) / (total if total > 0 else 1.0)
    order = np.argsort(np.asarray(rca(values)), axis=0, kind="stable")
    of_industry = np.take_along_axis(_shares(values.T).T, order, axis=0)
    of_all = size[order]
    reached = np.cumsum(of_industry, axis=0)
    under = (of_all * (reached - of_industry / 2)).sum(axis=0)
    found = np.where(values.any(axis=0), 0.5 - under, 0.0)
    return _per_industry(X, found, "locational Gini")


def quotient_gini(X: Input, reference: Input) -> Floats | Matrix:
    """``2 / (n^2 mean(R)) sum_k k (R_k - mean(R))`` of quotients R in rising order, per row.

    R_i is the share of i in the row over its share in `reference` (n,). Rows of industries over
    regions give the Gini coefficient of concentration, rows of regions over industries that of
    specialisation. 0 for an empty row. Farhauer & Kroell (2013), Standorttheorien, section 5.
    """
    s, S = _shares(X), _reference(X, reference)
    R = np.sort(np.divide(s, S, out=np.zeros_like(s), where=S > 0)[:, S > 0], axis=1)
    n, mean = R.shape[1], R.mean(axis=1)
    sums = ((R - mean[:, None]) * np.arange(1, n + 1)).sum(axis=1)
    found = np.divide(2 * sums, n**2 * mean, out=np.zeros_like(mean), where=mean > 0)
    return _per_place(X, found, "Gini of quotients")


def ellison_glaeser(industry: Input, everything: Input, plants: float) -> float:
    """``(G / (1 - sum X_r^2) - H) / (1 - H)`` with ``G = sum_r (s_r - X_r)^2``: 0 where plants lie by chance.

    s are shares of the industry and X of all employment by region (regions,), H (`plants`) the
    Herfindahl index of the industry's plants. Raises `UnusableData` where H is 1 or everything is in
    one region: nothing can then be said. Ellison & Glaeser (1997), Journal of Political Economy 105(5).
    """
    s, X = (_shares(np.atleast_2d(vector(table)))[0] for table in (industry, everything))
    if len(s) != len(X) or not s.any():
        raise UnusableData("Give the industry and all employment for the same regions, not empty.")
    spread = 1 - float((X**2).sum())
    if not 0 <= plants < 1 or spread <= 0:
        raise UnusableData(
            f"Plants have a Herfindahl index of {plants:g} and regions of {1 - spread:g}. With one "
            "plant, or one region, it cannot be said whether plants seek each other."
        )
    return (float(((s - X) ** 2).sum()) / spread - plants) / (1 - plants)


@dataclass(frozen=True, eq=False)
class Stars:
    """Yes or no per (place, industry): large, specialised, and of weight for its place; and the sum."""

    size: NDArray[np.bool_]
    specialisation: NDArray[np.bool_]
    focus: NDArray[np.bool_]

    @property
    def stars(self) -> NDArray[np.int64]:
        """0 to 3, (places, industries)."""
        return self.size.astype(np.int64) + self.specialisation + self.focus


def cluster_stars(
    X: Input, *, top: float = 0.1, quotient: float = 2.0, least: float = 1000.0
) -> Stars:
    """The stars of the European Cluster Observatory for employment X (places, industries).

    size            among the `top` share of places by the industry's employment;
    specialisation  a location quotient of at least `quotient`;
    focus           among the `top` share of places by the industry's share of all employment there.
    None below `least` persons. Ties with the last one in count as in. Soelvell, Ketels & Lindqvist
    (2008), Industrial specialization and regional clusters in the ten new EU member states.
    """
    values = amounts(X)
    there = (values >= least) & (values > 0)
    count = max(int(np.ceil(top * len(values) - 1e-9)), 1)

    def foremost(table: Floats) -> NDArray[np.bool_]:
        last_in = -np.sort(-table, axis=0)[min(count, len(table)) - 1]
        leading: NDArray[np.bool_] = table >= last_in
        return leading

    return Stars(
        size=foremost(values) & there,
        specialisation=(np.asarray(rca(values)) >= quotient) & there,
        focus=foremost(_shares(values)) & there,
    )


def _shares(table: Input) -> Floats:
    """As `shares`, but 0 throughout where a row is empty; a vector is one row."""
    plain = table.values if isinstance(table, Matrix) else np.asarray(table, dtype=np.float64)
    values = amounts(np.atleast_2d(plain) if plain.ndim == 1 else table)
    totals = values.sum(axis=1, keepdims=True)
    found: Floats = np.divide(values, totals, out=np.zeros_like(values), where=totals > 0)
    return found


def _reference(structure: Input, reference: Input | None) -> Floats:
    of = amounts(structure).sum(axis=0) if reference is None else vector(reference)
    found: Floats = _shares(of)[0]
    if len(found) != np.shape(structure.values if isinstance(structure, Matrix) else structure)[-1]:
        raise UnusableData(
            f"The reference has {len(found)} parts, and the table has another number of columns."
        )
    return found


def _per_place(table: Input, found: Floats, name: str) -> Floats | Matrix:
    return like(table, found, columns=(name,))


def _per_industry(table: Input, found: Floats, name: str) -> Floats | Matrix:
    rows: Labels | None = table.columns if isinstance(table, Matrix) else None
    return like(table, found, rows=rows, columns=(name,))
