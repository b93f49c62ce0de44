"""From SWEREF 99 TM, metres on a plane, to degrees of longitude and latitude.

Krüger's series for the Gauss conformal (transverse Mercator) projection of the ellipsoid GRS 80, with
central meridian 15 degrees, scale 0.9996 and false easting 500 km: right to less than a millimetre over
Sweden. Source: Lantmäteriet, Gauss Conformal Projection (Transverse Mercator): Krüger's formulas.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]

A, F = 6_378_137.0, 1 / 298.257222101
MERIDIAN, SCALE, EASTING = 15.0, 0.9996, 500_000.0

N = F / (2 - F)
E2 = F * (2 - F)
RADIUS = A / (1 + N) * (1 + N**2 / 4 + N**4 / 64)
SERIES = (
    N / 2 - 2 * N**2 / 3 + 37 * N**3 / 96 - N**4 / 360,
    N**2 / 48 + N**3 / 15 - 437 * N**4 / 1440,
    17 * N**3 / 480 - 37 * N**4 / 840,
    4397 * N**4 / 161280,
)
LATITUDE = (
    E2 + E2**2 + E2**3 + E2**4,
    -(7 * E2**2 + 17 * E2**3 + 30 * E2**4) / 6,
    (224 * E2**3 + 889 * E2**4) / 120,
    -(4279 * E2**4) / 1260,
)


def degrees(points: Numbers) -> Numbers:
    """Longitude and latitude (n, 2) in degrees of points (n, 2) given as easting and northing."""
    xi, eta = points[:, 1] / (SCALE * RADIUS), (points[:, 0] - EASTING) / (SCALE * RADIUS)
    x, y = xi.copy(), eta.copy()
    for number, factor in enumerate(SERIES, 1):
        x -= factor * np.sin(2 * number * xi) * np.cosh(2 * number * eta)
        y -= factor * np.cos(2 * number * xi) * np.sinh(2 * number * eta)
    conformal = np.arcsin(np.sin(x) / np.cosh(y))
    sine = np.sin(conformal)
    extra = sum(factor * sine ** (2 * power) for power, factor in enumerate(LATITUDE))
    latitude = conformal + sine * np.cos(conformal) * extra
    longitude = np.arctan2(np.sinh(y), np.cos(x))
    return np.column_stack([MERIDIAN + np.degrees(longitude), np.degrees(latitude)])
