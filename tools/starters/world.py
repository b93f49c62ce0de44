"""From the World Input-Output Database: the world of 2011 as seventeen places, small enough to come along.

Countries are added up; every other number is as it was written. With the whole table, which a site adds
by hand, every country stands for itself.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pyarrow as pa

from kraftsamling.evidence.formats.wiod import read_wiod
from kraftsamling.evidence.sources.matrices import as_table
from kraftsamling.kernel.words import Words
from kraftsamling.measures.input_output import InputOutputTable
from kraftsamling.measures.tables import Floats

YEAR, ORIGIN = 2011, "wiod-2011-2013"
ALONE = (
    *("SWE", "DEU", "DNK", "FIN", "GBR", "FRA", "NLD", "BEL", "ITA", "ESP", "POL"),
    *("USA", "CHN", "JPN", "RUS"),
)
UNION = [
    "AUT",
    "BGR",
    "CYP",
    "CZE",
    "EST",
    "GRC",
    "HUN",
    "IRL",
    "LTU",
    "LUX",
    "LVA",
    "MLT",
    "PRT",
    "ROU",
    "SVK",
    "SVN",
]
OTHERS, ELSEWHERE = "REU", "ROW"
ADDED = Words(
    sv="Tabellen som följer med är sammanslagen: femton länder står för sig, övriga EU och övriga världen är var "
    "sin plats. Med hela tabellen blir svaren per land, och andelarna något andra.",
    en="The table that comes along is added up: fifteen countries stand for themselves, and the rest of the EU "
    "and the rest of the world are one place each. With the whole table answers are by country, and shares "
    "differ a little.",
)


@dataclass(frozen=True)
class Lines:
    """A table of the catalogue as a packed file, a row for each line of the matrix."""

    name: str
    rows: list[dict[str, object]]

    def text(self) -> str:
        """Cells as whole numbers, with a space between."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow((*self.rows[0], "origin"))
        for row in self.rows:
            cells = " ".join(f"{cell:.0f}" for cell in row["cells"] or ())  # type: ignore[attr-defined]
            writer.writerow((*(v for k, v in row.items() if k != "cells"), cells, ORIGIN))
        return out.getvalue()


def tables(collected: Path) -> Iterator[Lines]:
    """The world of 2011, from `io/wiod2013_2011.npz`."""
    whole = read_wiod(collected / "io" / f"wiod2013_{YEAR}.npz", YEAR)
    found: pa.Table = as_table([merged(whole)])
    yield Lines(f"wiod_{YEAR}.2013-12-31.csv.gz", found.to_pylist())


def merged(table: InputOutputTable) -> InputOutputTable:
    """The same world with some countries as one place, and one column of final demand for each place."""
    places = dict.fromkeys((*ALONE, OTHERS, ELSEWHERE))
    at = {place: n for n, place in enumerate(places)}
    sectors = table.sectors[table.at(table.regions[0])]
    size = len(sectors)
    to = np.array([at[_place(place)] for place in table.places]) * size
    to += np.tile(np.arange(size), len(table.regions))
    demand = np.array([at[_place(place)] for place in table.demand_places])
    flows = _summed(_summed(table.Z, to, len(at) * size).T, to, len(at) * size).T
    bought = _summed(_summed(table.Y, to, len(at) * size).T, demand, len(at)).T
    return replace(
        table,
        places=tuple(place for place in places for _ in sectors),
        sectors=tuple(sectors) * len(at),
        Z=flows,
        demand_places=tuple(places),
        categories=("final",) * len(at),
        Y=bought,
        value_added=_summed(table.value_added[:, None], to, len(at) * size)[:, 0],
        x=_summed(table.x[:, None], to, len(at) * size)[:, 0],
        names={},
        caveats=(*table.caveats, ADDED),
    )


def _place(country: str) -> str:
    if country in ALONE:
        return country
    return OTHERS if country in UNION else ELSEWHERE


def _summed(values: Floats, to: np.ndarray[tuple[int], np.dtype[np.intp]], size: int) -> Floats:
    found = np.zeros((size, values.shape[1]))
    np.add.at(found, to, values)
    return found
