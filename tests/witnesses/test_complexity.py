"""Complexity against the slow, plain way of `complexity.py` beside this file."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st
from numpy.typing import NDArray

from kraftsamling.measures import complexity as measure
from kraftsamling.measures.product_space import through
from tests.witnesses import complexity as witness

Floats = NDArray[np.float64]
seeds = st.integers(0, 10_000)
shapes = st.tuples(st.integers(1, 6), st.integers(1, 9))


def values(seed: int, shape: tuple[int, int]) -> Floats:
    """Whole numbers; some cells, and now and then a row and a column, empty."""
    draw = np.random.default_rng(seed)
    X = draw.integers(1, 50, shape) * (draw.random(shape) < 0.6)
    if seed % 3 == 0:
        X[-1] = 0
    if seed % 5 == 0:
        X[:, 0] = 0
    return X.astype(float)


def full(M: Floats) -> Floats:
    return M[M.any(axis=1)][:, M.any(axis=0)]


@settings(max_examples=60)
@given(seed=seeds, shape=shapes)
def test_it_counts_as_loops_do(seed: int, shape: tuple[int, int]) -> None:
    X = values(seed, shape)
    R = np.asarray(measure.rca(X))
    M = np.asarray(measure.binary(R))
    phi = np.asarray(measure.proximity(M))
    pci = np.random.default_rng(seed).normal(size=shape[1])
    d = np.asarray(measure.density(M, phi))

    assert pytest.approx(np.array(witness.rca(X.tolist())), abs=1e-12) == R
    assert phi == pytest.approx(np.array(witness.proximity(M.tolist())), abs=1e-12)
    assert d == pytest.approx(np.array(witness.density(M.tolist(), phi.tolist())), abs=1e-12)
    assert np.asarray(measure.density(M, phi, "others")) == pytest.approx(
        np.array(witness.density(M.tolist(), phi.tolist(), itself=False)), abs=1e-12
    )
    assert np.asarray(measure.coi(M, d, pci)) == pytest.approx(
        witness.outlook(M.tolist(), d.tolist(), pci.tolist()), abs=1e-12
    )


@settings(max_examples=60)
@given(seed=seeds, shape=shapes)
def test_complexity_is_means_of_means(seed: int, shape: tuple[int, int]) -> None:
    M = (values(seed, shape) > 0).astype(float)
    if not M.any():
        return
    found = measure.complexity(M)
    has = full(M).tolist()

    assert np.isfinite(found.eci).all()
    assert found.eci.mean() == pytest.approx(0, abs=1e-9)
    assert found.eigenvalue == pytest.approx(witness.second_eigenvalue(has), abs=1e-4)
    # A place is the mean of its products, and a product the mean of its places but for the eigenvalue.
    assert found.eci == pytest.approx(witness.mean_of_products(has, found.pci.tolist()), abs=1e-7)
    assert found.eigenvalue * found.pci_uncentred == pytest.approx(
        witness.mean_of_places(has, witness.mean_of_products(has, found.pci_uncentred.tolist())),
        abs=1e-6,
    )
    if found.determined:
        assert found.eci.std() == pytest.approx(1)
        assert found.eci @ (found.diversity - found.diversity.mean()) >= -1e-6


@settings(max_examples=40)
@given(seed=seeds, shape=shapes)
def test_it_does_not_matter_in_which_order_things_come(seed: int, shape: tuple[int, int]) -> None:
    M = full((values(seed, shape) > 0).astype(float))
    if not M.size:
        return
    found = measure.complexity(M)
    turned = measure.complexity(M[::-1, ::-1])

    along = abs(float((found.eci * (found.diversity - found.diversity.mean())).sum()))
    if found.determined and along > 1e-6:
        assert turned.eci[::-1] == pytest.approx(found.eci, abs=1e-5)
        assert turned.pci[::-1] == pytest.approx(found.pci, abs=1e-4)


@settings(max_examples=40)
@given(seed=seeds, places=st.integers(1, 4), products=st.integers(9, 20))
def test_the_way_by_levels_is_the_product(seed: int, places: int, products: int) -> None:
    M = np.asarray(measure.binary(values(seed, (places, products)), 20))
    A = np.random.default_rng(seed).normal(size=(3, products))

    assert through(A, M) == pytest.approx(A @ np.asarray(measure.proximity(M)), abs=1e-12)


@settings(max_examples=30)
@given(seed=seeds, shape=shapes, rounds=st.integers(1, 12))
def test_fitness_is_what_loops_say(seed: int, shape: tuple[int, int], rounds: int) -> None:
    M = full((values(seed, shape) > 0).astype(float))
    if not M.size:
        return
    found = measure.fitness(M, rounds=rounds, tolerance=-1)
    F, Q = witness.fitness(M.tolist(), rounds)

    assert found.fitness == pytest.approx(F, rel=1e-9)
    assert found.complexity == pytest.approx(Q, rel=1e-9)


@given(st.lists(st.integers(0, 5), min_size=1, max_size=12))
def test_ranks_are_counted(scores: list[int]) -> None:
    found = measure.rank_stability({"only": np.array(scores, dtype=float)})

    assert found.ranks[0].tolist() == witness.ranks([float(score) for score in scores])
