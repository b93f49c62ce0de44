"""Littleland's potential: what adds up, what is left out, and what a reader must know."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kraftsamling.evidence.centres import CENTRES, read_centres
from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures.inside import Inside
from kraftsamling.priorities.findings import Answer
from kraftsamling.priorities.value_chains import apart
from kraftsamling.priorities.value_chains.chains import WorldTable, read_chains
from kraftsamling.priorities.value_chains.engine.potential import potential
from kraftsamling.priorities.value_chains.engine.selling import Selling, selling
from kraftsamling.priorities.value_chains.question import Potential
from kraftsamling.priorities.value_chains.region import Region
from tests.books.shared import SHARED, wiod
from tests.chains import CODES, JOBS, REST, flows, region

CONTENT = Path(__file__).resolve().parents[3] / "content"
WIOD = SHARED / "data/stats/io/wiod2013_2011.npz"
PLACES = ("AA", "LL", "BB")
FAR = Matrix(np.array([[0.0, 500, 2000], [500, 0, 900], [2000, 900, 0]]), PLACES, PLACES)


def asked(here: Region | None = None, far: Matrix = FAR, **question: object) -> Answer:
    here = here or region()
    return potential(Potential("LL1", language="en", **question), here, selling(here, far))  # type: ignore[arg-type]


def column(found: Answer, name: str) -> np.ndarray:
    return np.asarray(found.table.values[:, found.table.columns.index(name)])


def without(seller: str, buyer: str) -> Region:
    """Littleland in a world where the one sells nothing to the other."""
    Z, Y = flows()
    rows, columns = (slice(4 * PLACES.index(p), 4 * PLACES.index(p) + 4) for p in (seller, buyer))
    Z[rows, columns] = 0
    Y[rows, PLACES.index(buyer)] = 0
    inside = Inside(
        Z,
        Y,
        Z.sum(axis=1) + Y.sum(axis=1),
        countries=[place for place in PLACES for _ in CODES],
        demand=PLACES,
        country="LL",
        activity=np.stack([JOBS.sum(axis=0), REST]),
        deltas=(0.1, 0.2, 0.3),
    )
    return replace(region(), inside=inside)


# What is sold, and what could be


def test_what_a_country_could_sell_adds_up_to_what_it_sells() -> None:
    Z, Y = flows()
    sells = [
        Z[4:8, 4 * at : 4 * at + 4].sum() + Y[4:8, at].sum()
        for at, p in enumerate(PLACES)
        if p != "LL"
    ]
    whole = selling(region(rest=np.zeros(4)), FAR)

    assert whole.sold.sum(axis=1) == pytest.approx(sells)
    assert whole.could.sum(axis=1) == pytest.approx(sells)


def test_a_region_and_the_rest_are_the_country() -> None:
    whole, here, rest = (
        selling(region(np.stack([jobs, 0 * jobs]), others), FAR)
        for jobs, others in (
            (JOBS.sum(axis=0) + REST, np.zeros(4)),
            (JOBS.sum(axis=0), REST),
            (REST, JOBS.sum(axis=0)),
        )
    )

    assert here.sold + rest.sold == pytest.approx(whole.sold)
    assert here.could + rest.could == pytest.approx(whole.could)
    assert here.today == pytest.approx(whole.today)


def test_industries_one_by_one_are_all_of_it() -> None:
    every = asked()
    one_by_one = [asked(industry=code) for code in ("mills", "machines", "shops")]

    for name in ("sold", "potential", "unrealised"):
        for market in ("AA", "BB"):
            total = sum(one.table.cell(market, name) for one in one_by_one)
            assert total == pytest.approx(every.table.cell(market, name))


def test_nothing_is_left_below_nought() -> None:
    for seed in range(5):
        found = asked(region(seed=seed))
        assert (column(found, "unrealised") >= 0).all()
        assert (found.low[:, 2] >= 0).all()
        assert (column(found, "used") <= 100 + 1e-9).all()
        assert column(found, "unrealised") == pytest.approx(
            column(found, "potential") * (1 - column(found, "used") / 100)
        )
        assert (np.diff(column(found, "unrealised")) <= 0).all()


def test_a_market_not_yet_sold_to_has_the_expected_ease() -> None:
    found = asked(without("LL", "BB"))

    assert found.table.cell("BB", "sold") == found.table.cell("BB", "today") == 0
    assert found.table.cell("BB", "expected") > 0
    assert found.table.cell("BB", "potential") > 0
    assert found.table.cell("BB", "used") == 0
    low, high = found.band("BB", "potential")
    assert low == high == found.table.cell("BB", "potential")


def test_who_sells_one_thing_only_has_nothing_left() -> None:
    """All of the potential in a market is that of the one industry, and it is sold."""
    Z, Y = flows()
    Z[4:8, :4] = Z[4:8, 8:] = 0
    Y[5:8, [0, 2]] = 0
    inside = Inside(
        Z,
        Y,
        Z.sum(axis=1) + Y.sum(axis=1),
        countries=[place for place in PLACES for _ in CODES],
        demand=PLACES,
        country="LL",
        activity=np.stack([JOBS.sum(axis=0), REST]),
    )
    found = asked(replace(region(), inside=inside))

    assert column(found, "unrealised").tolist() == [0, 0]
    assert found.sentence == (
        "Littleland sells at least as much today as the yardstick expects in each of 2 markets."
    )


def test_a_market_without_a_centre_is_left_out_and_said_so() -> None:
    two = Matrix(FAR.values[:2, :2], PLACES[:2], PLACES[:2])
    found = asked(far=two)

    assert found.table.rows == ("AA",)
    assert any(c.startswith("Left out as markets") and "Beeland" in c for c in found.caveats)
    assert not any("Left out" in caveat for caveat in asked().caveats)
    # Beeland still buys and sells: what is sold to Aland is as easy as it was.
    assert found.table.cell("AA", "today") == pytest.approx(asked().table.cell("AA", "today"))


def test_only_so_many_are_shown_and_all_are_counted() -> None:
    found = asked(shown=1)

    assert len(found.table.rows) == 1
    assert "In all 2 markets" in found.sentence


def test_it_says_what_a_reader_must_know() -> None:
    caveats = " ".join(asked().caveats)

    assert "neither a forecast nor a ceiling" in caveats
    assert "for 3 countries" in caveats
    assert "services are in them. The trade is of 2020" in caveats
    # Delta moves nothing that is sold abroad.
    assert "FLQ" not in caveats
    assert asked().origins[-1].producer == "IANA"
    here = region()
    swedish = potential(Potential("LL1", "mills"), here, selling(here, FAR))
    assert "måttstock" in " ".join(swedish.caveats)
    assert " inom mills" in swedish.sentence


def test_it_refuses_what_has_no_answer() -> None:
    with pytest.raises(UnanswerableQuestion, match="sells nothing of care"):
        asked(industry="care")
    with pytest.raises(UnanswerableQuestion, match="no industry called farms"):
        asked(industry="farms")
    away = Matrix(FAR.values[:1, :1], PLACES[:1], PLACES[:1])
    with pytest.raises(UnanswerableQuestion, match=r"The realm \(LL\) has no centre"):
        asked(far=away)


def test_distances_are_of_the_places_that_have_a_centre() -> None:
    """The realm by the code of Sweden, Aland by that of Finland; nobody knows where Beeland is."""
    centres = read_centres(CONTENT / "common" / CENTRES)
    known = {"LL": centres["SWE"], "AA": centres["FIN"]}
    found = apart.between(region(), known)

    assert found.rows == found.columns == ("AA", "LL")
    assert found.cell("LL", "AA") == pytest.approx(396, rel=0.01)


# The world of 2011


@pytest.fixture(scope="module")
def sweden() -> tuple[Region, Selling]:
    """All of Sweden, so that what is known of the country can be held against it."""
    table = wiod(2011)
    chains = read_chains(CONTENT / "nms")
    assert chains is not None
    world: WorldTable = chains[1]
    codes = [{"ROM": "ROU", "RoW": "ROW"}.get(str(c), str(c)) for c in table["countries"]]
    Z, Y = table["inter"].astype(float), table["final"].astype(float)
    inside = Inside(
        Z,
        Y,
        Z.sum(axis=1) + Y.sum(axis=1),
        countries=np.repeat(codes, 35).tolist(),
        demand=np.repeat(codes, 5).tolist(),
        country="SWE",
        activity=np.stack([np.ones(35), np.zeros(35)]),
        deltas=(0.2,),
    )
    name = next(area.name for area in world.places if area.code == "SWE")
    here = replace(region(), inside=inside, world=world, name=name, country=name, year=2011)
    centres = read_centres(CONTENT / "common" / CENTRES)
    return here, selling(here, apart.between(here, centres))


@pytest.mark.slow
@pytest.mark.skipif(not WIOD.exists(), reason="needs wiod2013_2011.npz in ../shared")
def test_sweden_in_the_world_of_2011(sweden: tuple[Region, Selling]) -> None:
    here, sells = sweden
    found = potential(Potential("SE", language="en", shown=40), here, sells)

    assert sells.settled
    assert sells.left_out == ("ROW",)
    assert len(found.table.rows) == 39
    assert column(found, "potential") == pytest.approx(column(found, "sold"), rel=1e-9)
    # Neighbours are easier than their distance alone would have them, as the whole of Europe is.
    for neighbour in ("DNK", "FIN"):
        assert found.table.cell(neighbour, "today") > found.table.cell(neighbour, "expected") > 1
    assert found.table.cell("JPN", "expected") < 1
    assert any("The rest of the world" in caveat for caveat in found.caveats)
