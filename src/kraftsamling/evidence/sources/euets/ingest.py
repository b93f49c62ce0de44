"""Reading what the Union Registry answered: a row for each installation and year."""

from __future__ import annotations

import csv
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from kraftsamling.evidence.formats import delimited
from kraftsamling.evidence.sources.euets.fetch import OPERATORS, YEARS
from kraftsamling.evidence.sources.euets.request import EuEts
from kraftsamling.evidence.sources.files import member
from kraftsamling.evidence.sources.request import asked
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import UnusableData

POSTAL_CODES = Path(__file__).parent / "postal_codes.csv"
# What stands in place of a number where nothing was reported, or where there was nothing to report.
NOTHING = ("", "-1", "-1.0", "Excluded", "Not Reported", "NA")

Row = dict[str, Any]


def read(body: bytes, dataset: Dataset) -> pa.Table:
    """Verified emissions and free allocation in tonnes, by installation and year. Raises `UnusableData`.

    The municipality is found by the postal code, and is empty where that is not known.
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
    return made(rows, dataset)


def made(rows: list[Row], dataset: Dataset) -> pa.Table:
    """The table of such rows, without those that say nothing about a year."""
    schema = dataset.table.schema
    told = [row for row in rows if row["emissions"] is not None or row["allocation"] is not None]
    return pa.table({name: [row[name] for row in told] for name in schema.names}, schema=schema)


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
    with POSTAL_CODES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
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
