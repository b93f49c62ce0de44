"""The challenge monitor: every series of a theme as a finding, places by periods."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from kraftsamling.evidence.figures import Figure, Figures, Series
from kraftsamling.kernel.finding import Finding
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.kernel.origin import Origin
from kraftsamling.kernel.place import Place
from kraftsamling.kernel.words import Words

CHART_READ = Words(
    sv="Avläst i ett diagram: värdet kan avvika med upp till ± {tolerance}.",
    en="Read from a chart: the value may be off by up to ± {tolerance}.",
)
NOT_A_NUMBER = Words(
    sv="{place} {period}: källan anger {value}, som inte är ett enda tal.",
    en="{place} {period}: the source says {value}, which is not a single number.",
)


@dataclass(frozen=True)
class Moment:
    """A column of a finding: a period, and the group of people where there is one."""

    period: str
    group: str = ""

    @property
    def order(self) -> tuple[int, str]:
        """Sorts by the last year the period names; periods without a year come first."""
        years = re.findall(r"\d{4}", self.period)
        return (int(years[-1]) if years else 0, self.period)


@dataclass(frozen=True)
class Question:
    """What we know about this theme, told in this language."""

    theme: str
    language: str = "sv"


@dataclass(frozen=True, eq=False, kw_only=True)
class Reading(Finding):
    """The finding for one series.

    The table holds the numbers, a row per `Place` (the plan's own first, whether they have figures or
    not) and a column per `Moment`; NaN is missing. `figures` holds each figure as the source gave it,
    the ones that are no single number too.
    """

    series: Series
    figures: Mapping[tuple[Place, Moment], Figure]


def answer(question: Question, figures: Figures, places: Iterable[Place]) -> tuple[Reading, ...]:
    """A finding for each series of the theme that has figures, in the order of the content file.

    `places` are the plan's own: a figure belongs to the one that goes by its code; any other code, or
    none, is a place of its own.
    """
    own = tuple(places)
    return tuple(
        _reading(question, series, figures.rows_by_series[series.code], own)
        for series in figures.series
        if series.theme == question.theme and series.code in figures.rows_by_series
    )


def _reading(
    question: Question, series: Series, figures: tuple[Figure, ...], own: tuple[Place, ...]
) -> Reading:
    placed = {
        (_place(figure, own), Moment(figure.period, figure.group)): figure for figure in figures
    }
    others = dict.fromkeys(place for place, _ in placed if not place.own)
    groups = list(dict.fromkeys(figure.group for figure in figures))
    moments = sorted(
        dict.fromkeys(moment for _, moment in placed),
        key=lambda moment: (moment.order, groups.index(moment.group)),
    )
    rows = (*own, *others)
    values = np.full((len(rows), len(moments)), np.nan)
    for (place, moment), figure in placed.items():
        if figure.number is not None:
            values[rows.index(place), moments.index(moment)] = figure.number
    language = question.language
    return Reading(
        question=question,
        table=Matrix(values, rows, tuple(moments)),
        unit=series.unit.in_language(language),
        origins=_origins(series, figures, language),
        caveats=tuple(_caveats(series, figures, language)),
        series=series,
        figures=placed,
    )


def _place(figure: Figure, own: tuple[Place, ...]) -> Place:
    found = next((place for place in own if figure.geo_code in place.codes), None)
    return found or Place((figure.geo_code,) if figure.geo_code else (), figure.place)


def _origins(series: Series, figures: Iterable[Figure], language: str) -> tuple[Origin, ...]:
    title = series.name.in_language(language)
    return tuple(dict.fromkeys(Origin(f.producer, title, f.url) for f in figures))


def _caveats(series: Series, figures: tuple[Figure, ...], language: str) -> list[str]:
    found = [series.note.in_language(language)] if series.note else []
    for figure in figures:
        if figure.number is None:
            sentence = NOT_A_NUMBER.in_language(language)
            found.append(
                sentence.format(
                    place=figure.place.in_language(language),
                    period=figure.period_in(language),
                    value=figure.value.replace("-", "–"),
                )
            )
        if figure.note:
            found.append(
                f"{figure.place.in_language(language)} {figure.period_in(language)}: "
                f"{figure.note.in_language(language)}"
            )
        if figure.tolerance is not None:
            found.append(chart_read(figure.tolerance, language))
    return list(dict.fromkeys(found))


def chart_read(tolerance: float | None, language: str) -> str:
    """The warning for a value that somebody measured in a chart; empty without a tolerance."""
    if tolerance is None:
        return ""
    text = f"{tolerance:g}"
    text = text.replace(".", ",") if language.startswith("sv") else text
    return CHART_READ.in_language(language).format(tolerance=text)


def conflicting(readings: Iterable[Reading]) -> tuple[tuple[Reading, ...], ...]:
    """The readings in groups: series that conflict, directly or through another, stand together.

    Groups keep the order of their first reading; a series without conflicts is a group of one.
    """
    left = {reading.series.code: reading for reading in readings}
    groups: list[tuple[Reading, ...]] = []
    while left:
        together, waiting = dict[str, Reading](), [next(iter(left))]
        while waiting:
            reading = left.pop(waiting.pop(0), None)
            if reading is not None:
                together[reading.series.code] = reading
                waiting += reading.series.conflicts
                waiting += [c for c, r in left.items() if reading.series.code in r.series.conflicts]
        groups.append(tuple(together.values()))
    return tuple(groups)
