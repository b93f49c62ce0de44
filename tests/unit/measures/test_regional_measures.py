"""Regional measures against printed numbers, and what must be true where none are printed."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures import regional as measure
from kraftsamling.measures.quotients import Quotient
from tests.books import econgeo, reat
from tests.books.shared import CHAINS, SHARED, needs_chains, rows, wiod

Floats = NDArray[np.float64]


def numbers(table: object) -> Floats:
    assert isinstance(table, np.ndarray)
    return table


# Printed numbers


def test_it_has_the_quotient_of_farhauer_and_kroell() -> None:
    book = reat.Quotient
    rest = book.all_here - book.industry_here, book.everything - book.industry
    found = numbers(
        measure.slq(np.array([book.industry_here, rest[0]]), np.array([book.industry, rest[1]]))
    )

    assert found[0] == pytest.approx(book.printed, abs=5e-8)


def test_it_has_the_ginis_of_farhauer_and_kroell() -> None:
    for book, industry, reference in (
        (reat.Concentration, reat.Concentration.industry, reat.Concentration.all_employment),
        (reat.Specialisation, reat.Specialisation.region, reat.Specialisation.nation),
    ):
        found = numbers(measure.quotient_gini(industry, reference))
        assert found == pytest.approx([book.printed], abs=5e-8)


@needs_chains
@pytest.mark.parametrize(
    ("file", "region", "nation", "gini", "krugman"),
    [
        ("Freiburg.csv", "e_Freiburg2014", "e_Germany2014", 0.2089009, None),
        ("Goettingen.csv", "Goettingen2017", "BRD2017", 0.359852, 0.4508469),
    ],
)
def test_it_has_the_german_towns_of_reat(
    file: str, region: str, nation: str, gini: float, krugman: float | None
) -> None:
    head, *lines = rows(CHAINS / "reat" / file)
    lines = [line for line in lines if line[0] != "A-R"]
    own, whole = (
        np.array([line[head.index(name)] for line in lines], dtype=float)
        for name in (region, nation)
    )

    assert numbers(measure.quotient_gini(own, whole)) == pytest.approx([gini], abs=5e-8)
    if krugman:
        assert numbers(measure.krugman_to(own, whole)) == pytest.approx([krugman], abs=5e-8)


def test_it_has_the_herfindahls_of_doersam() -> None:
    book = reat.Sales

    assert numbers(measure.herfindahl(book.of_firms)) == pytest.approx([book.herfindahl])
    assert numbers(measure.herfindahl(book.of_firms, normalised=True)) == pytest.approx(
        [book.normalised]
    )
    assert round(1 / numbers(measure.herfindahl(book.of_firms))[0], 2) == book.equivalent
    assert numbers(measure.herfindahl(reat.GermanStates.product)).round(3) == pytest.approx(
        [reat.GermanStates.herfindahl]
    )


def test_it_has_the_plants_of_ellison_and_glaeser() -> None:
    book = reat.Plants
    towns = [sum(book.employed[np.array(book.town) == t]) for t in ("Wien", "Linz", "Graz")]
    plants = numbers(measure.herfindahl(book.employed))[0]

    found = measure.ellison_glaeser(np.array(towns), book.all_employment, plants)

    assert found == pytest.approx(book.printed, abs=5e-9)


@pytest.mark.parametrize("region", ["A", "B"])
def test_it_takes_growth_apart_as_farhauer_and_kroell(region: str) -> None:
    book = reat.ShiftShare
    before, after = getattr(book, region)
    found = measure.shift_share(before, after, *book.nation)
    parts = (
        found.growth,
        found.national,
        found.mix,
        found.competitive,
        found.regional,
        found.allocation,
    )

    assert [part.sum() for part in parts] == pytest.approx(book.printed[region], abs=1e-9)
    assert (found.mix_index, found.regional_index) == pytest.approx(book.indices[region])
    assert found.national + found.mix + found.competitive == pytest.approx(found.growth)


def test_it_has_the_regions_of_econgeo() -> None:
    X = econgeo.REGIONS

    assert numbers(measure.location_quotients(X)) == pytest.approx(econgeo.QUOTIENTS, abs=1e-12)
    assert numbers(measure.krugman_to(X)) == pytest.approx(econgeo.KRUGMAN)
    assert numbers(measure.krugman_to(X)) / 2 == pytest.approx(econgeo.SPECIALISATION)
    assert numbers(measure.herfindahl(X)) == pytest.approx(econgeo.HERFINDAHL)
    assert numbers(measure.hachman(X)) == pytest.approx(econgeo.HACHMAN)
    assert numbers(measure.entropy(X)).round(3) == pytest.approx(econgeo.ENTROPY)
    assert numbers(measure.locational_gini(X)) == pytest.approx(econgeo.LOCATIONAL_GINI)


# Location quotients: what must be true


def drawn(seed: int = 1, n: int = 6, regions: int = 3) -> tuple[Floats, Floats, Floats]:
    draw = np.random.default_rng(seed)
    Z = draw.random((n, n)) * (draw.random((n, n)) < 0.8)
    x = Z.sum(axis=1) + Z.sum(axis=0) + draw.random(n)
    return Z, x, draw.random((regions, n)) * (draw.random((regions, n)) < 0.85) + 0.001


def test_delta_zero_is_cilq() -> None:
    _, x, activity = drawn()
    region = x * activity[0]

    assert (numbers(measure.flq(region, x, 0)) == numbers(measure.cilq(region, x))).all()
    assert (measure.supplied(region, x, "flq", 0) == measure.supplied(region, x, "cilq")).all()


@pytest.mark.parametrize("method", ["slq", "cilq", "flq", "aflq"])
@pytest.mark.parametrize("delta", [0.0, 0.3, 1.0])
def test_the_whole_nation_supplies_itself(
    method: Quotient,
    delta: float,
) -> None:
    Z, x, _ = drawn()

    assert measure.supplied(x, x, method, delta) == pytest.approx(np.ones(Z.shape), abs=1e-12)
    alone = measure.regionalise(Z, x, x[None, :], method=method, delta=delta)
    assert (alone.Z == Z).all()
    assert (alone.x == x).all()


def test_the_quotients_of_a_small_example() -> None:
    """By hand: a tenth of the nation, with half of what it would have in one industry."""
    region, nation = np.array([5.0, 15]), np.array([100.0, 100])
    size = np.log2(1.1) ** 0.3

    assert numbers(measure.slq(region, nation)).tolist() == [0.5, 1.5]
    assert numbers(measure.cilq(region, nation)) == pytest.approx(
        np.array([[0.5, 1 / 3], [3, 1.5]])
    )
    found = numbers(measure.flq(region, nation, 0.3))
    assert found == pytest.approx(np.array([[0.5, 1 / 3], [3, 1.5]]) * size)
    assert numbers(measure.aflq(region, nation, 0.3)) == pytest.approx(found * [1, np.log2(2.5)])


def test_what_a_region_does_not_have_it_neither_sells_nor_buys() -> None:
    region, nation = np.array([0.0, 15]), np.array([100.0, 100])

    for method in ("slq", "cilq", "flq", "aflq"):
        found = measure.supplied(region, nation, method)
        assert np.isfinite(found).all()
        assert found[0].tolist() == [0, 0]
        assert found[1, 0] == 0


def test_it_says_which_industry_the_nation_has_not() -> None:
    with pytest.raises(UnusableData, match="industry 1"):
        measure.slq(np.array([1.0, 1]), np.array([1.0, 0]))
    named = Matrix(np.array([[1.0], [1]]), ("wood", "steel"), ("jobs",))
    with pytest.raises(UnusableData, match="industry steel"):
        measure.slq(named, np.array([1.0, 0]))
    with pytest.raises(UnusableData, match="delta is 2"):
        measure.flq(np.array([1.0]), np.array([2.0]), 2)


# Regional tables


@pytest.mark.parametrize("method", ["slq", "cilq", "flq", "aflq"])
def test_the_regions_add_up_to_the_nation(method: Quotient) -> None:
    Z, x, activity = drawn(2)
    found = measure.regionalise(Z, x, activity, method=method)
    parts = activity / activity.sum(axis=0)

    assert found.national == pytest.approx(Z, abs=1e-8)
    assert found.x.reshape(3, -1).sum(axis=0) == pytest.approx(x)
    # Every buyer gets what the nation's buyers get, and every region sells its part.
    assert found.Z.reshape(3, 6, 18).sum(axis=0) == pytest.approx(
        (Z[:, None, :] * parts).reshape(6, 18), abs=1e-8
    )
    assert found.Z.sum(axis=1).reshape(3, 6) == pytest.approx(parts * Z.sum(axis=1), abs=1e-8)
    assert (found.Z >= 0).all()


def test_a_higher_delta_makes_more_come_from_elsewhere() -> None:
    Z, x, activity = drawn(3)
    own = [
        measure.regionalise(Z, x, activity, delta=delta).between(0, 0).sum()
        for delta in (0.0, 0.2, 0.4)
    ]

    assert own[0] > own[1] > own[2]


def test_industries_without_workers_or_output_spoil_nothing() -> None:
    Z, x, activity = drawn(4)
    activity[:, 1] = 0
    Z[2], Z[:, 2], x[2] = 0, 0, 0
    activity[1, 3] = 0
    found = measure.regionalise(Z, x, activity)

    assert found.spread == (1,)
    assert np.isfinite(found.Z).all()
    assert found.national == pytest.approx(Z, abs=1e-8)
    assert found.between(1, 0)[3].tolist() == [0] * 6


def test_an_empty_region_has_an_empty_table() -> None:
    Z, x, activity = drawn(5)
    activity[1] = 0
    found = measure.regionalise(Z, x, activity)

    assert found.national == pytest.approx(Z, abs=1e-8)
    assert not found.between(1, 1).any()
    assert not found.between(0, 1).any()


def test_negative_flows_keep_their_sign() -> None:
    Z, x, activity = drawn(6)
    Z[0, 1] = -0.05
    found = measure.regionalise(Z, x, activity)

    assert found.national == pytest.approx(Z, abs=1e-8)


def test_what_is_made_for_people_nearby_stays_there() -> None:
    """Miller & Blair (2009), section 8.2.1: up to min(SLQ, 1) of final demand is met at home."""
    Z, x, _ = drawn(11)
    parts = np.array([[0.3] * 6, [0.7] * 6])
    parts[:, 0] = [0.6, 0.4]  # twice its share of the first industry
    final = np.array([[5.0], [3], [4], [1], [2], [-0.5]])
    found = measure.regionalise(Z, x, parts * x, final=final)

    assert found.Y.shape == (12, 2)
    by_region = found.Y.reshape(2, 6, 2)
    assert by_region.sum(axis=(0, 2)) == pytest.approx(final[:, 0])
    weight = found.x.reshape(2, 6).sum(axis=1) / x.sum()
    assert by_region.sum(axis=0) == pytest.approx(final * weight)
    sold = found.Z.sum(axis=1) + found.Y.sum(axis=1)
    whole = Z.sum(axis=1) + final[:, 0]
    assert sold.reshape(2, 6) == pytest.approx(parts * whole)
    at_home = by_region[0, :, 0] / (final[:, 0] * weight[0])
    assert at_home[0] > 0.95
    assert at_home[1:5].max() < at_home[0]
    assert by_region[0, 5, 0] < 0


def test_it_says_what_does_not_fit() -> None:
    Z, x, activity = drawn(7)
    with pytest.raises(UnusableData, match="5 industries, and the table 6"):
        measure.regionalise(Z, x, activity[:, :5])
    with pytest.raises(UnusableData, match="below zero"):
        measure.regionalise(Z, x, -activity)


def test_a_band_is_over_delta() -> None:
    Z, x, activity = drawn(8)
    found = measure.delta_band(
        lambda delta: measure.regionalise(Z, x, activity, delta=delta).Z.sum(axis=0),
        (0.1, 0.2, 0.4),
    )
    own = measure.delta_band(
        lambda delta: measure.regionalise(Z, x, activity, delta=delta).between(0, 0).sum()
    )

    # What an industry buys in all is the nation's, whatever delta is; what it buys at home is not.
    assert found.low == pytest.approx(found.high, abs=1e-8)
    assert own.low < own.middle < own.high
    assert len(own.deltas) == 7


# Splitting a country of a world table


def test_a_split_world_still_balances_and_adds_up() -> None:
    draw = np.random.default_rng(9)
    n, countries = 4, 3
    Z, Y = draw.random((12, 12)), draw.random((12, 6))
    Y[3, 2] = -0.2
    x = Z.sum(axis=1) + Y.sum(axis=1)
    rows_of, columns = slice(n, 2 * n), slice(2, 4)

    found = measure.split_country(Z, Y, x, rows_of, columns, draw.random((2, n)))

    assert found.Z.shape == (16, 16)
    assert found.Y.shape == (16, 8)
    assert countries * n + n == len(found.x)
    assert found.Z.sum(axis=1) + found.Y.sum(axis=1) == pytest.approx(found.x, abs=1e-8)
    value_added = x - Z.sum(axis=0)
    of_parts = found.x - found.Z.sum(axis=0)
    assert of_parts[found.region] + of_parts[found.rest] == pytest.approx(value_added[rows_of])
    together = np.r_[0:4, 4:8, 4:8, 8:12]
    sums = np.zeros((12, 12))
    np.add.at(sums, (together[:, None], together[None, :]), found.Z)
    assert sums == pytest.approx(Z, abs=1e-8)


@pytest.mark.skipif(
    not (SHARED / "data/stats/io/wiod2013_2011.npz").exists(), reason="needs WIOD in ../shared"
)
def test_sweden_of_wiod_is_split_with_nothing_lost() -> None:
    table = wiod(2011)
    Z, Y = (np.asarray(table[name], dtype=np.float64) for name in ("inter", "final"))
    x = Z.sum(axis=1) + Y.sum(axis=1)
    labels = [str(name) for name in table["countries"]]
    at, n = labels.index("SWE"), len(Z) // len(labels)
    wide = Y.shape[1] // len(labels)
    activity = np.random.default_rng(10).random((2, n)) * [[0.1], [1]]

    found = measure.split_country(
        Z, Y, x, slice(at * n, (at + 1) * n), slice(at * wide, (at + 1) * wide), activity
    )

    off = found.Z.sum(axis=1) + found.Y.sum(axis=1) - found.x
    assert np.abs(off).max() <= 1e-9 * np.abs(x).max()
    assert np.isfinite(found.Z).all()


# Empty and odd


def test_empty_places_and_industries_are_numbers() -> None:
    X = np.array([[3.0, 1, 0], [0, 0, 0], [2, 5, 0]])

    for found in (
        measure.herfindahl(X),
        measure.herfindahl(X, normalised=True),
        measure.entropy(X),
        measure.hachman(X),
        measure.krugman_to(X),
        measure.locational_gini(X),
        measure.quotient_gini(X, np.array([1.0, 1, 0])),
        measure.location_quotients(X),
    ):
        assert np.isfinite(numbers(found)).all()
    assert numbers(measure.krugman_to(X))[1] == 2
    assert numbers(measure.hachman(X))[1] == 0


def test_names_go_through() -> None:
    X = Matrix(econgeo.REGIONS, ("a", "b", "c", "d", "e"), ("p", "q", "r", "s", "t"))

    found, other = measure.herfindahl(X), measure.locational_gini(X)

    assert isinstance(found, Matrix)
    assert isinstance(other, Matrix)
    assert found.rows == X.rows
    assert other.rows == X.columns
    assert measure.krugman(econgeo.REGIONS).tolist() == measure.krugman(X).values.tolist()


def test_a_new_industry_is_competitive() -> None:
    found = measure.shift_share(
        np.array([10.0, 0]), np.array([11.0, 4]), np.array([100.0, 100]), np.array([110.0, 100])
    )

    assert found.new == (1,)
    assert found.competitive.tolist() == [0, 4]
    assert found.growth == pytest.approx(found.national + found.mix + found.competitive)
    with pytest.raises(UnusableData, match="industry 1"):
        measure.shift_share(np.ones(2), np.ones(2), np.array([1.0, 0]), np.ones(2))


def test_clusters_get_their_stars() -> None:
    X = np.full((10, 2), 1000.0)
    X[:, 1] = 20_000
    X[3, 0] = 9000
    X[4] = 900, 90_000

    found = measure.cluster_stars(X)

    assert found.stars[3, 0] == 3
    assert found.size[:, 0].sum() == 1
    # Large and most of what is there, but not more than the industry is everywhere.
    assert found.stars[4].tolist() == [0, 2]
    assert measure.cluster_stars(X, least=100_000).stars.max() == 0


def test_one_plant_says_nothing() -> None:
    with pytest.raises(UnusableData, match="cannot be said"):
        measure.ellison_glaeser(np.ones(3), np.ones(3), 1.0)
