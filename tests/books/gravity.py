"""Printed Poisson regressions with effects, and tables in which some rows are separated.

Ships: damage caused by waves to the forward section of cargo ships, from Lloyd's Register of Shipping;
table 6.2 of McCullagh & Nelder (1989), Generalized Linear Models, 2nd ed., p. 205; estimates in table
6.3, p. 207 (deviance 38.7 on 25 degrees of freedom). The Stata manual prints the same with more
decimals (xtpoisson ... exposure(service) fe irr, [XT] xtpoisson).

Separation: the test tables of ppmlhdfe (Correia, Guimaraes & Zylkin; MIT), numbers 6, 13 and 15, with
the rows they mark.
"""

from __future__ import annotations

import numpy as np

# Type of ship, year of building, period of operation, months of service, incidents; no service left out.
SHIPS = [
    line.split()
    for line in """
A 60 60 127 0
A 60 75 63 0
A 65 60 1095 3
A 65 75 1095 4
A 70 60 1512 6
A 70 75 3353 18
A 75 75 2244 11
B 60 60 44882 39
B 60 75 17176 29
B 65 60 28609 58
B 65 75 20370 53
B 70 60 7064 12
B 70 75 13099 44
B 75 75 7117 18
C 60 60 1179 1
C 60 75 552 1
C 65 60 781 0
C 65 75 676 1
C 70 60 783 6
C 70 75 1948 2
C 75 75 274 1
D 60 60 251 0
D 60 75 105 0
D 65 60 288 0
D 65 75 192 0
D 70 60 349 2
D 70 75 1208 11
D 75 75 2051 4
E 60 60 45 0
E 65 60 789 7
E 65 75 437 7
E 70 60 1157 5
E 70 75 2161 12
E 75 75 542 1
""".strip().splitlines()
]
# Operated 1975-79; built 1965-69, 1970-74, 1975-79.
SHIP_RATIOS = [1.468831, 2.008003, 2.26693, 1.573695]
SHIP_ESTIMATES = [0.38, 0.70, 0.82, 0.45]
SHIP_DEVIANCE = 38.7

SIX = np.array(
    [
        [0, 0, 0, 0, 0, 0],
        [0, 0, 0, 0, 0, 0],
        [0, 5, 11, 2, 2, 0],
        [0, 5, 2, 11, 2, 0],
        [0, 5, 2, 2, 11, 0],
        [0, 0, -1, -1, -1, 1],
        [1, 5, 5, 5, 5, 0],
        [2, 4, 4, 4, 4, 0],
        [3, 3, 3, 3, 3, 0],
        [4, 2, 2, 2, 2, 0],
        [5, 1, 1, 1, 1, 0],
    ],
    dtype=float,
)
"""y, four regressors, whether separated."""

THIRTEEN = np.array(
    [
        [0, 3, 3, 0],
        [0, 4, 3, 1],
        [0, 4, 4, 0],
        [0, 6, 6, 0],
        [0, 7, 7, 0],
        [0, 8, 8, 0],
        [0, 9, 9, 0],
    ]
    + [[1, 1, 1, 0], [1, 2, 2, 0], [1, 2, 2, 0]]
    + [[1, both, both, 0] for both in range(3, 11)]
)
"""y, two effects, whether separated."""

FIFTEEN = np.array(
    [[0, 1, 0, 0, 0]] * 2
    + [[0, -1, 0, 0, 0]]
    + [[0, 0, 1, 0, 0]] * 3
    + [[0, 0, -1, 0, 0]] * 2
    + [[0, 0, 0, times, 1] for times in (*range(1, 9), 1000)]
    + [[times, 0, 0, 0, 0] for times in range(1, 7)],
    dtype=float,
)
"""y, three regressors, whether separated."""
