"""Everything the page of one indicator shows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise

from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.outlook import Outlook, Reach, outlook
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.schema import Aim, Indicator
from kraftsamling.evidence.indicators.study import Revised, known_days, revised, trend, vague_days
from kraftsamling.kernel.place import Place
from kraftsamling.plan.models import Plan
from kraftsamling.strategy.library import Library
from kraftsamling.web import charts
from kraftsamling.web.charts.periods import in_words
from kraftsamling.web.indicators.asking import Asked
from kraftsamling.web.indicators.compared import Nearest, nearest
from kraftsamling.web.indicators.defining import Definition, definition
from kraftsamling.web.indicators.pictures import bar_chart, line_chart, map_chart
from kraftsamling.web.indicators.rows import themes
from kraftsamling.web.indicators.standing import Line, in_one_sentence, lines
from kraftsamling.web.indicators.words import (
    STANDINGS,
    group_name,
    known_day,
    language,
    model,
    number,
)

TREND, BARS, MAP = "trend", "bars", "map"


@dataclass(frozen=True)
class Aimed:
    """An aim, where the latest value stands on the way to it, and the chance of arriving."""

    name: str
    adopted_by: str
    source: str
    standing: str | Promise = ""
    way: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class RevisedRow:
    """One value that was revised, as text."""

    place: str
    period: str
    group: str
    before: str
    now: str
    difference: str


@dataclass(frozen=True, eq=False)
class Page:
    """The page of one indicator; `trend` is all that it shows, the charts a part of it.

    `theme` is the name and the address of the page that the indicator belongs to.
    """

    indicator: Indicator
    theme: tuple[str, str]
    trend: Trend
    asked: Asked
    place: Place
    group: str
    lines: tuple[Line, ...]
    summary: str
    chart: charts.LineChart | None
    bars: charts.BarChart | None
    map: charts.MapChart | None
    outlook: Outlook | None
    method: str | Promise
    aims: tuple[Aimed, ...]
    nearest: Nearest
    revised_since: str
    revisions: tuple[RevisedRow, ...]
    vintages: tuple[tuple[str, str], ...]
    definition: Definition


def of(plan: Plan, indicator: Indicator, asked: Asked) -> Page:
    """The page that answers the reader's question."""
    library = plan.library
    found = all_places(indicator, asked)
    place = next(p for p in own_places(library) if p.code == asked.place)
    told = lines(found, own_places(library), asked.group)
    ahead = _ahead(found, place, asked)
    near = nearest(library, found, place, asked.group)
    since = Revised(None, ()) if asked.as_of else revised(_question(indicator, asked), indicator)
    return Page(
        indicator=indicator,
        theme=_theme(plan, indicator),
        trend=found,
        asked=asked,
        place=place,
        group=_called(plan, asked),
        lines=told,
        summary=in_one_sentence(told),
        chart=_chart(plan, found, asked, ahead),
        bars=_bars(plan, found, asked, near),
        map=_map(plan, found, asked),
        outlook=ahead,
        method=model(ahead.forecast.model) if ahead else "",
        aims=_aims(ahead, indicator, place, asked.group),
        nearest=near,
        revised_since=known_day(since.day, vague_days(indicator)) if since.day else "",
        revisions=_revised(since, indicator, library),
        vintages=_vintages(plan, indicator, asked),
        definition=definition(plan, found),
    )


def _theme(plan: Plan, indicator: Indicator) -> tuple[str, str]:
    page = "challenge" if plan.library.challenge(indicator.theme) else "theme"
    name = themes(plan.library)[indicator.theme].name.in_language(language())
    return name, reverse(page, args=(plan.slug, indicator.theme))


def picture(plan: Plan, indicator: Indicator, asked: Asked, name: str) -> charts.Chart | None:
    """One of the page's charts by its name; nothing where there is nothing to draw."""
    library, found = plan.library, all_places(indicator, asked)
    place = next(p for p in own_places(library) if p.code == asked.place)
    match name:
        case "trend":
            return _chart(plan, found, asked, _ahead(found, place, asked))
        case "bars":
            return _bars(plan, found, asked, nearest(library, found, place, asked.group))
        case "map":
            return _map(plan, found, asked)
    return None


def own_places(library: Library) -> tuple[Place, ...]:
    """The plan's regions and the whole of its area, the way evidence knows them."""
    return tuple(library.gazetteer.by_code.get(place.code, place) for place in library.places[:-1])


def around(library: Library) -> tuple[Place, ...]:
    """The country, and the union it belongs to where there is one."""
    nation = library.places[-1]
    union = (p for p in library.gazetteer.by_code.values() if p.level == "union")
    return (library.gazetteer.by_code.get(nation.code, nation), *union)


def peers(library: Library, indicator: Indicator) -> tuple[Place, ...]:
    """Those of the country and the union that the indicator is compared with."""
    return tuple(place for place in around(library) if place.level in indicator.peers)


def usual_place(library: Library, indicator: Indicator) -> str:
    """The place whose outlook is shown before one is chosen.

    One that somebody has an aim for, else the first that anything is known of.
    """
    own = own_places(library)
    aimed = [aim.place for aim in indicator.aims]
    found = trend(Question(indicator.code, language=language()), indicator)
    known = (
        place
        for place in own
        if place in found.places
        and np.isfinite(found.table.values[found.places.index(place)]).any()
    )
    first = next((p for p in own if set(p.codes) & set(aimed)), None) or next(known, own[0])
    return first.code


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


def _ahead(found: Trend, place: Place, asked: Asked) -> Outlook | None:
    """The outlook of the chosen place; what was known in the past has none."""
    if place not in found.places or asked.as_of:
        return None
    return outlook(found, place, asked.group)


def _chart(
    plan: Plan, found: Trend, asked: Asked, ahead: Outlook | None
) -> charts.LineChart | None:
    library = plan.library
    chart = line_chart(
        found,
        own_places(library),
        peers(library, found.indicator),
        group=asked.group,
        called=_called(plan, asked),
        outlook=ahead,
        links=links(plan, found.indicator, asked, TREND),
    )
    return chart if chart.periods else None


def _bars(plan: Plan, found: Trend, asked: Asked, near: Nearest) -> charts.BarChart | None:
    """The plan's places beside those most like the chosen one, and those around them."""
    library = plan.library
    own = own_places(library)
    place = next(p for p in own if p.code == asked.place)
    latest = found.latest(place, asked.group) if place in found.places else None
    if latest is None:
        return None
    others = (other.place for other in near.places if other.place not in own)
    chart = bar_chart(
        found,
        own,
        (*others, *peers(library, found.indicator)),
        group=asked.group,
        called=_called(plan, asked),
        period=latest[0],
        links=links(plan, found.indicator, asked, BARS),
    )
    return chart if len(chart.bars) > 1 else None


def _map(plan: Plan, found: Trend, asked: Asked) -> charts.MapChart | None:
    return map_chart(
        found,
        settings.CONTENT_DIR / "common",
        own=_all_own(plan.library),
        group=asked.group,
        called=_called(plan, asked),
        links=links(plan, found.indicator, asked, MAP),
    )


def _called(plan: Plan, asked: Asked) -> str:
    """The name of the chosen group of people; empty where none are told apart."""
    return group_name(asked.group, plan.library.figures).lower() if asked.group else ""


def _all_own(library: Library) -> list[Place]:
    """The plan's regions and their municipalities."""
    codes = [m.code for region in library.land.regions for m in region.municipalities]
    return [*own_places(library), *(library.gazetteer.called(code) for code in codes)]


def _aims(
    ahead: Outlook | None, indicator: Indicator, place: Place, group: str
) -> tuple[Aimed, ...]:
    """The aims for a place; where it stands on the way to each is known only with an outlook."""
    if ahead is None:
        aims = (a for a in indicator.aims if a.place in place.codes and a.group == group)
        return tuple(_aimed(aim, indicator) for aim in aims)
    return tuple(_aimed(reach.aim, indicator, reach) for reach in ahead.reaches)


def _aimed(aim: Aim, indicator: Indicator, reach: Reach | None = None) -> Aimed:
    words = language()
    unit = indicator.unit.in_language(words)
    standing = reach.standing if reach else None
    return Aimed(
        f"{number(aim.value, indicator)} {unit}, {in_words(aim.period)}",
        aim.adopted_by.in_language(words),
        aim.source,
        STANDINGS[standing] if standing else "",
        standing.value if standing else "",
        reach.sentence if reach else "",
    )


def _revised(since: Revised, indicator: Indicator, library: Library) -> tuple[RevisedRow, ...]:
    codes = {place.code for place in (*own_places(library), *around(library))}
    return tuple(
        RevisedRow(
            row.place.name.in_language(language()),
            in_words(row.moment.period),
            group_name(row.moment.group, library.figures) if row.moment.group else "",
            number(row.before, indicator),
            number(row.now, indicator),
            ("+" if row.difference > 0 else "") + number(row.difference, indicator),
        )
        for row in since.revisions
        if row.place.code in codes
    )


def _vintages(plan: Plan, indicator: Indicator, asked: Asked) -> tuple[tuple[str, str], ...]:
    """The days on which something became known, and where the page is as it was known then."""
    days, vague = known_days(indicator), vague_days(indicator)
    return tuple(
        (
            known_day(day, vague),
            address(
                plan,
                indicator,
                Asked(asked.place, asked.group, asked.first, asked.last, day),
                "indicator",
            ),
        )
        for day in days[1:]
    )
