"""Everything the page of one indicator shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise

from kraftsamling.evidence.figures import Series
from kraftsamling.evidence.indicators.changing import change
from kraftsamling.evidence.indicators.comparing import DISTANCE, Likeness
from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.outlook import Outlook, outlook
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.evidence.indicators.study import Revised, known_days, revised, similar, trend
from kraftsamling.evidence.models import Check, Outcome
from kraftsamling.evidence.store import catalogue
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.kernel.place import Place
from kraftsamling.plan.models import Plan
from kraftsamling.strategy.library import Library
from kraftsamling.web import charts
from kraftsamling.web.indicators.asking import Asked
from kraftsamling.web.indicators.pictures import bar_chart, line_chart, map_chart
from kraftsamling.web.indicators.words import (
    DIRECTIONS,
    STANDINGS,
    WAYS,
    group_name,
    language,
    model,
    moved,
    number,
)


@dataclass(frozen=True)
class Line:
    """How it has gone in one place, in words."""

    place: str
    way: str
    said: str
    label: str | Promise


@dataclass(frozen=True)
class Aimed:
    """An aim, where the latest value stands on the way to it, and the chance of arriving."""

    name: str
    adopted_by: str
    source: str
    standing: str | Promise
    sentence: str


@dataclass(frozen=True)
class Near:
    """A place whose industry is like that of the chosen one, and its latest value."""

    name: str
    distance: float
    value: str
    period: str


@dataclass(frozen=True)
class RevisedRow:
    """One value that was revised, as text."""

    place: str
    period: str
    group: str
    before: str
    now: str
    difference: str


@dataclass(frozen=True)
class Definition:
    """What the definition card says besides the definition itself."""

    direction: str | Promise
    formula: str
    tables: tuple[tuple[str, str, str, str], ...]
    groups: tuple[str, ...]
    figures: tuple[Series, ...]


@dataclass(frozen=True, eq=False)
class Page:
    """The page of one indicator; `trend` is all that it shows, the charts a part of it."""

    indicator: Indicator
    trend: Trend
    asked: Asked
    place: Place
    lines: tuple[Line, ...]
    chart: charts.LineChart | None
    bars: charts.BarChart | None
    map: charts.MapChart | None
    outlook: Outlook | None
    method: str | Promise
    aims: tuple[Aimed, ...]
    near: tuple[Near, ...]
    how_near: str
    revised_since: date | None
    revisions: tuple[RevisedRow, ...]
    days: tuple[date, ...]
    failing: tuple[Check, ...]
    newest: datetime | None
    definition: Definition


def of(plan: Plan, indicator: Indicator, asked: Asked) -> Page:
    """The page that answers the reader's question."""
    library = plan.library
    found = all_places(indicator, asked)
    own = own_places(library)
    place = next(p for p in own if p.code == asked.place)
    ahead = (
        outlook(found, place, asked.group) if place in found.places and not asked.as_of else None
    )
    near = _near(library, found, place, asked)
    since = (
        revised(_question(indicator, asked), indicator) if not asked.as_of else Revised(None, ())
    )
    return Page(
        indicator=indicator,
        trend=found,
        asked=asked,
        place=place,
        lines=tuple(_lines(found, own, asked.group)),
        chart=_chart(plan, found, asked, ahead),
        bars=_bars(plan, found, asked, near),
        map=_map(plan, found, asked),
        outlook=ahead,
        method=model(ahead.forecast.model) if ahead else "",
        aims=_aims(ahead, indicator),
        near=tuple(row for _place, row in near),
        how_near=_how_near(library, place),
        revised_since=since.day,
        revisions=tuple(_revised(since, own, indicator, library)),
        days=known_days(indicator),
        failing=_failing(indicator),
        newest=_newest(indicator),
        definition=_definition(library, indicator),
    )


def own_places(library: Library) -> tuple[Place, ...]:
    """The plan's regions and the whole of its area, the way evidence knows them."""
    return tuple(library.gazetteer.by_code.get(place.code, place) for place in library.places[:-1])


def around(library: Library) -> tuple[Place, ...]:
    """The country, and the union it belongs to where there is one."""
    nation = library.places[-1]
    union = (p for p in library.gazetteer.by_code.values() if p.level == "union")
    return (library.gazetteer.by_code.get(nation.code, nation), *union)


def all_places(indicator: Indicator, asked: Asked) -> Trend:
    """The indicator in every place there is: what the page, its map and its files are made of."""
    return trend(_question(indicator, asked), indicator)


def _question(indicator: Indicator, asked: Asked) -> Question:
    return Question(indicator.code, (), asked.first, asked.last, asked.as_of, language())


def address(plan: Plan, indicator: Indicator, asked: Asked, name: str) -> str:
    """Where a picture or a file of this very question is."""
    return f"{reverse(name, args=(plan.slug, indicator.code))}?{asked.query}"


def links(plan: Plan, indicator: Indicator, asked: Asked, picture: str) -> charts.Links:
    """The addresses of a chart's files; those of the data are the same for each chart."""
    at = {
        kind: address(plan, indicator, asked, f"indicator_{kind}")
        for kind in ("csv", "xlsx", "json")
    }
    base = reverse("indicator_picture", args=(plan.slug, indicator.code, picture, "svg"))
    return charts.Links(
        svg=f"{base}?{asked.query}",
        png=f"{base.removesuffix('svg')}png?{asked.query}",
        csv=at["csv"],
        xlsx=at["xlsx"],
        json_stat=at["json"],
    )


def _lines(found: Trend, own: tuple[Place, ...], group: str) -> list[Line]:
    lines = []
    for place in own:
        moving = change(found, place, group) if place in found.places else None
        name = place.name.in_language(language())
        if moving:
            lines.append(
                Line(name, moving.way.value, moved(moving, found.indicator), WAYS[moving.way])
            )
        elif place in found.places and (latest := found.latest(place, group)):
            said = f"{number(latest[1], found.indicator)} ({latest[0]})"
            lines.append(Line(name, "", said, ""))
    return lines


def _chart(
    plan: Plan, found: Trend, asked: Asked, ahead: Outlook | None
) -> charts.LineChart | None:
    library = plan.library
    chart = line_chart(
        found,
        own_places(library),
        around(library),
        group=asked.group,
        outlook=ahead,
        links=links(plan, found.indicator, asked, "trend"),
    )
    return chart if chart.periods else None


def _bars(
    plan: Plan, found: Trend, asked: Asked, near: tuple[tuple[Place, Near], ...]
) -> charts.BarChart | None:
    library = plan.library
    place = next(p for p in own_places(library) if p.code == asked.place)
    latest = found.latest(place, asked.group) if place in found.places else None
    if latest is None or not near:
        return None
    return bar_chart(
        found,
        (place,),
        (*(other for other, _row in near), *around(library)),
        group=asked.group,
        period=latest[0],
        links=links(plan, found.indicator, asked, "bars"),
    )


def _map(plan: Plan, found: Trend, asked: Asked) -> charts.MapChart | None:
    library = plan.library
    return map_chart(
        found,
        settings.CONTENT_DIR / "common",
        own=_all_own(library),
        group=asked.group,
        links=links(plan, found.indicator, asked, "map"),
    )


def _all_own(library: Library) -> list[Place]:
    """The plan's regions and their municipalities."""
    codes = [m.code for region in library.land.regions for m in region.municipalities]
    return [*own_places(library), *(library.gazetteer.called(code) for code in codes)]


def picture(plan: Plan, indicator: Indicator, asked: Asked, name: str) -> charts.Chart | None:
    """One of the page's charts by its name; nothing where there is nothing to draw."""
    shown = of(plan, indicator, asked)
    return {"trend": shown.chart, "bars": shown.bars, "map": shown.map}.get(name)


def _near(
    library: Library, found: Trend, place: Place, asked: Asked
) -> tuple[tuple[Place, Near], ...]:
    structure = library.land.structure
    if structure is None or "similar" not in found.indicator.peers:
        return ()
    alike = similar(Likeness(place.code, language()), structure)
    rows = []
    for other, distance in _distances(alike.table)[: structure.shown]:
        latest = found.latest(other, asked.group) if other in found.places else None
        value = number(latest[1], found.indicator) if latest else ""
        name = other.name.in_language(language())
        rows.append((other, Near(name, distance, value, latest[0] if latest else "")))
    return tuple(rows)


def _distances(table: Matrix) -> list[tuple[Place, float]]:
    return [(place, table.cell(place, DISTANCE)) for place in table.rows]  # type: ignore[misc]


def _how_near(library: Library, place: Place) -> str:
    structure = library.land.structure
    if structure is None:
        return ""
    return " ".join(similar(Likeness(place.code, language()), structure).caveats)


def _aims(ahead: Outlook | None, indicator: Indicator) -> tuple[Aimed, ...]:
    if ahead is None:
        return ()
    words = language()
    return tuple(
        Aimed(
            f"{number(reach.aim.value, indicator)} {indicator.unit.in_language(words)}, "
            f"{reach.aim.period}",
            reach.aim.adopted_by.in_language(words),
            reach.aim.source,
            STANDINGS[reach.standing] if reach.standing else "",
            reach.sentence,
        )
        for reach in ahead.reaches
    )


def _revised(
    since: Revised, own: tuple[Place, ...], indicator: Indicator, library: Library
) -> list[RevisedRow]:
    codes = {place.code for place in (*own, *around(library))}
    return [
        RevisedRow(
            row.place.name.in_language(language()),
            row.moment.period,
            group_name(row.moment.group, library.figures) if row.moment.group else "",
            number(row.before, indicator),
            number(row.now, indicator),
            ("+" if row.difference > 0 else "") + number(row.difference, indicator),
        )
        for row in since.revisions
        if row.place.code in codes and not np.isnan(row.before)
    ]


def _failing(indicator: Indicator) -> tuple[Check, ...]:
    """The datasets behind the indicator that could not be refreshed when last asked for."""
    known = catalogue().registry
    datasets = [known.table(term.table) for term in indicator.terms.values()]
    pairs = {(source.code, dataset.code) for source, dataset in datasets}
    failed = Check.objects.filter(
        outcome=Outcome.FAILED, source__in={source for source, _ in pairs}
    )
    return tuple(check for check in failed if (check.source, check.dataset) in pairs)


def _newest(indicator: Indicator) -> datetime | None:
    """When the newest of its tables was kept."""
    found = (catalogue().current(term.table) for term in indicator.terms.values())
    return max((vintage.label.kept for vintage in found if vintage), default=None)


def _definition(library: Library, indicator: Indicator) -> Definition:
    known = catalogue().registry
    tables = {}
    for term in indicator.terms.values():
        source, dataset = known.table(term.table)
        tables[term.table] = (
            source.name.in_language(language()),
            dataset.title.in_language(language()),
            dataset.url,
            source.code,
        )
    groups = [g for term in indicator.terms.values() if term.by for g in term.by.groups]
    return Definition(
        DIRECTIONS[indicator.direction],
        indicator.formula,
        tuple(tables.values()),
        tuple(group_name(code, library.figures) for code in dict.fromkeys(groups)),
        tuple(
            library.figures.by_code[c] for c in indicator.figures if c in library.figures.by_code
        ),
    )
