"""How findings of the challenge monitor are shown: rows for tables, small lines, and a file to take home."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import compress

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext as _

from kraftsamling.evidence.figures import Figure, Figures
from kraftsamling.evidence.monitor import Moment, Reading, chart_read, conflicting
from kraftsamling.kernel.origin import Origin
from kraftsamling.kernel.place import Place

WIDTH, HEIGHT, MARGIN = 88.0, 22.0, 3.0


@dataclass(frozen=True)
class Line:
    """A small line through the values of one place; `points` and `end` are SVG coordinates."""

    points: str
    end: tuple[str, str]
    size: tuple[int, int] = (int(WIDTH), int(HEIGHT))


@dataclass(frozen=True)
class Cell:
    """One figure as text. `mark` is the number of its source where there are several; no text: missing."""

    text: str = ""
    mark: str = ""
    period: str = ""
    group: str = ""


@dataclass(frozen=True)
class Row:
    """One place with a cell per column, and a line per group that has a development."""

    name: str
    cells: tuple[Cell, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Source:
    """Where some of a card's figures come from, and how they were seen."""

    mark: str
    origin: Origin
    seen: str


@dataclass(frozen=True)
class Card:
    """One series with every figure it has."""

    code: str
    name: str
    unit: str
    definition: str
    heads: tuple[Cell, ...]
    own: tuple[Row, ...]
    others: tuple[Row, ...]
    missing: tuple[str, ...]
    sources: tuple[Source, ...]
    caveats: tuple[str, ...]

    @property
    def figures(self) -> int:
        return sum(bool(cell.text) for row in (*self.own, *self.others) for cell in row.cells)


@dataclass(frozen=True)
class Latest:
    """The latest figures of one series at one of the plan's own places; several where there are groups."""

    place: str
    cells: tuple[Cell, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Summary:
    """One series in the overview. `period` is there when all its latest figures share it."""

    code: str
    name: str
    unit: str
    period: str
    places: tuple[Latest, ...]


@dataclass(frozen=True)
class Monitor:
    """Everything the page of one theme shows.

    `side_by_side` has the places only that have a figure in some of its rows.
    """

    country: str
    side_by_side: tuple[Summary, ...]
    country_only: tuple[Summary, ...]
    groups: tuple[tuple[Card, ...], ...]

    @property
    def figures(self) -> int:
        return sum(card.figures for group in self.groups for card in group)

    @property
    def alone(self) -> tuple[Card, ...]:
        """The cards of series that conflict with no other."""
        return tuple(group[0] for group in self.groups if len(group) == 1)

    @property
    def rivals(self) -> tuple[tuple[Card, ...], ...]:
        """The cards of series that conflict, in their groups."""
        return tuple(group for group in self.groups if len(group) > 1)


def present(readings: Iterable[Reading], figures: Figures, places: tuple[Place, ...]) -> Monitor:
    """The findings of one theme as overview and cards, in the reader's language.

    The country is the last of `places`: series with a figure for nothing else of the plan's own are
    listed apart, so that the counties can be compared at a glance.
    """
    readings = tuple(readings)
    language = get_language() or "sv"
    cards = {reading.series.code: _card(reading, figures, language) for reading in readings}
    groups = conflicting(readings)
    compared: list[Summary] = []
    country_only: list[Summary] = []
    for reading in (reading for group in groups for reading in group):
        there = [place for place in places if _of(reading, place)]
        if there:
            summary = _summary(reading, figures, places, language)
            (country_only if there == [places[-1]] else compared).append(summary)
    return Monitor(
        country=places[-1].name.in_language(language),
        side_by_side=_peopled(compared),
        country_only=tuple(country_only),
        groups=tuple(tuple(cards[reading.series.code] for reading in group) for group in groups),
    )


def _peopled(rows: Sequence[Summary]) -> tuple[Summary, ...]:
    """The rows without the places that have no figure in any of them."""
    columns = zip(*(row.places for row in rows), strict=True)
    there = [any(latest.cells for latest in column) for column in columns]
    return tuple(replace(row, places=tuple(compress(row.places, there))) for row in rows)


def _card(reading: Reading, figures: Figures, language: str) -> Card:
    seen = list(dict.fromkeys(_provenance(figure) for figure in reading.figures.values()))
    marks = {key: str(n) if len(seen) > 1 else "" for n, key in enumerate(seen, 1)}
    moments: list[Moment] = list(reading.table.columns)  # type: ignore[arg-type]
    rows = {place: _row(reading, place, moments, marks, figures) for place in _places(reading)}
    own = [place for place in rows if place.own]
    return Card(
        code=reading.series.code,
        name=reading.series.name.in_language(language),
        unit=reading.unit,
        definition=reading.series.definition.in_language(language),
        heads=tuple(_head(moment, reading, figures, language) for moment in moments),
        own=tuple(rows[place] for place in own if _of(reading, place)),
        others=tuple(row for place, row in rows.items() if not place.own),
        missing=_missing(reading, own, language),
        sources=tuple(_source(key, marks[key], reading) for key in seen),
        caveats=_caveats(reading, language),
    )


def _missing(reading: Reading, own: list[Place], language: str) -> tuple[str, ...]:
    """The plan's own places without a figure, where the series says anything below the country."""
    if not any(_of(reading, place) for place in own[:-1]):
        return ()
    return tuple(place.name.in_language(language) for place in own if not _of(reading, place))


def _caveats(reading: Reading, language: str) -> tuple[str, ...]:
    """The finding's warnings, but for reading from a chart: a card says that beside the source."""
    told = {chart_read(figure.tolerance, language) for figure in reading.figures.values()}
    return tuple(caveat for caveat in reading.caveats if caveat not in told)


def _places(reading: Reading) -> tuple[Place, ...]:
    return reading.table.rows  # type: ignore[return-value]


def _of(reading: Reading, place: Place) -> list[tuple[Moment, Figure]]:
    """The figures of one place, in the order of the columns."""
    return [
        (moment, reading.figures[place, moment])
        for moment in reading.table.columns
        if isinstance(moment, Moment) and (place, moment) in reading.figures
    ]


def _row(
    reading: Reading,
    place: Place,
    moments: list[Moment],
    marks: Mapping[tuple[str, ...], str],
    figures: Figures,
) -> Row:
    cells = []
    for moment in moments:
        figure = reading.figures.get((place, moment))
        mark = marks[_provenance(figure)] if figure else ""
        cells.append(Cell(value_text(figure, figures), mark) if figure else Cell())
    name = place.name.in_language(get_language() or "sv")
    return Row(name, tuple(cells), _lines(reading, place))


def _head(moment: Moment, reading: Reading, figures: Figures, language: str) -> Cell:
    figure = next(f for (_place, m), f in reading.figures.items() if m == moment)
    return Cell(_period(figure, language), group=_group(figure, figures, language))


def _period(figure: Figure, language: str) -> str:
    text = figure.period_in(language)
    years = text.replace("-", "").isdigit() and len(text) == 9
    return text.replace("-", "–") if years else text


def _group(figure: Figure, figures: Figures, language: str) -> str:
    group = figures.group(figure.group)
    return group.name.in_language(language) if group else ""


def _summary(
    reading: Reading, figures: Figures, places: tuple[Place, ...], language: str
) -> Summary:
    found = [_latest(reading, place) for place in places]
    periods = {_period(figure, language) for latest in found for figure in latest}
    shared = periods.pop() if len(periods) == 1 else ""
    return Summary(
        code=reading.series.code,
        name=reading.series.name.in_language(language),
        unit=reading.unit,
        period=shared,
        places=tuple(
            Latest(
                place.name.in_language(language),
                tuple(
                    Cell(
                        value_text(figure, figures),
                        period="" if shared else _period(figure, language),
                        group=_group(figure, figures, language),
                    )
                    for figure in latest
                ),
                _lines(reading, place),
            )
            for place, latest in zip(places, found, strict=True)
        ),
    )


def _latest(reading: Reading, place: Place) -> list[Figure]:
    """The place's latest figure for each group of people."""
    return list({moment.group: figure for moment, figure in _of(reading, place)}.values())


def value_text(figure: Figure, figures: Figures) -> str:
    """The value as the source printed it, with the word that belongs to it."""
    if figure.number is None:
        text = figure.value.replace("-", "–")
    else:
        text = number_format(figure.number, decimal_pos=figure.decimals).replace("-", "−")
    qualifier = figures.qualifier(figure.qualifier)
    if qualifier is None:
        return text
    word = qualifier.sv if (get_language() or "sv").startswith("sv") else qualifier.en
    return f"{word} {text}" if qualifier.place == "before" else f"{text} ({word})"


def _provenance(figure: Figure) -> tuple[str, ...]:
    return (figure.producer, figure.url, figure.seen, f"{figure.tolerance or ''}")


def _source(key: tuple[str, ...], mark: str, reading: Reading) -> Source:
    producer, url, seen, tolerance = key
    origin = next(o for o in reading.origins if (o.producer, o.url) == (producer, url))
    return Source(mark, origin, seen_text(seen, float(tolerance) if tolerance else None))


def seen_text(seen: str, tolerance: float | None) -> str:
    """How a figure was seen, in words."""
    match seen:
        case "data file":
            return _("from a data file")
        case "chart-read" if tolerance is not None:
            decimals = len(f"{tolerance:g}".partition(".")[2])
            return _("read from a chart, ± %(tolerance)s") % {
                "tolerance": number_format(tolerance, decimal_pos=decimals)
            }
        case "chart-read":
            return _("read from a chart")
    return _("from a text")


def _lines(reading: Reading, place: Place) -> tuple[Line, ...]:
    """A line for each group with at least two values at points in time; one scale for the series."""
    if not reading.series.trend or place not in _places(reading):
        return ()
    every = [
        (figure.time, figure.number)
        for (where, _moment), figure in reading.figures.items()
        if where.own and figure.time is not None and figure.number is not None
    ]
    lines = []
    for group in dict.fromkeys(moment.group for moment, _figure in _of(reading, place)):
        points = [
            (figure.time, figure.number)
            for moment, figure in _of(reading, place)
            if moment.group == group and figure.time is not None and figure.number is not None
        ]
        if len(points) > 1:
            lines.append(small_line(points, every or points))
    return tuple(lines)


def small_line(points: list[tuple[float, float]], every: list[tuple[float, float]]) -> Line:
    """A line through (time, value) points, on a scale wide enough for `every` point of its row."""
    times, values = zip(*[*every, *points], strict=True)

    def at(number: float, among: tuple[float, ...], length: float) -> float:
        span = max(among) - min(among)
        share = (number - min(among)) / span if span else 0.5
        return MARGIN + share * (length - 2 * MARGIN)

    placed = [
        (f"{at(time, times, WIDTH):.1f}", f"{HEIGHT - at(value, values, HEIGHT):.1f}")
        for time, value in sorted(points)
    ]
    return Line(" ".join(f"{x},{y}" for x, y in placed), placed[-1])


COLUMNS = (
    *("id", "theme", "series", "name", "definition", "unit", "place", "place_code", "group"),
    *("period", "value", "qualifier", "seen", "tolerance", "producer", "source", "caveats"),
)


def as_csv(readings: Iterable[Reading], figures: Figures) -> str:
    """The findings as a CSV file: a row per figure, each with its origin and its caveats."""
    language = get_language() or "sv"
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for reading in readings:
        for (place, _moment), figure in reading.figures.items():
            qualifier = figures.qualifier(figure.qualifier)
            writer.writerow(
                (
                    figure.id,
                    reading.series.theme,
                    reading.series.code,
                    reading.series.name.in_language(language),
                    reading.series.definition.in_language(language),
                    reading.unit,
                    place.name.in_language(language),
                    figure.geo_code,
                    _group(figure, figures, language),
                    figure.period_in(language),
                    figure.value,
                    getattr(qualifier, "sv" if language.startswith("sv") else "en", ""),
                    figure.seen,
                    "" if figure.tolerance is None else f"{figure.tolerance:g}",
                    figure.producer,
                    figure.url,
                    " ".join(reading.caveats),
                )
            )
    return out.getvalue()
