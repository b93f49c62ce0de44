"""The indicators of a theme as rows: where each of the plan's places stands, and which way it goes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import compress

from django.utils.functional import Promise

from kraftsamling.evidence.catalogue import Catalogue
from kraftsamling.evidence.figures import Theme
from kraftsamling.evidence.indicators.changing import change
from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.evidence.indicators.study import trend
from kraftsamling.evidence.store import catalogue
from kraftsamling.kernel.period import period
from kraftsamling.kernel.place import Place
from kraftsamling.plan.models import Plan
from kraftsamling.strategy.library import Library
from kraftsamling.strategy.schema import Challenge
from kraftsamling.web.indicators.words import WAYS, group_name, language, number
from kraftsamling.web.monitor import Line, small_line


@dataclass(frozen=True)
class Cell:
    """The latest value of one place; no text where it has none. `line` is its development."""

    place: str
    text: str = ""
    period: str = ""
    way: str = ""
    label: str | Promise = ""
    line: Line | None = None


@dataclass(frozen=True)
class Row:
    """One indicator with a cell per place, for one group of people where it tells them apart.

    `period` is there when all its values share it; `group` is the group's code, `people` its name.
    """

    code: str
    name: str
    unit: str
    period: str
    cells: tuple[Cell, ...]
    group: str = ""
    people: str = ""


@dataclass(frozen=True)
class Waiting:
    """An indicator without a value in any of the plan's places, and the sources that it waits for."""

    code: str
    name: str
    sources: str


@dataclass(frozen=True)
class Wanted:
    """Which indicators to show: those with this text in their name or definition, of this kind."""

    text: str = ""
    kind: str = ""

    def fits(self, indicator: Indicator) -> bool:
        """Whether the indicator is among them."""
        told = f"{indicator.name.in_language(language())} {indicator.definition.in_language(language())}"
        return self.text.casefold() in told.casefold() and self.kind in ("", indicator.kind)


@dataclass(frozen=True)
class Rows:
    """The indicators of a theme: the world around, what is the plan's own, and what waits for data.

    `theme` is the theme's name. A list has cells for the places only that have a value in it.
    """

    theme: str
    context: tuple[Row, ...]
    own: tuple[Row, ...]
    waiting: tuple[Waiting, ...]

    @property
    def any(self) -> bool:
        return bool(self.count)

    @property
    def count(self) -> int:
        """How many indicators there are, however many groups each is shown for."""
        return len({row.code for row in (*self.context, *self.own)}) + len(self.waiting)


def themes(library: Library) -> dict[str, Challenge | Theme]:
    """Everything that indicators are about, by code: the challenges, then the other themes."""
    found: dict[str, Challenge | Theme] = {c.code: c for c in library.strategy.challenges}
    return found | {theme.code: theme for theme in library.figures.themes}


def of(plan: Plan, theme: str, wanted: Wanted = Wanted()) -> Rows:
    """The indicators of a theme in the plan's own places, the country last."""
    places = plan.library.places
    found: dict[str, list[Row]] = {"context": [], "own": []}
    waiting = []
    for indicator in filter(wanted.fits, plan.library.indicators.about(theme)):
        question = Question(indicator.code, tuple(p.code for p in places), language=language())
        answer = trend(question, indicator)
        rows = [_row(answer, places, group, plan.library) for group in answer.groups]
        known = [row for row in rows if any(cell.text for cell in row.cells)]
        found[indicator.kind] += known
        if not known:
            waiting.append(_waiting(indicator, catalogue()))
    name = themes(plan.library)[theme].name.in_language(language())
    return Rows(name, _peopled(found["context"]), _peopled(found["own"]), tuple(waiting))


def _waiting(indicator: Indicator, known: Catalogue) -> Waiting:
    """What it waits for: the sources of tables that were never fetched, or else of all its tables."""
    tables = dict.fromkeys(term.table for term in indicator.terms.values())
    absent = [table for table in tables if not known.vintages(table)]
    sources = {
        known.registry.table(table)[0].name.in_language(language()) for table in absent or tables
    }
    return Waiting(
        indicator.code, indicator.name.in_language(language()), ", ".join(sorted(sources))
    )


def _peopled(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows without the places that have no value in any of them."""
    columns = zip(*(row.cells for row in rows), strict=True)
    there = [any(cell.text for cell in column) for column in columns]
    return tuple(replace(row, cells=tuple(compress(row.cells, there))) for row in rows)


def _row(found: Trend, places: tuple[Place, ...], group: str, library: Library) -> Row:
    cells = tuple(_cells(found, places, group))
    periods = {cell.period for cell in cells if cell.text}
    shared = periods.pop() if len(periods) == 1 else ""
    return Row(
        found.indicator.code,
        found.indicator.name.in_language(language()),
        found.unit,
        shared,
        tuple(
            Cell(c.place, c.text, "" if shared else c.period, c.way, c.label, c.line) for c in cells
        ),
        group,
        group_name(group, library.figures) if group else "",
    )


def _cells(found: Trend, places: tuple[Place, ...], group: str) -> Iterator[Cell]:
    """One cell per place; the small lines of all groups share one scale."""
    rows = {place.code: place for place in found.places}
    points = {code: _points(found, place, group) for code, place in rows.items()}
    every = [
        p for place in rows.values() for one in found.groups for p in _points(found, place, one)
    ]
    for place in places:
        name = place.name.in_language(language())
        known = rows.get(place.code)
        latest = found.latest(known, group) if known else None
        if known is None or latest is None:
            yield Cell(name)
            continue
        moving = change(found, known, group)
        own = points[place.code]
        yield Cell(
            name,
            number(latest[1], found.indicator),
            latest[0],
            moving.way.value if moving else "",
            WAYS[moving.way] if moving else "",
            small_line(own, every) if len(own) > 2 else None,
        )


def _points(found: Trend, place: Place, group: str) -> list[tuple[float, float]]:
    values, _marks = found.row(place, group)
    pairs = zip(found.periods, values.tolist(), strict=True)
    return [(p.time, value) for code, value in pairs if value == value and (p := period(code))]
