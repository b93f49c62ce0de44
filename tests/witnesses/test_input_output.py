"""Input-output measures against the slow, plain way of `input_output.py` beside this file."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings, strategies as st
from numpy.typing import NDArray

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.measures import io, leontief
from tests.witnesses import input_output as witness

Floats = NDArray[np.float64]
seeds = st.integers(0, 10_000)
sizes = st.integers(1, 7)


def economy(seed: int, size: int, columns: int = 1) -> tuple[Floats, Floats, Floats]:
    """Flows, output and final demand; some cells empty, one industry perhaps without output."""
    draw = np.random.default_rng(seed)
    Z = draw.random((size, size)) * (draw.random((size, size)) < 0.7)
    Y = (draw.random((size, columns)) + 0.3) * Z.sum() + 0.1
    if size > 1 and seed % 3 == 0:
        Z[-1], Z[:, -1], Y[-1] = 0, 0, 0
    elif seed % 3 == 1 and Z[0, 1:].any():
        Y[0] = -0.1 * Z[0, 1:].sum() / columns
    return Z, Z.sum(axis=1) + Y.sum(axis=1), Y


@settings(max_examples=40)
@given(seed=seeds, size=sizes)
@example(seed=25, size=2)  # 99.8 % of it goes round again
def test_it_solves_as_round_after_round(seed: int, size: int) -> None:
    Z, x, Y = economy(seed, size)
    A, B = witness.coefficients(Z.tolist(), x.tolist()), witness.shares_sold(Z.tolist(), x.tolist())
    steps, ones = witness.transposed(A), [1.0] * size
    system = io.LeontiefSystem(io.technical_coefficients(Z, x))
    single = io.LeontiefSystem(np.array(A), precision="single")

    assert np.asarray(system.solve(Y))[:, 0] == pytest.approx(witness.output(A, Y[:, 0].tolist()))
    assert np.asarray(system.multipliers(np.ones(size))) == pytest.approx(
        witness.output(steps, ones)
    )
    assert system.inverse() == pytest.approx(np.array(witness.inverse(A)))
    assert np.asarray(single.solve(Y)) == pytest.approx(np.asarray(system.solve(Y)), rel=1e-12)
    assert single.inverse() == pytest.approx(system.inverse(), rel=1e-12, abs=1e-14)
    assert np.asarray(io.downstreamness(Z, x)) == pytest.approx(witness.output(steps, ones))
    assert np.asarray(io.upstreamness(Z, x)) == pytest.approx(witness.output(B, ones))
    assert np.asarray(io.ghosh(Z, x)) == pytest.approx(np.array(witness.inverse(B)))


@settings(max_examples=30)
@given(seed=seeds, size=sizes, precision=st.sampled_from(["double", "single"]))
def test_it_needs_no_table_between_flows_and_factors(
    seed: int, size: int, precision: leontief.Precision
) -> None:
    Z, x, Y = economy(seed, size)
    A = witness.coefficients(Z.tolist(), x.tolist())
    V = np.arange(1.0, 2 * size + 1).reshape(2, size)

    system = io.LeontiefSystem.of_flows(Z, x, precision=precision)

    inverse = np.array(witness.inverse(A))
    assert np.asarray(system.solve(Y)) == pytest.approx(inverse @ Y)
    assert np.asarray(system.multipliers(V)) == pytest.approx(V @ inverse)
    assert system.inverse() == pytest.approx(inverse)


@pytest.mark.parametrize("full", [True, False])
def test_it_refines_many_rows_to_what_double_gives(full: bool) -> None:
    draw = np.random.default_rng(5)
    Z, x = draw.random((40, 40)) ** 4, np.full(40, 30.0)
    Z[3] *= 8  # makes the factorisation swap rows
    V = draw.random((300, 40)) * 10.0 ** draw.integers(-3, 6, (300, 1))
    V *= full | (np.arange(40) >= draw.integers(0, 41, 300)[:, None])

    rows = [
        np.asarray(io.LeontiefSystem.of_flows(Z, x, precision=precision).multipliers(V))
        for precision in ("single", "double")
    ]

    scale = np.abs(rows[1]).max(axis=1, keepdims=True)
    assert (np.abs(rows[0] - rows[1]) <= 2e-12 * scale).all()
    assert rows[1] == pytest.approx(V @ np.linalg.inv(np.eye(40) - Z / x), rel=1e-10, abs=1e-12)


def test_it_refuses_flows_that_use_more_than_there_is() -> None:
    with pytest.raises(UnusableData, match="column 1"):
        io.LeontiefSystem.of_flows(np.array([[1.0, 9.5], [1, 9.5]]), [9.0, 10])


def test_it_makes_footprints_in_single_where_stressors_are_few() -> None:
    assert io.footprint_precision(20, 49, 9800) == "single"
    assert io.footprint_precision(20, 77, 77 * 45) == "double"


@pytest.mark.parametrize("tile", [3, 8, 256])
def test_it_starts_each_row_where_it_begins(tile: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leontief, "TILE", tile)
    draw = np.random.default_rng(tile)
    A = draw.random((20, 20)) ** 3
    A[3] += 4  # makes the factorisation swap rows
    A *= 0.9 / A.sum(axis=0)
    V = draw.random((300, 20)) * (np.arange(20) >= draw.integers(0, 21, 300)[:, None])

    found = np.asarray(io.LeontiefSystem(A).multipliers(V))

    assert found == pytest.approx(V @ np.linalg.inv(np.eye(20) - A), rel=1e-10, abs=1e-12)


@settings(max_examples=30)
@given(seed=seeds, size=st.integers(2, 6), data=st.data())
def test_it_takes_industries_out_as_an_economy_without_them(
    seed: int, size: int, data: st.DataObject
) -> None:
    Z, x, Y = economy(seed, size)
    A, y = witness.coefficients(Z.tolist(), x.tolist()), Y[:, 0].tolist()
    gone = data.draw(st.lists(st.integers(0, size - 1), min_size=1, unique=True))

    for found, group in (
        (io.hypothetical_extraction(np.array(A), x, [gone]), [gone]),
        (io.hypothetical_extraction(np.array(A), x), [[i] for i in range(size)]),
    ):
        for column, out in enumerate(group):
            for loss, sells, buys in (
                (found.total, False, False),
                (found.backward, True, False),
                (found.forward, False, True),
            ):
                left = witness.without(A, y, out, sells=sells, buys=buys)
                assert x - loss[:, column] == pytest.approx(np.array(left), rel=1e-9, abs=1e-9)


@settings(max_examples=30)
@given(seed=seeds, size=st.integers(1, 4), threshold=st.sampled_from([0.3, 0.05, 0.01]))
def test_it_finds_every_chain_above_the_threshold(seed: int, size: int, threshold: float) -> None:
    Z, x, Y = economy(seed, size)
    A, v = witness.coefficients(Z.tolist(), x.tolist()), np.arange(1.0, size + 1).tolist()
    every = witness.chains(A, Y[:, 0].tolist(), v, 5)

    found = io.structural_paths(np.array(A), Y, v, threshold=threshold, longest=5)

    least = threshold * abs(found.total)
    told = {chain: effect for chain, effect in every.items() if abs(effect) > least * (1 + 1e-9)}
    said = {path.industries: path.effect for path in found.paths}
    assert found.complete
    assert found.total == pytest.approx(
        sum(a * b for a, b in zip(v, witness.output(A, Y[:, 0].tolist()), strict=True)),
        rel=1e-9,
        abs=1e-12,
    )
    assert set(told) <= set(said)
    assert all(effect == pytest.approx(every[chain]) for chain, effect in said.items())
    sizes = [abs(path.effect) for path in found.paths]
    assert sizes == sorted(sizes, reverse=True)


@settings(max_examples=30)
@given(seed=seeds, count=st.integers(1, 3), per=st.integers(1, 3))
def test_it_accounts_as_product_by_product(seed: int, count: int, per: int) -> None:
    size = count * per
    Z, x, Y = economy(seed, size, count)
    A = witness.coefficients(Z.tolist(), x.tolist())
    F = np.arange(1.0, size + 1) * (x > 0)
    S = np.divide(F, x, out=np.zeros(size), where=x > 0)
    regions = [row // per for row in range(size)]
    told = witness.accounts(A, Y.tolist(), S.tolist(), regions)

    found = io.footprint(np.array(A), x, Y, F, regions=regions)

    bought, made = np.zeros((2, size)), np.zeros((2, size))
    for (row, buyer, product), use in told.items():
        bought[0, buyer * per + product] += use
        made[0, row] += use
        if regions[row] != buyer:
            bought[1, buyer * per + product] += use
            made[1, row] += use
    assert found.consumption[0] == pytest.approx(bought[0], rel=1e-9, abs=1e-9)
    assert found.imports[0] == pytest.approx(bought[1], rel=1e-9, abs=1e-9)
    assert found.production[0] == pytest.approx(made[0], rel=1e-9, abs=1e-9)
    assert found.exports[0] == pytest.approx(made[1], rel=1e-9, abs=1e-9)
    assert found.production.sum() + found.unplaced.sum() == pytest.approx(F.sum())


@settings(max_examples=20)
@given(seed=seeds, rows=st.integers(1, 5), columns=st.integers(1, 5))
def test_it_balances_as_ras_without_negative_cells(seed: int, rows: int, columns: int) -> None:
    draw = np.random.default_rng(seed)
    old, wanted = draw.random((rows, columns)) + 0.1, draw.random((rows, columns)) + 0.1

    found = np.asarray(io.gras(old, wanted.sum(axis=1), wanted.sum(axis=0)))

    told = witness.ras(old.tolist(), wanted.sum(axis=1).tolist(), wanted.sum(axis=0).tolist(), 400)
    assert found == pytest.approx(np.array(told), rel=1e-7)
