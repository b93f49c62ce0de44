"""Greenhouse gases in the accounts of EXIOBASE 3, added up to carbon dioxide equivalents.

Rows are called as EXIOBASE 3 calls them, in `satellite/F.txt` or (since 3.9) `air_emissions/F.txt`, and
`F_Y.txt` beside it for what final users give off themselves. A gas counts as much as it warms in a
hundred years (GWP100): methane 28, nitrous oxide 265, sulphur hexafluoride 23,500. Those are the
values of IPCC AR5 without feedbacks, which countries report by: Myhre et al. (2013), Anthropogenic and
Natural Radiative Forcing, in Climate Change 2013: The Physical Science Basis, table 8.A.1. HFC and PFC
come in equivalents already. Carbon dioxide from biomass is not counted, as it is not in what countries
report.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping

import numpy as np

from kraftsamling.evidence.formats.blocks import refuse
from kraftsamling.evidence.formats.grid import Grid
from kraftsamling.evidence.formats.text_source import Text
from kraftsamling.kernel.words import Words
from kraftsamling.measures.tables import Floats

ACCOUNTS = ("satellite", "air_emissions")
GASES = {"CO2": 1.0, "CH4": 28.0, "N2O": 265.0, "SF6": 23_500.0, "HFC": 1.0, "PFC": 1.0}
ROWS = (
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
WANTED = frozenset((row,) for row in ROWS)
KILOGRAM, EQUIVALENTS = "kg", "kg CO2-eq"
PER_TONNE = 1000
GONE = Words(
    sv="Utsläppen är räknade utan det som filen saknar: {rows}.",
    en="Emissions are counted without what the file lacks: {rows}.",
)
NO_DIRECT = Words(
    sv="Filerna saknar det som slutliga användare själva släpper ut, som hushållens egna bilar och pannor.",
    en="The files lack what final users emit themselves, such as households' own cars and boilers.",
)


def equivalents(grid: Grid, units: Mapping[str, str], of: str) -> Floats:
    """Tonnes of carbon dioxide equivalents in each column of a grid with rows among `ROWS`.

    `units` are those of the file `of`. Raises `UnusableData` that names the row whose unit is unlike
    what it is added up as, or that is there twice.
    """
    names = [name for (name,) in grid.rows]
    for name in names:
        _as_expected(name, units, of)
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        grid.fault(f"row {twice[0]} is there {names.count(twice[0])} times.")
    weights = np.array([GASES[name.split(" - ")[0]] for name in names])
    total: Floats = weights @ grid.values / PER_TONNE
    return total


def lacking(grid: Grid) -> tuple[Words, ...]:
    """What is said of the rows that are not there; nothing where all are."""
    gone = "; ".join(row for row in ROWS if (row,) not in grid.rows)
    return (Words(sv=GONE.sv.format(rows=gone), en=GONE.en.format(rows=gone)),) if gone else ()


def units_of(text: Text) -> dict[str, str]:
    """The unit of each row of the accounts, by its name."""
    with text.open() as file, io.TextIOWrapper(file, "utf-8-sig", "replace", newline="") as lines:
        return {line[0]: line[-1].strip() for line in csv.reader(lines, delimiter="\t") if line}


def _as_expected(name: str, units: Mapping[str, str], of: str) -> None:
    expected = EQUIVALENTS if name.startswith(("HFC", "PFC")) else KILOGRAM
    if units.get(name) != expected:
        refuse(
            of,
            f"row {name} is in {units.get(name) or 'no unit'}, but must be in {expected} to be added up "
            "to carbon dioxide equivalents. Give the files as the producer publishes them.",
        )
