"""The OECD's Inter-Country Input-Output tables (ICIO): one CSV a year.

The heading is `V1, AUS_A01_02, ..., ROW_T, AUS_HFCE, ..., OUT`, and beneath the industries stand TLS
(taxes less subsidies on products), VA and OUT. Older editions say VALU, OUTPUT and TOTAL, and have a row
of taxes for each country. In the extended edition China and Mexico are in parts (CN1, CN2, MX1, MX2),
which are added up to the country: final demand is known for the whole country only.
"""

from __future__ import annotations

import re
from pathlib import Path

from kraftsamling.evidence.formats.blocks import (
    Flows,
    Label,
    accounted,
    by_place,
    merged,
    refuse,
    same_industries,
    same_places,
    year_in,
)
from kraftsamling.evidence.formats.grid import Grid, read_grid
from kraftsamling.evidence.formats.text_source import one, texts
from kraftsamling.kernel.words import Words
from kraftsamling.measures.input_output import InputOutputTable
from kraftsamling.measures.tables import Floats

VALUE_ADDED = ("VA", "VALU")
OUTPUT = ("OUT", "OUTPUT", "TOTAL")
TAXES = "TLS"
COUNTRIES = {"CN": "CHN", "MX": "MEX"}


def read_icio(path: Path | bytes, year: int | None = None) -> InputOutputTable:
    """The table in an ICIO CSV, or in the zip it comes in; in million US dollars.

    Of a zip with several years, `year` says which; otherwise the year is read from the file's name.
    Raises `UnusableData` that names the file, block, row and cell that is not as it should be.
    """
    where = str(path) if isinstance(path, Path) else "the file"
    found = {
        name: text for name, text in texts(path).items() if not name.endswith((".xlsx", ".txt"))
    }
    if year is not None and len(found) > 1:
        found = {name: text for name, text in found.items() if _year(name) == year}
        where += f" (for {year})"
    text = one(found, "*.csv", "*", where=where)
    grid = read_grid(text)
    year = year_in([Path(text.name).name, text.name], year, text.name)
    flows, parts = merged(_flows(grid), _country)
    value_added = flows.beneath.get("VA")
    if value_added is None:
        refuse(grid.file, f"no row beneath the industries is called {' or '.join(VALUE_ADDED)}.")
    n, x = len(flows.industries), flows.output
    stated = {}
    if "OUT" in flows.beneath and x is not None:
        stated["OUT"] = (flows.beneath["OUT"][:n], x)
    if x is None:
        x = flows.beneath["OUT"][:n] if "OUT" in flows.beneath else flows.values.sum(axis=1)
    table = InputOutputTable(
        title="OECD ICIO",
        year=year,
        unit="MUSD",
        places=tuple(place for place, _ in flows.industries),
        sectors=tuple(sector for _, sector in flows.industries),
        Z=flows.between,
        demand_places=tuple(place for place, _ in flows.demand),
        categories=tuple(category for _, category in flows.demand),
        Y=flows.final,
        value_added=value_added[:n],
        x=x,
        other_inputs={TAXES: flows.beneath[TAXES][:n]} if TAXES in flows.beneath else {},
        caveats=(_merged(parts),) if parts else (),
    )
    return accounted(table, stated)


def _flows(grid: Grid) -> Flows:
    """The blocks, told apart by name: an industry is what both a row and a column is called."""
    beside, above = [name for (name,) in grid.rows], [name for (name,) in grid.columns]
    both = set(beside) & set(above) - set(OUTPUT)
    places = {_split(name)[0] for name in both}
    sectors = {_split(name)[1] for name in both}
    rows = [at for at, name in enumerate(beside) if _is_industry(name, places, sectors)]
    columns = [at for at, name in enumerate(above) if _is_industry(name, places, sectors)]
    same_industries(
        grid.file, [_split(beside[at]) for at in rows], [_split(above[at]) for at in columns]
    )
    if not rows:
        grid.fault(
            "no row and column are called the same (as AUS_A01_02), so there are no industries."
        )
    total = [at for at, name in enumerate(above) if name in OUTPUT]
    taken = {*columns, *total}
    demand = [at for at in range(len(above)) if at not in taken]
    labels = [_demand(grid, above[at], places) for at in demand]
    industries = [_split(beside[at]) for at in rows]
    same_places(grid.file, industries, labels, parts=_country)
    order = by_place(industries, labels)
    demand, labels = [demand[at] for at in order], [labels[at] for at in order]
    if rows != list(range(len(rows))) or columns != list(range(len(rows))):
        grid.fault("the industries do not stand first, in rows and columns.")
    ordered = [*columns, *demand]
    whole = ordered == list(range(len(ordered)))
    values = grid.values[:, : len(ordered)] if whole else grid.values[:, ordered]
    beneath: dict[str, Floats] = {}
    for at in range(len(rows), len(beside)):
        name = _beneath(grid, beside[at])
        beneath[name] = beneath[name] + values[at] if name in beneath else values[at]
    output = grid.values[: len(rows), total[0]] if total else None
    return Flows(grid.file, industries, labels, values[: len(rows)], beneath, output)


def _is_industry(name: str, places: set[str], sectors: set[str]) -> bool:
    place, sector = _split(name)
    return sector in sectors and (place in places or bool(re.fullmatch(r"[A-Z][A-Z0-9]{2}", place)))


def _demand(grid: Grid, name: str, places: set[str]) -> Label:
    """Place and category of a column: AUS_HFCE, or HFCE_AUS in the edition of 2016."""
    first, _, second = name.partition("_")
    if first in places or second not in places:
        if not second:
            grid.fault(f"final demand: the column {name} does not say of which country it is.")
        return first, second
    return second, first


def _beneath(grid: Grid, name: str) -> str:
    if name in VALUE_ADDED:
        return "VA"
    if name in OUTPUT:
        return "OUT"
    if name == TAXES or name.endswith("TAXSUB"):
        return TAXES
    known = ", ".join((TAXES, *VALUE_ADDED, *OUTPUT))
    return grid.fault(
        f"the row {name} is neither an industry (it has no column) nor one of {known}."
    )


def _year(name: str) -> int | None:
    years = re.findall(r"(?<!\d)\d{4}(?!\d)", Path(name).name)
    return int(years[-1]) if years else None


def _split(name: str) -> Label:
    place, _, sector = name.partition("_")
    return place, sector


def _country(place: str) -> str | None:
    part = re.fullmatch(r"(CN|MX)\d", place)
    return COUNTRIES[part[1]] if part else None


def _merged(parts: tuple[str, ...]) -> Words:
    return Words(
        sv=f"Delarna {', '.join(parts)} har lagts ihop till sina länder.",
        en=f"The parts {', '.join(parts)} have been added up to their countries.",
    )
