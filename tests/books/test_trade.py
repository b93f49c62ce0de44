"""A real trade table through our loaders into the measures of complexity, against printed numbers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from kraftsamling.evidence.sources.baci.ingest import read_baci
from kraftsamling.evidence.sources.comtrade.ingest import read_comtrade
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures import complexity as measure
from tests.books import trade as book
from tests.books.shared import SHARED, rows

Floats = NDArray[np.float64]
TABLE = SHARED / "data/stats/trade/world_trade_avg_1998_to_2000.csv.gz"
FIRST = slice(0, 5)


@pytest.fixture(scope="module")
def table() -> list[list[str]]:
    if not TABLE.exists():
        pytest.skip("needs world_trade_avg_1998_to_2000.csv.gz in ../shared")
    return rows(TABLE)[1:]


@pytest.fixture(scope="module")
def exports(table: list[list[str]], tmp_path_factory: pytest.TempPathFactory) -> Matrix:
    """As a Comtrade file would have it: each place reports what it sells to one partner."""
    path = tmp_path_factory.mktemp("comtrade") / "trade.csv"
    lines = (f"A,1999,{place},X,ROW,{product},{value}" for place, product, value in table)
    head = "freqCode,refYear,reporterISO,flowCode,partnerISO,cmdCode,primaryValue"
    path.write_text("\n".join([head, *lines]), encoding="utf-8")
    found = read_comtrade(path, digits=4)[1999].exports()
    sells = found.values.sum(axis=1) > 0
    return Matrix(
        found.values[sells],
        tuple(place for place, has in zip(found.rows, sells, strict=True) if has),
        found.columns,
    )


@pytest.fixture(scope="module")
def M(exports: Matrix) -> Floats:
    return np.asarray(measure.binary(measure.rca(exports.values)))


def test_it_has_the_quotients(exports: Matrix) -> None:
    assert exports.values.shape == (226, 785)
    assert (exports.rows[FIRST], exports.columns[FIRST]) == (book.PLACES, book.PRODUCTS)
    assert np.asarray(measure.rca(exports.values))[FIRST, FIRST] == pytest.approx(
        book.QUOTIENTS, abs=5e-8
    )


def test_it_has_the_complexity(M: Floats) -> None:
    found = measure.complexity(M)

    assert of_a_sample(found.eci)[FIRST] == pytest.approx(book.ECI, abs=5e-8)
    assert of_a_sample(found.pci_standardised)[FIRST] == pytest.approx(book.PCI, abs=5e-8)
    places = measure.reflections(M, book.REFLECTIONS)[0]
    products = measure.reflections(M, book.REFLECTIONS_OF_PRODUCTS)[1]
    assert of_a_sample(places)[FIRST] == pytest.approx(book.REFLECTED, abs=1e-7)
    assert of_a_sample(products)[FIRST] == pytest.approx(book.REFLECTED_PRODUCTS, abs=1e-7)


def test_it_has_fitness_and_what_follows_from_it(M: Floats) -> None:
    fit = measure.fitness(M, rounds=book.FITNESS_ROUNDS, tolerance=0)
    phi = np.asarray(measure.proximity(M))
    density = np.asarray(measure.density(M, phi))
    gain = np.asarray(measure.cog(M, phi, fit.complexity, "stata"))

    assert fit.fitness[FIRST] == pytest.approx(book.FITNESS, abs=5e-8)
    assert fit.complexity[FIRST] == pytest.approx(book.FITNESS_OF_PRODUCTS, abs=5e-8)
    outlook = np.asarray(measure.coi(M, density, fit.complexity))
    assert outlook[FIRST] == pytest.approx(book.OUTLOOK, abs=1e-6)
    assert gain[FIRST, FIRST] == pytest.approx(book.GAIN, abs=5e-8)


def test_it_has_the_proximity_and_density(M: Floats) -> None:
    phi = np.asarray(measure.proximity(M))

    assert phi[FIRST, FIRST] == pytest.approx(book.PROXIMITY, abs=5e-8)
    assert np.asarray(measure.proximity(M.T))[FIRST, FIRST] == pytest.approx(
        book.PROXIMITY_OF_PLACES, abs=5e-9
    )
    assert np.asarray(measure.density(M, phi))[FIRST, FIRST] == pytest.approx(
        book.DENSITY, abs=5e-8
    )


def test_both_loaders_bring_the_same_table(
    exports: Matrix, table: list[list[str]], tmp_path: Path
) -> None:
    """BACI has numbers for places and thousands of dollars; here place n is number n + 1."""
    path = tmp_path / "BACI_SITC_Y1999_V1.csv"
    path.write_text("\n".join(["t,i,j,k,v,q", *baci(table, exports.rows)]), encoding="utf-8")

    found = read_baci(path)[1999].exports()

    assert found.rows[0] == "000"
    assert found.columns == tuple(f"{product:>06}" for product in exports.columns)
    assert found.values[1:] == pytest.approx(exports.values * 1000)


def baci(table: list[list[str]], places: tuple[object, ...]) -> Iterator[str]:
    number = {place: at + 1 for at, place in enumerate(places)}
    for place, product, value in table:
        yield f"1999,{number[place]},0,{int(product)},{float(value):15.3f},NA"


def of_a_sample(scores: Floats) -> Floats:
    found: Floats = (scores - scores.mean()) / scores.std(ddof=1)
    return found
