"""EXIOBASE 3: a folder or zip of tab-separated text, with names on two lines above and in two columns beside.

`Z.txt` (or `A.txt` where only coefficients are published), `Y.txt`, `x.txt` and `unit.txt`, and primary inputs
as the first rows of `factor_inputs/F.txt` (since 3.9) or `satellite/F.txt`. Physical and mixed units are refused.
Greenhouse gases are read from the accounts where they are there (`exiobase_gases`).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

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
from kraftsamling.evidence.formats.exiobase_gases import (
    ACCOUNTS,
    NO_DIRECT,
    WANTED,
    equivalents,
    lacking,
    units_of,
)
from kraftsamling.evidence.formats.grid import Grid, Layout, read_grid, said
from kraftsamling.evidence.formats.text_source import Text, one, texts
from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.words import Words
from kraftsamling.measures.input_output import CO2E, InputOutputTable
from kraftsamling.measures.tables import Floats

MATRIX = Layout("\t", heads=2, labels=2)
COLUMN = Layout("\t", heads=1, labels=2)
ACCOUNT = Layout("\t", heads=2, labels=1)
MONEY = "M.EUR"
# What the first rows of F are called; the first of them is no part of value added.
TAXES = "Taxes less subsidies on products purchased"
VALUE_ADDED = (
    "Other net taxes on production",
    "Compensation of employees",
    "Operating surplus",
)
PRIMARY_ROWS = 9
FACTORS = ("factor_inputs/F.txt", "satellite/F.txt")
NO_FACTORS = Words(
    sv="Filerna saknar primära insatser. Som förädlingsvärde räknas därför all produktion som inte är insatser "
    "från branscher, produktskatter inräknade.",
    en="The files have no primary inputs. Value added is therefore all output that is not inputs from "
    "industries, taxes on products included.",
)


def read_exiobase(path: Path | bytes, year: int | None = None) -> InputOutputTable:
    """The monetary table in a folder or zip of EXIOBASE 3 (IOT_2020_ixi, IOT_2020_pxp); in million euros.

    A zip is read as it is, nothing is unpacked to disk. Raises `UnusableData` that names the file,
    block, row and cell that is not as it should be.
    """
    where = str(path) if isinstance(path, Path) else "the file"
    found = {name: text for name, text in texts(path).items() if name.lower().endswith(".txt")}
    _only_money(found, where)
    x_text = _one(found, "x.txt", where)
    output = read_grid(x_text, COLUMN)
    industries = [_pair(name) for name in output.rows]
    Z = _flows(found, industries, output.values[:, 0], where)
    demand = read_grid(_one(found, "Y.txt", where), MATRIX)
    _same(demand, "rows", demand.rows, industries)
    uses = [_pair(name) for name in demand.columns]
    same_places(demand.file, industries, uses)
    order = by_place(industries, uses)
    uses = [uses[at] for at in order]
    primary = _primary(found, industries)
    emitted = _emitted(found, industries, uses)
    x = output.values[:, 0]
    inputs = {name: row for name, row in primary.items() if name == TAXES}
    parts = [row for name, row in primary.items() if name != TAXES]
    table = InputOutputTable(
        title="EXIOBASE 3",
        year=year_in([where, x_text.name], year, where),
        unit="MEUR",
        places=tuple(place for place, _ in industries),
        sectors=tuple(sector for _, sector in industries),
        Z=Z,
        demand_places=tuple(place for place, _ in uses),
        categories=tuple(category for _, category in uses),
        Y=demand.values[:, order],
        value_added=np.sum(parts, axis=0) if parts else x - Z.sum(axis=0),
        x=x,
        other_inputs=inputs,
        stressors=emitted.by_industries,
        direct=emitted.directly,
        caveats=(*(() if parts else (NO_FACTORS,)), *emitted.caveats),
    )
    return accounted(table)


def _flows(found: dict[str, Text], industries: Sequence[Label], x: Floats, where: str) -> Floats:
    """Z as published, or A times output."""
    given = _maybe(found, "Z.txt")
    grid = read_grid(given or _one(found, "A.txt", where), MATRIX)
    same_industries(
        grid.file, [_pair(name) for name in grid.rows], [_pair(name) for name in grid.columns]
    )
    _same(grid, "rows", grid.rows, industries)
    if given is None:
        grid.values[...] *= x
    return grid.values


def _primary(found: dict[str, Text], industries: Sequence[Label]) -> dict[str, Floats]:
    """Taxes on products and the parts of value added by name; nothing where they are not there."""
    text = next((text for name in FACTORS if (text := _maybe(found, name))), None)
    if text is None:
        return {}
    grid = read_grid(text, ACCOUNT, most=PRIMARY_ROWS)
    _same(grid, "columns", grid.columns, industries)
    rows: dict[str, Floats] = {}
    for (name,), cells in zip(grid.rows, grid.values, strict=True):
        if name.startswith(TAXES):
            rows[TAXES] = cells
        elif name.startswith(VALUE_ADDED):
            rows[name] = cells
    gone = [part for part in VALUE_ADDED if not any(name.startswith(part) for name in rows)]
    if gone:
        grid.fault(f"value added: none of the first {PRIMARY_ROWS} rows is {gone[0]}.")
    return rows


@dataclass(frozen=True, eq=False)
class _Emitted:
    """Greenhouse gases by industry and by column of final demand; nothing where the files have none."""

    by_industries: dict[str, Floats] = field(default_factory=dict)
    directly: dict[str, Floats] = field(default_factory=dict)
    caveats: tuple[Words, ...] = ()


def _emitted(
    found: dict[str, Text], industries: Sequence[Label], uses: Sequence[Label]
) -> _Emitted:
    for account in ACCOUNTS:
        text = _maybe(found, f"{account}/F.txt")
        grid = read_grid(text, ACCOUNT, only=WANTED) if text else None
        if grid and grid.rows:
            break
    else:
        return _Emitted()
    _same(grid, "columns", grid.columns, industries)
    unit = _one(found, f"{account}/unit.txt", grid.file)
    units = units_of(unit)
    by_industries = {CO2E: equivalents(grid, units, unit.name)}
    text = _maybe(found, f"{account}/F_Y.txt")
    if text is None:
        return _Emitted(by_industries, caveats=(*lacking(grid), NO_DIRECT))
    own = read_grid(text, ACCOUNT, only=WANTED)
    at = {_pair(name): place for place, name in enumerate(own.columns)}
    if set(at) != set(uses) or len(own.columns) != len(uses):
        gone = sorted(set(uses) ^ set(at)) or sorted(at)
        own.fault(f"its columns are not those of Y.txt: they differ in {said(gone[0])}.")
    directly = equivalents(own, units, unit.name)[[at[use] for use in uses]]
    return _Emitted(by_industries, {CO2E: directly}, lacking(grid))


def _only_money(found: dict[str, Text], where: str) -> None:
    """Raise `UnusableData` where an industry is not in million euros."""
    text = _maybe(found, "unit.txt")
    if text is None:
        return
    with (
        text.open() as file,
        io.TextIOWrapper(file, "utf-8-sig", "replace", newline="") as decoded,
    ):
        lines = list(csv.reader(decoded, delimiter="\t"))
    for line in lines[1:]:
        if line and line[-1].strip() != MONEY:
            refuse(
                text.name,
                f"{said(tuple(line[:-1]))} is in {line[-1]}, but all must be in {MONEY} to be added up. "
                f"Take the monetary tables (IOT_2020_ixi or IOT_2020_pxp) in place of {where}.",
            )


def _same(
    grid: Grid, kind: str, names: Sequence[Sequence[str]], industries: Sequence[Label]
) -> None:
    """Raise `UnusableData` where a file does not have the industries of x.txt, in that order."""
    ours = [_pair(name) for name in names]
    if ours == list(industries):
        return
    gone = sorted(set(industries) - set(ours)) or sorted(set(ours) - set(industries))
    which = f"it differs in {said(gone[0])}" if gone else "the order is another"
    grid.fault(f"its {kind} are not the industries of x.txt: {which}.")


def _pair(name: Sequence[str]) -> Label:
    return name[0], name[1]


def _maybe(found: dict[str, Text], name: str) -> Text | None:
    """The text at this place in the outermost folder that has one."""
    fitting = [
        path for path in found if re.search(rf"(^|/){re.escape(name)}$", path.replace("\\", "/"))
    ]
    if name.count("/") == 0:
        # F.txt and unit.txt stand in folders of accounts too; those of the table stand beside x.txt.
        top = min((path.count("/") for path in found if path.endswith("x.txt")), default=0)
        fitting = [path for path in fitting if path.count("/") == top]
    return found[fitting[0]] if len(fitting) == 1 else None


def _one(found: dict[str, Text], name: str, where: str) -> Text:
    given = _maybe(found, name)
    if given is None:
        one(found, f"*/{name}", name, where=where)
        raise UnusableData(
            f"{where}: {name} does not stand beside x.txt. Give the folder that has both."
        )
    return given
