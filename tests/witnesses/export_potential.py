"""The slow plain way to gravity and export potential: dummies, loops, one cell at a time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Table = list[list[float]]
Floats = NDArray[np.float64]


def gravity(y: Floats, X: Floats, families: list[list[int]]) -> Floats:
    """Expected flows: every level a column of zeros and ones, and Newton's method with halved steps."""
    dummies = [
        [1.0 if code == level else 0.0 for code in family]
        for family in families
        for level in sorted(set(family))
    ]
    design = np.column_stack([X, *dummies])
    b = np.zeros(design.shape[1])
    b[X.shape[1] :] = np.log(y.mean()) / len(families)
    for _ in range(500):
        mu = np.exp(design @ b)
        slope = design.T @ (y - mu)
        step = np.linalg.pinv(design.T @ (mu[:, None] * design), rcond=1e-12) @ slope
        size = 1.0
        while likelihood(y, design @ (b + size * step)) < likelihood(y, design @ b) and size > 1e-9:
            size /= 2
        b = b + size * step
        if np.abs(design @ step).max() < 1e-12:
            break
    expected: Floats = np.exp(design @ b)
    return expected


def likelihood(y: Floats, eta: Floats) -> float:
    return float((y * eta - np.exp(np.minimum(eta, 500))).sum())


def supply(v: Table, m: Table, growth: list[float]) -> Table:
    answer = []
    for i, row in enumerate(v):
        line = []
        for k, sold in enumerate(row):
            world = sum(v[o][k] * growth[o] for o in range(len(v)))
            own = min(1.0, sold / m[i][k]) if m[i][k] else 1.0
            line.append(sold * growth[i] / world * own if world else 0.0)
        answer.append(line)
    return answer


def potential(share: list[float], wanted: Table, flows: list[float]) -> Table:
    """Supply x demand x ease."""
    answer = []
    for j, row in enumerate(wanted):
        alone = sum(s * d for s, d in zip(share, row, strict=True))
        answer.append(
            [s * d * (flows[j] / alone) if alone else 0.0 for s, d in zip(share, row, strict=True)]
        )
    return answer


def usual_distance(
    flows: list[tuple[int, int, int, float]], log_km: Table, size: tuple[int, int]
) -> Table:
    """The mean log distance of what each place buys of each product, weighed by value."""
    answer = []
    for j in range(size[0]):
        line = []
        for k in range(size[1]):
            bought = [
                (v, log_km[i][j]) for i, buyer, product, v in flows if (buyer, product) == (j, k)
            ]
            total = sum(v for v, _ in bought)
            line.append(sum(v * far for v, far in bought) / total if total else 0.0)
        answer.append(line)
    return answer
