"""Exports taken apart, against the slow, plain way of `value_added.py` beside this file."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from kraftsamling.measures.value_added import (
    ValueChains,
    borin_mancini_sink,
    borin_mancini_source,
    borin_mancini_targeted,
    kww,
    miroudot_ye,
    oecd_tiva,
    value_added_in_demand,
    value_added_in_exports,
    wwz,
)
from tests.witnesses import value_added as witness

seeds = st.integers(0, 10_000)


def drawn(seed: int) -> tuple[witness.World, ValueChains]:
    """Two or three regions of one to three industries, in any order; some cells empty or negative."""
    draw = np.random.default_rng(seed)
    sizes = draw.integers(1, 4, size=draw.integers(2, 4)).tolist()
    at = draw.permutation(np.repeat(np.arange(len(sizes)), sizes))
    size = len(at)
    Z = draw.random((size, size)) * (draw.random((size, size)) < 0.8)
    Y = draw.random((size, len(sizes))) + 0.3
    Y[0, -1] = -0.1
    labels = at.tolist()
    first = list(dict.fromkeys(labels))
    world = witness.World(Z.tolist(), Y[:, first].tolist(), [first.index(s) for s in labels])
    return world, ValueChains(Z, Y, labels, list(range(len(sizes))))


@settings(max_examples=8)
@given(seed=seeds)
def test_it_takes_exports_apart_as_equation_36(seed: int) -> None:
    world, chains = drawn(seed)
    nine, sixteen = kww(chains), wwz(chains)

    told = np.array([witness.koopman_wang_wei(world, s) for s in world.places])

    found = np.stack([nine.by_region(name).sum(axis=1) for name in nine.terms], axis=1)
    assert found == pytest.approx(told, rel=1e-9, abs=1e-9)
    for name in ("DVA_FIN", "DVA_INT", "VAX", "REF", "DDC", "FVA", "FDC"):
        if (
            name != "DVA_INT"
        ):  # of the importer alone in the one, of third countries too in the other
            assert sixteen[name] == pytest.approx(nine[name], rel=1e-9, abs=1e-9)
    assert sixteen["DVA_INT"] + sixteen["DVA_INTrex1"] == pytest.approx(
        nine["DVA_INT"], rel=1e-9, abs=1e-9
    )


@settings(max_examples=8)
@given(seed=seeds, data=st.data())
def test_it_finds_what_crosses_first_and_last(seed: int, data: st.DataObject) -> None:
    world, chains = drawn(seed)
    i = data.draw(st.sampled_from(world.all))
    s = world.at[i]
    others = [place for place in world.places if place != s]
    r = data.draw(st.sampled_from(others))
    source, sink, four = (
        method(chains) for method in (borin_mancini_source, borin_mancini_sink, miroudot_ye)
    )
    region, partner = chains.regions[s], chains.regions[r]

    told = witness.first_crossing(world, s, i, r, world.of(s), others)
    last = witness.last_crossing(world, s, i, r)

    assert {name: source[name][i, r] for name in told} == pytest.approx(told, rel=1e-9, abs=1e-9)
    assert four["DVA"][i, r] == pytest.approx(told["VAX"] + told["REF"], rel=1e-9, abs=1e-9)
    assert {name: four[name][i, r] for name in ("DDC", "FVA", "FDC")} == pytest.approx(
        {name: told[name] for name in ("DDC", "FVA", "FDC")}, abs=1e-9
    )
    assert {name: sink[name][i, r] for name in last} == pytest.approx(last, rel=1e-9, abs=1e-9)
    for importer, industries, buyers, rows in (
        (partner, None, [r], world.of(s)),
        (None, [i], others, [i]),
        (partner, [i], [r], [i]),
    ):
        told = witness.first_crossing(world, s, i, r, rows, buyers)
        found = borin_mancini_targeted(chains, region, importer=importer, industries=industries)
        assert {name: found[name][i, r] for name in told} == pytest.approx(told, rel=1e-9, abs=1e-9)


@settings(max_examples=8)
@given(seed=seeds)
def test_it_finds_whose_value_added_it_is(seed: int) -> None:
    w, chains = drawn(seed)
    ends = [[w.v[i] * sum(w.B[i][j] * w.Y[j][r] for j in w.all) for r in w.places] for i in w.all]
    sent = [sum(w.exports(j, r) for r in w.places if r != w.at[j]) for j in w.all]
    inside = [
        [sum(w.v[i] * w.B[i][j] * sent[j] for i in w.of(s) for j in w.of(t)) for t in w.places]
        for s in w.places
    ]
    itself = [w.v[i] * w.local(w.at[i])[i][i] for i in w.all]
    found = oecd_tiva(chains)

    assert value_added_in_demand(chains) == pytest.approx(np.array(ends), rel=1e-9, abs=1e-9)
    assert value_added_in_exports(chains) == pytest.approx(np.array(inside), rel=1e-9, abs=1e-9)
    assert found["EXGR_DDC"].sum(axis=1) == pytest.approx(
        [part * whole for part, whole in zip(itself, sent, strict=True)], abs=1e-9
    )
    apart = np.array(inside) * (1 - np.eye(len(inside)))
    assert found.by_region("DEXFVAP") == pytest.approx(apart.T, rel=1e-9, abs=1e-9)
    assert found.by_region("FEXDVAP") == pytest.approx(apart, rel=1e-9, abs=1e-9)
