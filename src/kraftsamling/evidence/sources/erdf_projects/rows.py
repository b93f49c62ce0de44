"""The forms the project bank's rows come in, and their columns under names of ours.

Its pages get `{"columns": [{"name": ...}], "rows": [[...]]}`; copies that others publish are a list of
objects, or CSV. Only the columns named here are taken: contact persons, their telephone and mail are not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from kraftsamling.evidence.formats import delimited
from kraftsamling.evidence.scrubbing import scrubbed
from kraftsamling.evidence.sources.faults import unusable

Row = dict[str, str]

# Ours, and what it is called in one form or another.
COLUMNS: dict[str, tuple[str, ...]] = {
    "case": ("ärende_id",),
    "name": ("projektnamn",),
    "about": ("projektbeskrivning",),
    "recipient": ("stödmottagare",),
    "programme": ("målprogram", "tematiskt_mål"),
    "area": ("område",),
    "priority": ("insatsområde",),
    "counties": ("län", "län_fördelning"),
    "municipalities": ("kommuner", "kommun_fördelning"),
    "begins": ("projekt_starttid",),
    "ends": ("projekt_sluttid",),
    "granted": ("beviljat_belopp_sek",),
}
TOTALS = "Totaler"


def rows(body: bytes) -> list[Row]:
    """Each project, in texts. Raises `UnusableData` where a column is not there."""
    found = [_named(row) for row in _parsed(body)]
    return [_ours(row) for row in found if row.get("ärende_id") != TOTALS]


def _parsed(body: bytes) -> Iterable[dict[str, Any]]:
    try:
        said = json.loads(body.decode("utf-8-sig"))
    except ValueError:
        read: list[dict[str, Any]] = delimited.table(body).to_pylist()
        return read
    if isinstance(said, dict) and {"columns", "rows"} <= set(said):
        names = [column["name"] for column in said["columns"]]
        return [dict(zip(names, map(_cell, row), strict=True)) for row in said["rows"]]
    if not isinstance(said, list) or not all(isinstance(row, dict) for row in said):
        unusable(
            "The project bank answers in another form than it did.",
            expected="columns and rows, or a list of projects",
            came=body[:80].decode("utf-8", "replace"),
            cure="Look at its page, and teach sources/erdf_projects/rows.py.",
        )
    return said


def _cell(cell: Any) -> Any:
    """A cell, or what it shows where it is an object."""
    return cell.get("o", "") if isinstance(cell, dict) else cell


def _named(row: dict[str, Any]) -> Row:
    """The names of columns in one spelling, the values as texts."""
    return {
        re.sub(r"\W+", "_", name.lower()).strip("_"): _mended(str("" if cell is None else cell))
        for name, cell in row.items()
    }


def _ours(row: Row) -> Row:
    found = {}
    for ours, theirs in COLUMNS.items():
        known = [name for name in theirs if name in row]
        if not known:
            unusable(
                f"The project bank has no column for {ours} any more.",
                expected=" or ".join(theirs),
                came=", ".join(row),
                cure="If it has been renamed, add its name in sources/erdf_projects/rows.py.",
            )
        found[ours] = scrubbed(row[known[0]]) if ours == "about" else row[known[0]].strip()
    return found


def _mended(text: str) -> str:
    """Letters that were written in UTF-8 and read as Latin-1 ("SkÃ¥ne") put right."""
    if "Ã" not in text:
        return text
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text
