"""The indicator engine: a question and the rows of its terms go in, a finding comes out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kraftsamling.evidence.indicators.formula import formula
from kraftsamling.evidence.indicators.inputs import Inputs, Observed
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.evidence.indicators.status import SMALL, Marks, bit
from kraftsamling.evidence.indicators.suppressing import too_few
from kraftsamling.evidence.monitor import Moment
from kraftsamling.evidence.places import Places
from kraftsamling.kernel.finding import Finding
from kraftsamling.kernel.labelled import Matrix, Numbers
from kraftsamling.kernel.origin import Origin
from kraftsamling.kernel.period import Period, period
from kraftsamling.kernel.place import Place
from kraftsamling.kernel.words import Words

NOTHING = Words(
    sv="Inga uppgifter är hämtade än: {tables}. Hämta dem med kommandot kraftsamling fetch.",
    en="No data have been fetched yet: {tables}. Fetch them with the command kraftsamling fetch.",
)
NOTHING_THEN = Words(
    sv="Inget var känt här den {day} om: {tables}.",
    en="Nothing was known here on {day} of: {tables}.",
)
UNREADABLE = Words(
    sv="Tabellerna går inte att läsa just nu. Den som driver webbplatsen ser vad som är fel med "
    "kommandot kraftsamling evidence verify.",
    en="The tables cannot be read right now. Whoever runs the site sees what is wrong with the "
    "command kraftsamling evidence verify.",
)
HIDDEN = Words(
    sv="{count} värden visas inte: de vilar på färre än {fewest}, eller skulle röja ett sådant värde.",
    en="{count} values are not shown: they rest on fewer than {fewest}, or would give such a value away.",
)
BROKEN = Words(
    sv="Från {period} mäts det på ett nytt sätt: {why}",
    en="From {period} it is measured anew: {why}",
)


@dataclass(frozen=True, eq=False, kw_only=True)
class Trend(Finding):
    """How one indicator has developed.

    The table has a row per `Place` and a column per `Moment` (by period, then group); NaN is missing,
    and `marks` (same shape, see `status`) says why, and what to know of a value that is there.
    """

    indicator: Indicator
    marks: Marks

    @property
    def places(self) -> tuple[Place, ...]:
        return self.table.rows  # type: ignore[return-value]

    @property
    def moments(self) -> tuple[Moment, ...]:
        return self.table.columns  # type: ignore[return-value]

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups of people there are; one empty where there are none."""
        return tuple(dict.fromkeys(moment.group for moment in self.moments))

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods, in order."""
        return tuple(dict.fromkeys(moment.period for moment in self.moments))

    def row(self, place: Place, group: str = "") -> tuple[Numbers, Marks]:
        """The values and marks of one place and group, one for each of `periods`."""
        at = self.places.index(place)
        columns = [n for n, moment in enumerate(self.moments) if moment.group == group]
        return self.table.values[at, columns], self.marks[at, columns]

    def latest(self, place: Place, group: str = "") -> tuple[str, float] | None:
        """The last period with a value, and the value."""
        values, _marks = self.row(place, group)
        there = np.flatnonzero(np.isfinite(values))
        return (self.periods[there[-1]], float(values[there[-1]])) if len(there) else None


@dataclass(frozen=True, eq=False)
class _Axes:
    places: tuple[str, ...]
    periods: tuple[Period, ...]
    groups: tuple[str, ...]

    @property
    def shape(self) -> tuple[int, int, int]:
        return len(self.places), len(self.periods), len(self.groups)


def answer(question: Question, indicator: Indicator, inputs: Inputs, places: Places) -> Trend:
    """The indicator's value for each place, period and group that all of its terms speak of.

    Nothing is filled in: a value is there only where each term has one, after the term's own `shift`.
    Values that rest on too few are taken away by `suppressing.too_few`.
    """
    language = question.language
    if inputs.missing:
        nothing = NOTHING_THEN if question.as_of else NOTHING
        day = f"{question.as_of:%Y-%m-%d}" if question.as_of else ""
        caveat = nothing.in_language(language).format(tables=", ".join(inputs.missing), day=day)
        return _trend(
            question, indicator, (), (), np.empty((0, 0)), np.empty((0, 0), int), (), (caveat,)
        )
    axes = _axes(question, indicator, inputs)
    laid = {
        name: _laid(observed, axes, indicator.terms[name].shift)
        for name, observed in inputs.terms.items()
    }
    values = np.broadcast_to(
        formula(indicator.formula).value({name: numbers for name, (numbers, _) in laid.items()}),
        axes.shape,
    ).copy()
    marks = np.zeros(axes.shape, dtype=np.int64)
    for _numbers, noted in laid.values():
        marks |= noted
    hidden = _hidden(indicator, laid, axes, places)
    values[hidden], marks[hidden] = np.nan, bit(SMALL)
    _mark_breaks(indicator, axes, values, marks)
    asked = [axes.places.index(code) for code in question.places or axes.places]
    values, marks, hidden = values[asked], marks[asked], hidden[asked]
    shown = ~(np.isnan(values) & (marks == 0)).all(axis=(0, 2))
    moments = tuple(
        Moment(p.code, group)
        for p in np.array(axes.periods, dtype=object)[shown]
        for group in axes.groups
    )
    return _trend(
        question,
        indicator,
        tuple(places.called(code) for code in question.places or axes.places),
        moments,
        values[:, shown],
        marks[:, shown],
        _origins(inputs),
        tuple(_caveats(indicator, int(hidden.sum()), language)),
    )


def unreadable(question: Question, indicator: Indicator) -> Trend:
    """The answer where the tables are there and cannot be read: no values, and a word about it."""
    caveats = (UNREADABLE.in_language(question.language),)
    return _trend(question, indicator, (), (), np.empty((0, 0)), np.empty((0, 0), int), (), caveats)


def _trend(
    question: Question,
    indicator: Indicator,
    places: tuple[Place, ...],
    moments: tuple[Moment, ...],
    values: Numbers,
    marks: Marks,
    origins: tuple[Origin, ...],
    caveats: tuple[str, ...],
) -> Trend:
    return Trend(
        question=question,
        table=Matrix(values.reshape(len(places), len(moments)), places, moments),
        unit=indicator.unit.in_language(question.language),
        origins=origins,
        caveats=caveats,
        indicator=indicator,
        marks=marks.reshape(len(places), len(moments)),
    )


def _axes(question: Question, indicator: Indicator, inputs: Inputs) -> _Axes:
    """The places, periods and groups of the answer: those of any term, within what was asked for."""
    seen = {code for observed in inputs.terms.values() for code in observed.places}
    codes = tuple(sorted({*seen, *question.places}))
    spans = {
        moved
        for name, observed in inputs.terms.items()
        for text in set(observed.periods)
        if (found := period(text)) and (moved := found.after(indicator.terms[name].shift))
    }
    first, last = period(question.first), period(question.last)
    kept = sorted(
        span
        for span in spans
        if (first is None or span.time >= first.time) and (last is None or span.time <= last.time)
    )
    groups = dict.fromkeys(
        group for term in indicator.terms.values() if term.by for group in term.by.groups
    )
    return _Axes(codes, tuple(kept), tuple(groups) or ("",))


def _laid(observed: Observed, axes: _Axes, shift: int) -> tuple[Numbers, Marks]:
    """The term laid out over places x periods x groups; one without groups serves them all."""
    values, marks = np.full(axes.shape, np.nan), np.zeros(axes.shape, dtype=np.int64)
    rows = _where(observed.places, axes.places)
    columns = _where(observed.periods, [p.after(-shift).code for p in axes.periods])
    everyone = not observed.groups.any()
    layers = np.zeros(len(rows), int) if everyone else _where(observed.groups, axes.groups)
    there = (rows >= 0) & (columns >= 0) & (layers >= 0)
    at = rows[there], columns[there]
    spot = (*at, slice(None)) if everyone else (*at, layers[there])
    values[spot] = observed.values[there, None] if everyone else observed.values[there]
    marks[spot] = observed.marks[there, None] if everyone else observed.marks[there]
    return values, marks


def _where(found: Iterable[str], labels: Iterable[str]) -> NDArray[np.intp]:
    """The position of each of `found` among `labels`; -1 where it is not among them."""
    positions = {label: n for n, label in enumerate(labels)}
    return np.array([positions.get(text, -1) for text in found], dtype=np.intp)


def _hidden(
    indicator: Indicator,
    laid: dict[str, tuple[Numbers, Marks]],
    axes: _Axes,
    places: Places,
) -> NDArray[np.bool_]:
    if indicator.counts is None:
        return np.zeros(axes.shape, dtype=bool)
    parents = places.parents(axes.places)
    return too_few(laid[indicator.counts][0], indicator.fewest, parents)


def _mark_breaks(indicator: Indicator, axes: _Axes, values: Numbers, marks: Marks) -> None:
    """Mark the first value of each new way of measuring."""
    for broken in indicator.breaks:
        for column, span in enumerate(axes.periods):
            if span.code == broken.period:
                marks[:, column][np.isfinite(values[:, column])] |= bit("b")


def _origins(inputs: Inputs) -> tuple[Origin, ...]:
    return tuple(
        dict.fromkeys(
            origin for vintage in inputs.vintages.values() for origin in vintage.label.origins
        )
    )


def _caveats(indicator: Indicator, hidden: int, language: str) -> Iterable[str]:
    for oddity in indicator.oddities:
        yield oddity.in_language(language)
    for broken in indicator.breaks:
        yield BROKEN.in_language(language).format(
            period=broken.period, why=broken.why.in_language(language)
        )
    if hidden:
        yield HIDDEN.in_language(language).format(count=hidden, fewest=indicator.fewest)
