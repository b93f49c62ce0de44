"""Printed input-output tables that we trust, each with its source."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def floats(rows: object) -> Floats:
    return np.array(rows, dtype=float)


class MillerBlair:
    """Miller & Blair, Input-Output Analysis, 2nd ed. (2009), section 2.3: the two-sector example."""

    Z = floats([[150, 500], [200, 100]])
    x = floats([1000, 2000])
    A = floats([[0.15, 0.25], [0.20, 0.05]])
    L = floats([[1.254, 0.330], [0.264, 1.122]])
    new_demand, new_output = floats([600, 1500]), floats([1247.5, 1841.6])


class Germany1995:
    """Eurostat Manual of Supply, Use and Input-Output Tables (2008), chapter 15, table 15.4 ff.

    Agriculture, industry, construction, trade, business services, other services; million euro,
    and thousand persons. Multipliers to the four digits printed.
    """

    Z = floats(
        [
            [1131, 25480, 1, 607, 710, 762],
            [7930, 304584, 64167, 41082, 11981, 30360],
            [426, 7334, 3875, 5296, 23457, 9155],
            [3559, 72717, 14190, 74399, 10835, 21008],
            [3637, 96115, 31027, 65755, 193176, 34223],
            [1552, 14986, 1747, 11225, 15058, 22070],
        ]
    )
    x = floats([43910, 1079446, 245606, 540063, 692487, 508918])
    value_added = floats([21664, 395022, 115624, 311407, 415426, 365017])
    employed = floats([1096, 8381, 3236, 9251, 4258, 10206])

    diagonal = floats([1.0339, 1.4292, 1.0289])
    backward = floats([1.7048, 1.8413, 1.8136, 1.6035, 1.5951, 1.3782])
    value_added_multipliers = floats([0.8450, 0.7647, 0.8615, 0.9019, 0.9393, 0.9199])
    employment_multipliers = floats([0.0326, 0.0162, 0.0207, 0.0237, 0.0112, 0.0242])
    ghosh_first_column = floats([1.0339, 0.0118, 0.0037, 0.0103, 0.0117, 0.0043])


class Netherlands2000:
    """Netherlands 2000, six sectors (SPICOSA, Science and Policy Integration for Coastal System
    Assessment, input-output annex): million euro; income is compensation of employees."""

    Z = floats(
        [
            [2731, 3, 8260, 36, 59, 615],
            [4, 282, 2013, 3979, 188, 60],
            [3322, 291, 40218, 480, 8004, 16999],
            [983, 53, 2400, 4395, 85, 3458],
            [121, 70, 565, 135, 14103, 9509],
            [2884, 1078, 28400, 1404, 9339, 106994],
        ]
    )
    x = floats([21863, 12292, 210900, 18249, 60244, 435953])
    income = floats([2336, 520, 35083, 1629, 14339, 151784])

    income_multipliers = floats([2.466, 2.333, 1.840, 2.372, 1.953, 1.417])
    income_effects = floats([0.263, 0.099, 0.306, 0.212, 0.465, 0.493])
