"""Reading collected files of official figures: every value as it was written, by place and period."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PLACES = ROOT / "content" / "common" / "places.csv"

# place, period, the table's dimensions in their order
Key = tuple[str, ...]
# value as it was written (empty where there is none), and status
Cell = tuple[str, str]
Rows = dict[Key, Cell]

CELL = re.compile(r"(?P<value>:|-?\d+(\.\d*)?)\s*(?P<flags>[a-z]*)")
# The letters of `status`, and what Eurostat's older files say instead.
LETTERS, OLDER = "bperudfc", {"s": "e"}

EU, SWEDEN = "EU27_2020", "SE"
REGIONS = ("SE11", "SE12", "SE21", "SE22", "SE23", "SE31", "SE32", "SE33")
ELSEWHERE = [
    "AT",
    "DE",
    "DK",
    "FI",
    "LT",
    "NL",
    "NO",
    "SI",
    "BE3",
    "DED",
    "ES13",
    "FI1D",
    "FRB",
    "FRE",
    "FRF",
    "ITC1",
]


@dataclass(frozen=True)
class Starter:
    """One file to write: a vintage of `table`.

    An origin's code ends with the year it was published; its last day stands for the vintage's, unless
    the very `day` is known.
    """

    table: str
    dimensions: tuple[str, ...]
    origin: str
    rows: Rows
    day: str = ""
    packed: bool = False

    @property
    def name(self) -> str:
        """Of the file; a large one is packed."""
        day = self.day or f"{self.origin[-4:]}-12-31"
        return f"{self.table}.{day}.csv{'.gz' if self.packed else ''}"

    def text(self) -> str:
        """The file, sorted by key."""
        lines = [",".join(("place", "period", *self.dimensions, "value", "status", "origin"))]
        for key in sorted(self.rows):
            value, status = self.rows[key]
            lines.append(",".join((*key, value, status, self.origin)))
        return "\n".join(lines) + "\n"


def cell(text: str) -> Cell:
    """A value and its status in Eurostat's way of writing: "37.5 b", "4700p", ": c", "12,(b)".

    A value that is not there is empty; its status is c where it is confidential, else m.
    """
    plain = text.strip().replace("(", " ").replace(")", "")
    found = CELL.fullmatch(plain)
    if found is None:
        raise ValueError(f"'{text}' is no value.")
    flags = {OLDER.get(letter, letter) for letter in found["flags"]}
    status = "".join(letter for letter in LETTERS if letter in flags)
    if found["value"] != ":":
        return found["value"], status
    return "", status if "c" in status else f"{status}m"


def lines(path: Path) -> Iterator[list[str]]:
    """The lines of a CSV file, packed or not."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.reader(file)


def bulk(path: Path, wanted: Callable[[dict[str, str]], Key | None]) -> Rows:
    """Eurostat's bulk files, tab-separated or as CSV: codes first, then a column per year.

    `wanted` says the dimensions of a line that is to be kept, from its codes.
    """
    rows: Rows = {}
    tabs = ".tsv" in path.suffixes
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        source = (line.rstrip("\n").split("\t") for line in file) if tabs else csv.reader(file)
        head = next(iter(source))
        names = (
            re.split(r"[,\\]", head[0])[:-1] if tabs else [n for n in head if not n[0].isdigit()]
        )
        years = [text.strip() for text in head[(1 if tabs else len(names)) :]]
        for line in source:
            codes = dict(zip(names, line[0].split(",") if tabs else line, strict=False))
            dimensions = wanted(codes)
            if dimensions is None:
                continue
            for year, text in zip(years, line[(1 if tabs else len(names)) :], strict=True):
                _add(rows, (codes["geo"], year, *dimensions), cell(text))
    return rows


def long(path: Path, wanted: Callable[[dict[str, str]], Key | None]) -> Rows:
    """A file with a line per value, in the columns geo, time and values."""
    rows: Rows = {}
    source = lines(path)
    head = next(source)
    for line in source:
        codes = dict(zip(head, line, strict=True))
        dimensions = wanted(codes)
        if dimensions is not None:
            key = (codes["geo"], codes["time"].split(".")[0], *dimensions)
            _add(rows, key, cell(codes["values"] or ":"))
    return rows


def wide(path: Path, labels: int, wanted: Callable[[list[str], str], Key | None]) -> Rows:
    """SCB's files saved by hand: so many columns of labels, then a column per year; blank is missing.

    `wanted` says the key of a value from its labels and its year.
    """
    rows: Rows = {}
    source = lines(path)
    years = next(source)[labels:]
    for line in source:
        for year, text in zip(years, line[labels:], strict=True):
            key = wanted(line[:labels], year)
            if key is not None:
                _add(rows, key, cell(text.removesuffix(".0") or ":"))
    return rows


def _add(rows: Rows, key: Key, value: Cell) -> None:
    if rows.setdefault(key, value) != value:
        raise ValueError(f"{', '.join(key)} is there twice, with different values.")


def ours(scheme: str) -> dict[str, str]:
    """Our code for each code of SCB or Kolada."""
    source = lines(PLACES)
    head = next(source)
    at = head.index(scheme)
    return {line[at]: line[0] for line in source if line[at]}


def counties() -> tuple[str, ...]:
    return tuple(code for code in ours("scb").values() if code.startswith("SE") and len(code) == 5)
