"""The World Input-Output Database: its sheets, and the arrays they are handed on as."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kraftsamling.evidence.formats.sheets import at
from kraftsamling.evidence.formats.wiod import read_wiod
from kraftsamling.kernel.errors import UnusableData
from kraftsamling.measures.input_output import InputOutputTable, stacked
from tests.packed import sheet, zipped
from tests.recordings import SHARED, needs_shared
from tests.worlds import WIOD, Cells, changed, wiod

LINES = wiod()


def read(lines: Cells) -> InputOutputTable:
    return read_wiod(sheet(lines), 2011)


def arrays(**other: Any) -> bytes:
    kept = {
        "inter": WIOD.Z,
        "final": np.hstack(
            [np.hstack([WIOD.Y[:, i : i + 2], np.zeros((6, 3))]) for i in (0, 2, 4)]
        ),
        "output": WIOD.x,
        "countries": np.array(WIOD.places),
        "industries": np.array(WIOD.sectors),
    }
    body = io.BytesIO()
    np.savez(body, **{name: cells for name, cells in (kept | other).items() if cells is not None})
    return body.getvalue()


def test_it_reads_every_block(tmp_path: Path) -> None:
    path = tmp_path / "WIOT11_ROW_Sep12.xlsx"
    path.write_bytes(sheet(LINES))
    table = read_wiod(path)
    assert (table.year, table.unit, table.caveats) == (2011, "MUSD", ())
    assert table.regions == ("AUT", "ROU", "ROW")
    assert table.demand_places == ("AUT", "AUT", "ROU", "ROU", "ROW", "ROW")
    for name in ("Z", "Y", "x", "value_added"):
        np.testing.assert_array_equal(getattr(table, name), getattr(WIOD, name))
    np.testing.assert_array_equal(table.other_inputs["r99"], WIOD.taxes)
    assert table.names["c1"] == "Agriculture"
    assert table.names["r99"] == "Taxes less subsidies on products"


def test_it_reads_one_year_of_a_zip() -> None:
    many = zipped({"WIOT95_ROW_Apr12.xlsx": sheet(LINES), "WIOT11_ROW_Sep12.xlsx": sheet(LINES)})
    assert read_wiod(many, 1995).year == 1995
    with pytest.raises(UnusableData, match="2 files that could be meant"):
        read_wiod(many)


def test_it_reads_arrays_and_says_what_they_lack() -> None:
    table = read_wiod(arrays(), 2011)
    np.testing.assert_array_equal(table.Z, WIOD.Z)
    np.testing.assert_array_equal(table.Y[:, 5:7], WIOD.Y[:, 2:4])
    np.testing.assert_array_equal(table.value_added, WIOD.value_added + WIOD.taxes)
    (caveat,) = table.caveats
    assert "does not tell value added apart" in caveat.en


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (changed(LINES, 7, 6, "n/a"), 'cell G8 is "n/a", which is no number'),
        (changed(LINES, 7, 6, None), "cell G8 is empty"),
        (changed(LINES, 7, 11, "-"), 'cell L8 is "-"'),
        (changed(LINES, 13, 5, "?"), 'cell F14 is "?"'),
        ([*LINES[:9], *LINES[10:]], "ROU c2 has no row"),
        ([[c for i, c in enumerate(line) if i != 6] for line in LINES], "ROU c1 has no column"),
        ([line for line in LINES if line[3:4] != ["r64"]], "no row beneath the industries has the code r64"),
        ([[c for i, c in enumerate(line) if i not in (12, 13)] for line in LINES], "final demand: ROU has no column"),
        ([["a", "b"], [1, 2]], "no line has the codes c1, c2"),
    ],
)  # fmt: skip
def test_it_says_where_a_sheet_is_malformed(lines: Cells, said: str) -> None:
    with pytest.raises(UnusableData) as fault:
        read(lines)
    assert said in str(fault.value)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"PK no zip", "is no whole zip"),
        (b"hello", "is no Excel file"),
        (arrays(final=None), "the array final is not there"),
        (arrays(inter=WIOD.Z[:5]), "inter is (5, 6), but 3 countries need (6, 6)"),
        (arrays(output=np.r_[WIOD.x[:3], np.nan, WIOD.x[4:]]), "output, row ROU c2 has no number"),
        (arrays()[:-40], "is no whole"),
    ],
)
def test_it_says_what_is_wrong_with_a_file(body: bytes, said: str) -> None:
    with pytest.raises(UnusableData) as fault:
        read_wiod(body, 2011)
    assert said in str(fault.value)


def test_it_warns_of_totals_that_disagree() -> None:
    wrong = changed(LINES, 12, 4, 9_999)
    (caveat,) = read(wrong).caveats
    assert "the total r60 in the file differs" in caveat.en
    assert "AUT c1" in caveat.en


def test_it_names_cells_as_a_sheet_does() -> None:
    assert [at(0, 0), at(1, 25), at(2, 26), at(9, 701), at(9, 702)] == ["A1", "Z2", "AA3", "ZZ10", "AAA10"]  # fmt: skip


@needs_shared
@pytest.mark.parametrize(("year", "world"), [(1995, 55_182_318), (2005, 87_525_644), (2011, 141_767_904)])  # fmt: skip
def test_it_reads_the_genuine_tables(year: int, world: float) -> None:
    """Against the file's own output, and Sweden's rows as they were handed on beside it."""
    table = read_wiod(SHARED / "io" / f"wiod2013_{year}.npz")
    assert table.Z.shape == (1435, 1435)
    assert table.x.sum() == world
    np.testing.assert_allclose(stacked(table), table.x, rtol=1e-12)
    assert np.abs(table.Z.sum(axis=1) + table.Y.sum(axis=1) - table.x).max() <= 108
    with (SHARED / "io" / f"wiod2013_SWE_domestic_{year}.csv").open() as file:
        lines = {line[""]: line for line in csv.DictReader(file)}
    sweden = table.at("SWE")
    for name, ours in (("OUTPUT", table.x), ("VALUE_ADDED_AND_TAXES", table.value_added)):
        theirs = [float(lines[name][sector]) for sector in table.sectors[sweden]]
        np.testing.assert_array_equal(ours[sweden], theirs)
    steel = [float(lines["c12"][sector]) for sector in table.sectors[sweden]]
    np.testing.assert_array_equal(table.Z[sweden, sweden][11], steel)
    home = table.Y[sweden, table.demand_at("SWE")].sum(axis=1)
    assert home[11] == float(lines["c12"]["FINAL_DOMESTIC"])
