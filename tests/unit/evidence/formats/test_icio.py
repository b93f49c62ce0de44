"""The OECD's world tables: read whole, and refused with the row and cell where something is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from kraftsamling.evidence.formats.icio import read_icio
from kraftsamling.kernel.errors import UnusableData
from kraftsamling.measures.input_output import InputOutputTable
from tests.packed import zipped
from tests.worlds import OECD, Cells, World, changed, icio, split, without, written

LINES = icio()
_TORN = [0, 1, 3, 2, *range(4, 14)]
TORN = [[line[at] for at in _TORN] for line in [LINES[0], LINES[1], LINES[3], LINES[2], *LINES[4:]]]


def read(lines: Cells, year: int | None = 2019) -> InputOutputTable:
    return read_icio(written(lines), year)


def refused(lines: Cells) -> str:
    with pytest.raises(UnusableData) as fault:
        read(lines)
    return str(fault.value)


def test_it_reads_every_block(tmp_path: Path) -> None:
    path = tmp_path / "2020_SML.csv"
    path.write_bytes(written(LINES))
    table = read_icio(path)
    assert (table.year, table.unit, table.caveats) == (2020, "MUSD", ())
    assert table.industries == tuple(OECD.industries)
    assert list(zip(table.demand_places, table.categories, strict=True)) == OECD.demand
    for name in ("Z", "Y", "x", "value_added"):
        np.testing.assert_array_equal(getattr(table, name), getattr(OECD, name))
    np.testing.assert_array_equal(table.other_inputs["TLS"], OECD.taxes)
    assert table.at("SWE") == slice(2, 4)
    assert table.demand_at("SWE") == slice(2, 4)


def test_it_hands_the_table_to_the_measures() -> None:
    table = read(LINES)
    np.testing.assert_allclose(np.asarray(table.system().solve(OECD.Y.sum(axis=1))), OECD.x)
    np.testing.assert_allclose(table.chains().X, OECD.x)
    assert table.oddities().negative_final_demand == ((0, 1),)


def test_it_reads_one_year_of_a_zip_and_a_zip_within() -> None:
    other = written(changed(LINES, 1, 1, 99))
    many = zipped({"2018_SML.csv": other, "2019_SML.csv": written(LINES), "ReadMe.xlsx": b"PK"})
    assert read_icio(many, 2019).Z[0, 0] == OECD.Z[0, 0]
    assert read_icio(many, 2018).Z[0, 0] == 99
    assert read_icio(zipped({"2019.zip": zipped({"2019.csv": written(LINES)})})).year == 2019
    with pytest.raises(UnusableData, match="holds 2 files that could be meant"):
        read_icio(many)
    with pytest.raises(UnusableData, match=re.escape("(for 2017) holds no *.csv")):
        read_icio(many, 2017)
    with pytest.raises(UnusableData, match="is no whole zip"):
        read_icio(zipped({"a.zip": b"PK broken"}))


def test_it_reads_the_words_of_older_editions() -> None:
    lines = [list(line) for line in LINES]
    lines[0][-1] = "TOTAL"
    lines[-2][0], lines[-1][0] = "VALU", "OUTPUT"
    taxes = [["AUT_TAXSUB", *lines[-3][1:]], ["SWE_TAXSUB", *(2 * cell for cell in lines[-3][1:])]]
    table = read([*lines[:-3], *taxes, *lines[-2:]])
    np.testing.assert_array_equal(table.other_inputs["TLS"], 3 * OECD.taxes)


def test_it_puts_the_demand_of_a_country_together() -> None:
    """In the edition of 2016 all countries stand under each category, and the category comes first."""
    order = [*range(7), 7, 9, 11, 8, 10, 12, 13]
    lines = [[line[at] for at in order] for line in LINES]
    lines[0][7:13] = [
        f"{category}_{place}" for category in OECD.categories for place in OECD.places
    ]
    table = read(lines)
    assert table.demand_places == ("AUT", "AUT", "SWE", "SWE", "ROW", "ROW")
    np.testing.assert_array_equal(table.Y, OECD.Y)


def test_it_adds_parts_of_countries_up() -> None:
    whole = read([[str(cell).replace("SWE", "CHN") for cell in line] for line in icio(OECD)])
    table = read(_extended(split(OECD, "SWE", "CN1")))
    assert table.regions == ("AUT", "CHN", "ROW")
    for name in ("Z", "Y", "x", "value_added"):
        np.testing.assert_allclose(getattr(table, name), getattr(whole, name))
    assert table.caveats[0].en == "The parts CN1 have been added up to their countries."
    assert len(table.caveats) == 1


def test_it_refuses_a_part_of_a_country_that_is_not_there() -> None:
    lines = [
        [str(cell).replace("CHN_", "CHE_") for cell in line]
        for line in _extended(split(OECD, "SWE", "CN1"))
    ]
    assert "CN1 is a part of CHN, which has no A01_02" in refused(lines)


def _extended(parted: World) -> Cells:
    """In the form of the extended edition: China in two, with final demand for the whole."""
    names = ["_".join(label).replace("SWE", "CHN") for label in parted.industries]
    asked = ["_".join(label).replace("SWE", "CHN") for label in OECD.demand]
    nothing = [0] * (len(asked) + 1)
    return [
        ["V1", *names, *asked, "OUT"],
        *([name, *parted.Z[at], *parted.Y[at], parted.x[at]] for at, name in enumerate(names)),
        ["TLS", *parted.taxes, *nothing],
        ["VA", *parted.value_added, *nothing],
        ["OUT", *parted.x, *parted.Y.sum(axis=0), 0],
    ]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (changed(LINES, 2, 3, "x"), 'row AUT_C24, column SWE_A01_02 is "x", which is no number'),
        (changed(LINES, 2, 3, ""), "row AUT_C24, column SWE_A01_02 has no number"),
        (changed(LINES, 2, 3, "inf"), "row AUT_C24, column SWE_A01_02 has no number"),
        ([*LINES[:3], LINES[3][:-2], *LINES[4:]], "line 4 (row SWE_A01_02) has 12 fields, but the heading 14"),
        (without(LINES, "SWE_C24".__eq__, columns=False), "SWE C24 has no row"),
        (without(LINES, "SWE_C24".__eq__, rows=False), "SWE C24 has no column"),
        (without(LINES, "SWE_C24".__eq__), "SWE has no C24, which other countries have"),
        (without(LINES, lambda name: name in ("SWE_HFCE", "SWE_GFCF")), "final demand: SWE has no column"),
        (without(LINES, lambda name: name in ("SWE_A01_02", "SWE_C24"), columns=False), "SWE A01_02, SWE C24 has no row"),
        (without(LINES, lambda name: name in ("SWE_A01_02", "SWE_C24")), "SWE has columns, but no industries"),
        (changed(LINES, 0, 8, "AUT_HFCE"), "the column AUT HFCE is there more than once"),
        (changed(LINES, 0, 8, "HFCE"), "the column HFCE does not say of which country it is"),
        (changed(LINES, 8, 0, "GVA"), "the row GVA is neither an industry"),
        (without(LINES, "VA".__eq__), "no row beneath the industries is called VA or VALU"),
        ([LINES[0], LINES[2], LINES[1], *LINES[3:]], "row 1 is AUT C24, but column 1 is AUT A01_02"),
        (TORN, "the industries of AUT do not stand together"),
        (LINES[:1], "has a heading but no rows"),
        ([["<html>"]], "the heading is not one of 1 lines"),
    ],
)  # fmt: skip
def test_it_says_where_a_table_is_malformed(lines: Cells, said: str) -> None:
    assert said in refused(lines)


def test_it_asks_for_the_year_where_the_name_has_none() -> None:
    with pytest.raises(UnusableData, match="does not say of which year"):
        read(LINES, None)


def test_it_says_that_there_is_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(UnusableData, match="There is no file"):
        read_icio(tmp_path / "2020_SML.csv")


def test_it_warns_of_totals_that_disagree() -> None:
    wrong = changed(changed(LINES, 1, 13, OECD.x[0] + 500), 9, 2, OECD.x[1] + 300)
    rows, columns, total = (caveat.en for caveat in read(wrong).caveats)
    assert "what the rows add up to differs" in rows
    assert "most in AUT A01_02, 500 million US dollars" in rows
    assert "inputs and value added do not add up" in columns
    assert "the total OUT in the file differs" in total
    assert "in 2 industries" in total


def test_it_takes_rounding_for_what_it_is() -> None:
    assert read(changed(LINES, 1, 13, OECD.x[0] + 2)).caveats == ()
