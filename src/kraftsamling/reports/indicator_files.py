"""An indicator as files to take home: CSV, Excel and JSON-stat, each with its origins and caveats."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterator
from typing import Any

import xlsxwriter

from kraftsamling.evidence.indicators.comparing import DISTANCE
from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.schema import Term
from kraftsamling.evidence.indicators.status import letters, words
from kraftsamling.kernel.finding import Finding
from kraftsamling.kernel.origin import Origin
from kraftsamling.kernel.place import Place
from kraftsamling.kernel.spreadsheets import harmless
from kraftsamling.kernel.words import Words

HEAD = {
    "place_code": Words(sv="platskod", en="place_code"),
    "place": Words(sv="plats", en="place"),
    "period": Words(sv="period", en="period"),
    "group": Words(sv="grupp", en="group"),
    "value": Words(sv="värde", en="value"),
    "marks": Words(sv="märkning", en="marks"),
}
# What follows in a CSV file: the same on each row.
REST = (
    Words(sv="enhet", en="unit"),
    Words(sv="indikator", en="indicator"),
    Words(sv="producenter", en="producers"),
    Words(sv="källor", en="sources"),
    Words(sv="licenser", en="licences"),
    Words(sv="läst", en="accessed"),
    Words(sv="publicerat", en="published"),
    Words(sv="att_veta", en="caveats"),
)
ABOUT = (
    ("name", Words(sv="Indikator", en="Indicator")),
    ("definition", Words(sv="Definition", en="Definition")),
    ("unit", Words(sv="Enhet", en="Unit")),
    ("formula", Words(sv="Räknas så", en="Worked out as")),
    ("moved_by", Words(sv="Vem som kan påverka", en="Who can move it")),
)
ORIGIN = Words(sv="Ursprung", en="Origin")
CAVEAT = Words(sv="Att veta", en="To know")
TERM = Words(sv="{name} i formeln", en="{name} in the formula")
READ = Words(sv="kolumnen value i tabellen {table}", en="the column value of the table {table}")
SHIFT = Words(sv=", så många perioder tidigare: {shift}", en=", so many periods earlier: {shift}")
ROWS = Words(sv=", summan av raderna där {rows}", en=", the sum of the rows where {rows}")
ALIKE = Words(sv="Mest lika", en="Most alike")
DISTANCE_HEAD = Words(sv="avstånd", en="distance")
DATA, NOTES = Words(sv="Värden", en="Values"), Words(sv="Om värdena", en="About the values")

Row = tuple[str, str, str, str, float | None, str]


def rows(trend: Trend, language: str) -> Iterator[Row]:
    """Place code, place, period, group, value and marks of each cell that has a value or a mark."""
    for place, values, marks in zip(
        trend.places, trend.table.values.tolist(), trend.marks.tolist(), strict=True
    ):
        name = place.name.in_language(language)
        for moment, value, mark in zip(trend.moments, values, marks, strict=True):
            known = None if math.isnan(value) else value
            if known is not None or mark:
                said = ", ".join(words(mark, language))
                yield place.code, name, moment.period, moment.group, known, said


def shortest(value: float) -> str:
    """As few digits as tell the number from every other; no point where it is whole."""
    return repr(value).removesuffix(".0")


def as_csv(trend: Trend, language: str) -> bytes:
    """One row per value, each with its unit, its producers and its caveats; UTF-8 with a byte order mark."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head.in_language(language) for head in (*HEAD.values(), *REST))
    rest = (
        trend.unit,
        trend.indicator.name.in_language(language),
        _each(origin.producer for origin in trend.origins),
        _each(origin.url for origin in trend.origins),
        _each(origin.licence for origin in trend.origins),
        _each(origin.accessed.isoformat() for origin in trend.origins if origin.accessed),
        _each(_published(origin) for origin in trend.origins),
        " ".join(trend.caveats),
    )
    for code, place, period, group, value, marks in rows(trend, language):
        # As many digits as the number has: what was rounded for a page is whole here.
        number = "" if value is None else shortest(value)
        before, after = (code, place, period, group), (marks, *rest)
        writer.writerow((*map(harmless, before), number, *map(harmless, after)))
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def as_xlsx(trend: Trend, language: str, alike: Finding | None = None) -> bytes:
    """A sheet of values, numbers as numbers, and a sheet that says what they are and where from.

    With `alike` (of `comparing.alike`) there is a third: the places most alike, by distance.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": trend.indicator.name.in_language(language)})
        _values(book, trend, language)
        _notes(book, trend, language)
        if alike is not None:
            _alike(book, alike, language)
    return out.getvalue()


def _values(book: xlsxwriter.Workbook, trend: Trend, language: str) -> None:
    sheet = book.add_worksheet(DATA.in_language(language))
    bold = book.add_format({"bold": True})
    decimals = trend.indicator.decimals
    number = book.add_format({"num_format": "#,##0" + ("." + "0" * decimals if decimals else "")})
    for column, head in enumerate(HEAD.values()):
        sheet.write_string(0, column, head.in_language(language), bold)
    last = 0
    for last, row in enumerate(rows(trend, language), 1):
        for column, cell in enumerate(row):
            if isinstance(cell, float):
                sheet.write_number(last, column, cell, number)
            elif cell is not None:
                sheet.write_string(last, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, last, len(HEAD) - 1)
    sheet.autofit()


def _notes(book: xlsxwriter.Workbook, trend: Trend, language: str) -> None:
    sheet = book.add_worksheet(NOTES.in_language(language))
    bold, wrap = (
        book.add_format({"bold": True, "valign": "top"}),
        book.add_format({"text_wrap": True}),
    )
    for line, (head, text) in enumerate(_about(trend, language)):
        sheet.write_string(line, 0, head, bold)
        sheet.write_string(line, 1, text, wrap)
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 100)


def _alike(book: xlsxwriter.Workbook, alike: Finding, language: str) -> None:
    sheet = book.add_worksheet(ALIKE.in_language(language))
    bold, number = book.add_format({"bold": True}), book.add_format({"num_format": "0.000"})
    heads = (HEAD["place_code"], HEAD["place"], DISTANCE_HEAD)
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head.in_language(language), bold)
    places: tuple[Place, ...] = alike.table.rows  # type: ignore[assignment]
    for line, place in enumerate(places, 1):
        sheet.write_string(line, 0, place.code)
        sheet.write_string(line, 1, place.name.in_language(language))
        # Our own measure, to the digits it is shown with: the rest is rounding of the machine.
        sheet.write_number(line, 2, round(alike.table.cell(place, DISTANCE), 3), number)
    notes = (*alike.caveats, *(", ".join(filter(None, told(origin))) for origin in alike.origins))
    for line, text in enumerate(notes, len(places) + 2):
        sheet.write_string(line, 0, text)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 2, 20)


def _about(trend: Trend, language: str) -> Iterator[tuple[str, str]]:
    for field, head in ABOUT:
        said = getattr(trend.indicator, field)
        yield (
            head.in_language(language),
            said.in_language(language) if isinstance(said, Words) else said,
        )
    for name, term in trend.indicator.terms.items():
        yield TERM.in_language(language).format(name=name), _read(term, language)
    for caveat in trend.caveats:
        yield CAVEAT.in_language(language), caveat
    for origin in trend.origins:
        yield ORIGIN.in_language(language), ", ".join(filter(None, told(origin)))


def _read(term: Term, language: str) -> str:
    """Where the numbers of a term are read."""
    named = dict(term.where) | ({term.by.column: term.by.codes} if term.by else {})
    rows = "; ".join(f"{column}: {', '.join(codes)}" for column, codes in named.items())
    said = [READ.in_language(language).format(table=term.table)]
    said += [ROWS.in_language(language).format(rows=rows)] * bool(rows)
    said += [SHIFT.in_language(language).format(shift=term.shift)] * bool(term.shift)
    return "".join(said)


def told(origin: Origin) -> Iterator[str]:
    """What is known of an origin, part by part."""
    yield from (origin.producer, origin.title, origin.url, origin.licence)
    yield from (origin.accessed.isoformat() if origin.accessed else "", _published(origin))
    if origin.sha256:
        yield f"SHA-256 {origin.sha256}"


def _published(origin: Origin) -> str:
    """The day it was published, or the year where no more is known."""
    return origin.published.isoformat() if origin.published else origin.year


def as_json_stat(trend: Trend, language: str) -> bytes:
    """A JSON-stat 2.0 dataset: place by period (by group, where there are any), dense, with status."""
    groups = trend.groups
    dimensions: dict[str, dict[str, str]] = {
        "place": {place.code: place.name.in_language(language) for place in trend.places},
        "period": {code: code for code in trend.periods},
    }
    if groups != ("",):
        dimensions["group"] = {code: code for code in groups}
    values = [None if math.isnan(value) else value for value in trend.table.values.ravel().tolist()]
    marks = trend.marks.ravel().tolist()
    document: dict[str, Any] = {
        "version": "2.0",
        "class": "dataset",
        "label": f"{trend.indicator.name.in_language(language)}, {trend.unit}",
        "source": _each(origin.producer for origin in trend.origins),
        "id": list(dimensions),
        "size": [len(categories) for categories in dimensions.values()],
        "role": {"time": ["period"], "geo": ["place"]},
        "dimension": {
            name: {
                "label": HEAD[name].in_language(language),
                "category": {"index": list(categories), "label": categories},
            }
            for name, categories in dimensions.items()
        },
        "value": values,
        "status": {str(n): letters(mark) for n, mark in enumerate(marks) if mark},
        "extension": {
            "unit": trend.unit,
            "decimals": trend.indicator.decimals,
            "origins": [list(filter(None, told(origin))) for origin in trend.origins],
            "caveats": list(trend.caveats),
        },
    }
    accessed = max((o.accessed.isoformat() for o in trend.origins if o.accessed), default="")
    if accessed:
        document["updated"] = f"{accessed}T00:00:00Z"
    return json.dumps(document, ensure_ascii=False).encode()


def _each(texts: Iterator[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, texts)))
