"""Export potential on tables small enough to be worked out by hand, and what must add up."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kraftsamling.kernel.errors import UnanswerableQuestion, UnusableData
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures import export_potential as measure
from kraftsamling.measures.flows import Flows, flows_of_table
from kraftsamling.measures.gravity import expected_trade
from tests.books.shared import SHARED, wiod

Floats = NDArray[np.float64]
WIOD = SHARED / "data/stats/io/wiod2013_2011.npz"

# Three places, two products: a sells 30 steel to b and 10 paper to c; b sells 20 paper to a and 40 to
# c; c sells 60 steel to b.
LITTLE = Flows(
    places=("a", "b", "c"),
    products=("steel", "paper"),
    seller=np.array([0, 0, 1, 1, 2]),
    buyer=np.array([1, 2, 0, 2, 1]),
    product=np.array([0, 1, 1, 1, 0]),
    value=np.array([30.0, 10, 20, 40, 60]),
)


def numbers(table: object) -> Floats:
    return np.asarray(table.values if isinstance(table, Matrix) else table, dtype=np.float64)


def test_flows_have_sides_and_slices() -> None:
    assert LITTLE.exports().values.tolist() == [[30, 10], [0, 60], [60, 0]]
    assert LITTLE.imports().values.tolist() == [[0, 20], [90, 0], [0, 50]]
    assert LITTLE.between().values.tolist() == [[0, 30, 10], [20, 0, 40], [0, 60, 0]]
    assert LITTLE.of("a").values.tolist() == [[0, 0], [30, 0], [0, 10]]
    assert LITTLE.exports().rows == LITTLE.places
    assert LITTLE.of("a").columns == LITTLE.products
    with pytest.raises(UnanswerableQuestion, match="narnia is no place"):
        LITTLE.of("narnia")


def test_a_world_table_has_flows_between_its_regions() -> None:
    """Two regions of two industries; the second region's second industry runs down its stocks."""
    Z = np.array([[1.0, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [1, 0, 14, 15]])
    Y = np.array([[20.0, 1], [30, 2], [3, 40], [-4, 50]])

    found = flows_of_table(Z, Y, ["n", "n", "s", "s"], ["farm", "mill"] * 2)

    assert (found.places, found.products) == (("n", "s"), ("farm", "mill"))
    assert found.exports().values.tolist() == [[3 + 4 + 1, 7 + 8 + 2], [9 + 10 + 3, 0]]
    assert found.between().values.tolist() == [[0, 25], [22, 0]]
    assert found.left_out == {"below zero": 1}
    with pytest.raises(UnusableData, match="4 rows of flows, 4 of final demand, 3 regions"):
        flows_of_table(Z, Y, ["n", "n", "s"], ["farm", "mill"] * 2)


@pytest.mark.skipif(not WIOD.exists(), reason="needs wiod2013_2011.npz in ../shared")
def test_sweden_in_the_world_of_2011() -> None:
    """35 industries and 41 places: potentials add up to trade, and neighbours are easy to sell to."""
    world = wiod(2011)
    countries, industries = world["countries"].tolist(), world["industries"].tolist()
    flows = flows_of_table(
        world["inter"],
        world["final"],
        [country for country in countries for _ in industries],
        industries * len(countries),
    )
    sells = flows.between().values[flows.places.index("SWE")]
    share = numbers(measure.supply(flows.exports()))[flows.places.index("SWE")]
    wanted = flows.imports()
    eased = measure.ease(sells, share, wanted)
    could = measure.potential(share, wanted, eased)
    left = measure.unrealised(could, flows.of("SWE"))

    assert isinstance(could, Matrix)
    assert could.values.sum(axis=1) == pytest.approx(sells, rel=1e-12)
    assert numbers(left).sum() == pytest.approx(
        could.values.sum() - numbers(measure.realised(could, flows.of("SWE"))).sum()
    )
    easiest = [flows.places[at] for at in np.argsort(-eased)[:4]]
    assert {"DNK", "FIN"} <= set(easiest)
    expected, _ = expected_trade(flows.between(), [])
    assert expected.sum(axis=1) == pytest.approx(flows.between().values.sum(axis=1), rel=1e-10)


def test_supply_is_a_share_of_the_worlds_sales() -> None:
    """Steel 90 and paper 70; with a's growth 1.1, 33 of 93 and 11 of 71."""
    share = numbers(measure.supply(LITTLE.exports()))
    grown = numbers(measure.supply(LITTLE.exports(), [1.1, 1, 1]))

    assert share == pytest.approx(np.array([[30 / 90, 10 / 70], [0, 60 / 70], [60 / 90, 0]]))
    assert grown[0] == pytest.approx([33 / 93, 11 / 71])
    assert share.sum(axis=0) == pytest.approx([1, 1])


def test_what_is_bought_to_be_sold_is_no_supply() -> None:
    """a sells 10 paper and buys 20: half of its share may be passed on."""
    share = numbers(measure.supply(LITTLE.exports(), imports=LITTLE.imports()))

    assert share[0] == pytest.approx([30 / 90, 10 / 70 / 2])


def test_a_region_has_its_share_of_the_world() -> None:
    share = numbers(measure.supply([[3.0, 0.0]], world=[90, 70]))

    assert share.tolist() == [[3 / 90, 0]]
    with pytest.raises(UnusableData, match=r"Row 0 sells 91 of 0, and the world 90"):
        measure.supply([[91.0, 0.0]], world=[90, 70])


def test_demand_grows_with_heads_and_what_they_have() -> None:
    """Two per cent more people, each 10 per cent richer; elasticity 0.5 for the second product."""
    found = numbers(measure.demand([[100.0, 100]], [1.122], [1.02], elasticity=[1, 0.5]))

    assert found == pytest.approx(np.array([[112.2, 102 * 1.1**0.5]]))
    assert numbers(measure.demand(LITTLE.imports())).tolist() == LITTLE.imports().values.tolist()


def test_who_pays_less_duty_has_an_advantage() -> None:
    found = measure.tariff_advantage([[0.1, 0.0]], [[0.0, 0.05]], [2, 1])

    assert found == pytest.approx(np.array([[1.21, 1 / 1.05]]))
    with pytest.raises(UnusableData, match="Give shares"):
        measure.tariff_advantage([np.nan], [0])


def test_near_is_what_travels_as_far_as_the_market_is_used_to() -> None:
    """c buys paper from a (10 over 100 km) and b (40 over 400 km)."""
    distances = np.array([[1.0, 200, 100], [200, 1, 400], [100, 400, 1]])
    usual = LITTLE.usual_distance(distances)
    near = measure.nearness(distances[0], usual)

    log_mean = (10 * np.log(100) + 40 * np.log(400)) / 50
    assert usual[2] == pytest.approx([0, log_mean])
    assert near[2, 1] == pytest.approx(100 / np.exp(log_mean))
    with pytest.raises(UnusableData, match="Number 1 of the distances"):
        measure.nearness([1, 0], np.ones((2, 1)))


def test_ease_is_trade_over_what_products_alone_would_make() -> None:
    """a has a third of steel and a seventh of paper: 30 in b, 50/7 in c, 20/7 in a itself."""
    share = numbers(measure.supply(LITTLE.exports()))[0]
    found = measure.ease([0, 30, 10], share, LITTLE.imports())

    assert found == pytest.approx([0, 1, 1.4])


def test_potential_adds_up_to_what_is_sold() -> None:
    """Market by market, with nothing adjusted. By hand: b buys 90 steel, of which a has a third."""
    share = numbers(measure.supply(LITTLE.exports()))[0]
    wanted = LITTLE.imports()
    flows = LITTLE.between().values[0]
    could = measure.potential(share, wanted, measure.ease(flows, share, wanted))

    assert isinstance(could, Matrix)
    assert could.rows == LITTLE.places
    assert could.values == pytest.approx(np.array([[0, 0], [30, 0], [0, 10]]))
    assert could.values.sum(axis=1) == pytest.approx(flows)


def test_realised_and_unrealised_make_potential() -> None:
    could, does = np.array([[10.0, 5, 0]]), np.array([[4.0, 9, 1]])

    assert numbers(measure.realised(could, does)).tolist() == [[4, 5, 0]]
    assert numbers(measure.unrealised(could, does)).tolist() == [[6, 0, 0]]
    with pytest.raises(UnusableData, match="same rows and columns"):
        measure.unrealised(could, does.T)


def test_an_expected_ease_opens_markets_not_yet_sold_to() -> None:
    """What gravity expects a to sell to c, had it never sold there, is not nothing."""
    draw = np.random.default_rng(5)
    flows = draw.gamma(2, 10, (6, 6))
    np.fill_diagonal(flows, 0)
    flows[0, 2] = 0
    expected, _ = expected_trade(flows, [np.log(draw.lognormal(8, 1, (6, 6)))])
    share, wanted = np.array([0.2, 0.1]), draw.gamma(2, 50, (6, 2))

    assert measure.ease(flows[0], share, wanted)[2] == 0
    assert measure.ease(expected[0], share, wanted)[2] > 0


def test_what_is_new_is_ranked_by_nearness_demand_and_ease() -> None:
    """Product 0 it has. In market 0: 0.5 x 10 against 0.2 x 30; in market 1 nothing is easy."""
    wanted = np.array([[99.0, 10, 30], [99, 10, 30]])
    found = measure.diversification([0.9, 0.5, 0.2], [1, 0, 0], wanted, [1, 0])
    even = measure.diversification([0.9, 0.5, 0.2], [1, 0, 0], wanted, [1, 0], by="mean")

    assert found.score == pytest.approx(np.array([[0, 5, 6], [0, 0, 0]]))
    assert found.rank.tolist() == [[0, 2, 1], [0, 0, 0]]
    # Ranks among six cells, 1 the least: (3.5, 1.5, 5) and (1.5, 3.5, 5), both 10 in all.
    assert even.rank.tolist() == [[0, 1.5, 1.5], [0, 0, 0]]
    assert even.score[0, 1] == pytest.approx(10 / 3 / 6)


def test_nothing_anywhere_is_nothing_and_never_nan() -> None:
    nothing = np.zeros((2, 3))
    share = numbers(measure.supply(nothing, imports=nothing))
    eased = measure.ease([0, 0], share[0], nothing)
    could = measure.potential(share[0], nothing, eased)
    new = measure.diversification(np.zeros(3), np.zeros(3), nothing, eased, by="mean")
    none = np.empty(0, dtype=int)
    empty = Flows(("a",), (), none, none, none, np.empty(0))

    for table in (share, measure.demand(nothing), eased, could, new.score, new.rank):
        assert not numbers(table).any()
    assert measure.unrealised(could, nothing) == pytest.approx(nothing)
    assert empty.exports().values.shape == (1, 0)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: measure.supply([[-1.0]]), "below zero"),
        (lambda: measure.supply([[1.0]], [0]), "Number 0 of growth is 0"),
        (lambda: measure.supply([[1.0]], imports=[[1.0, 2]]), "same rows and columns"),
        (lambda: measure.demand([[1.0]], [-1]), "Number 0 of gdp"),
        (lambda: measure.ease([-1], [1], [[1.0]]), "Flows may not"),
        (lambda: measure.ease([1], [-1], [[1.0]]), "share of the world"),
        (lambda: measure.potential([1], [[1.0]], [-1]), "Ease may not"),
        (
            lambda: measure.diversification([1], [0], [[1.0]], [1], by="luck"),  # type: ignore[arg-type]
            "no way luck",
        ),
    ],
)
def test_it_refuses_what_it_cannot_use(call: object, words: str) -> None:
    with pytest.raises(UnusableData, match=words):
        call()  # type: ignore[operator]
