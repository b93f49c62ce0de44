"""A region inside the real world table, against the country's published positions."""

from __future__ import annotations

import numpy as np
import pytest

from kraftsamling.measures.inside import REGION, REST, Inside
from tests.books.shared import CHAINS, needs_chains, rows, wiod


@needs_chains
@pytest.mark.slow
def test_a_region_that_is_the_whole_country_stands_where_the_country_stands() -> None:
    """Positions of Sweden's 35 industries in 1995, as R computed them from the same table."""
    table = wiod(1995)
    every = rows(CHAINS / "wiod2013/up_downstream_1995.csv")[1:]
    found = Inside(
        table["inter"].astype(float),
        table["final"].astype(float),
        np.array([line[2] for line in every], dtype=float),
        countries=np.repeat(table["countries"], 35).tolist(),
        demand=np.repeat(table["countries"], 5).tolist(),
        country="SWE",
        activity=np.stack([np.ones(35), np.zeros(35)]),
        deltas=(0.1, 0.3),
    )
    told = np.array([line[3:] for line in every if line[0] == "SWE"], dtype=float)
    made = found.output > 0

    for band, column in ((found.upstreamness(), 0), (found.downstreamness(), 1)):
        assert band.low[made] == pytest.approx(told[made, column], rel=1e-6)
        assert band.high == pytest.approx(band.low)
    nobody = found.content().middle[found.places.index(REST)]
    assert nobody == pytest.approx(0, abs=1e-12)
    assert found.content().middle[found.places.index(REGION)][made].min() > 0.25
