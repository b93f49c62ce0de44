"""Statistics Sweden's symmetric input-output tables: an Excel file with three sheets for each year.

`SIOT 2015` is all supply, `DOM 2015` what is made in Sweden, `IMP 2015` what is imported; product by product, as
Eurostat's questionnaires 1700 to 1900 are laid out. Codes stand in lines 2 to 6 (transaction, sector, area,
product), words in line 8. "NaN" says that there is a number which is not told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kraftsamling.evidence.formats.blocks import accounted, refuse
from kraftsamling.evidence.formats.sheets import Sheet, sheets
from kraftsamling.evidence.formats.text_source import one, texts
from kraftsamling.kernel.words import Words
from kraftsamling.measures.input_output import Imported, InputOutputTable
from kraftsamling.measures.tables import Floats

PLACE = "SE"
PRODUCT = "CPA_"
WHAT, WHO, AREA, OF = 1, 3, 4, 5
NAMES = 7
# Columns that are no sums of others, by transaction, sector and area; the code is ours.
USES = {
    ("P3", "S14", "W2"): "P3_S14",
    ("P3", "S15", "W2"): "P3_S15",
    ("P3", "S13", "W2"): "P3_S13",
    ("P51G", "S1", "W2"): "P51G",
    ("P53", "S1", "W2"): "P53",
    ("P52", "S1", "W2"): "P52",
    ("P6", "S1", "B0"): "P6_EU",
    ("P6", "S1", "D0"): "P6_OUTSIDE",
}
ALL_USES = ("TU", "S1", "W2")
# What the words of the rows beneath begin with.
INPUTS = {
    "imports": "Use of imported products",
    "purchases_abroad": "Direct purchases abroad by residents",
    "purchases_by_visitors": "Purchases on the domestic territory by non-residents",
    "taxes": "Taxes less subsidies on products",
}
TOTAL, VALUE_ADDED, OUTPUT = "Total", "Value added, gross", "Output"
BY_PRODUCT = Words(
    sv="Tabellen är produkt för produkt (antagande om branschteknologi), inte bransch för bransch.",
    en="The table is product by product (industry technology assumed), not industry by industry.",
)


@dataclass(frozen=True, eq=False)
class _Page:
    """One sheet with the places of its products and uses, by code."""

    sheet: Sheet
    rows: dict[str, int]
    columns: dict[str, int]
    uses: dict[str, int]
    beneath: dict[str, int]

    @property
    def flows(self) -> Floats:
        return self.sheet.numbers(list(self.rows.values()), list(self.columns.values()))

    @property
    def demand(self) -> Floats:
        return self.sheet.numbers(
            list(self.rows.values()), [self.uses[code] for code in USES.values()]
        )

    def under(self, words: str) -> Floats:
        """The row beneath the products that begins with `words`. Raises `UnusableData`."""
        for name, at in self.beneath.items():
            if name.startswith(words):
                found: Floats = self.sheet.numbers([at], list(self.columns.values()))[0]
                return found
        return self.sheet.fault(f'no row beneath the products begins with "{words}".')


def read_scb_symmetric(path_or_bytes: Path | bytes) -> dict[int, InputOutputTable]:
    """The table of each year in the file; in million kronor at current basic prices.

    Z and Y are what is made in Sweden, and `imported` what is imported. `other_inputs` are imports,
    purchases abroad, those of visitors, and taxes less subsidies on products. Exports are two columns
    of final demand, P6_EU and P6_OUTSIDE. Raises `UnusableData` that names the sheet and cell.
    """
    where = str(path_or_bytes) if isinstance(path_or_bytes, Path) else "the file"
    book = sheets(one(texts(path_or_bytes), "*.xls*", "*", where=where))
    years = sorted(
        {
            int(found[1])
            for name in book
            if (found := re.fullmatch(r"(?:SIOT|DOM|IMP) (\d{4})", name))
        }
    )
    if not years:
        refuse(where, f"no sheet is called DOM and a year; there are: {', '.join(book)}.")
    return {year: _year(book, year, where) for year in years}


def _year(book: Mapping[str, Sheet], year: int, where: str) -> InputOutputTable:
    gone = [kind for kind in ("SIOT", "DOM", "IMP") if f"{kind} {year}" not in book]
    if gone:
        refuse(where, f"the sheet {gone[0]} {year} is not there.")
    all_, home, abroad = (_page(book[f"{kind} {year}"]) for kind in ("SIOT", "DOM", "IMP"))
    for page in (all_, abroad):
        if list(page.rows) != list(home.rows):
            other = next(iter(set(page.rows) ^ set(home.rows)), "their order")
            page.sheet.fault(
                f"it does not have the products of {home.sheet.name}: {other} differs."
            )
    products = [code.removeprefix(PRODUCT) for code in home.rows]
    Z, x, imported = home.flows, home.under(OUTPUT), Imported(abroad.flows, abroad.demand)
    Y = home.demand
    table = InputOutputTable(
        title="SCB symmetric",
        year=year,
        unit="MSEK",
        places=(PLACE,) * len(products),
        sectors=tuple(products),
        Z=Z,
        demand_places=(PLACE,) * len(USES),
        categories=tuple(USES.values()),
        Y=Y,
        value_added=home.under(VALUE_ADDED),
        x=x,
        other_inputs={name: home.under(words) for name, words in INPUTS.items()},
        names=_names(home),
        imported=imported,
        caveats=(BY_PRODUCT,),
    )
    rows = list(home.rows.values())
    use = home.sheet.numbers(rows, [home.uses["TU"]])[:, 0]
    return accounted(
        table,
        {
            "DOM TU": (use, Z.sum(axis=1) + Y.sum(axis=1)),
            "DOM _T": (home.under(TOTAL), Z.sum(axis=0)),
            "IMP _T": (table.other_inputs["imports"], imported.Z.sum(axis=0)),
            "SIOT P2": (all_.flows.sum(axis=1), (Z + imported.Z).sum(axis=1)),
            "SIOT TU": (
                all_.sheet.numbers(rows, [all_.uses["TU"]])[:, 0],
                use + imported.Z.sum(axis=1) + imported.Y.sum(axis=1),
            ),
        },
    )


def _page(sheet: Sheet) -> _Page:
    width = max((len(cells) for cells in sheet.cells[:8]), default=0)
    heads = {at: tuple(sheet.word(row, at) for row in (WHAT, WHO, AREA)) for at in range(3, width)}
    columns = {
        sheet.word(OF, at): at
        for at, head in heads.items()
        if head[0] == "P2" and sheet.word(OF, at).startswith(PRODUCT)
    }
    rows = {
        sheet.word(at, 1): at
        for at in range(NAMES + 1, len(sheet.cells))
        if sheet.word(at, 1).startswith(PRODUCT)
    }
    if not columns or not rows:
        sheet.fault(
            f"no {'column' if not columns else 'row'} has the code of a product (as CPA_A01)."
        )
    if list(columns) != list(rows):
        other = next(iter(set(rows) ^ set(columns)), "their order")
        sheet.fault(f"rows and columns are not the same products: {other} differs.")
    known = USES | {ALL_USES: "TU"}
    uses = {known[head]: at for at, head in heads.items() if head in known and head[0] != "P2"}
    if gone := [code for code in known.values() if code not in uses]:
        sheet.fault(f"final demand: the column {gone[0]} is not there.")
    last = max(rows.values())
    beneath = {
        sheet.word(at, 2): at for at in range(last + 1, len(sheet.cells)) if sheet.word(at, 2)
    }
    return _Page(sheet, rows, columns, uses, beneath)


def _names(page: _Page) -> dict[str, str]:
    words = {code.removeprefix(PRODUCT): page.sheet.word(at, 2) for code, at in page.rows.items()}
    uses = {
        code: page.sheet.word(NAMES + 1, at) or page.sheet.word(NAMES, at)
        for code, at in page.uses.items()
        if code in USES.values()
    }
    return words | uses | INPUTS
