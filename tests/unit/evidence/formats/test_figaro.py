"""Eurostat's FIGARO tables: the same from a matrix and from a flat file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from kraftsamling.evidence.formats.figaro import read_figaro
from kraftsamling.kernel.errors import UnusableData
from tests.packed import zipped
from tests.worlds import FIGARO, Cells, changed, figaro, flat, without, written

LINES = figaro()
FLAT = flat(LINES)
NAMES = {"matrix": "matrix_eu-ic-io_ind-by-ind_26ed_2023.csv", "flat": "flatfile_eu-ic-io_ind-by-ind_26ed_2023.csv"}  # fmt: skip


@pytest.mark.parametrize(("kind", "lines"), [("matrix", LINES), ("flat", FLAT)])
def test_it_reads_every_block(tmp_path: Path, kind: str, lines: Cells) -> None:
    path = tmp_path / NAMES[kind]
    path.write_bytes(written(lines))
    for table in (read_figaro(path), read_figaro(zipped({NAMES[kind]: written(lines)}))):
        assert (table.year, table.unit, table.caveats) == (2023, "MEUR", ())
        assert table.industries == tuple(FIGARO.industries)
        assert table.regions == ("AT", "SE", "FIGW1")
        assert list(zip(table.demand_places, table.categories, strict=True)) == FIGARO.demand
        for name in ("Z", "Y", "x", "value_added"):
            np.testing.assert_array_equal(getattr(table, name), getattr(FIGARO, name))
        np.testing.assert_array_equal(table.other_inputs["D21X31"], FIGARO.taxes)


def test_it_reads_products_and_demand_by_country() -> None:
    named = [[str(cell).replace("_A01", "_CPA_A01").replace("_C24", "_CPA_C24") for cell in line] for line in LINES]  # fmt: skip
    assert read_figaro(written(named), 2020).sectors[:2] == ("A01", "C24")
    mixed = [[*line[:3], *line[7:9], *line[3:7], *line[9:]] for line in LINES]
    table = read_figaro(written(mixed), 2020)
    np.testing.assert_array_equal(table.Z, FIGARO.Z)
    np.testing.assert_array_equal(table.Y, FIGARO.Y)


def test_it_reads_a_flat_file_without_its_zeros() -> None:
    lines = changed(changed(LINES, 1, 3, 0), 1, 8, 0)
    table = read_figaro(written(flat(lines)), 2020)
    expected = read_figaro(written(lines), 2020)
    assert table.industries == expected.industries
    for name in ("Z", "Y", "x", "value_added"):
        np.testing.assert_array_equal(getattr(table, name), getattr(expected, name))


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (changed(LINES, 3, 4, "c"), 'row SE_A01, column SE_C24 is "c", which is no number'),
        (changed(LINES, 3, 4, ""), "row SE_A01, column SE_C24 has no number"),
        ([*LINES[:3], [*LINES[3], 0], *LINES[4:]], "line 4 (row SE_A01) has 14 fields, but the heading 13"),
        (without(LINES, "SE_C24".__eq__), "SE has no C24, which other countries have"),
        (without(LINES, lambda name: name.startswith("SE_"), columns=False), "SE A01, SE C24 has no row"),
        (without(LINES, lambda name: name.startswith("SE_P"), rows=False), "final demand: SE has no column"),
        (without(LINES, "W2_D1".__eq__), "value added: the row W2_D1 is not there"),
        (changed(LINES, 7, 0, "W2_D99"), "nothing is known of the row W2_D99"),
        (changed(FLAT, 5, 6, "x"), "flat: a line is not like the others or holds what is no number"),
        (changed(FLAT, 5, 6, ""), "line 6: row AT, A01, column FIGW1, A01 has no number"),
        ([*FLAT, FLAT[4]], "row AT, A01, column SE, C24 is there twice"),
        ([line for line in FLAT if line[2:4] != ["SE", "C24"]], "SE C24 has no row"),
        ([*FLAT[:4], FLAT[4][:5]], "flat: a line is not like the others"),
    ],
)  # fmt: skip
def test_it_says_where_a_table_is_malformed(lines: Cells, said: str) -> None:
    with pytest.raises(UnusableData) as fault:
        read_figaro(written(lines), 2020)
    assert said in str(fault.value)


def test_it_warns_of_columns_that_do_not_add_up() -> None:
    (caveat,) = read_figaro(written(changed(LINES, 11, 2, 4_000)), 2020).caveats
    assert "inputs and value added do not add up" in caveat.en
    assert "most in AT C24, 3,960 million euros" in caveat.en
    assert "3 960 miljoner euro" in caveat.sv
