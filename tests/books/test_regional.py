"""Krugman's index against a published number.

Employees by industry (WZ 2008) in Göttingen and in Germany, 2017: Statistik der Bundesagentur für
Arbeit, as given with the worked example of `krugman.spec` in T. Wieland, REAT: Regional Economic
Analysis Toolbox, version 3.0.3 (CRAN 2020), reference manual, data set Goettingen.
"""

from __future__ import annotations

import numpy as np
import pytest

from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures.regional import krugman

EMPLOYEES = {
    "A": (45, 248_052),
    "BDE": (466, 538_768),
    "C": (7_874, 6_797_172),
    "F": (1_334, 1_798_954),
    "G": (7_051, 4_380_223),
    "H": (2_481, 1_713_157),
    "I": (2_251, 1_062_982),
    "J": (2_032, 1_027_486),
    "K": (1_739, 975_126),
    "M": (7_915, 2_397_099),
    "N": (4_875, 2_357_313),
    "O": (3_936, 1_762_308),
    "P": (7_488, 1_249_260),
    "Q": (16_896, 4_676_036),
    "R": (900, 1_181_037),
}
PUBLISHED = 0.4508469


def test_it_is_as_far_from_germany_to_gottingen_as_published() -> None:
    counts = np.array(list(EMPLOYEES.values()), dtype=float).T
    apart = krugman(Matrix(counts, ("Göttingen", "Germany"), tuple(EMPLOYEES)))

    assert apart.cell("Göttingen", "Germany") == pytest.approx(PUBLISHED, abs=5e-8)
