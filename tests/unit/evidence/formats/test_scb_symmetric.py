"""Statistics Sweden's symmetric tables: three sheets a year, told apart by code."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kraftsamling.evidence.formats.scb_symmetric import read_scb_symmetric
from kraftsamling.kernel.errors import UnusableData
from kraftsamling.measures.input_output import stacked
from tests.packed import workbook
from tests.recordings import SHARED, needs_shared
from tests.worlds import ABROAD, NATION, Cells, changed, scb

BOOK = scb()
DOM, IMP = BOOK["DOM 2019"], BOOK["IMP 2019"]


def test_it_reads_every_block_of_every_year(tmp_path: Path) -> None:
    path = tmp_path / "tables.xlsx"
    path.write_bytes(workbook(BOOK | scb(2020)))
    tables = read_scb_symmetric(path)
    assert list(tables) == [2019, 2020]
    table = tables[2019]
    assert (table.title, table.year, table.unit) == ("SCB symmetric", 2019, "MSEK")
    assert table.sectors == ("A01", "C24", "J61")
    assert table.categories[-2:] == ("P6_EU", "P6_OUTSIDE")
    for name in ("Z", "Y", "x"):
        np.testing.assert_array_equal(getattr(table, name), getattr(NATION, name))
    assert table.imported is not None
    np.testing.assert_array_equal(table.imported.Z, ABROAD.Z * 2 - 1)
    np.testing.assert_array_equal(table.other_inputs["taxes"], NATION.taxes)
    np.testing.assert_array_equal(stacked(table), table.x)
    assert table.names["A01"] == "Product CPA_A01"
    (caveat,) = table.caveats
    assert "product by product" in caveat.en


@pytest.mark.parametrize(
    ("sheet", "lines", "said"),
    [
        ("DOM", changed(DOM, 10, 4, "NaN"), 'sheet DOM 2019: cell E11 is "NaN", which is no number'),
        ("DOM", changed(DOM, 10, 4, None), "sheet DOM 2019: cell E11 is empty"),
        ("IMP", changed(IMP, 9, 7, "c"), 'sheet IMP 2019: cell H10 is "c"'),
        ("DOM", [*DOM[:10], *DOM[11:]], "rows and columns are not the same products: CPA_C24 differs"),
        ("IMP", [[c for i, c in enumerate(line) if i != 4] for line in IMP], "rows and columns are not the same products: CPA_C24 differs"),
        ("IMP", [[c for i, c in enumerate(line) if i != 4] for line in [*IMP[:10], *IMP[11:]]], "it does not have the products of DOM 2019: CPA_C24 differs"),
        ("DOM", changed(DOM, 3, 7, "S99"), "final demand: the column P3_S14 is not there"),
        ("DOM", DOM[:-1], 'no row beneath the products begins with "Output"'),
        ("DOM", [["nothing"]], "no column has the code of a product"),
        ("SIOT", None, "the sheet SIOT 2019 is not there"),
    ],
)  # fmt: skip
def test_it_says_where_a_sheet_is_malformed(sheet: str, lines: Cells | None, said: str) -> None:
    book = {name: lines if name.startswith(sheet) else cells for name, cells in BOOK.items()}
    with pytest.raises(UnusableData) as fault:
        read_scb_symmetric(workbook({name: cells for name, cells in book.items() if cells}))
    assert said in str(fault.value)


def test_it_refuses_another_file() -> None:
    with pytest.raises(UnusableData, match="no sheet is called DOM and a year"):
        read_scb_symmetric(workbook({"Data": [["a"]]}))
    with pytest.raises(UnusableData, match="is no Excel file"):
        read_scb_symmetric(b"hello")


def test_it_warns_of_totals_that_disagree() -> None:
    lines = changed(DOM, 12, 4, 7_000)
    caveats = read_scb_symmetric(workbook(BOOK | {"DOM 2019": lines}))[2019].caveats
    assert any("the total DOM _T in the file differs" in caveat.en for caveat in caveats)
    assert all("C24" in caveat.en for caveat in caveats[1:])


@needs_shared
def test_it_reads_the_genuine_tables() -> None:
    """Against the file's own totals, to the million, in every year."""
    tables = read_scb_symmetric(SHARED / "io" / "scb_input_output_produkt_2015-2020_korr.xlsx")
    output = {year: float(table.x.sum()) for year, table in tables.items()}
    assert output == {
        2015: 7_653_996, 2016: 7_905_562, 2017: 8_366_951, 2018: 8_896_901, 2019: 9_302_130, 2020: 9_133_513,
    }  # fmt: skip
    for table in tables.values():
        assert table.Z.shape == (65, 65)
        np.testing.assert_array_equal(table.Z.sum(axis=1) + table.Y.sum(axis=1), table.x)
        np.testing.assert_array_equal(stacked(table), table.x)
        assert len(table.caveats) == 1
        L = table.system()
        np.testing.assert_allclose(
            np.asarray(L.solve(table.Y.sum(axis=1))), table.x, rtol=1e-9, atol=1e-6
        )
    assert tables[2015].value_added.sum() == 3_788_043
    assert tables[2015].other_inputs["imports"].sum() == 907_412
