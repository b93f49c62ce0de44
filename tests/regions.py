"""Littleland among seven regions of a small Europe: mills and machines here, chips and cloth elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from kraftsamling.kernel.labelled import Matrix
from kraftsamling.kernel.origin import Origin
from kraftsamling.priorities.value_chains.divisions import Division, Part, RegionTable
from kraftsamling.priorities.value_chains.space import Space
from tests.chains import words

TABLE = RegionTable(
    code="little",
    table="little_regions",
    column="industry",
    name=words("Industries of regions"),
    unit=words("persons"),
    wholes=("C",),
    high_tech=("C4",),
    parts=(
        Part(code="making", name=words("Making"), sections=("C",)),
        Part(code="rest", name=words("The rest"), sections=("S",)),
    ),
    divisions=(
        Division(code="C1", name=words("Mills")),
        Division(code="C2", name=words("Machines")),
        Division(code="C3", name=words("Tools")),
        Division(code="C4", name=words("Chips")),
        Division(code="C5", name=words("Cloth")),
        Division(code="C6", name=words("Shoes")),
        Division(code="S1", name=words("Shops")),
    ),
)
MAKING = ("C1", "C2", "C3", "C4", "C5", "C6")
# Persons:     mills machines tools chips cloth shoes
REGIONS = {
    "LL11": (100.0, 100, 5, 0, 5, 0),
    "AA11": (100, 100, 100, 0, 0, 0),
    "AA12": (0, 100, 100, 100, 0, 0),
    "AA13": (0, 0, 100, 100, 0, 0),
    "BB11": (0, 0, 0, 0, 100, 100),
    "BB12": (100, 0, 0, 0, 100, 100),
    "BB13": (0, 0, 0, 0, 100, 0),
}
SHOPS = 50.0


def told(regions: Mapping[str, tuple[float, ...]] | None = None) -> Matrix:
    """Persons by place and code: the divisions, shops, and making as a whole; nations too."""
    regions = REGIONS if regions is None else regions
    rows = {place: (*each, SHOPS, sum(each)) for place, each in regions.items()}
    nations = {
        nation: tuple(np.sum([each for p, each in rows.items() if p[:2] == nation], axis=0))
        for nation in dict.fromkeys(place[:2] for place in regions)
    }
    everything = rows | nations
    values = np.array(list(everything.values()), dtype=float)
    return Matrix(values, tuple(everything), (*MAKING, "S1", "C"))


def space(table: Matrix | None = None, region: str = "LL11", about: RegionTable = TABLE) -> Space:
    origin = Origin("The bureau", "Regions 2020", "https://example.org/regions")
    return Space(table or told(), about, region, words("Littleland"), 2020, (origin,))


def without(table: Matrix, *cells: tuple[str, str]) -> Matrix:
    """The table with those cells confidential."""
    values = table.values.copy()
    for place, code in cells:
        values[table.rows.index(place), table.columns.index(code)] = np.nan
    return Matrix(values, table.rows, table.columns)
