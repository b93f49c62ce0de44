"""A small world in the forms that producers publish world tables in: Littleland, Hillia and the rest.

Numbers are drawn, in whole units, and balance exactly: rows add up to output, and so do columns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kraftsamling.measures.tables import Floats

Cells = list[list[Any]]


@dataclass(frozen=True, eq=False)
class World:
    """Flows Z, final demand Y, taxes and value added, with the names of each axis."""

    places: tuple[str, ...]
    sectors: tuple[str, ...]
    categories: tuple[str, ...]
    Z: Floats
    Y: Floats
    taxes: Floats

    @property
    def x(self) -> Floats:
        return np.asarray(self.Z.sum(axis=1) + self.Y.sum(axis=1))

    @property
    def value_added(self) -> Floats:
        return np.asarray(self.x - self.Z.sum(axis=0) - self.taxes)

    @property
    def industries(self) -> list[tuple[str, str]]:
        return [(place, sector) for place in self.places for sector in self.sectors]

    @property
    def demand(self) -> list[tuple[str, str]]:
        return [(place, category) for place in self.places for category in self.categories]


def world(places: Sequence[str], sectors: Sequence[str], categories: Sequence[str]) -> World:
    """A world of this size, the same at each call."""
    draw = np.random.default_rng(7)
    n = len(places) * len(sectors)
    Z = draw.integers(1, 40, (n, n)).astype(float)
    Y = draw.integers(20, 90, (n, len(places) * len(categories))).astype(float)
    Y[0, 1] = -5
    return World(
        tuple(places),
        tuple(sectors),
        tuple(categories),
        Z,
        Y,
        draw.integers(-2, 9, n).astype(float),
    )


def written(lines: Iterable[Iterable[Any]], delimiter: str = ",") -> bytes:
    """Lines of cells as text."""
    return "".join(delimiter.join(map(str, line)) + "\n" for line in lines).encode()


def changed(lines: Cells, row: int, column: int, cell: Any) -> Cells:
    """The same lines with another cell."""
    copy = [list(line) for line in lines]
    copy[row][column] = cell
    return copy


def without(
    lines: Cells, gone: Callable[[str], bool], *, rows: bool = True, columns: bool = True
) -> Cells:
    """The same lines less the rows and columns whose first cell is `gone`."""
    kept = [at for at, name in enumerate(lines[0]) if not (columns and at and gone(str(name)))]
    return [
        [line[at] for at in kept]
        for number, line in enumerate(lines)
        if not (rows and number and gone(str(line[0])))
    ]


OECD = world(("AUT", "SWE", "ROW"), ("A01_02", "C24"), ("HFCE", "GFCF"))


def icio(of: World = OECD) -> Cells:
    """As the OECD writes it since 2023."""
    names = ["_".join(label) for label in of.industries]
    asked = ["_".join(label) for label in of.demand]
    nothing = [0] * (len(asked) + 1)
    return [
        ["V1", *names, *asked, "OUT"],
        *([name, *of.Z[at], *of.Y[at], of.x[at]] for at, name in enumerate(names)),
        ["TLS", *of.taxes, *nothing],
        ["VA", *of.value_added, *nothing],
        ["OUT", *of.x, *of.Y.sum(axis=0), 0],
    ]


def split(of: World, place: str, part: str) -> World:
    """`of` with one more place, in which there is a tenth of the industries of `place`, and no demand."""
    at = of.places.index(place) * len(of.sectors)
    mine = slice(at, at + len(of.sectors))
    share = np.r_[np.ones(len(of.Z)), np.full(len(of.sectors), 0.1)]
    source = np.r_[np.arange(len(of.Z)), np.arange(at, mine.stop)]
    weight = share.copy()
    weight[mine] = 0.9
    Z = of.Z[np.ix_(source, source)] * weight[:, None] * weight[None, :]
    return replace(
        of,
        places=(*of.places, part),
        Z=Z,
        Y=np.c_[of.Y[source] * weight[:, None]],
        taxes=of.taxes[source] * weight,
    )


WIOD = world(("AUT", "ROM", "RoW"), ("c1", "c2"), ("c37", "c42"))


def wiod(of: World = WIOD) -> Cells:
    """As a sheet of the release of 2013 has it."""
    isic, names = (
        {"c1": "AtB", "c2": "C", "c37": "", "c42": ""},
        {"c1": "Agriculture", "c2": "Mining"},
    )
    across = [*of.industries, *of.demand]
    nothing = [""] * len(of.demand)

    def beneath(code: str, name: str, cells: Iterable[float], total: Any = "") -> list[Any]:
        return ["", name, "TOT", code, *cells, *nothing, total]

    return [
        ["World Input-Output Table, 2011"],
        ["(in millions of US$)"],
        ["", "", "", "", *(isic[code] for _, code in across), ""],
        ["", "", "", "", *(names.get(code, code) for _, code in across), "Total output"],
        ["", "", "", "", *(place for place, _ in across), "TOT"],
        ["", "", "", "", *(code for _, code in across), "c60"],
        *(
            [isic[code], names[code], place, code, *of.Z[at], *of.Y[at], of.x[at]]
            for at, (place, code) in enumerate(of.industries)
        ),
        beneath("r60", "Total intermediate consumption", of.Z.sum(axis=0)),
        beneath("r99", "Taxes less subsidies on products", of.taxes),
        beneath("r64", "Value added at basic prices", of.value_added),
        beneath("r69", "Output at basic prices", of.x),
    ]


FIGARO = world(("AT", "SE", "FIGW1"), ("A01", "C24"), ("P3_S14", "P51G"))


def figaro(of: World = FIGARO) -> Cells:
    """As Eurostat writes the matrix; value added in its three parts."""
    names = ["_".join(label) for label in of.industries]
    asked = ["_".join(label) for label in of.demand]
    nothing = [0] * len(asked)
    return [
        ["rowLabels", *names, *asked],
        *([name, *of.Z[at], *of.Y[at]] for at, name in enumerate(names)),
        ["W2_D21X31", *of.taxes, *nothing],
        ["W2_OP_RES", *(0 for _ in names), *nothing],
        ["W2_D1", *(of.value_added - 30), *nothing],
        ["W2_D29X39", *(-10 for _ in names), *nothing],
        ["W2_B2A3G", *(40 for _ in names), *nothing],
    ]


def flat(lines: Cells) -> Cells:
    """The same as a line for each cell that is not 0."""
    head = ["icioiRow", "icioiCol", "refArea", "rowIi", "counterpartArea", "colIi", "obsValue"]
    found: Cells = [head]
    for row in lines[1:]:
        for column, cell in zip(lines[0][1:], row[1:], strict=True):
            if cell:
                of, into = row[0].partition("_"), column.partition("_")
                found.append([row[0], column, of[0], of[2], into[0], into[2], cell])
    return found


AIR = (
    "CO2 - combustion - air",
    "CO2 - non combustion - Cement production - air",
    "CO2 - non combustion - Lime production - air",
    "CO2 - agriculture - peat decay - air",
    "CO2 - waste - fossil - air",
    "CH4 - combustion - air",
    "CH4 - non combustion - Extraction/production of (natural) gas - air",
    "CH4 - non combustion - Extraction/production of crude oil - air",
    "CH4 - non combustion - Mining of antracite - air",
    "CH4 - non combustion - Mining of bituminous coal - air",
    "CH4 - non combustion - Mining of coking coal - air",
    "CH4 - non combustion - Mining of lignite (brown coal) - air",
    "CH4 - non combustion - Mining of sub-bituminous coal - air",
    "CH4 - non combustion - Oil refinery - air",
    "CH4 - agriculture - air",
    "CH4 - waste - air",
    "N2O - combustion - air",
    "N2O - agriculture - air",
    "SF6 - air",
    "HFC - air",
    "PFC - air",
)
EXIOBASE = world(
    ("AT", "SE", "WA"),
    ("Cultivation of wheat", "Manufacture of basic iron"),
    ("Final consumption expenditure by households", "Gross fixed capital formation"),
)


# What a kilogram of each gas counts as, in the units that EXIOBASE 3 has them in.
WARMS = {"CO2": 1, "CH4": 28, "N2O": 265, "SF6": 23_500, "HFC": 1, "PFC": 1}
BIOMASS = "CO2 - waste - biogenic - air"


def gases(columns: int, seed: int) -> dict[str, Floats]:
    """Kilograms of each greenhouse gas in so many columns, and of one that is not to be counted."""
    draw = np.random.default_rng(seed)
    return {
        row: draw.integers(0, 5_000, columns).astype(float) for row in (*AIR[:5], BIOMASS, *AIR[5:])
    }


def warming(rows: dict[str, Floats]) -> Floats:
    """Tonnes of carbon dioxide equivalents in each column."""
    kept = {row: cells for row, cells in rows.items() if row != BIOMASS}
    return np.asarray(sum(WARMS[row[:3]] * cells for row, cells in kept.items()) / 1000)


def exiobase(of: World = EXIOBASE) -> dict[str, Cells]:
    """The files of a folder, as they have been published since 3.8, by name."""

    def above(labels: Sequence[tuple[str, str]], second: str, before: int) -> Cells:
        lines: Cells = [
            [word, *[""] * (before - 1), *(label[at] for label in labels)]
            for at, word in enumerate(("region", second))
        ]
        return lines

    def titled(words: Sequence[str], count: int) -> list[Any]:
        return [*words, *[""] * count]

    n, industries = len(of.Z), of.industries
    parts = {
        "Taxes less subsidies on products purchased: Total": of.taxes,
        "Other net taxes on production": np.full(n, -3.0),
        "Compensation of employees; wages, salaries, & employers' social contributions: Low-skilled": of.value_added
        - 17,
        "Operating surplus: Consumption of fixed capital": np.full(n, 20.0),
        "Nitrogen": np.full(n, 1e6),
    }
    air, own = gases(n, 11), gases(len(of.demand), 12)
    in_equivalents = dict.fromkeys(("HFC - air", "PFC - air"), "kg CO2-eq")
    return {
        "Z.txt": [
            *above(industries, "sector", 2),
            titled(("region", "sector"), n),
            *([*label, *cells] for label, cells in zip(industries, of.Z, strict=True)),
        ],
        "Y.txt": [
            *above(of.demand, "category", 2),
            titled(("region", "sector"), len(of.demand)),
            *([*label, *cells] for label, cells in zip(industries, of.Y, strict=True)),
        ],
        "x.txt": [
            ["region", "sector", "indout"],
            *([*label, cell] for label, cell in zip(industries, of.x, strict=True)),
        ],
        "unit.txt": [["region", "sector", "unit"], *([*label, "M.EUR"] for label in industries)],
        "satellite/F.txt": [
            *above(industries, "sector", 1),
            titled(("stressor",), n),
            *([name, *cells] for name, cells in (parts | air).items()),
        ],
        "satellite/F_Y.txt": [
            *above(of.demand, "category", 1),
            titled(("stressor",), len(of.demand)),
            *([name, *cells] for name, cells in own.items()),
        ],
        "satellite/unit.txt": [
            ["", "unit"],
            ["Nitrogen", "kg"],
            *([name, in_equivalents.get(name, "kg")] for name in air),
        ],
    }  # fmt: skip


NATION = world(
    ("SE",),
    ("A01", "C24", "J61"),
    ("P3_S14", "P3_S15", "P3_S13", "P51G", "P53", "P52", "EU", "OUT"),
)
ABROAD = world(
    ("SE",),
    ("A01", "C24", "J61"),
    ("P3_S14", "P3_S15", "P3_S13", "P51G", "P53", "P52", "EU", "OUT"),
)
_USES = (
    ("P3", "S14", "W2"), ("P3", "S15", "W2"), ("P3", "S13", "W2"), ("P3", "S1", "W2"), ("P51G", "S1", "W2"),
    ("P53", "S1", "W2"), ("P52", "S1", "W2"), ("P5", "S1", "W2"), ("P6", "S1", "B0"), ("P6", "S1", "U2"),
    ("P6", "S1", "D0"), ("P6", "S1", "W1"), ("TU", "S1", "W2"),
)  # fmt: skip
_PARTS = (0, 1, 2, None, 3, 4, 5, None, 6, None, 7, None, None)


def scb(year: int = 2019) -> dict[str, Cells]:
    """The three sheets of a year, by name, in the form of Eurostat's questionnaires."""
    made, abroad = NATION, replace(ABROAD, Z=ABROAD.Z * 2 - 1, Y=np.abs(ABROAD.Y))
    both = replace(made, Z=made.Z + abroad.Z, Y=made.Y + abroad.Y)
    bought, visits = abroad.Z.sum(axis=0), np.array([3.0, 0.0, -2.0])
    added = made.x - made.Z.sum(axis=0) - bought - made.taxes - visits

    def page(of: World, title: str, beneath: Cells) -> Cells:
        products = [f"CPA_{sector}" for sector in of.sectors]
        n, d = len(products), len(_USES)
        uses = [
            sum((of.Y[:, 0:3].T), np.zeros(n)) if part is None else of.Y[:, part] for part in _PARTS
        ]
        uses[-1] = of.x
        heads = [["", "", "", *["P2"] * n, "P2", *(use[0] for use in _USES)], [""]]
        heads += [["", "", "", *["S1"] * n, "S1", *(use[1] for use in _USES)]]
        heads += [["", "", "", *["W2"] * n, "W2", *(use[2] for use in _USES)]]
        heads += [["", "", "", *products, "_T", *["_Z"] * d], ["", "PRODUCT"]]
        heads += [["", "", "", *products, "Total", *["Use"] * d], ["", "", "", "label"]]
        body = [
            [
                at + 1,
                code,
                f"Product {code}",
                *of.Z[at],
                of.Z[at].sum(),
                *("NaN" if use == _USES[9] else uses[i][at] for i, use in enumerate(_USES)),
            ]
            for at, code in enumerate(products)
        ]
        return [[title], *heads, *body, *beneath]

    def row(code: str, words: str, cells: Any) -> list[Any]:
        return ["", code, words, *cells]

    mixed = row("_Z", "  Mixed income, gross", ["NaN"] * 3)
    return {
        "Information": [["Symmetric input-output tables"]],
        f"SIOT {year}": page(both, "1700", [row("_T", "Total", both.Z.sum(axis=0))]),
        f"DOM {year}": page(made, "1800", [
            row("_T", "Total            ", made.Z.sum(axis=0)),
            row("_T", "Use of imported products, cif", bought),
            row("", "Direct purchases abroad by residents", visits),
            row("", "Purchases on the domestic territory by non-residents", np.zeros(3)),
            row("_T", "Taxes less subsidies on products", made.taxes),
            mixed,
            row("_Z", "Value added, gross", added),
            row("_Z", "Output", made.x),
        ]),
        f"IMP {year}": page(abroad, "1900", [row("_T", "Total", bought)]),
    }  # fmt: skip
