"""EXIOBASE 3: a folder and a zip give the same, and a file that does not fit the others is told of."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kraftsamling.evidence.formats.exiobase import read_exiobase
from kraftsamling.kernel.errors import UnusableData
from tests.packed import zipped
from tests.worlds import EXIOBASE, Cells, changed, exiobase, gases, warming, written

FILES = exiobase()
Z, Y, X, F = (FILES[name] for name in ("Z.txt", "Y.txt", "x.txt", "satellite/F.txt"))
F_Y, UNIT = FILES["satellite/F_Y.txt"], FILES["satellite/unit.txt"]
CO2 = "CO2 - combustion - air"
AT = next(at for at, line in enumerate(F) if line[0] == CO2)


def folder(at: Path, **other: Cells | None) -> Path:
    """A folder with these files; those in `other`, by their name without txt, in place of ours or not there."""
    top = at / "IOT_2011_ixi"
    for name, lines in (FILES | {f"{name}.txt": lines for name, lines in other.items()}).items():
        if lines is None:
            continue
        path = top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(written(lines, "\t"))
    return top


def test_it_reads_a_folder_and_a_zip(tmp_path: Path) -> None:
    packed = tmp_path / "IOT_2011_ixi.zip"
    packed.write_bytes(
        zipped({f"IOT_2011_ixi/{name}": written(lines, "\t") for name, lines in FILES.items()})
    )
    for path in (folder(tmp_path), packed):
        table = read_exiobase(path)
        assert (table.year, table.unit, table.caveats) == (2011, "MEUR", ())
        assert table.industries == tuple(EXIOBASE.industries)
        assert list(zip(table.demand_places, table.categories, strict=True)) == EXIOBASE.demand
        for name in ("Z", "Y", "x", "value_added"):
            np.testing.assert_array_equal(getattr(table, name), getattr(EXIOBASE, name))
        (taxes,) = table.other_inputs.values()
        np.testing.assert_array_equal(taxes, EXIOBASE.taxes)


def test_it_makes_flows_of_coefficients(tmp_path: Path) -> None:
    A = [*Z[:3], *([*line[:2], *(np.array(line[2:]) / EXIOBASE.x)] for line in Z[3:])]
    table = read_exiobase(folder(tmp_path, Z=None, A=A))
    np.testing.assert_allclose(table.Z, EXIOBASE.Z, rtol=1e-14)


def test_it_puts_the_demand_of_a_country_together(tmp_path: Path) -> None:
    mixed = [[line[at] for at in (0, 1, 2, 4, 6, 3, 5, 7)] for line in Y]
    table = read_exiobase(folder(tmp_path, Y=mixed))
    np.testing.assert_array_equal(table.Y, EXIOBASE.Y)
    assert table.demand_at("WA") == slice(4, 6)


def test_it_says_what_value_added_is_without_primary_inputs(tmp_path: Path) -> None:
    table = read_exiobase(folder(tmp_path, **{"satellite/F": None}))
    np.testing.assert_array_equal(table.value_added, EXIOBASE.value_added + EXIOBASE.taxes)
    assert "have no primary inputs" in table.caveats[0].en


def test_it_adds_up_greenhouse_gases(tmp_path: Path) -> None:
    table = read_exiobase(folder(tmp_path))
    np.testing.assert_allclose(table.stressors["co2e"], warming(gases(6, 11)))
    np.testing.assert_allclose(table.direct["co2e"], warming(gases(6, 12)))
    # A tonne of each, but for CO2 of biomass that is not counted: five of CO2, eleven of CH4, two of N2O.
    even = [line if at < AT else [line[0], *[1000] * 6] for at, line in enumerate(F)]
    table = read_exiobase(folder(tmp_path, **{"satellite/F": even}))
    assert table.stressors["co2e"] == pytest.approx(5 + 11 * 28 + 2 * 265 + 23_500 + 1 + 1)


def test_it_finds_gases_where_they_are_since_3_9(tmp_path: Path) -> None:
    moved = {
        "satellite/F": None,
        "satellite/F_Y": None,
        "satellite/unit": None,
        "factor_inputs/F": F[:7],
        "factor_inputs/F_Y": F_Y[:4],
        "air_emissions/F": [*F[:3], *F[AT:]],
        "air_emissions/F_Y": F_Y,
        "air_emissions/unit": UNIT,
    }
    table = read_exiobase(folder(tmp_path, **moved))
    np.testing.assert_allclose(table.stressors["co2e"], warming(gases(6, 11)))
    np.testing.assert_array_equal(table.value_added, EXIOBASE.value_added)
    assert table.caveats == ()


def test_it_keeps_direct_use_in_the_order_of_demand(tmp_path: Path) -> None:
    mixed = [[line[at] for at in (0, 6, 2, 3, 4, 5, 1)] for line in F_Y]
    table = read_exiobase(folder(tmp_path, **{"satellite/F_Y": mixed}))
    np.testing.assert_allclose(table.direct["co2e"], warming(gases(6, 12)))


def test_it_says_what_is_not_in_the_emissions(tmp_path: Path) -> None:
    lines = [line for line in F if line[0] not in ("SF6 - air", "CH4 - waste - air")]
    table = read_exiobase(folder(tmp_path, **{"satellite/F": lines, "satellite/F_Y": None}))
    assert "CH4 - waste - air; SF6 - air" in table.caveats[0].en
    assert "what final users emit themselves" in table.caveats[1].en
    assert table.direct == {}
    none = read_exiobase(folder(tmp_path, **{"satellite/F": F[:AT]}))
    assert none.stressors == {}
    assert none.caveats == ()


@pytest.mark.parametrize(
    ("name", "lines", "said"),
    [
        ("Z", changed(Z, 4, 3, "x"), 'row AT, Manufacture of basic iron, column AT, Manufacture of basic iron is "x"'),
        ("Z", changed(Z, 4, 3, ""), "row AT, Manufacture of basic iron, column AT, Manufacture of basic iron has no number"),
        ("Z", [*Z[:4], Z[4][:-1], *Z[5:]], "line 5 (row AT, Manufacture of basic iron) has 7 fields, but the heading 8"),
        ("Z", [*Z[:5], *Z[6:]], "SE Cultivation of wheat has no row"),
        ("Z", None, "holds no */A.txt or A.txt"),
        ("Y", None, "holds no */Y.txt or Y.txt"),
        ("Y", [*Y[:5], *Y[6:]], "its rows are not the industries of x.txt: it differs in SE, Cultivation of wheat"),
        ("Y", [*Y[:3], Y[4], Y[3], *Y[5:]], "its rows are not the industries of x.txt: the order is another"),
        ("Y", [[c for i, c in enumerate(line) if i not in (4, 5)] for line in Y], "final demand: SE has no column"),
        ("x", [X[0], *X[2:]], "its rows are not the industries of x.txt: it differs in AT, Cultivation of wheat"),
        ("unit", changed(FILES["unit.txt"], 2, 2, "TJ"), "AT, Manufacture of basic iron is in TJ"),
        ("satellite/F", changed(F, AT, 3, "x"), f'satellite/F.txt: row {CO2}, column SE, Cultivation of wheat is "x"'),
        ("satellite/F", changed(F, AT, 3, ""), f"satellite/F.txt: row {CO2}, column SE, Cultivation of wheat has no number"),
        ("satellite/F", [*F, F[AT]], f"row {CO2} is there 2 times"),
        ("satellite/F_Y", changed(F_Y, 3, 2, ""), f"F_Y.txt: row {CO2}, column AT, Gross fixed capital formation has no number"),
        ("satellite/F_Y", [line[:-1] for line in F_Y], "its columns are not those of Y.txt: they differ in WA, Gross fixed"),
        ("satellite/unit", changed(UNIT, 2, 1, "Gg"), f"unit.txt: row {CO2} is in Gg, but must be in kg"),
        ("satellite/unit", UNIT[:2], f"unit.txt: row {CO2} is in no unit"),
        ("satellite/unit", None, "holds no */satellite/unit.txt"),
        ("satellite/F", [*F[:5], *F[6:]], "value added: none of the first 9 rows is Compensation of employees"),
        ("satellite/F", [[c for i, c in enumerate(line) if i != 4] for line in F], "its columns are not the industries of x.txt"),
    ],
)  # fmt: skip
def test_it_says_where_a_table_is_malformed(
    tmp_path: Path, name: str, lines: Cells | None, said: str
) -> None:
    with pytest.raises(UnusableData) as fault:
        read_exiobase(folder(tmp_path, **{name: lines}))
    assert said in str(fault.value)


def test_it_says_that_a_zip_is_cut_short(tmp_path: Path) -> None:
    path = tmp_path / "IOT_2011_ixi.zip"
    path.write_bytes(zipped({name: written(lines, "\t") for name, lines in FILES.items()})[:-200])
    with pytest.raises(UnusableData, match="is no whole zip"):
        read_exiobase(path)
