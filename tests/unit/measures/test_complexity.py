"""Complexity against what others print, and what it does with empty and odd tables."""

from __future__ import annotations

import csv
import gzip

import numpy as np
import pytest
from numpy.typing import NDArray

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures import complexity as measure
from tests.books import econgeo as book
from tests.books.shared import CHAINS, SHARED, needs_chains, rows
from tests.witnesses import complexity as witness

Floats = NDArray[np.float64]
TRADE = SHARED / "data/stats/trade/world_trade_avg_1998_to_2000.csv.gz"


def numbers(table: object) -> Floats:
    assert isinstance(table, np.ndarray)
    return table


def standardised(scores: object) -> Floats:
    values = np.asarray(scores, dtype=np.float64)
    found: Floats = (values - values.mean()) / values.std()
    return found


# Printed numbers


def test_it_has_the_quotients_of_econgeo() -> None:
    R = numbers(measure.rca(book.REGIONS))

    assert pytest.approx(book.QUOTIENTS, abs=1e-12) == R
    assert (numbers(measure.binary(R)) == (book.QUOTIENTS >= 1)).all()


def test_it_reflects_the_network_of_hidalgo_and_hausmann() -> None:
    places, products = measure.reflections(book.FIGURE_S4, 2)

    assert measure.reflections(book.FIGURE_S4, 0)[0].tolist() == book.DIVERSITY
    assert measure.reflections(book.FIGURE_S4, 0)[1].tolist() == book.UBIQUITY
    assert places == pytest.approx(book.TWO_ROUNDS_PLACES)
    assert products == pytest.approx(book.TWO_ROUNDS_PRODUCTS)


@pytest.mark.parametrize(
    ("M", "places", "products"),
    [
        (book.FIGURE_S4, book.COMPLEXITY_OF_PLACES, book.COMPLEXITY_OF_PRODUCTS),
        (book.FIVE_BY_EIGHT, book.FIVE_PLACES, book.EIGHT_PRODUCTS),
    ],
    ids=["figure S4", "five by eight"],
)
def test_it_has_the_complexity_of_econgeo(
    M: Floats, places: list[float], products: list[float]
) -> None:
    """EconGeo scales so that scores add up to 1 or -1 and rounds on the way; so up to scale and sign."""
    found = measure.complexity(M)

    for own, printed in ((found.eci, places), (found.pci_standardised, products)):
        other = standardised(printed)
        assert own * np.sign(own @ other) == pytest.approx(other, abs=2e-3)


@pytest.mark.parametrize("variant", ["probability", "association", "cosine", "jaccard"])
def test_it_has_the_relatedness_of_econgeo(variant: measure.product_space.Relatedness) -> None:  # type: ignore[name-defined]
    found = numbers(measure.relatedness(book.TOGETHER, variant))

    assert found[0, :5] == pytest.approx(book.FIRST_ROW[variant], abs=1e-12)
    assert (found == found.T).all()


@needs_chains
def test_it_has_every_cell_of_econgeo() -> None:
    """Not its densities, which are NaN throughout in the outputs."""
    told: dict[str, dict[tuple[str, str], float]] = {}
    for name, row, column, value in rows(CHAINS / "econgeo/econgeo_outputs.csv")[1:]:
        if name.startswith(("relatedness(", "co.occurrence")):
            told.setdefault(name, {})[row, column] = float(value)
    together = numbers(measure.cooccurrence(book.FIVE_BY_EIGHT))
    own = {
        "relatedness(cooc6,prob)": measure.relatedness(book.TOGETHER, "probability"),
        "relatedness(cooc6,association)": measure.relatedness(book.TOGETHER, "association"),
        "relatedness(cooc6,cosine)": measure.relatedness(book.TOGETHER, "cosine"),
        "relatedness(cooc6,Jaccard)": measure.relatedness(book.TOGETHER, "jaccard"),
        "co.occurrence(t(bin5x8))": together,
        "relatedness(cooc(bin),cosine)": measure.relatedness(together, "cosine"),
    }

    assert set(told) == set(own)
    for name, cells in told.items():
        found = numbers(own[name])
        assert len(cells) == found.size
        for (seller, buyer), expected in cells.items():
            assert found[int(seller[1:]) - 1, int(buyer[1:]) - 1] == pytest.approx(
                expected, abs=1e-12
            )


# A real table: exports of 226 countries, SITC revision 4, mean of 1998-2000 (CID, Harvard)


@pytest.fixture(scope="module")
def trade() -> Matrix:
    if not TRADE.exists():
        pytest.skip("needs world_trade_avg_1998_to_2000.csv.gz in ../shared")
    with gzip.open(TRADE, "rt", encoding="utf-8", newline="") as file:
        flows = list(csv.DictReader(file))
    places = sorted({row["country"] for row in flows})
    products = sorted({row["product"] for row in flows})
    at, of = ({name: i for i, name in enumerate(names)} for names in (places, products))
    values = np.zeros((len(places), len(products)))
    for row in flows:
        values[at[row["country"]], of[row["product"]]] += float(row["value"])
    return Matrix(values, tuple(places), tuple(products))


def test_it_finds_japan_and_sweden_complex(trade: Matrix) -> None:
    """The order everybody finds, whatever the package; and ECI is the mean of PCI."""
    large = np.argsort(-trade.values.sum(axis=1))[:120]
    big = Matrix(trade.values[large], tuple(trade.rows[place] for place in large), trade.columns)
    R = measure.rca(big)
    assert isinstance(R, Matrix)
    found = measure.complexity(measure.binary(R))
    order = [found.places[place] for place in np.argsort(-found.eci)]
    M = R.values[:, [big.columns.index(p) for p in found.products]] >= 1

    assert {"jpn", "deu", "che", "swe"} <= set(order[:8])
    assert order.index("nga") > len(order) - 12
    assert (M * found.pci).sum(axis=1) / M.sum(axis=1) == pytest.approx(found.eci, abs=1e-9)


def test_it_agrees_with_loops_on_the_real_table(trade: Matrix) -> None:
    some = trade.values[::6, ::40]
    X = some[some.sum(axis=1) > 0][:, some.sum(axis=0) > 0]

    assert numbers(measure.rca(X)) == pytest.approx(np.array(witness.rca(X.tolist())), rel=1e-12)


def test_it_is_one_study_of_the_real_table(trade: Matrix) -> None:
    """The quick way through levels of ubiquity, beside the plain products of tables."""
    found = measure.study(trade)
    phi = numbers(measure.proximity(found.M))
    d = numbers(measure.density(found.M, phi))
    worth = found.complexity.pci_uncentred

    assert found.M.shape[1] > 2 * found.M.shape[0]
    assert np.abs(found.proximity - phi).max() < 1e-6
    assert np.abs(found.density - d).max() < 1e-12
    assert found.outlook == pytest.approx(numbers(measure.coi(found.M, d, worth)), rel=1e-9)
    gain = numbers(measure.cog(found.M, phi, worth, "stata"))
    assert np.abs(found.gain - gain).max() < 1e-9


# Other printed examples and forms


def test_symmetric_advantage_is_from_minus_one_to_one() -> None:
    found = numbers(measure.symmetric_rca(np.array([[0.0, 1, 3]])))

    assert found.tolist() == [[-1, 0, 0.5]]


# Empty, small and odd


SMALL = np.array([[4.0, 0, 1, 0], [0, 0, 0, 0], [1, 0, 3, 2], [5, 0, 0, 1]])


def test_an_empty_place_spoils_nothing_and_is_named() -> None:
    M = numbers(measure.binary(measure.rca(SMALL)))
    named = Matrix(M, ("a", "empty", "b", "c"), ("p", "nobody's", "q", "r"))

    found = measure.complexity(named)
    without = measure.complexity(np.delete(np.delete(M, 1, axis=0), 1, axis=1))

    assert (found.dropped_places, found.dropped_products) == (("empty",), ("nobody's",))
    assert (found.places, found.products) == (("a", "b", "c"), ("p", "q", "r"))
    assert (found.eci == without.eci).all()
    assert (found.pci == without.pci).all()
    fit = measure.fitness(named)
    assert fit.dropped_places == ("empty",)
    assert np.isfinite(fit.fitness).all()


def test_an_empty_place_is_never_nan() -> None:
    R = numbers(measure.rca(SMALL))
    M = numbers(measure.binary(R))
    for variant in ("minimum", "geometric", "jaccard", "conditional", "correlation"):
        phi = numbers(measure.proximity(M, variant))
        for form in ("all", "others", "nearest"):
            d = numbers(measure.density(M, phi, form, nearest=2))
            assert np.isfinite(d).all()
            assert d.min() >= 0
            assert d.max() <= 1 + 1e-12
    assert (R[1] == 0).all()
    assert (R[:, 1] == 0).all()
    assert np.isfinite(numbers(measure.relatedness(measure.cooccurrence(M)))).all()
    assert all(np.isfinite(part).all() for part in measure.reflections(M, 5))


def test_places_that_are_alike_have_no_order() -> None:
    found = measure.complexity(np.ones((3, 4)))

    assert not found.determined
    assert (found.eci == 0).all()
    assert (found.pci_standardised == 0).all()


def test_three_islands_are_not_determined() -> None:
    found = measure.complexity(np.kron(np.eye(3), np.ones((2, 2))))

    assert not found.determined
    assert found.eigenvalue == pytest.approx(1)
    assert np.isfinite(found.eci).all()


def test_one_place_is_a_table_too() -> None:
    found = measure.complexity(np.ones((1, 3)))

    assert found.eci.tolist() == [0]
    assert not found.determined


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (np.array([[1.0, -2.0], [1, 1]]), "Row 0, column 1 is -2"),
        (np.array([[1.0, np.nan], [1, 1]]), "Row 0, column 1 has no number"),
    ],
)
def test_it_says_which_cell_is_wrong(table: Floats, said: str) -> None:
    with pytest.raises(UnusableData, match=said):
        measure.rca(table)


def test_it_wants_zeros_and_ones_and_something() -> None:
    with pytest.raises(UnusableData, match="only 0 and 1"):
        measure.complexity(np.array([[0.5, 1.0], [1, 0]]))
    with pytest.raises(UnusableData, match="No place has any product"):
        measure.complexity(np.zeros((2, 2)))
    with pytest.raises(UnusableData, match="same products"):
        measure.density(np.ones((2, 3)), np.eye(2))


def test_names_go_through() -> None:
    X = Matrix(SMALL, ("a", "b", "c", "d"), ("p", "q", "r", "s"))
    M = measure.binary(measure.rca(X))
    phi = measure.proximity(M)
    d = measure.density(M, phi)

    assert isinstance(phi, Matrix)
    assert isinstance(d, Matrix)
    assert phi.rows == phi.columns == X.columns
    assert (d.rows, d.columns) == (X.rows, X.columns)
    assert (
        d.cell("a", "p")
        == numbers(
            measure.density(np.asarray(M.values), np.asarray(phi.values))  # type: ignore[union-attr]
        )[0, 0]
    )


# Small counts


def test_small_counts_are_drawn_towards_one() -> None:
    counts = np.array([[500.0, 500, 1000], [1, 3, 2], [900, 100, 1000]])
    R, drawn = numbers(measure.rca(counts)), numbers(measure.shrunk_rca(counts, strength=5))

    assert (np.abs(drawn - 1) <= np.abs(R - 1) + 1e-12).all()
    assert abs(drawn[1, 1] - 1) < 0.5 * abs(R[1, 1] - 1)
    assert abs(drawn[2, 1] - 1) > 0.97 * abs(R[2, 1] - 1)
    assert numbers(measure.shrunk_rca(counts, strength=0)) == pytest.approx(R)


def test_counts_that_vary_by_chance_alone_are_all_one() -> None:
    assert (numbers(measure.shrunk_rca(np.array([[5.0, 5], [5, 5]]))) == 1).all()


def test_it_finds_how_much_ratios_vary() -> None:
    """Counts drawn with ratios of a known variance, 1/4."""
    draw = np.random.default_rng(3)
    expected = np.outer(draw.uniform(20, 60, 300), np.ones(200))
    counts = draw.poisson(expected * draw.gamma(4, 1 / 4, expected.shape)).astype(float)

    found, plain = numbers(measure.shrunk_rca(counts)), numbers(measure.rca(counts))

    E = np.outer(counts.sum(axis=1), counts.sum(axis=0)) / counts.sum()
    strength = ((plain - found) * E / (found - 1))[np.abs(found - 1) > 0.2]
    assert strength == pytest.approx(4, abs=0.25)


# Outlook, gain and quadrants


def test_the_change_is_what_the_outlook_changes_by() -> None:
    draw = np.random.default_rng(4)
    M = (draw.random((5, 7)) < 0.5).astype(float)
    phi = numbers(measure.proximity((draw.random((9, 7)) < 0.6).astype(float)))
    pci = draw.normal(size=7)
    before = numbers(measure.coi(M, measure.density(M, phi), pci))

    gain = numbers(measure.cog(M, phi, pci, "change"))

    for c, p in np.argwhere(M == 0):
        more = M.copy()
        more[c, p] = 1
        after = numbers(measure.coi(more, measure.density(more, phi), pci))
        assert gain[c, p] == pytest.approx(after[c] - before[c])
    assert (gain[M == 1] == 0).all()


def test_every_option_has_its_quadrant() -> None:
    M = np.array([[1.0, 0, 0, 0, 0], [0, 1, 1, 1, 1]])
    d = np.array([[0.9, 0.8, 0.8, 0.2, 0.2], [0.5, 0.5, 0.5, 0.5, 0.5]])
    worth = np.array([0.0, 1, -1, 1, -1])

    found = measure.quadrants(M, d, worth)

    of = measure.Quadrant
    assert found[0].tolist() == [
        of.HELD,
        of.NEAR_COMPLEX,
        of.NEAR_SIMPLE,
        of.FAR_COMPLEX,
        of.FAR_SIMPLE,
    ]
    assert found[1].tolist() == [of.NEAR_COMPLEX, of.HELD, of.HELD, of.HELD, of.HELD]


# A region in a fixed space


def test_a_country_stands_in_the_space_where_it_stands_in_the_table() -> None:
    X = np.random.default_rng(5).lognormal(0, 2, (12, 20))
    space, whole = measure.ProductSpace.of(X), measure.study(X)

    for place in range(12):
        found = space.stand(X[place])
        assert found.eci == pytest.approx(whole.complexity.eci[place])
        assert found.M.tolist() == whole.M[place].tolist()
        assert found.density == pytest.approx(whole.density[place], abs=1e-6)


def test_what_the_world_does_not_have_is_said() -> None:
    world = Matrix(np.array([[3.0, 1, 0], [1, 3, 0]]), ("x", "y"), ("p", "q", "none"))
    found = measure.ProductSpace.of(world).stand(np.array([2.0, 1, 1]))

    assert found.unknown == ("none",)
    assert found.rca.tolist() == [1, 0.5, 0]
    with pytest.raises(UnusableData, match="no values"):
        measure.ProductSpace.of(world).stand(np.zeros(3))


# Ranks


def test_ranks_say_what_is_firm() -> None:
    found = measure.rank_stability(
        {
            "one": np.array([3.0, 2, 1]),
            "two": np.array([30.0, 10, 10]),
            "three": np.array([9.0, 1, 5]),
        }
    )

    assert found.ranks.tolist() == [[1, 2, 3], [1, 2.5, 2.5], [1, 3, 2]]
    assert (found.best.tolist(), found.worst.tolist()) == ([1, 2, 2], [1, 3, 3])
    assert found.correlation[0, 2] == pytest.approx(0.5)


def test_concordance_is_the_mean_correlation() -> None:
    """Without ties, W and the mean of Spearman's r between pairs are one number: (m W - 1) / (m - 1)."""
    draw = np.random.default_rng(6)
    found = measure.rank_stability({name: draw.random(15) for name in "abcd"})
    pairs = found.correlation[np.triu_indices(4, 1)]

    assert pairs.mean() == pytest.approx((4 * found.concordance - 1) / 3)


def test_the_same_order_is_full_concordance() -> None:
    same = np.array([1.0, 4, 4, 9])

    assert measure.rank_stability({"a": same, "b": same * 2}).concordance == pytest.approx(1)
    assert measure.rank_stability({"a": np.ones(3), "b": np.ones(3)}).concordance == 0
    with pytest.raises(UnusableData, match="no variant"):
        measure.rank_stability({})
