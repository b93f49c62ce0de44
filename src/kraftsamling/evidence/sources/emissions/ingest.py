"""Reading the Excel file of the national emission database.

Above the heading stand title, unit and explanation. The heading is in two rows: the years, and under
them Huvudsektor, Undersektor, Län and Kommun. "Alla" (all) stands for every sector or every place.
Rows of subsectors are finer parts of the same emissions, and are passed over.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from kraftsamling.evidence.sources.emissions.request import Emissions
from kraftsamling.evidence.sources.faults import unusable
from kraftsamling.evidence.sources.request import asked
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import UnusableData

HEADS = ("Huvudsektor", "Undersektor", "Län", "Kommun")
ALL = "alla"
NATION = "SE"

Row = Sequence[Any]
Key = tuple[str, str, str]
Values = dict[Key, float | None]


@dataclass(frozen=True)
class Sheet:
    """The file taken apart: what stands above the heading, the year of each column, and the rows."""

    above: str
    years: dict[int, str]
    rows: tuple[Row, ...]


def read(body: bytes, dataset: Dataset) -> pa.Table:
    """Tonnes by sector, place (by the database's names) and year. Raises `UnusableData`."""
    request = asked(dataset, Emissions)
    sheet = _sheet(body, dataset)
    _same_unit(sheet.above, request, dataset)
    values: Values = {}
    for key, value in _values(sheet, request, dataset):
        if key in values:
            raise UnusableData(
                f"{dataset.code}: {', '.join(key)} is there twice. Wait for a corrected release."
            )
        values[key] = value
    _every_sector(values, request, dataset)
    return _table(values | _sums(values, request), dataset)


def _sheet(body: bytes, dataset: Dataset) -> Sheet:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
        rows = book.get_sheet_by_index(0).to_python()
    except (CalamineError, OSError, ValueError) as error:
        raise UnusableData(
            f"{dataset.code}: this is no Excel file, or half of one ({error}). Fetch it again."
        ) from error
    at = next((at for at, row in enumerate(rows) if _word(row[0]) == HEADS[0]), None)
    if at is None:
        unusable(
            f"{dataset.code}: the heading is not there.",
            expected=", ".join(HEADS),
            came="; ".join(_word(row[0]) for row in rows[:8]),
            cure="See what the columns are called now, and teach sources/emissions/ingest.py.",
        )
    return Sheet(
        " ".join(_word(row[0]) for row in rows[:at]),
        _years(rows[max(at - 1, 0) : at + 1]),
        tuple(_headed(rows[at], rows[at + 1 :], dataset)),
    )


def _headed(head: Row, rows: Sequence[Row], dataset: Dataset) -> Iterator[Row]:
    came = tuple(_word(cell) for cell in head[: len(HEADS)])
    if came != HEADS:
        unusable(
            f"{dataset.code}: a column has another name.",
            expected=", ".join(HEADS),
            came=", ".join(came),
            cure="If it means the same, teach sources/emissions/ingest.py its name.",
        )
    yield from (row for row in rows if any(cell != "" for cell in row))


def _years(heads: Sequence[Row]) -> dict[int, str]:
    """The columns that hold years, from the row of the heading or the one above it."""
    found = {}
    for head in heads:
        for at, cell in enumerate(head):
            text = str(int(cell)) if isinstance(cell, float) else _word(cell)
            if at >= len(HEADS) and len(text) == 4 and text.isdigit():
                found[at] = text
    return found


def _same_unit(above: str, request: Emissions, dataset: Dataset) -> None:
    said = above.casefold()
    others = [unit for unit in request.other_units if unit.casefold() in said]
    if others or request.unit.casefold() not in said.split():
        unusable(
            f"{dataset.code}: the unit is not what it was.",
            expected=request.unit,
            came=above or "nothing",
            cure="If the new unit is right, give the table another name in source.yaml, and use it in the "
            "indicators.",
        )


def _values(
    sheet: Sheet, request: Emissions, dataset: Dataset
) -> Iterator[tuple[Key, float | None]]:
    codes = {_plain(word): code for code, word in request.sectors.items()}
    for row in sheet.rows:
        sector, part, county, municipality = (_word(cell) for cell in row[: len(HEADS)])
        if _plain(part) != ALL:
            continue
        if _plain(sector) not in codes:
            close = get_close_matches(_plain(sector), list(codes), n=1)
            unusable(
                f"{dataset.code}: there is a sector we do not know.",
                expected=", ".join(request.sectors.values()),
                came=sector or "nothing",
                cure=f"{f'It may be what was called {close[0]}. ' if close else ''}"
                "Correct request.sectors in source.yaml.",
            )
        place = _place(county, municipality)
        for at, year in sheet.years.items():
            cell = row[at] if at < len(row) else ""
            yield (
                (place, year, codes[_plain(sector)]),
                _number(cell, (sector, place, year), dataset),
            )


def _place(county: str, municipality: str) -> str:
    if _plain(municipality) != ALL:
        return municipality
    return county if _plain(county) != ALL else NATION


def _number(cell: Any, where: Key, dataset: Dataset) -> float | None:
    if cell == "":
        return None
    if isinstance(cell, int | float) and math.isfinite(cell):
        return float(cell)
    raise UnusableData(
        f"{dataset.code}: {', '.join(where)} is {cell!r}, which is no number. Wait for a corrected release."
    )


def _every_sector(values: Values, request: Emissions, dataset: Dataset) -> None:
    came = {sector for _place, _year, sector in values}
    gone = [word for code, word in request.sectors.items() if code not in came]
    if gone:
        unusable(
            f"{dataset.code}: sectors are not there any more.",
            expected=", ".join(request.sectors.values()),
            came=", ".join(word for code, word in request.sectors.items() if code in came)
            or "none",
            cure="Find what has taken their place, and correct request.sectors in source.yaml.",
        )


def _sums(values: Values, request: Emissions) -> Values:
    """Each place in `sums`, for every year and sector that all its parts have a value for."""
    found: Values = {}
    for place, parts in request.sums.items():
        for year, sector in dict.fromkeys((year, sector) for _place, year, sector in values):
            each = [values.get((part, year, sector)) for part in parts]
            known = [value for value in each if value is not None]
            if len(known) == len(parts):
                found[place, year, sector] = math.fsum(known)
    return found


def _table(values: Values, dataset: Dataset) -> pa.Table:
    schema = dataset.table.schema
    columns = {
        "place": [place for place, _year, _sector in values],
        "period": [year for _place, year, _sector in values],
        "sector": [sector for _place, _year, sector in values],
        "value": list(values.values()),
        "status": ["m" if value is None else "" for value in values.values()],
    }
    return pa.table({name: columns[name] for name in schema.names}, schema=schema)


def _word(cell: Any) -> str:
    return " ".join(str(cell).split())


def _plain(text: str) -> str:
    """A name whatever its capitals and spaces: the database writes "(inkl.avlopp)"."""
    return "".join(text.casefold().split())
