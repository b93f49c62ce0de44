"""Where countries are, and what distance does to the trade of a real year."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kraftsamling.evidence.centres import CENTRES, distances, read_centres
from kraftsamling.kernel.errors import ContentError, UnanswerableQuestion
from kraftsamling.measures.flows import flows_of_table
from kraftsamling.measures.gravity import expected_trade, great_circle
from tests.books.shared import SHARED, wiod

FILE = Path(__file__).parents[3] / "content" / "common" / CENTRES
WIOD = SHARED / "data/stats/io/wiod2013_2011.npz"
# What WIOD calls Romania.
OLD = {"ROM": "ROU"}


def test_it_measures_over_a_round_earth() -> None:
    """A quarter of the way round from the pole to the equator, and half of it to the other side."""
    found = great_circle([90, 0, 0], [0, 0, 180])

    quarter = np.pi / 2 * 6371
    assert found == pytest.approx(
        np.array([[0, quarter, quarter], [quarter, 0, 2 * quarter], [quarter, 2 * quarter, 0]])
    )


def test_it_knows_how_far_neighbours_are() -> None:
    """Stockholm to Oslo 416 km, to Helsinki 396 and to Berlin 810, as the crow flies."""
    found = distances(["SWE", "NOR", "FIN", "DEU"], read_centres(FILE))

    assert found[0, 1:] == pytest.approx([416, 396, 810], rel=0.01)
    assert (found == found.T).all()


def test_it_says_which_country_is_nowhere(tmp_path: Path) -> None:
    with pytest.raises(UnanswerableQuestion, match=r"XXX has no place in centres\.csv"):
        distances(["SWE", "XXX"], read_centres(FILE))
    (tmp_path / CENTRES).write_text(
        "code,alpha2,city,latitude,longitude\nSWE,SE,Stockholm,95,18\n", encoding="utf-8"
    )
    with pytest.raises(ContentError, match="line 2"):
        read_centres(tmp_path / CENTRES)


@pytest.mark.skipif(not WIOD.exists(), reason="needs wiod2013_2011.npz in ../shared")
def test_distance_lessens_the_trade_of_2011() -> None:
    """Of 40 countries, all industries. Head & Mayer (2014, table 4): -0.93 on average, deviation 0.40."""
    world = wiod(2011)
    countries, industries = world["countries"].tolist(), world["industries"].tolist()
    flows = flows_of_table(
        world["inter"],
        world["final"],
        [country for country in countries for _ in industries],
        industries * len(countries),
    )
    known = [at for at, place in enumerate(flows.places) if place != "RoW"]
    named = [OLD.get(str(flows.places[at]), str(flows.places[at])) for at in known]
    far = distances(named, read_centres(FILE))
    np.fill_diagonal(far, 1.0)

    expected, found = expected_trade(flows.between().values[np.ix_(known, known)], [np.log(far)])

    assert found.coefficients[0] == pytest.approx(-0.93, abs=0.40)
    assert found.errors[0] < 0.1
    assert (expected[~np.eye(len(known), dtype=bool)] > 0).all()
