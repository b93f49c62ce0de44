"""From the registry of the EU's emissions trading: installations of North Middle Sweden, and sums by county."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kraftsamling.evidence.sources.euets.ingest import NOTHING, counted, municipality, placed
from kraftsamling.evidence.sources.euets.request import EuEts
from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.evidence.sources.request import asked
from tools.starters.reading import Rows, Starter, lines

BEGINNING, FIRST, LAST = 2005, 2013, 2022
HEAD = (
    "installation", "year", "name", "operator", "activity", "city", "place", "county", "emissions",
    "allocation", "origin",
)  # fmt: skip
COUNTIES = {"17": "SE311", "20": "SE312", "21": "SE313"}
ORIGIN, ADDED = "euets-2023", "euets-counties-2023"


@dataclass(frozen=True)
class Records:
    """One starter table of records, its rows by key."""

    name: str
    rows: dict[tuple[str, int], tuple[str, ...]]

    def text(self) -> str:
        """The file, sorted by key."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(HEAD)
        for (installation, year), rest in sorted(self.rows.items()):
            writer.writerow((installation, year, *rest, ORIGIN))
        return text.getvalue()


def tables(collected: Path) -> Iterator[Records | Starter]:
    """Both tables, from the folder of collected files."""
    path = collected / "emissions" / "eutl_installations-SE.csv.gz"
    yield installations(path)
    yield counties(path)


def installations(path: Path) -> Records:
    """Those whose postal code lies in the three counties, in the years they have a number for."""
    rows: dict[tuple[str, int], tuple[str, ...]] = {}
    for said in _accounts(path):
        place = municipality(said["ZipCode"])
        if place[:2] not in COUNTIES:
            continue
        about = (
            said["InstallationNameOrAircraftOperatorCode"],
            said["AccountHolderName"],
            said["MainActivityTypeCodeLookup"],
            said["City"],
            place,
            COUNTIES[place[:2]],
        )
        for year in range(FIRST, LAST + 1):
            emissions, allocation = (
                "" if (text := said[f"{column}_{year}"]) in NOTHING else text
                for column in ("VerifiedEmissions", "FreeAllocations")
            )
            if emissions or allocation:
                key = (said["InstallationOrAircraftOperatorID"], year)
                rows[key] = (*about, emissions, allocation)
    return Records("euets.2023-12-31.csv", rows)


def counties(path: Path) -> Starter:
    """Emissions, free allocation and installations by county, region and country, just as what is fetched."""
    dataset = read_sources().table("euets_counties")[1]
    codes = asked(dataset, EuEts).counties
    rows = [
        placed(
            {
                "installation": said["InstallationOrAircraftOperatorID"],
                "activity": said["MainActivityTypeCodeLookup"],
                "postal_code": said["ZipCode"],
                "year": year,
                "emissions": said[f"VerifiedEmissions_{year}"],
                "allocation": said[f"FreeAllocations_{year}"],
            },
            codes,
        )
        for said in _accounts(path)
        for year in range(BEGINNING, LAST + 1)
    ]
    added = counted(rows, dataset).to_pylist()
    cells: Rows = {
        (row["place"], row["period"], row["measure"]): (f"{row['value']:.12g}", "") for row in added
    }
    return Starter("euets_counties", ("measure",), ADDED, cells)


def _accounts(path: Path) -> Iterator[dict[str, str]]:
    source = lines(path)
    head = next(source)
    return (dict(zip(head, line, strict=True)) for line in source)
