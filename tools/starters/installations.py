"""From the registry of the EU's emissions trading: the installations of North Middle Sweden."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kraftsamling.evidence.sources.euets.ingest import NOTHING, municipality
from tools.starters.reading import lines

FIRST, LAST = 2013, 2022
HEAD = (
    "installation", "year", "name", "operator", "activity", "city", "place", "county", "emissions",
    "allocation", "origin",
)  # fmt: skip
COUNTIES = {"17": "SE311", "20": "SE312", "21": "SE313"}
ORIGIN = "euets-2023"


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


def tables(collected: Path) -> Iterator[Records]:
    """The table, from the folder of collected files."""
    yield installations(collected / "emissions" / "eutl_installations-SE.csv.gz")


def installations(path: Path) -> Records:
    """Those whose postal code lies in the three counties, in the years they have a number for."""
    source = lines(path)
    head = next(source)
    rows: dict[tuple[str, int], tuple[str, ...]] = {}
    for line in source:
        said = dict(zip(head, line, strict=True))
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
