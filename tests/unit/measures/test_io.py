"""Input-output measures against printed tables, and what they do with odd ones."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures import io
from tests.books.input_output import Germany1995, MillerBlair, Netherlands2000
from tests.books.shared import CHAINS, block, needs_chains, rows, wiod

Floats = NDArray[np.float64]
TWO = ("one", "two")


def numbers(table: object) -> Floats:
    assert isinstance(table, np.ndarray)
    return table


# Printed tables


def test_it_has_the_coefficients_and_inverse_of_miller_and_blair() -> None:
    A = numbers(io.technical_coefficients(MillerBlair.Z, MillerBlair.x))
    system = io.LeontiefSystem(A)

    assert pytest.approx(MillerBlair.A, abs=1e-12) == A
    assert system.inverse().round(3) == pytest.approx(MillerBlair.L, abs=1e-12)
    assert numbers(system.solve(MillerBlair.new_demand)).round(1) == pytest.approx(
        MillerBlair.new_output, abs=1e-9
    )


def test_it_has_the_multipliers_of_germany_1995() -> None:
    book = Germany1995
    A = numbers(io.technical_coefficients(book.Z, book.x))
    system = io.LeontiefSystem(A)
    L = system.inverse()
    per_unit = np.stack([book.value_added, book.employed]) / book.x

    assert np.diagonal(L)[:3].round(4) == pytest.approx(book.diagonal, abs=1e-9)
    assert numbers(io.output_multipliers(L)).round(4) == pytest.approx(book.backward, abs=1e-9)
    assert io.linkages(book.Z, book.x).backward_total.round(4) == pytest.approx(book.backward)
    assert numbers(system.multipliers(per_unit)).round(4) == pytest.approx(
        np.stack([book.value_added_multipliers, book.employment_multipliers]), abs=1e-9
    )
    assert numbers(io.ghosh(book.Z, book.x))[:, 0].round(4) == pytest.approx(
        book.ghosh_first_column, abs=1e-9
    )


def test_it_has_the_income_multipliers_of_the_netherlands_2000() -> None:
    book = Netherlands2000
    income = book.income / book.x
    system = io.LeontiefSystem(io.technical_coefficients(book.Z, book.x))

    effects = numbers(system.multipliers(income))

    assert effects.round(3) == pytest.approx(book.income_effects, abs=1e-9)
    assert (effects / income).round(3) == pytest.approx(book.income_multipliers, abs=1e-9)


@needs_chains
def test_it_has_the_accounts_of_the_test_system_of_pymrio() -> None:
    folder = CHAINS / "pymrio_test_mrio"
    Z, Y = (block(folder / f"{name}.csv", above=3, left=2) for name in "ZY")
    x = block(folder / "x.csv", above=1, left=2).ravel()
    A = io.technical_coefficients(Z, x)
    regions = [line[0] for line in rows(folder / "x.csv")[1:]]
    for name, left in (("emissions", 2), ("factor_inputs", 1)):
        F = block(folder / f"{name}_F.csv", above=3, left=left)
        file = folder / f"{name}_F_Y.csv"
        F_Y = block(file, above=3, left=left) if file.exists() else None

        found = io.footprint(A, x, Y, F, regions=regions, F_Y=F_Y)

        for letters, account in (
            ("cba", found.consumption),
            ("pba", found.production),
            ("imp", found.imports),
            ("exp", found.exports),
        ):
            told = block(folder / f"{name}_D_{letters}.csv", above=3, left=left)
            summed = block(folder / f"{name}_D_{letters}_reg.csv", above=1, left=left)
            direct = found.direct if letters in ("cba", "pba") else 0
            assert account == pytest.approx(told, rel=1e-8, abs=1e-9 * told.max())
            assert found.by_region(account) + direct == pytest.approx(summed, rel=1e-8)
        told = block(folder / f"{name}_M.csv", above=3, left=left)
        assert found.multipliers == pytest.approx(told, rel=1e-8)


@needs_chains
def test_it_places_the_leather_industries_as_the_corrected_column() -> None:
    folder = CHAINS / "decompr_leather"
    Z = block(folder / "Z.csv", above=1, left=1)
    x = block(folder / "x.csv", above=1, left=0).ravel()
    told = block(folder / "up_down_stream.csv", above=1, left=1)

    assert numbers(io.upstreamness(Z, x)) == pytest.approx(told[:, 0], rel=1e-12)
    assert numbers(io.downstreamness(Z, x)) == pytest.approx(told[:, 1], rel=1e-12)


@needs_chains
def test_it_places_1435_industries_of_the_world_of_1995() -> None:
    table = wiod(1995)
    told = block(CHAINS / "wiod2013/up_downstream_1995.csv", above=1, left=2)
    Z, x = table["inter"].astype(float), told[:, 0]
    filled = x > 0

    assert numbers(io.upstreamness(Z, x))[filled] == pytest.approx(told[filled, 1], rel=1e-6)
    assert numbers(io.downstreamness(Z, x))[filled] == pytest.approx(told[filled, 2], rel=1e-6)
    assert len(io.oddities(Z, table["output"].astype(float)).zero_output) == (~filled).sum()


@needs_chains
def test_it_inverts_the_toy_of_ioanalysis() -> None:
    folder = CHAINS / "ioanalysis"
    Z, L, G = (block(folder / f"toy_{name}.csv", above=1, left=1) for name in "ZLG")
    x = block(folder / "toy_X.csv", above=1, left=1).ravel()

    assert io.LeontiefSystem(io.technical_coefficients(Z, x)).inverse() == pytest.approx(L)
    assert numbers(io.ghosh(Z, x)) == pytest.approx(G)


# Labels


def test_it_keeps_the_names_of_what_came_in() -> None:
    Z = Matrix(MillerBlair.Z, TWO, TWO)
    x = Matrix(MillerBlair.x[:, None], TWO, ("output",))

    A = io.technical_coefficients(Z, x)
    assert isinstance(A, Matrix)
    system = io.LeontiefSystem(A)
    answer = system.solve(Matrix(np.eye(2)[:, :1], ("?", "?"), ("demand",)))
    jobs = system.multipliers(Matrix(np.ones((1, 2)), ("jobs",), ("?", "?")))

    assert isinstance(answer, Matrix)
    assert isinstance(jobs, Matrix)
    assert (answer.rows, answer.columns) == (TWO, ("demand",))
    assert (jobs.rows, jobs.columns) == (("jobs",), TWO)
    for column, measure in (
        ("upstreamness", io.upstreamness),
        ("downstreamness", io.downstreamness),
    ):
        steps = measure(Z, x)
        assert isinstance(steps, Matrix)
        assert (steps.rows, steps.columns) == (TWO, (column,))
        assert steps.values.ravel() == pytest.approx(numbers(measure(MillerBlair.Z, MillerBlair.x)))


# What real tables hold


def test_it_gives_an_industry_without_output_itself_and_nothing_else() -> None:
    Z, x = np.array([[2.0, 3, 0], [4, 1, 0], [0, 0, 0]]), np.array([10.0, 12, 0])

    assert numbers(io.technical_coefficients(Z, x))[:, 2].tolist() == [0, 0, 0]
    assert numbers(io.upstreamness(Z, x))[2] == 1
    assert numbers(io.downstreamness(Z, x))[2] == 1
    assert numbers(io.ghosh(Z, x))[2].tolist() == [0, 0, 1]
    assert io.hypothetical_extraction(io.technical_coefficients(Z, x), x).total[:, 2].sum() == 0


def test_it_tells_what_is_odd() -> None:
    Z, x = np.array([[2.0, 9, 0], [4, 6, 0], [0, 0, 0]]), np.array([10.0, 12, 0])
    Y = np.array([[1.0, -2], [2, 0], [1, -1]])

    odd = io.oddities(Z, x, Y)

    assert odd.zero_output == (2,)
    assert odd.negative_value_added == (1,)
    assert odd.negative_final_demand == ((0, 1), (2, 1))
    assert odd
    assert not io.oddities(Z[:1, :1], x[:1])


def test_it_adds_up_an_industry_that_uses_more_than_it_makes() -> None:
    A = np.array([[0.1, 0.7], [0.1, 0.5]])

    assert np.asarray(io.LeontiefSystem(A).multipliers(1 - A.sum(axis=0))) == pytest.approx([1, 1])


def test_it_keeps_what_is_used_by_an_industry_without_output_in_sight() -> None:
    A, x, Y = np.zeros((2, 2)), np.array([5.0, 0]), np.array([[5.0], [0]])

    found = io.footprint(A, x, Y, np.array([[1.0, 7]]), regions=["here", "here"])

    assert found.unplaced.tolist() == [7]
    assert found.production.tolist() == [[1, 0]]


@pytest.mark.parametrize(
    ("A", "said"),
    [
        ([[0.6, 0.6], [0.6, 0.6]], "industry in column 0 uses 1.2 per unit"),
        ([[1.0, 0.0], [0.0, 0.0]], "row and column 0 uses all that it makes"),
        ([[0.1, np.nan], [0.0, 0.0]], "Row 0, column 1 has no number"),
        ([[0.1, 0.2, 0.1], [0.0, 0.0, 0.1]], "2 rows and 3 columns"),
        ([0.1, 0.2], "1 dimensions"),
    ],
)
def test_it_refuses_a_table_and_says_why(A: object, said: str) -> None:
    with pytest.raises(UnusableData, match=said):
        io.LeontiefSystem(np.array(A))


def test_it_refuses_demand_for_other_industries() -> None:
    with pytest.raises(UnusableData, match="has 2 industries, but the table beside it has 3"):
        io.LeontiefSystem(MillerBlair.A).solve(np.ones(3))


@pytest.mark.parametrize(
    ("regions", "columns", "said"),
    [
        (["a", "b", "a", "b"], None, "industries of a are apart"),
        (["a", "a", "a", "b"], None, "industries of b are fewer"),
        (["a", "a", "b", "b"], ["a", "c"], "a column for c"),
        (["a", "a", "b", "b"], ["a"], "2 columns of final demand, but 1 regions"),
    ],
)
def test_it_refuses_regions_that_do_not_fit(
    regions: list[str], columns: list[str] | None, said: str
) -> None:
    with pytest.raises(UnusableData, match=said):
        io.footprint(
            np.zeros((4, 4)),
            np.ones(4),
            np.ones((4, 2)),
            np.ones((1, 4)),
            regions=regions,
            demand_regions=columns,
        )


# Balancing


def test_it_balances_with_negative_cells() -> None:
    old = np.array([[7.0, 3, 5, -3], [2, 9, 8, 1], [-2, 0, 2, 1]])
    rows, columns = np.array([15.0, 26, -1]), np.array([9.0, 16, 17, -2])

    new = numbers(io.gras(old, rows, columns))

    assert new.sum(axis=1) == pytest.approx(rows, abs=1e-8)
    assert new.sum(axis=0) == pytest.approx(columns, abs=1e-8)
    assert (np.sign(new) == np.sign(old)).all()
    assert _distance(new, old) < _distance(_other_with_same_totals(new), old)


def _distance(new: Floats, old: Floats) -> float:
    """The objective of GRAS, sum |z0| z (ln z - 1) with z the ratio of new to old (Lenzen et al. 2007)."""
    filled = old != 0
    ratio = new[filled] / old[filled]
    return float((np.abs(old[filled]) * ratio * (np.log(ratio) - 1)).sum())


def _other_with_same_totals(table: Floats) -> Floats:
    other = table.copy()
    other[:2, :2] += [[0.1, -0.1], [-0.1, 0.1]]
    return other


def test_it_leaves_a_balanced_table_and_empty_rows_alone() -> None:
    old = np.array([[1.0, 2], [0, 0], [3, 4]])

    assert numbers(io.gras(old, old.sum(axis=1), old.sum(axis=0))) == pytest.approx(old)


def test_it_empties_a_row_whose_total_is_zero() -> None:
    new = numbers(io.gras(np.array([[1, 2], [3, 4]]), [0, 7], [3, 4]))

    assert new == pytest.approx(np.array([[0.0, 0], [3, 4]]), abs=1e-8)


@pytest.mark.parametrize(
    ("rows", "columns", "said"),
    [
        ([3, 5], [3, 4], "row totals add up to 8 and the column totals to 7"),
        ([-1, 8], [7, 0], "row 0 should add up to -1"),
        ([3, 4], [0, 7], "column 1 should add up to 7"),
    ],
)
def test_it_says_why_totals_cannot_be_met(rows: list[int], columns: list[int], said: str) -> None:
    old = np.array([[1.0, 0], [1.0, 0]])
    with pytest.raises(io.NotBalanced, match=said):
        io.gras(old, rows, columns)


def test_it_gives_up_where_an_empty_cell_would_be_needed() -> None:
    with pytest.raises(io.NotBalanced, match="After 50 rounds a row was still off"):
        io.gras(np.array([[1, 0], [1, 1]]), [5, 2], [3, 4], rounds=50)
