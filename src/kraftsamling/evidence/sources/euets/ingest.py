"""Reading what the Union Registry answered: a row for each installation and year, or sums by county."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from kraftsamling.evidence.formats import delimited
from kraftsamling.evidence.sources.counties import NATION, PLACES, around
from kraftsamling.evidence.sources.euets.fetch import OPERATORS, YEARS
from kraftsamling.evidence.sources.euets.request import EuEts
from kraftsamling.evidence.sources.files import member
from kraftsamling.evidence.sources.request import asked
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import UnusableData

POSTAL_CODES = ("postal_codes.csv", "towns.csv")
# What an activity is called that takes place in no county.
MOVING = ("aircraft", "maritime", "shipping")
# What is added up: tonnes emitted, allowances given to those for nothing, and how many of them emitted anything.
MEASURES = ("emissions", "allocation", "installations")
# What stands in place of a number where nothing was reported, or where there was nothing to report.
NOTHING = ("", "-1", "-1.0", "Excluded", "Not Reported", "NA")

Row = dict[str, Any]


def read(body: bytes, dataset: Dataset) -> pa.Table:
    """Verified emissions and free allocation in tonnes, by installation and year. Raises `UnusableData`.

    Where `dataset` holds observations: sums by county. The municipality is found by the postal code, and is empty
    where that is not known.
    """
    request = asked(dataset, EuEts)
    operators = _rows(member(body, OPERATORS), request.operators)
    known = {row["installation"]: row for row in operators}
    if len(known) < len(operators):
        raise UnusableData(
            f"{dataset.code}: {len(operators) - len(known)} installations are there twice. "
            "Wait for a corrected release."
        )
    rows = [
        placed(known[year["installation"]] | year, request.counties)
        for year in _known(_rows(member(body, YEARS), request.years), known, dataset)
    ]
    return counted(rows, dataset) if dataset.table.observes else made(rows, dataset)


def made(rows: list[Row], dataset: Dataset) -> pa.Table:
    """The table of such rows, without those that say nothing about a year."""
    schema = dataset.table.schema
    told = [row for row in rows if row["emissions"] is not None or row["allocation"] is not None]
    return pa.table({name: [row[name] for row in told] for name in schema.names}, schema=schema)


def counted(rows: list[Row], dataset: Dataset) -> pa.Table:
    """What those have who reported, by place and year: see `MEASURES`.

    None is a true zero, as the registry has all who must report. The country has those too whose county is not
    known. Aircraft and ships have no place.
    """
    told = [row for row in rows if row["emissions"] is not None and not _moves(row)]
    sums = defaultdict[tuple[str, int, str], float](float)
    for row in told:
        for place in around(row["county"]) if row["county"] else (NATION,):
            sums[place, row["year"], "emissions"] += row["emissions"]
            sums[place, row["year"], "allocation"] += row["allocation"] or 0
            sums[place, row["year"], "installations"] += row["emissions"] > 0
    keys = [(p, year, m) for year in _reported(told) for p in PLACES for m in MEASURES]
    columns: dict[str, list[str] | list[float]] = {
        "place": [place for place, _year, _measure in keys],
        "period": [str(year) for _place, year, _measure in keys],
        "measure": [measure for _place, _year, measure in keys],
        "value": [sums[key] for key in keys],
        "status": [""] * len(keys),
    }
    return pa.table(columns, schema=dataset.table.schema)


def _moves(row: Row) -> bool:
    return any(word in row["activity"].casefold() for word in MOVING)


def _reported(rows: list[Row]) -> list[int]:
    """The years that are complete: not one that few have reported as yet."""
    counts = Counter(row["year"] for row in rows)
    return [year for year in sorted(counts) if 2 * counts[year] >= counts[year - 1]]


def placed(row: Row, counties: Mapping[str, str]) -> Row:
    """`row` with its numbers as numbers, its place and its county."""
    place = municipality(row["postal_code"])
    return row | {
        "year": int(row["year"]),
        "place": place,
        "county": counties.get(place[:2], ""),
        "emissions": number(row["emissions"], row),
        "allocation": number(row["allocation"], row),
    }


def number(text: str, row: Row) -> float | None:
    """Tonnes; nothing where nothing was reported. Raises `UnusableData` that names the installation."""
    if text.strip() in NOTHING:
        return None
    try:
        return float(text)
    except ValueError as error:
        raise UnusableData(
            f"Installation {row['installation']} has {text!r} for {row['year']}, which is no number. "
            "See what the registry means by it, and teach sources/euets/ingest.py."
        ) from error


def municipality(postal_code: str) -> str:
    """SCB's code for the municipality of a postal code; empty where it is not known."""
    digits = "".join(letter for letter in postal_code if letter.isdigit())
    firsts, lasts, codes = _postal_codes()
    at = bisect_right(firsts, digits) - 1
    return codes[at] if len(digits) == 5 and at >= 0 and digits <= lasts[at] else ""


@cache
def _postal_codes() -> tuple[list[str], list[str], list[str]]:
    """Stretches in order: the list, and what it lacks."""
    rows: list[dict[str, str]] = []
    for name in POSTAL_CODES:
        with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
            rows += csv.DictReader(file)
    rows.sort(key=lambda row: row["first"])
    return tuple([row[name] for row in rows] for name in ("first", "last", "municipality"))  # type: ignore[return-value]


def _rows(body: bytes, wanted: dict[str, str]) -> list[Row]:
    rows: list[Row] = delimited.columns(delimited.table(body, delimiter=","), wanted).to_pylist()
    return rows


def _known(years: list[Row], known: dict[str, Row], dataset: Dataset) -> Iterator[Row]:
    strangers = sorted({row["installation"] for row in years} - set(known))
    if strangers:
        raise UnusableData(
            f"{dataset.code}: {len(strangers)} installations have years but no description, among them "
            f"{', '.join(strangers[:3])}. The two files are from different days: fetch them again."
        )
    yield from years
