"""The table that belongs to a chart: everything the picture shows, to be read by eye, ear or machine."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from kraftsamling.web.charts.flow_table import flow_rows
from kraftsamling.web.charts.kinds import (
    BarChart,
    Chart,
    FlowChart,
    Forecast,
    LineChart,
    MapChart,
    Mark,
    ScatterChart,
    Target,
)
from kraftsamling.web.charts.lines import all_periods
from kraftsamling.web.charts.maps import class_texts, lower, names, value
from kraftsamling.web.charts.periods import in_words
from kraftsamling.web.charts.scales import class_of
from kraftsamling.web.charts.words import MISSING, capital, interval, long, number, percent, said


@dataclass(frozen=True)
class Cell:
    """One value as text, and the letters of what is said about it."""

    text: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Row:
    """A period or a place with a cell for each column. `own` ones stand out."""

    name: str
    cells: tuple[Cell, ...]
    own: bool = False


@dataclass(frozen=True)
class Table:
    """`head` begins with what the rows are. `notes`: each letter or sign used, and what it means.

    `wordy`: which columns hold words and not numbers, counted from 1 as the rows' names are 0.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[tuple[str, str], ...]
    wordy: tuple[int, ...] = ()


def table(chart: Chart, language: str) -> Table:
    """The chart as a table in that language."""
    with translation.override(language):
        match chart:
            case LineChart():
                return _lines(chart)
            case BarChart():
                return _bars(chart)
            case MapChart():
                return _map(chart)
            case FlowChart():
                return _flows(chart)
            case ScatterChart():
                return _points(chart)
    raise AssertionError(f"no such chart: {type(chart).__name__}")


def _lines(chart: LineChart) -> Table:
    columns = list(_columns(chart))
    given = set().union(chart.periods, *(column for _name, column in columns))
    rows = [
        Row(in_words(period), tuple(column.get(period, Cell()) for _name, column in columns))
        for period in all_periods(chart)
        if period in given
    ]
    marks = (mark for series in chart.series for found in series.marks.values() for mark in found)
    head = (_("Period"), *(name for name, _column in columns))
    return Table(_caption(chart), head, tuple(rows), _notes(marks, rows))


def _columns(chart: LineChart) -> Iterator[tuple[str, dict[str, Cell]]]:
    """Each series, its forecast with both intervals, and the targets, as cells by period."""
    for series in chart.series:
        name = said(series.name)
        yield (
            name,
            {
                period: _cell(v, chart.decimals, series.marks.get(period, ()))
                for period, v in zip(chart.periods, series.values, strict=True)
            },
        )
        if series.forecast:
            yield from _forecast(name, series.forecast, chart.decimals)
    for target in chart.targets:
        yield said(target.name), _target(target, chart.decimals)


def _forecast(name: str, ahead: Forecast, decimals: int) -> Iterator[tuple[str, dict[str, Cell]]]:
    middle = (number(v, decimals) for v in ahead.middle)
    inner = (interval(limits, decimals) for limits in ahead.inner)
    outer = (interval(limits, decimals) for limits in ahead.outer)
    for head, texts in (
        (_("%(place)s, forecast"), middle),
        (_("%(place)s, 80 %% interval"), inner),
        (_("%(place)s, 95 %% interval"), outer),
    ):
        cells = {p: Cell(text) for p, text in zip(ahead.periods, texts, strict=True)}
        yield head % {"place": name}, cells


def _target(target: Target, decimals: int) -> dict[str, Cell]:
    path = {period: Cell(number(v, decimals)) for period, v in target.path}
    return path | {target.period: Cell(number(target.value, decimals))}


def _bars(chart: BarChart) -> Table:
    spans = any(bar.interval for bar in chart.bars)
    rows = []
    for bar in chart.bars:
        cells = [_cell(bar.value, chart.decimals, bar.marks)]
        if spans:
            cells.append(Cell(interval(bar.interval, chart.decimals) if bar.interval else ""))
        rows.append(Row(said(bar.name), tuple(cells), bar.own))
    head = (_("Place"), in_words(chart.period), *((_("Interval"),) if spans else ()))
    marks = (mark for bar in chart.bars for mark in bar.marks)
    return Table(_caption(chart), head, tuple(rows), _notes(marks, rows))


def _map(chart: MapChart) -> Table:
    limits, ranges = lower(chart), class_texts(chart)
    rows = []
    for code, name in names(chart).items():
        found = value(chart, code)
        group = "" if math.isnan(found) else ranges[class_of(found, limits)]
        cells = (_cell(found, chart.decimals, chart.marks.get(code, ())), Cell(group))
        rows.append((found, Row(name, cells, code in chart.own)))
    rows.sort(key=lambda pair: (math.isnan(pair[0]), -pair[0], pair[1].name))
    method = (
        _("Class (as many places in each)")
        if chart.method == "quantiles"
        else _("Class (equal steps)")
    )
    head = (_("Place"), in_words(chart.period), method)
    marks = (mark for found in chart.marks.values() for mark in found)
    ordered = tuple(row for _value, row in rows)
    return Table(_caption(chart), head, ordered, _notes(marks, ordered))


def _flows(chart: FlowChart) -> Table:
    spans = any(flow.interval for flow in chart.flows)
    rows = tuple(
        Row(
            line.source,
            (
                Cell(line.target),
                _cell(line.value, chart.decimals, line.marks),
                Cell(percent(line.share)),
                *([Cell(interval(line.interval, chart.decimals) if line.interval else "")] * spans),
            ),
            line.own,
        )
        for line in flow_rows(chart)
    )
    head = (_("From"), _("To"), in_words(chart.period), _("Share"), *((_("Interval"),) * spans))
    marks = (mark for flow in chart.flows for mark in flow.marks)
    return Table(_caption(chart), head, rows, _notes(marks, rows), wordy=(1,))


def _points(chart: ScatterChart) -> Table:
    sized = any(math.isfinite(point.size) for point in chart.points)
    rows = tuple(
        Row(
            said(point.name),
            (
                Cell(number(point.x, chart.x.decimals)),
                Cell(number(point.y, chart.y.decimals)),
                *([Cell(number(point.size, chart.decimals))] * sized),
                Cell(
                    capital(said(chart.kinds[point.kind].name)), tuple(m.value for m in point.marks)
                ),
            ),
            point.own,
        )
        for point in chart.points
    )
    measures = [said(chart.x.title), said(chart.y.title), *([said(chart.unit)] * sized)]
    head = (_("Name"), *map(capital, measures), _("Kind"))
    marks = (mark for point in chart.points for mark in point.marks)
    return Table(said(chart.title), head, rows, _notes(marks, rows), wordy=(len(head) - 1,))


def _cell(found: float, decimals: int, marks: Iterable[Mark]) -> Cell:
    return Cell(number(found, decimals), tuple(mark.value for mark in marks))


def _caption(chart: Chart) -> str:
    return f"{said(chart.title)} ({said(chart.unit)})"


def _notes(marks: Iterable[Mark], rows: Iterable[Row]) -> tuple[tuple[str, str], ...]:
    """Each letter that is used and what it means, and the dots where some value is missing."""
    used = set(marks)
    notes = [(mark.value, long(mark)) for mark in Mark if mark in used]
    if any(cell.text == MISSING for row in rows for cell in row.cells):
        notes.append((MISSING, _("no value")))
    return tuple(notes)
