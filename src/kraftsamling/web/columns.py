"""The columns of a dataset's table in words: what each holds, and the codes that stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext as _, gettext_lazy

from kraftsamling.evidence.sources.schema import NUMBERS, Column, Table
from kraftsamling.kernel.words import Words
from kraftsamling.web.sources import DatasetRow

# So many of a column's codes are shown; the rest are counted.
SHOWN = 6
TYPES: dict[str, str | Promise] = {
    "string": gettext_lazy("text"),
    "int64": gettext_lazy("whole number"),
    "double": gettext_lazy("number"),
    "date32[day]": gettext_lazy("date"),
    "bool": gettext_lazy("yes or no"),
    str(NUMBERS): gettext_lazy("a line of numbers"),
}
# What the columns hold that every table of observations has, and every matrix.
OBSERVED: dict[str, str | Promise] = {
    "place": gettext_lazy("where it is: our code of the place"),
    "period": gettext_lazy("when it is: a year, 2024Q3 or 2024-07"),
    "value": gettext_lazy("the number; empty where there is none"),
    "status": gettext_lazy("letters that mark the number, such as p for preliminary"),
}
MATRIX: dict[str, str | Promise] = {
    "year": gettext_lazy("the year of the table"),
    "part": gettext_lazy("which part of the table the line belongs to"),
    "position": gettext_lazy("where in that part the line stands"),
    "place": gettext_lazy("the country or area that the line is for, by the producer's code"),
    "code": gettext_lazy("the industry or use that the line is for, by the producer's code"),
    "name": gettext_lazy("the name of the industry or use"),
    "cells": gettext_lazy("the numbers of the line, in the order of the columns"),
}


@dataclass(frozen=True)
class ColumnRow:
    """One column: what it holds in words, and some of its codes with how many `more` there are."""

    name: str
    type: str | Promise
    key: bool
    about: str | Promise
    codes: tuple[str, ...] = ()
    more: int = 0


def columns(row: DatasetRow) -> list[ColumnRow]:
    """Every column of a dataset's table, in order; codes are those of its newest vintage."""
    return list(_columns(row.dataset.table, row.newest.file if row.newest else None))


def _columns(table: Table, file: Path | None) -> Iterator[ColumnRow]:
    said = {column.name: column for column in table.columns}
    for field in table.schema:
        name, key = field.name, field.name in table.keys
        kind = TYPES.get(str(field.type), str(field.type))
        if name not in table.dimensions:
            yield ColumnRow(name, kind, key, _about(table, name, said.get(name)))
            continue
        codes = _codes(file, name) if file else ()
        more = max(len(codes) - SHOWN, 0)
        yield ColumnRow(name, kind, key, _("the producer's codes"), codes[:SHOWN], more)


def _about(table: Table, name: str, declared: Column | None) -> str | Promise:
    if declared is not None:
        return " ".join(filter(None, map(_in_words, (declared.unit, declared.about))))
    if not table.observes:
        return MATRIX.get(name, "")
    unit = _in_words(table.unit) if name == "value" else ""
    return f"{OBSERVED[name]} ({unit})" if unit else OBSERVED[name]


def _in_words(text: Words | None) -> str:
    return text.in_language(get_language() or "sv") if text else ""


def _codes(file: Path, name: str) -> tuple[str, ...]:
    """The different codes of one column of a table, in order."""
    found = pc.unique(pq.read_table(file, columns=[name]).column(name)).to_pylist()
    return tuple(sorted(code for code in found if code))
