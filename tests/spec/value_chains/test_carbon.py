"""How much carbon is in what Littleland makes and buys?

Littleland is part of the realm, LL. It makes all of the realm's 80 of mills, and the rest of the realm
all of its 20 of machines: 80 of 100 is made here. Each 2 of mills take 1 of machines, from AA. What is
bought in the end:

    from \\ by     AA   LL   BB        emits
    AA machines   60                  50 of 100 made:  0.5 each
    LL mills      50   30            160 of  80 made:  2 each
    LL machines        20             10 of  20 made:  0.5 each
    BB care                 10         5 of  10 made:  0.5 each

Behind a mill's product are so 2 here and 0.25 in AA. Of what the realm buys, Littleland buys by its part
of output: 24 of mills and 16 of machines. Households of the realm emit 20 themselves, 16 of it here.

    emitted in \\ for   Littleland      the rest     AA           BB
    Littleland         48             12          100                 160
    the rest            8              2                               10
    AA                  6              1.5         12.5 + 30           50
    BB                                                          5       5
                       62             15.5        142.5         5     225
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from kraftsamling.measures.embodied import Embodied
from kraftsamling.measures.inside import REGION, REST, Inside
from kraftsamling.priorities.findings import Answer
from kraftsamling.priorities.value_chains.engine.carbon import carbon
from kraftsamling.priorities.value_chains.question import Carbon
from tests.chains import WORLD, region

PLACES = ("AA", "LL", "BB")
AA_MACHINES, LL_MILLS, LL_MACHINES, BB_CARE = 1, 4, 5, 11
BETWEEN = {
    REGION: (100, 48, 12, 0),
    REST: (0, 8, 2, 0),
    "AA": (42.5, 6, 1.5, 0),
    "BB": (0, 0, 0, 5),
}


def embodied() -> Embodied:
    jobs, rest = np.array([300.0, 0, 0, 0]), np.array([0.0, 100, 0, 0])
    Z, Y, emitted = np.zeros((12, 12)), np.zeros((12, 3)), np.zeros(12)
    Z[AA_MACHINES, LL_MILLS] = 40
    Y[AA_MACHINES] = 60, 0, 0
    Y[LL_MILLS] = 50, 30, 0
    Y[LL_MACHINES] = 0, 20, 0
    Y[BB_CARE] = 0, 0, 10
    emitted[[AA_MACHINES, LL_MILLS, LL_MACHINES, BB_CARE]] = 50, 160, 10, 5
    inside = Inside(
        Z,
        Y,
        Z.sum(axis=1) + Y.sum(axis=1),
        countries=[place for place in PLACES for _ in WORLD.industries],
        demand=PLACES,
        country="LL",
        activity=np.stack([jobs, rest]),
        deltas=(0.1, 0.2, 0.3),
    )
    return Embodied.of(inside, emitted, {"LL": 20.0})


@pytest.fixture(scope="module")
def found() -> Answer:
    world = embodied()
    return carbon(
        Carbon("LL1", language="en"), replace(region(), inside=world.inside, carbon=world)
    )


@pytest.mark.parametrize("delta", [0.1, 0.2, 0.3])
def test_who_emits_for_whom(delta: float) -> None:
    world = embodied()
    between = world.between(delta)
    for place, expected in BETWEEN.items():
        at = world.inside.places.index(place)
        assert between[at] == pytest.approx(expected), place
    # What is emitted for all who buy is what all who make emit.
    assert between.sum(axis=0).sum() == pytest.approx(160 + 10 + 50 + 5)
    # Littleland and the rest are the realm: 30 of mills at 2.25 each, and 20 of machines at 0.5.
    home = [world.inside.places.index(part) for part in (REGION, REST)]
    assert between[:, home].sum() == pytest.approx(30 * 2.25 + 20 * 0.5)
    assert between[home].sum() == pytest.approx(160 + 10)


#       emitted      of it in Littleland, in the rest, abroad
WHOLE = {
    "all:production": (176, 100, 0, 0),
    "all:consumption": (78, 6400 / 78, 800 / 78, 600 / 78),
    "all:exports": (112, 100, 0, 0),
    "all:imports": (14, 0, 800 / 14, 600 / 14),
}


@pytest.mark.parametrize("row", WHOLE)
def test_the_region_as_a_whole(found: Answer, row: str) -> None:
    numbers = [found.table.cell(row, column) for column in ("emitted", "own", "rest", "abroad")]
    assert numbers == pytest.approx(WHOLE[row])


def test_where_what_is_used_was_emitted(found: Answer) -> None:
    rows = {str(row): found.table.cell(row, "emitted") for row in found.table.rows[4:]}
    assert rows == pytest.approx({"from:region": 64, "from:rest": 8, "from:AA": 6, "mills": 160})


def test_behind_the_product_of_mills(found: Answer) -> None:
    numbers = [found.table.cell("mills", column) for column in found.table.columns]
    assert numbers == pytest.approx([160, 2.25, 200 / 2.25, 0, 25 / 2.25])


def test_it_is_said_in_words(found: Answer) -> None:
    assert found.sentence == (
        "176 tonnes of CO2 equivalents are emitted in Littleland. Behind what is used there in the end "
        "are 78 tonnes, 8 per cent of it abroad. Most per million is behind what mills makes: 2.2 "
        "tonnes, 89 per cent of it in the region."
    )
