"""Where could Littleland sell more?

Littleland is part of the realm, LL. It has two thirds of the realm's mills and half of its machines.
What three countries sell each other, mills + machines:

    from \\ to      AA        LL        BB
    AA                      0+60      0+30
    LL          30+0                 10+20
    BB           0+30      8+10

The realm has 40 of the 48 that the world sells of mills, and 20 of 150 of machines: 5/6 and 2/15.
AA buys 30 of each. By its supply alone the realm would sell there 25 + 4 = 29, and sells 30.
BB buys 10 + 50, so 25/3 + 20/3 = 15, and the realm sells 30.

All are as far from each other, so what is expected of two countries is what they sell and buy in all.
The realm would then sell 36 to AA and 24 to BB: with 54 and 36 from AA, 24 and 24 from BB, all sums
are as they are, and 54 x 24 x 24 = 36 x 36 x 24.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures.inside import Inside
from kraftsamling.priorities.findings import Answer
from kraftsamling.priorities.value_chains.engine.potential import potential
from kraftsamling.priorities.value_chains.engine.selling import selling
from kraftsamling.priorities.value_chains.question import Potential
from tests.chains import WORLD, region

PLACES = ("AA", "LL", "BB")
MILLS = [[100, 0, 0], [30, 100, 10], [0, 8, 100]]
MACHINES = [[100, 60, 30], [0, 100, 20], [30, 10, 100]]
NOTHING = [[0, 0, 0]] * 3
APART = Matrix(np.full((3, 3), 1000.0), PLACES, PLACES)


def found(industry: str = "") -> Answer:
    jobs, rest = np.array([[200.0, 100, 1, 1]]), np.array([100.0, 100, 1, 1])
    Y = np.array([MILLS, MACHINES, NOTHING, NOTHING], float).swapaxes(0, 1).reshape(12, 3)
    inside = Inside(
        np.zeros((12, 12)),
        Y,
        Y.sum(axis=1),
        countries=[place for place in PLACES for _ in WORLD.industries],
        demand=PLACES,
        country="LL",
        activity=np.stack([jobs[0], rest]),
        deltas=(0.1, 0.2, 0.3),
    )
    here = replace(region(), inside=inside)
    return potential(Potential("LL1", industry, language="en"), here, selling(here, APART))


#         sold        potential     not sold yet            per cent used               ease
EXPECTED = {
    "AA": (
        Fraction(20),
        Fraction(560, 29),
        Fraction(60, 29),
        Fraction(50000, 560),
        Fraction(30, 29),
        Fraction(36, 29),
    ),
    "BB": (
        Fraction(20, 3) + 10,
        Fraction(160, 9),
        Fraction(40, 9),
        Fraction(75),
        Fraction(2),
        Fraction(8, 5),
    ),
}
OTHER_EASE = {
    "AA": {
        "potential": Fraction(672, 29),
        "unrealised": Fraction(92, 29),
        "used": Fraction(58000, 672),
    },
    "BB": {
        "potential": Fraction(128, 9),
        "unrealised": Fraction(20, 9),
        "used": Fraction(10800, 128),
    },
}


@pytest.mark.parametrize("market", EXPECTED)
def test_what_could_be_sold_and_what_is_left(market: str) -> None:
    answer = found()
    row = answer.table.values[answer.table.rows.index(market)]

    assert row == pytest.approx([float(number) for number in EXPECTED[market]], rel=1e-6)


@pytest.mark.parametrize("market", OTHER_EASE)
def test_the_band_is_what_the_expected_ease_would_make_of_it(market: str) -> None:
    answer = found()
    for column, number in OTHER_EASE[market].items():
        edges = sorted((answer.table.cell(market, column), float(number)))
        assert answer.band(market, column) == pytest.approx(edges, rel=1e-6)


def test_of_mills_alone() -> None:
    """25 x 30/29 of the realm's mills to AA, of which two thirds here; 20 are sold."""
    answer = found("mills")

    assert answer.table.rows == ("BB", "AA")
    assert answer.table.cell("AA", "potential") == pytest.approx(500 / 29)
    assert answer.table.cell("AA", "unrealised") == 0
    assert answer.table.cell("BB", "unrealised") == pytest.approx(100 / 9 - 20 / 3)
    assert answer.table.cell("BB", "today") == pytest.approx(2)


def test_beeland_has_most_to_gain() -> None:
    """Of 560/29 in AA 500/29 is sold, and of 160/9 in BB 120/9."""
    used = 100 * (500 / 29 + 120 / 9) / (560 / 29 + 160 / 9)

    assert found().sentence == (
        "By this yardstick most is to be gained in Beeland: 4.4 million (2.2 to 4.4), on top of the 16.7 "
        "that Littleland sells there today. Next come Aland. In all 2 markets together "
        f"{used:.0f} per cent of the potential is used."
    )
