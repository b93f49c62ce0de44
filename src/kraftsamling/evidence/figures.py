"""The figures we know, each with where it came from: series, rows and words read from content files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from kraftsamling.kernel.content import Content, read, read_rows
from kraftsamling.kernel.errors import ContentError
from kraftsamling.kernel.words import Line, Words

SERIES, FIGURES, QUALIFIERS = "series.yaml", "figures.csv", "qualifiers.yaml"

NUMBER = re.compile(r"-?\d+(\.\d+)?")
RANGE = re.compile(r"\d+(\.\d+)?-\d+(\.\d+)?")
# A period that is one point in time: a year, a quarter or a month.
POINT = re.compile(r"(?P<year>\d{4})(Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?")

Text = Annotated[str, StringConstraints(strip_whitespace=True)]


class Theme(Content):
    """What figures are about besides the challenges of the strategy."""

    code: str = Field(pattern=r"^[a-zA-Z][a-zA-Z0-9-]*$")
    name: Words
    about: Words


class Group(Content):
    """The people a figure is for: women, men ..."""

    code: Line
    name: Words


class Series(Content):
    """One indicator. `conflicts` names series that measure much the same and must not be merged."""

    code: Line
    name: Words
    theme: Line
    unit: Words
    direction: Literal["up", "down", "none"]
    by_sex: bool = False
    trend: bool = True
    definition: Words
    note: Words | None = None
    conflicts: tuple[Line, ...] = ()


class SeriesFile(Content):
    """`series.yaml`."""

    themes: tuple[Theme, ...] = ()
    groups: tuple[Group, ...] = ()
    series: tuple[Series, ...]


class Qualifier(Content):
    """A word that belongs to a value, before it ("about") or after it ("2 of 10")."""

    sv: Line
    en: Line
    place: Literal["before", "after"]


class QualifierFile(Content):
    """`qualifiers.yaml`."""

    qualifiers: dict[str, Qualifier]


def _value(text: str) -> str:
    if NUMBER.fullmatch(text) or RANGE.fullmatch(text):
        return text
    raise ValueError(
        f"'{text}' is neither a number nor a range. Write it like 12, -0.9 or 132-187, "
        "and put words such as 'about' in the column qualifier."
    )


def _address(text: str) -> str:
    if re.match(r"https?://\S+$", text):
        return text
    raise ValueError(f"'{text}' is not an address. Write the whole of it, with https://.")


class Figure(Content):
    """One row of `figures.csv`: a value as it was printed, and how we know it."""

    id: int
    series: Line
    geo_code: Text
    geo: Line
    geo_en: Line
    group: Text
    period: Line
    period_sv: Text
    value: Annotated[str, BeforeValidator(_value)]
    qualifier: Text
    seen: Literal["text", "data file", "chart-read"]
    tolerance: Annotated[float | None, BeforeValidator(lambda text: text or None)]
    producer: Line
    url: Annotated[str, BeforeValidator(_address)]
    note_sv: Text
    note_en: Text

    @property
    def number(self) -> float | None:
        """The value; nothing where the source gives a range, which stays the text it is."""
        return float(self.value) if NUMBER.fullmatch(self.value) else None

    @property
    def decimals(self) -> int:
        """How many decimals the source printed."""
        return len(self.value.partition(".")[2])

    @property
    def time(self) -> float | None:
        """Years as a number where the period is one point in time."""
        point = POINT.fullmatch(self.period)
        if point is None:
            return None
        quarter, month = int(point["quarter"] or 1), int(point["month"] or 1)
        return int(point["year"]) + (quarter - 1) / 4 + (month - 1) / 12

    @property
    def place(self) -> Words:
        return Words(sv=self.geo, en=self.geo_en)

    @property
    def note(self) -> Words | None:
        return Words(sv=self.note_sv, en=self.note_en) if self.note_sv and self.note_en else None

    def period_in(self, language: str) -> str:
        """The period in words; only those that are not plain dates have a Swedish form of their own."""
        return self.period_sv if self.period_sv and language.startswith("sv") else self.period


@dataclass(frozen=True, eq=False)
class Figures:
    """Everything the figure files of one content folder say. Empty where a plan has no figures yet."""

    series: tuple[Series, ...] = ()
    rows: tuple[Figure, ...] = ()
    themes: tuple[Theme, ...] = ()
    groups: tuple[Group, ...] = ()
    qualifiers: dict[str, Qualifier] | None = None

    @cached_property
    def by_code(self) -> dict[str, Series]:
        return {series.code: series for series in self.series}

    @cached_property
    def rows_by_series(self) -> dict[str, tuple[Figure, ...]]:
        found: dict[str, list[Figure]] = {}
        for row in self.rows:
            found.setdefault(row.series, []).append(row)
        return {code: tuple(rows) for code, rows in found.items()}

    def group(self, code: str) -> Group | None:
        return next((group for group in self.groups if group.code == code), None)

    def qualifier(self, code: str) -> Qualifier | None:
        return (self.qualifiers or {}).get(code)

    def counted(self, theme: str) -> int:
        """How many figures there are under `theme`."""
        return sum(
            len(self.rows_by_series.get(series.code, ()))
            for series in self.series
            if series.theme == theme
        )


NO_FIGURES = Figures()


def read_figures(folder: Path) -> Figures:
    """The figures in `folder`; none where it has no figure files at all.

    Raises `ContentError` naming file, line and cure; nothing is half-loaded.
    """
    if not any((folder / name).exists() for name in (SERIES, FIGURES, QUALIFIERS)):
        return NO_FIGURES
    words = read(folder / SERIES, SeriesFile)
    qualifiers = read(folder / QUALIFIERS, QualifierFile).qualifiers
    rows = read_rows(folder / FIGURES, Figure)
    figures = Figures(
        words.series, tuple(row for _, row in rows), words.themes, words.groups, qualifiers
    )
    faults = [*_series_faults(folder / SERIES, words), *_row_faults(folder, figures, rows)]
    if faults:
        raise ContentError("\n".join(faults))
    return figures


def _series_faults(path: Path, words: SeriesFile) -> Iterator[str]:
    codes = [series.code for series in words.series]
    for twice in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"{path}: series {twice} is there twice. Give one of them another code."
    for series in words.series:
        for other in series.conflicts:
            if other not in codes:
                yield (
                    f"{path}: series {series.code} conflicts with {other}, which does not exist. "
                    "Correct the code, or add the series."
                )


def _row_faults(
    folder: Path, figures: Figures, rows: tuple[tuple[int, Figure], ...]
) -> Iterator[str]:
    path, said, ids = folder / FIGURES, dict[tuple[str, ...], int](), dict[int, int]()
    for line, row in rows:
        for what, code, known, file in (
            ("series", row.series, row.series in figures.by_code, SERIES),
            ("group", row.group, not row.group or figures.group(row.group), SERIES),
            (
                "qualifier",
                row.qualifier,
                not row.qualifier or figures.qualifier(row.qualifier),
                QUALIFIERS,
            ),
        ):
            if not known:
                yield (
                    f"{path}, line {line}: the {what} '{code}' is not in {file}. "
                    "Correct it here, or add it there."
                )
        if bool(row.note_sv) != bool(row.note_en):
            yield f"{path}, line {line}: the note is there in one language only. Write it in both."
        place = (row.series, row.geo_code, row.geo, row.period, row.group)
        if said.setdefault(place, line) != line:
            yield (
                f"{path}, line {line}: line {said[place]} already gives this series for the same "
                "place, period and group. Keep one, or make two series that conflict."
            )
        if ids.setdefault(row.id, line) != line:
            yield f"{path}, line {line}: line {ids[row.id]} has the same id. Give each its own."
