"""Exports taken apart, against the numbers of others; and perimeters, oddities and identities."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from kraftsamling.kernel.errors import UnusableData
from kraftsamling.measures import decomposing
from kraftsamling.measures.value_added import (
    Decomposition,
    DoesNotAddUp,
    ValueChains,
    borin_mancini_sink,
    borin_mancini_source,
    borin_mancini_targeted,
    kww,
    miroudot_ye,
    oecd_tiva,
    participation,
    value_added_in_demand,
    value_added_in_exports,
    vax_ratio,
    wwz,
)
from tests.books import value_chains as book
from tests.books.shared import CHAINS, block, needs_chains, rows, wiod

Floats = NDArray[np.float64]
METHODS: tuple[Callable[[ValueChains], Decomposition], ...] = (
    kww,
    wwz,
    borin_mancini_source,
    borin_mancini_sink,
    miroudot_ye,
    oecd_tiva,
)


@pytest.fixture(scope="module")
def world() -> tuple[Floats, Floats, list[str]]:
    """Four regions of 1, 2, 3 and 1 industries, rows out of order; much trade, one cell below zero."""
    draw = np.random.default_rng(4)
    labels = ["b", "a", "c", "b", "c", "d", "c"]
    Z, Y = draw.random((7, 7)), draw.random((7, 4)) + 0.5
    Y[2, 1] = -0.2
    return Z, Y, labels


# Printed and golden numbers


@needs_chains
def test_it_has_every_matrix_of_exvatools() -> None:
    """wiodtest, 6 countries of 3 industries: 13,338 values, printed to ten digits."""
    chains, told = _wiodtest(), _exvatools()
    found = {
        name: method(chains)
        for name, method in zip(
            ("kww", "wwz", "bm_src", "bm_snk", "my", "oecd"), METHODS, strict=True
        )
    }
    seen = 0
    for (method, _, name), values in told.items():
        if name in book.SEEN_BY_IMPORTERS | book.LEVELS:
            continue
        other = book.OTHER_NAMES.get((method, name), name)
        mine, told_here = _as_told(found[method], other, (method, name)), values
        if method == "kww":  # of a country's whole exports; by industry it depends on the way
            mine, told_here = mine.reshape(6, -1).sum(axis=1), values.reshape(6, -1).sum(axis=1)
        assert mine == pytest.approx(told_here, rel=2e-8, abs=2e-7), (method, name)
        seen += 1
    assert seen == 130


@needs_chains
def test_it_has_what_importers_see_read_by_column() -> None:
    told, found = _exvatools(), oecd_tiva(_wiodtest())
    for theirs, mine in (("IMGR", "EXGR"), ("DFD_FVA", "FFD_DVA")):
        turned = found[mine].reshape(6, 3, 6).transpose(2, 1, 0).reshape(18, 6)
        assert turned == pytest.approx(told["oecd", "tiva", theirs], rel=2e-8, abs=2e-7)


@needs_chains
def test_it_has_the_exports_of_spain_to_one_country_and_of_one_industry() -> None:
    chains, seen = _wiodtest(), 0
    found: dict[tuple[str, str], Decomposition] = {}
    for label, industry, importer, value in rows(
        CHAINS / "exvatools/wiodtest_ESP_bm_src_targeted.csv"
    )[1:]:
        _, partner, of, term = label.split("|")
        if (partner, of) not in found:
            found[partner, of] = borin_mancini_targeted(
                chains,
                "ESP",
                importer=None if partner == "WLD" else partner,
                industries=None if of == "TOTAL" else [1],
            )
        row, column = book.INDUSTRIES.index(industry), book.COUNTRIES.index(importer)
        mine = found[partner, of][term][row, column]
        assert mine == pytest.approx(float(value), rel=2e-8, abs=2e-7), label
        seen += 1
    assert seen > 1000


@needs_chains
def test_it_takes_leather_apart_as_decompr() -> None:
    folder = CHAINS / "decompr_leather"
    Z, Y = (block(folder / f"{name}.csv", above=1, left=1) for name in "ZY")
    chains = ValueChains(Z, Y, np.repeat(["ARG", "TUR", "DEU"], 3).tolist())
    nine, sixteen = kww(chains), wwz(chains)

    told = rows(folder / "kww.csv")
    for place, name in enumerate(told[0][1:]):
        values = np.array([float(line[place + 1]) for line in told[1:]])
        assert nine.by_region(name).sum(axis=1) == pytest.approx(values, rel=1e-12)
    for file, found in (("wwz2kww.csv", nine), ("wwz.csv", sixteen)):
        told = rows(folder / file)
        for place, name in enumerate(told[0][3:], 3):
            mine = book.DECOMPR.get(name, name) if found is sixteen else name
            if mine in found.terms:
                values = np.array([float(line[place]) for line in told[1:]])
                assert found[mine].ravel() == pytest.approx(values, rel=1e-10, abs=1e-12), name


@pytest.mark.slow
@needs_chains
def test_it_takes_the_world_of_1995_apart() -> None:
    table = wiod(1995)
    countries = [str(name) for name in table["countries"]]
    chains = ValueChains(
        table["inter"].astype(float),
        table["final"].astype(float),
        np.repeat(countries, len(table["industries"])).tolist(),
    )
    nine, source = kww(chains), borin_mancini_source(chains)

    told = rows(CHAINS / "wiod2013/kww_decompr_1995.csv")
    assert [line[0] for line in told[1:]] == countries
    for place, name in enumerate(told[0][1:], 1):
        values = np.array([float(line[place]) for line in told[1:]])
        mine = nine.by_region(name).sum(axis=1)
        assert mine == pytest.approx(values, rel=1e-8, abs=1e-6), name
    told = rows(CHAINS / "wiod2013/bm_src_numpy_1995.csv")
    for place, name in enumerate(told[0][1:], 1):
        values = np.array([float(line[place]) for line in told[1:]])
        mine = source.by_region(name).sum(axis=1)
        if name == "FC":  # there without what Luxembourg exports of no output: minus one million
            mine[countries.index("LUX")] += 1
        assert mine == pytest.approx(values, rel=1e-8), name
    methods = {"bm_src": source, "bm_snk": borin_mancini_sink(chains), "wwz": wwz(chains)}
    methods["my"] = miroudot_ye(chains)
    for year, country, method, name, value in rows(CHAINS / "wiod2013/exvatools_totals.csv"):
        if year == "95":
            mine = methods[method].by_region(name)[countries.index(country)].sum()
            assert mine == pytest.approx(float(value), rel=1e-8, abs=1e-4), (method, country, name)
    assert chains.oddities.zero_output
    assert chains.oddities.negative_final_demand


# Identities


@pytest.mark.parametrize("method", METHODS, ids=lambda method: method.__name__)
def test_it_adds_up_to_exports(
    method: Callable[[ValueChains], Decomposition], world: tuple[Floats, Floats, list[str]]
) -> None:
    Z, Y, labels = world
    found = method(ValueChains(Z, Y, labels))

    at = {label: [i for i, other in enumerate(labels) if other == label] for label in "bacd"}
    exports = np.stack([Z[:, rows].sum(axis=1) for rows in at.values()], axis=1) + Y
    for column, label in enumerate(at):
        exports[at[label], column] = 0
    assert found.regions == tuple("bacd")
    assert found.exports == pytest.approx(exports)
    assert sum(found.terms.values()) == pytest.approx(exports, abs=1e-12)
    assert found["DC"] + found["FC"] == pytest.approx(exports, abs=1e-12)


def test_it_agrees_across_methods_on_the_whole_exports_of_a_region(
    world: tuple[Floats, Floats, list[str]],
) -> None:
    chains = ValueChains(*world)
    totals = {
        name: [method(chains).by_region(name).sum(axis=1) for method in methods]
        for name, methods in {
            "DC": METHODS,
            "DVA": METHODS,
            "VAX": tuple(method for method in METHODS if method is not miroudot_ye),
            "FVA": (borin_mancini_source, borin_mancini_sink, miroudot_ye),
        }.items()
    }

    for found in totals.values():
        for other in found[1:]:
            assert other == pytest.approx(found[0])


def test_it_relates_value_added_to_exports_and_demand(
    world: tuple[Floats, Floats, list[str]],
) -> None:
    chains = ValueChains(*world)
    exports = kww(chains).by_region("EXGR").sum(axis=1)
    content, ends = value_added_in_exports(chains), value_added_in_demand(chains)
    part = participation(chains)

    assert content.sum(axis=0) == pytest.approx(exports)
    assert ends.sum(axis=1) == pytest.approx(chains.handed(chains.v * chains.X))
    assert vax_ratio(chains) == pytest.approx(kww(chains).by_region("VAX").sum(axis=1) / exports)
    assert part.backward == pytest.approx(1 - np.diagonal(content) / exports)
    assert part.forward * exports == pytest.approx(content.sum(axis=1) - np.diagonal(content))
    assert part.forward_by_industry.sum() == pytest.approx((part.forward * exports).sum())


# Perimeters


def test_it_takes_a_group_of_countries_for_one(world: tuple[Floats, Floats, list[str]]) -> None:
    Z, Y, labels = world
    group = ["union" if label in "bc" else label for label in labels]

    found = borin_mancini_source(ValueChains(Z, Y, group, ["union", "a", "union", "d"]))

    merged = np.c_[Y[:, 0] + Y[:, 2], Y[:, 1], Y[:, 3]]
    told = borin_mancini_source(ValueChains(Z, merged, group))
    assert found.regions == ("union", "a", "d")
    assert all(found[name] == pytest.approx(told[name]) for name in found.terms)
    apart = borin_mancini_source(ValueChains(Z, Y, labels))
    inside = apart.by_region("EXGR")[np.ix_([0, 2], [0, 2])].sum()
    assert found.by_region("EXGR")[0].sum() == pytest.approx(
        apart.by_region("EXGR")[[0, 2]].sum() - inside
    )
    # Crossing a border within the union is no longer a crossing.
    assert found.by_region("FC")[0].sum() < apart.by_region("FC")[[0, 2]].sum()


def test_it_lets_a_region_stand_out_of_its_country(
    world: tuple[Floats, Floats, list[str]],
) -> None:
    """What the rest of the country exports abroad stays what it was; the region's own adds to it."""
    Z, Y, labels = world
    split = ["north" if i == 4 else label for i, label in enumerate(labels)]

    found = kww(ValueChains(Z, Y, split, ["b", "a", "c", "d"]))

    whole = kww(ValueChains(Z, Y, labels)).by_region("EXGR")
    abroad = [found.regions.index(label) for label in "bad"]
    parts = [found.regions.index(label) for label in ("c", "north")]
    assert found.by_region("EXGR")[np.ix_(parts, abroad)].sum(axis=0) == pytest.approx(
        whole[2, [0, 1, 3]]
    )
    assert found.by_region("EXGR")[parts[1], parts[0]] > 0


# What real tables hold


def test_it_keeps_what_an_industry_without_output_uses_and_exports() -> None:
    Z = np.array([[1.0, 1, 2], [1, 2, 1], [0, 0, 0]])
    Y = np.array([[3.0, 1], [1, 4], [-2, 2]])

    chains = ValueChains(Z, Y, ["a", "b", "b"])

    assert chains.oddities.zero_output == (2,)
    for method in METHODS:
        found = method(chains)
        assert sum(found.terms.values()) == pytest.approx(found.exports)
        assert found.exports[2].tolist() == [-2, 0]
        assert np.isfinite(list(found.terms.values())).all()
    assert value_added_in_demand(chains).sum() == pytest.approx(Y.sum() + 3)  # what it uses


def test_it_has_no_shares_where_nothing_is_exported() -> None:
    chains = ValueChains(np.diag([1.0, 2]), np.diag([3.0, 4]), ["a", "b"])

    assert vax_ratio(chains).tolist() == [0, 0]
    assert participation(chains).backward.tolist() == [0, 0]
    assert all(not method(chains).exports.any() for method in METHODS)


def test_it_refuses_tables_of_different_length() -> None:
    with pytest.raises(UnusableData, match="2 industries, 3 rows of final demand and 2 regions"):
        ValueChains(np.eye(2), np.ones((3, 2)), ["a", "b"])


def test_it_says_when_terms_are_not_exports(
    world: tuple[Floats, Floats, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decomposing, "first_foreign", lambda chains: np.full(len(chains.v), np.nan))
    with pytest.raises(DoesNotAddUp, match="Miroudot & Ye: the terms of b are off by nan"):
        miroudot_ye(ValueChains(*world))


def _wiodtest() -> ValueChains:
    table = block(CHAINS / "exvatools/wiodtest_Z_Yfd.csv", above=1, left=1)
    return ValueChains(table[:, :18], table[:, 18:], np.repeat(book.COUNTRIES, 3).tolist())


def _exvatools() -> dict[tuple[str, str, str], Floats]:
    found: dict[tuple[str, str, str], Floats] = {}
    for label, industry, importer, value in rows(CHAINS / "exvatools/wiodtest_exvadec_all.csv.gz")[
        1:
    ]:
        method, output, name = label.split("|")
        table = found.setdefault((method, output, name), np.zeros((18, 6)))
        column = book.COUNTRIES.index(importer) if importer in book.COUNTRIES else 0
        table[book.INDUSTRIES.index(industry), column] = float(value)
    return found


def _as_told(found: Decomposition, name: str, asked: tuple[str, str]) -> Floats:
    """FEXDVAP and GVCF there are by the partner's exporting industry: the other side of DEXFVAP."""
    if asked in (("oecd", "FEXDVAP"), ("oecd", "GVCF")):
        return found["DEXFVAP"].reshape(6, 3, 6).transpose(2, 1, 0).reshape(18, 6)
    if asked == ("oecd", "GVC"):
        return found["DEXFVAP"] + _as_told(found, name, ("oecd", "GVCF"))
    return found[name]
