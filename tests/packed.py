"""Files that producers publish packed, made from readable ones."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openpyxl import Workbook


def rows(body: bytes) -> list[list[Any]]:
    """A CSV as rows for a sheet: numbers as numbers, nothing as nothing."""
    return [[_cell(text) for text in row] for row in csv.reader(io.StringIO(body.decode()))]


def sheet(lines: Iterable[Sequence[Any]]) -> bytes:
    """An Excel file with one sheet."""
    book = Workbook(write_only=True)
    first = book.create_sheet()
    for line in lines:
        first.append(list(line))
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def workbook(named: Mapping[str, Iterable[Sequence[Any]]]) -> bytes:
    """An Excel file with these sheets."""
    book = Workbook(write_only=True)
    for name, lines in named.items():
        page = book.create_sheet(name)
        for line in lines:
            page.append(list(line))
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip with these files, always the same bytes."""
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return body.getvalue()


def _cell(text: str) -> Any:
    try:
        return float(text) if text else None
    except ValueError:
        return text
