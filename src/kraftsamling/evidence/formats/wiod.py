"""The World Input-Output Database, release 2013: one Excel file a year, 40 countries and the rest.

Four lines of names stand above the numbers, and four columns of names beside: the sector's code, its name,
the country and c1 ... c35 (c37 ... c42 for final demand). Beneath stand r60 ... r69 of the country TOT, and
beside the total c60.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from kraftsamling.evidence.formats.blocks import (
    Label,
    accounted,
    by_place,
    refuse,
    same_industries,
    same_places,
    year_in,
)
from kraftsamling.evidence.formats.sheets import Sheet, sheets
from kraftsamling.evidence.formats.text_source import Text, one, texts
from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.words import Words
from kraftsamling.measures.input_output import InputOutputTable
from kraftsamling.measures.tables import Floats

TITLE, UNIT = "WIOD 2013", "MUSD"
# The database's codes for two places that all others spell otherwise.
PLACES = {"ROM": "ROU", "RoW": "ROW"}
TOTAL = "TOT"
INPUTS, VALUE_ADDED, OUTPUT = "r60", "r64", "r69"
DEMAND = ("c37", "c38", "c39", "c41", "c42")
SECTOR = re.compile(r"c\d{1,2}")
NOT_APART = Words(
    sv="I den här filen står förädlingsvärde inte för sig. Som förädlingsvärde räknas därför all produktion "
    "som inte är insatser från branscher: även produktskatter och internationella transportmarginaler.",
    en="This file does not tell value added apart. Value added is therefore all output that is not inputs from "
    "industries: taxes on products and international transport margins too.",
)


def read_wiod(path: Path | bytes, year: int | None = None) -> InputOutputTable:
    """The table in a WIOT file of the 2013 release, or in a zip with that file; in million US dollars.

    Also read is a NumPy file (.npz) with `inter`, `final`, `output`, `countries` and `industries`, as
    the tables are handed on from R. Of a zip with several years, `year` says which. Raises
    `UnusableData` that names the file, block, row and cell that is not as it should be.
    """
    where = str(path) if isinstance(path, Path) else "the file"
    found = texts(path)
    if year is not None and len(found) > 1:
        found = {name: text for name, text in found.items() if _year(name) == year}
        where += f" (for {year})"
    text = one(found, "*.xls*", "*.npz", "*", where=where)
    with text.open() as file:
        arrays = b"inter.npy" in file.read(300)
    return _from_arrays(text, year) if arrays else _from_sheet(text, year)


def _from_sheet(text: Text, year: int | None) -> InputOutputTable:
    sheet = next(iter(sheets(text).values()))
    top, left = _corner(sheet)
    across = range(left + 1, len(sheet.cells[top]))
    above = {at: (_place(sheet.word(top - 1, at)), sheet.word(top, at)) for at in across}
    beside = {
        at: (_place(sheet.word(at, left - 1)), sheet.word(at, left))
        for at in range(top + 1, len(sheet.cells))
        if sheet.word(at, left)
    }
    rows = [at for at, (place, _) in beside.items() if place != TOTAL]
    columns = [
        at for at, label in above.items() if label[0] not in (TOTAL, "") and label[1] not in DEMAND
    ]
    demand = [
        at for at, label in above.items() if label[0] not in (TOTAL, "") and label[1] in DEMAND
    ]
    industries = [beside[at] for at in rows]
    same_industries(text.name, industries, [above[at] for at in columns])
    same_places(text.name, industries, [above[at] for at in demand])
    demand = [demand[at] for at in by_place(industries, [above[at] for at in demand])]
    beneath = {code: at for at, (place, code) in beside.items() if place == TOTAL}
    gone = [code for code in (VALUE_ADDED, OUTPUT) if code not in beneath]
    if gone:
        sheet.fault(f"no row beneath the industries has the code {' or '.join(gone)}.")
    inputs = {code: sheet.numbers([at], columns, empty=0)[0] for code, at in beneath.items()}
    Z = sheet.numbers(rows, columns)
    x, total, value_added = inputs.pop(OUTPUT), inputs.pop(INPUTS, None), inputs.pop(VALUE_ADDED)
    stated = {} if total is None else {INPUTS: (total, Z.sum(axis=0))}
    beyond = [at for at, (place, _) in above.items() if place == TOTAL]
    if beyond:
        stated[sheet.word(top, beyond[0])] = (sheet.numbers(rows, beyond[:1])[:, 0], x)
    names = {above[at][1]: sheet.word(top - 2, at) for at in (*columns, *demand)}
    names |= {code: sheet.word(beneath[code], left - 2) for code in inputs}
    table = _table(
        industries, Z, [above[at] for at in demand], sheet.numbers(rows, demand),
        year_in([sheet.name, *_file_year(text), sheet.word(0, 0), sheet.word(1, 0)], year, text.name),
        value_added, x, inputs, names,
    )  # fmt: skip
    return accounted(table, stated)


def _corner(sheet: Sheet) -> tuple[int, int]:
    """The line and the column that hold the codes c1, c2 and so on: those nearest to the numbers."""
    found = None
    for at, cells in enumerate(sheet.cells[:12]):
        codes = [i for i, cell in enumerate(cells) if SECTOR.fullmatch(str(cell).strip())]
        if len(codes) > 1:
            found = at, codes[0] - 1
    return found or sheet.fault("no line has the codes c1, c2 and so on of the release of 2013.")


def _from_arrays(text: Text, year: int | None) -> InputOutputTable:
    try:
        with text.open() as file, np.load(file, allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kept.files}
    except (ValueError, OSError, BadZipFile) as error:
        raise UnusableData(
            f"{text.name} is no whole NumPy file ({error}). Fetch it again."
        ) from error
    if gone := {"inter", "final", "output", "countries", "industries"} - set(arrays):
        refuse(text.name, f"the array {', '.join(sorted(gone))} is not there.")
    places = [_place(str(code)) for code in arrays["countries"]]
    sectors = [str(code) for code in arrays["industries"]]
    industries = [(place, sector) for place in places for sector in sectors]
    demand = [(place, category) for place in places for category in DEMAND]
    n, shapes = len(industries), {name: arrays[name].shape for name in ("inter", "final", "output")}
    expected = {"inter": (n, n), "final": (n, len(demand)), "output": (n,)}
    for name, shape in expected.items():
        if shapes[name] != shape:
            refuse(
                text.name, f"{name} is {shapes[name]}, but {len(places)} countries need {shape}."
            )
        if not np.isfinite(arrays[name]).all():
            cell = np.argwhere(~np.isfinite(arrays[name]))[0]
            beside = f", column {cell[1] + 1}" if len(cell) > 1 else ""
            refuse(text.name, f"{name}, row {' '.join(industries[cell[0]])}{beside} has no number.")
    Z, Y, x = (arrays[name].astype(np.float64) for name in expected)
    table = _table(
        industries, Z, demand, Y, year_in(_file_year(text), year, text.name), x - Z.sum(axis=0), x, {}, {}
    )  # fmt: skip
    return accounted(table)


def _table(
    industries: Sequence[Label],
    Z: Floats,
    demand: Sequence[Label],
    Y: Floats,
    year: int,
    value_added: Floats,
    x: Floats,
    other_inputs: dict[str, Floats],
    names: dict[str, str],
) -> InputOutputTable:
    return InputOutputTable(
        title=TITLE,
        year=year,
        unit=UNIT,
        places=tuple(place for place, _ in industries),
        sectors=tuple(sector for _, sector in industries),
        Z=Z,
        demand_places=tuple(place for place, _ in demand),
        categories=tuple(category for _, category in demand),
        Y=Y,
        value_added=value_added,
        x=x,
        other_inputs=other_inputs,
        names=names,
        caveats=() if names else (NOT_APART,),
    )


def _place(code: str) -> str:
    return PLACES.get(code, code)


def _year(name: str) -> int | None:
    """The year in the name of a file: WIOT95_ROW_Apr12.xlsx, wiot11_row_sep12.xlsx, wiod2013_2011.npz."""
    if found := re.search(r"wiot(\d\d)(?!\d)", Path(name).name.lower()):
        return (1900 if int(found[1]) > 60 else 2000) + int(found[1])
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", Path(name).name)
    return int(years[-1]) if years else None


def _file_year(text: Text) -> list[str]:
    year = _year(text.name)
    return [] if year is None else [str(year)]
