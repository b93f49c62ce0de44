"""How much two places would trade: gravity, by Poisson pseudo maximum likelihood with fixed effects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.measures.absorbing import Effects, Rows, separated
from kraftsamling.measures.tables import Floats, Input, matrix, square, vector


@dataclass(frozen=True, eq=False)
class Gravity:
    """What a gravity equation finds.

    coefficients (p,) and their standard errors (p,), which hold for any variance (Huber-White, no
    correction for small samples); expected (n,) flows, in the unit of y. `undetermined` are the
    positions of regressors that the effects or other regressors explain wholly: coefficient and
    error 0. separated (n,) marks rows that tell nothing and are expected to be 0. `settled` is false
    where coefficients still moved after the last round.
    """

    coefficients: Floats
    errors: Floats
    expected: Floats
    separated: Rows
    undetermined: tuple[int, ...]
    deviance: float
    rounds: int
    settled: bool


def ppml(
    y: ArrayLike,
    X: ArrayLike,
    effects: Sequence[ArrayLike] = (),
    *,
    exposure: ArrayLike | None = None,
    rounds: int = 200,
) -> Gravity:
    """Poisson pseudo maximum likelihood: ``E[y] = exposure * exp(X b + sum of effects)``.

    y (n,) flows, zeros included, none below zero; X (n, p) regressors (logs of distance, 0/1 for a
    common border; p may be 0); `effects` label sequences (n,) each, any number of them (exporter,
    importer, product, year), a constant if none; exposure (n,) above zero. Newton's method (weighted
    least squares, again and again) with the effects taken out each time. Its first-order conditions
    make expected flows add up to the observed ones in every level of every effect, and the last step
    sees to it that they do to rounding. Rows that are separated are left out, marked, and expected
    to be 0. Raises `UnusableData` where shapes differ, a number is missing, or no flow is above 0.

    Santos Silva & Tenreyro (2006), Review of Economics and Statistics 88(4); Fally (2015), Journal
    of International Economics 97(1), on the sums; Correia, Guimaraes & Zylkin (2020), Stata Journal
    20(1), on the many effects.
    """
    flows, regressors, offset = _given(y, X, exposure)
    families = Effects(effects, len(flows))
    apart = _empty(flows, families)
    kept = ~apart
    apart[kept] = separated(flows[kept], regressors[kept], families.only(kept))
    kept = ~apart
    found = _newton(flows[kept], regressors[kept], families.only(kept), offset[kept], rounds)
    expected = np.zeros_like(flows)
    expected[kept] = found.expected
    return replace(found, expected=expected, separated=apart)


def expected_trade(flows: Input, costs: Sequence[Input]) -> tuple[Floats, Gravity]:
    """Flows (places, places; row sells to column) as exporters, importers and `costs` would have them.

    `costs` are tables of the same shape: log distance, 0/1 for a common border, and so on. Effects of
    exporter and importer; the diagonal is left out and expected to be 0. Returns the expected flows,
    in the unit of `flows`, and the `Gravity` of the pairs, row by row. Anderson & van Wincoop (2003),
    American Economic Review 93(1), on why each place needs an effect in both roles.
    """
    values = square(flows)
    tables = [matrix(cost) for cost in costs]
    if any(table.shape != values.shape for table in tables):
        raise UnusableData(
            f"Flows are {values.shape[0]} x {values.shape[1]}, but costs are "
            f"{', '.join(' x '.join(map(str, table.shape)) for table in tables)}. "
            "Give each cost for the same places in the same order."
        )
    pairs = ~np.eye(len(values), dtype=bool)
    seller, buyer = np.nonzero(pairs)
    X = (
        np.column_stack([table[pairs] for table in tables])
        if tables
        else np.empty((len(seller), 0))
    )
    found = ppml(values[pairs], X, (seller, buyer))
    expected = np.zeros_like(values)
    expected[pairs] = found.expected
    return expected, found


def great_circle(latitude: ArrayLike, longitude: ArrayLike) -> Floats:
    """Kilometres between n places over a round Earth of radius 6,371 km, (n, n); degrees north and east."""
    north, east = np.radians(vector(latitude)), np.radians(vector(longitude))
    half = np.sin((north[:, None] - north) / 2) ** 2
    half += np.cos(north[:, None]) * np.cos(north) * np.sin((east[:, None] - east) / 2) ** 2
    apart: Floats = 2 * 6371.0 * np.arcsin(np.sqrt(np.clip(half, 0, 1)))
    return apart


def _given(y: ArrayLike, X: ArrayLike, exposure: ArrayLike | None) -> tuple[Floats, Floats, Floats]:
    """Flows (n,), regressors (n, p) and the logarithm of exposure (n,)."""
    flows = vector(y)
    regressors = matrix(X)
    many = vector(exposure, len(flows)) if exposure is not None else np.ones_like(flows)
    if len(regressors) != len(flows):
        raise UnusableData(
            f"There are {len(flows)} flows, but {len(regressors)} rows of regressors. Give one for each."
        )
    if (flows < 0).any() or not (flows > 0).any():
        raise UnusableData("Flows may not be below zero, and one at least must be above.")
    if (many <= 0).any():
        row = int(np.argmax(many <= 0))
        raise UnusableData(f"Row {row} has no exposure. Leave out rows that could not have a flow.")
    return flows, regressors, np.log(many)


def _empty(flows: Floats, families: Effects) -> Rows:
    """Rows of levels that have no flow at all: a country that sells nothing."""
    empty: Rows = np.zeros(len(flows), dtype=bool)
    for code, total in zip(families.codes, families.totals(flows), strict=True):
        empty |= total[code] == 0
    return empty


def _newton(y: Floats, X: Floats, effects: Effects, offset: Floats, rounds: int) -> Gravity:
    # Flows in units of their mean, and regressors of theirs, so that tolerances mean the same everywhere.
    unit, spread = y.mean(), np.maximum(np.abs(X).max(axis=0, initial=0), np.finfo(float).tiny)
    y, X = y / unit, X / spread
    eta = np.log((y + 1) / 2)
    b, last, done, settled = np.zeros(X.shape[1]), np.inf, 0, False
    known = np.ones(X.shape[1], dtype=bool)
    while not settled and done < rounds:
        new, known, aim = _step(y, X, effects, offset, eta)
        eta, now = _nearer(y, eta, aim, last)
        moved = np.abs(new - b).max(initial=0) / (1 + np.abs(new).max(initial=0))
        settled = abs(now - last) <= 1e-11 * (1 + abs(now)) and moved <= 1e-9
        b, last, done = new, now, done + 1
    mu = np.exp(eta)
    mu = _adding_up(y, mu, effects)
    return Gravity(
        coefficients=b / spread,
        errors=_errors(y, X, mu, effects, known) / spread,
        expected=mu * unit,
        separated=np.zeros(len(y), dtype=bool),
        undetermined=tuple(np.flatnonzero(~known).tolist()),
        deviance=deviance(y, mu) * float(unit),
        rounds=done,
        settled=bool(settled),
    )


def _step(
    y: Floats, X: Floats, effects: Effects, offset: Floats, eta: Floats
) -> tuple[Floats, Rows, Floats]:
    """One step of Newton's: coefficients, which of them are determined, and the eta to go to."""
    mu = np.exp(eta)
    z = eta - offset + (y - mu) / mu
    left = effects.left(mu, np.column_stack([X, z]))
    known = _determined(X, left[:, :-1], mu)
    root, b = np.sqrt(mu), np.zeros(X.shape[1])
    own = root[:, None] * left[:, :-1][:, known]
    b[known] = np.linalg.lstsq(own, root * left[:, -1], rcond=None)[0]
    # What is left of z after effects and regressors is the part that is not followed.
    return b, known, offset + z - (left[:, -1] - left[:, :-1] @ b)


def _nearer(y: Floats, eta: Floats, aim: Floats, last: float) -> tuple[Floats, float]:
    """As far towards the aim as makes it no worse, halving the way, and the deviance there."""
    for _ in range(40):
        aim = np.clip(aim, -300, 300)
        now = deviance(y, np.exp(aim))
        if now <= last + 1e-12 * (1 + abs(last)):
            break
        aim = (aim + eta) / 2
    return aim, now


def deviance(y: Floats, mu: Floats) -> float:
    """``2 sum(y log(y / mu) - (y - mu))``, with ``0 log 0 = 0``; in the unit of y."""
    some = y > 0
    return float(2 * ((y[some] * np.log(y[some] / mu[some])).sum() - (y - mu).sum()))


def _determined(X: Floats, left: Floats, weights: Floats) -> Rows:
    """Which regressors say something that neither effects nor the regressors before them say."""
    root = np.sqrt(weights)[:, None]
    known = np.zeros(X.shape[1], dtype=bool)
    basis = np.empty((len(X), 0))
    for column in range(X.shape[1]):
        own = root[:, 0] * left[:, column]
        rest = own - basis @ (basis.T @ own)
        rest -= basis @ (basis.T @ rest)
        size = np.linalg.norm(rest)
        if size > 1e-7 * np.linalg.norm(root[:, 0] * X[:, column]):
            known[column] = True
            basis = np.column_stack([basis, rest / size])
    return known


def _adding_up(y: Floats, mu: Floats, effects: Effects) -> Floats:
    """Mu with each level scaled to the total of y: the effects' own conditions, given the coefficients."""
    wanted = effects.totals(y)
    for _ in range(1000):
        off = 0.0
        for code, size, total in zip(effects.codes, effects.sizes, wanted, strict=True):
            factor = total / np.bincount(code, mu, size)
            off = max(off, float(np.abs(factor - 1).max(initial=0)))
            mu = mu * factor[code]
        if off < 1e-13:
            break
    return mu


def _errors(y: Floats, X: Floats, mu: Floats, effects: Effects, known: Rows) -> Floats:
    """``(X'WX)^-1 (X' diag((y - mu)^2) X) (X'WX)^-1`` with the effects taken out of X."""
    errors = np.zeros(X.shape[1])
    left = effects.left(mu, X[:, known])
    bread = np.linalg.inv(left.T @ (mu[:, None] * left))
    meat = left.T @ (((y - mu) ** 2)[:, None] * left)
    errors[known] = np.sqrt(np.diagonal(bread @ meat @ bread))
    return errors
