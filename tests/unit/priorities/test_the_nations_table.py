"""Sweden's own symmetric table shared among its counties: nothing lost, and a band for each number."""

from __future__ import annotations

import re

import numpy as np
import pytest

from kraftsamling.evidence.formats.scb_symmetric import read_scb_symmetric
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures.input_output import InputOutputTable
from kraftsamling.measures.io import LeontiefSystem, technical_coefficients
from kraftsamling.measures.regional import RegionalTable, delta_band, regionalise
from kraftsamling.priorities.value_chains.activity import persons
from kraftsamling.priorities.value_chains.chains import Industry
from tests.books.shared import SHARED
from tests.chains import words
from tests.starting import table_of

FILE = SHARED / "data/stats/io/scb_input_output_produkt_2015-2020_korr.xlsx"
GROUPS = ("B+C", "D+E", "M+N", "R+S+T+U")
OWN = ("SE311", "SE312", "SE313")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FILE.exists(), reason="needs SCB's symmetric tables in ../shared"),
]


@pytest.fixture(scope="module")
def table() -> InputOutputTable:
    return read_scb_symmetric(FILE)[2018]


@pytest.fixture(scope="module")
def activity(table: InputOutputTable) -> Matrix:
    """Persons of the three counties and of the rest of Sweden, by the table's products."""
    jobs, detail = (
        table_of("scb_tab900", "industry"),
        table_of("eurostat_sbs_r_nuts06_r2", "nace_r2"),
    )
    counties = [n for n, place in enumerate(jobs.rows) if len(str(place)) == 5]
    jobs = Matrix(jobs.values[counties], tuple(jobs.rows[n] for n in counties), jobs.columns)
    industries = tuple(map(industry, table.sectors))
    found = persons(jobs, detail, {str(c): str(c)[:4] for c in jobs.rows}, industries, table.x)
    at = [found.counts.rows.index(code) for code in OWN]
    own = found.counts.values[at]
    rest = found.counts.values.sum(axis=0) - own.sum(axis=0)
    return Matrix(np.vstack([own, rest]), (*OWN, "rest"), table.sectors)


def industry(code: str) -> Industry:
    """A product of the table with its group of jobs, and its divisions where they are told apart."""
    letter = code[0]
    group = next((group for group in GROUPS if letter in group.split("+")), letter)
    numbers = list(map(int, re.findall(r"\d+", code)))
    divisions = (
        tuple(f"C{n:02}" for n in range(numbers[0], numbers[-1] + 1)) if letter == "C" else ()
    )
    return Industry(
        code=code,
        name=words(code),
        groups=(group,),
        divisions=("B",) if letter == "B" else divisions,
    )


def shared(table: InputOutputTable, activity: Matrix, delta: float) -> RegionalTable:
    home = np.array([not category.startswith("P6") for category in table.categories])
    return regionalise(table.Z, table.x, activity.values, final=table.Y[:, home], delta=delta)


def test_nothing_is_lost_between_the_counties(table: InputOutputTable, activity: Matrix) -> None:
    found = shared(table, activity, 0.25)
    home = np.array([not category.startswith("P6") for category in table.categories])

    assert activity.values[:3].sum() == pytest.approx(386905)
    assert np.abs(found.national - table.Z).max() <= 1e-8 * table.Z.max()
    sold = found.Y.reshape(4, 65, 4, -1).sum(axis=(0, 2))
    assert np.abs(sold - table.Y[:, home]).max() <= 1e-6 * np.abs(table.Y).max()
    assert np.isfinite(found.Z).all()
    assert found.x.reshape(4, 65).sum(axis=0) == pytest.approx(table.x)


def test_steel_pulls_more_in_a_region_than_outside_it(
    table: InputOutputTable, activity: Matrix
) -> None:
    """Output in Dalarna per krona of demand for its steel: above 1, and below the nation's."""
    steel = table.sectors.index("C24")

    def multiplier(delta: float) -> np.ndarray:
        found = shared(table, activity, delta)
        inside = found.between(1, 1)
        system = LeontiefSystem(technical_coefficients(inside, found.x[65:130]))
        return np.array([system.inverse()[:, steel].sum()])

    band = delta_band(multiplier, (0.1, 0.25, 0.4))
    whole = LeontiefSystem(technical_coefficients(table.Z, table.x)).inverse()[:, steel].sum()

    assert 1 < band.low[0] < band.middle[0] < band.high[0] < whole
