"""An answer of any slice as files to take home: CSV and Excel, each with its origins and caveats."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator

import xlsxwriter

from kraftsamling.kernel.spreadsheets import harmless
from kraftsamling.kernel.words import Words
from kraftsamling.priorities.findings import Answer
from kraftsamling.reports.indicator_files import CAVEAT, DATA, NOTES, ORIGIN, shortest, told

CODE = Words(sv="kod", en="code")
NAME = Words(sv="namn", en="name")
LOW, HIGH = (
    Words(sv="{name}, lägst", en="{name}, least"),
    Words(sv="{name}, högst", en="{name}, most"),
)
QUESTION = Words(sv="Fråga", en="Question")
SAID = Words(sv="Svar", en="Answer")

Line = tuple[str | float | None, ...]


def heads(found: Answer, language: str) -> Iterator[str]:
    """The columns of every file: code, name, and each number with its band."""
    yield CODE.in_language(language)
    yield NAME.in_language(language)
    for column in found.table.columns:
        head = found.heads[str(column)]
        name = f"{head.name.in_language(language)} ({head.unit.in_language(language)})"
        yield name
        for edge in (LOW, HIGH):
            yield edge.in_language(language).format(name=name)


def lines(found: Answer, language: str) -> Iterator[Line]:
    """A line per row; None where a number has no band."""
    for row, *numbers in zip(
        found.table.rows, found.table.values, found.low, found.high, strict=True
    ):
        cells = [cell for three in zip(*numbers, strict=True) for cell in three]
        yield (
            str(row),
            found.names[str(row)].in_language(language),
            *(None if math.isnan(cell) else float(cell) for cell in cells),
        )


def as_csv(found: Answer, language: str) -> bytes:
    """UTF-8 with a byte order mark; the last columns say where the numbers come from."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        (*heads(found, language), ORIGIN.in_language(language), CAVEAT.in_language(language))
    )
    rest = (" | ".join(origin.title for origin in found.origins), " ".join(found.caveats))
    for line in lines(found, language):
        cells = (_cell(cell) for cell in line)
        writer.writerow((*cells, *map(harmless, rest)))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(found: Answer, language: str) -> bytes:
    """A sheet of values, numbers as numbers, and a sheet that says what they are and where from."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        _values(book, found, language)
        _notes(book, found, language)
    return out.getvalue()


def _values(book: xlsxwriter.Workbook, found: Answer, language: str) -> None:
    sheet = book.add_worksheet(DATA.in_language(language))
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for column, head in enumerate(heads(found, language)):
        sheet.write_string(0, column, head, bold)
    for at, line in enumerate(lines(found, language), 1):
        for column, cell in enumerate(line):
            if isinstance(cell, float):
                sheet.write_number(at, column, cell)
            elif cell is not None:
                sheet.write_string(at, column, cell)
    sheet.freeze_panes(1, 2)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 40)


def _notes(book: xlsxwriter.Workbook, found: Answer, language: str) -> None:
    sheet = book.add_worksheet(NOTES.in_language(language))
    wrap = book.add_format({"text_wrap": True})
    for at, (head, text) in enumerate(_about(found, language)):
        sheet.write_string(at, 0, head)
        sheet.write_string(at, 1, text, wrap)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)


def _about(found: Answer, language: str) -> Iterator[tuple[str, str]]:
    yield QUESTION.in_language(language), str(found.question)
    if found.sentence:
        yield SAID.in_language(language), found.sentence
    for caveat in found.caveats:
        yield CAVEAT.in_language(language), caveat
    for origin in found.origins:
        yield ORIGIN.in_language(language), ", ".join(filter(None, told(origin)))


def _cell(cell: str | float | None) -> str:
    if cell is None:
        return ""
    return shortest(cell) if isinstance(cell, float) else harmless(cell)
