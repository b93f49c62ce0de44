"""Everything the page of one indicator shows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.functional import Promise

from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.outlook import Outlook, Reach, aims_for
from kraftsamling.evidence.indicators.schema import Aim, Indicator
from kraftsamling.evidence.indicators.study import Revised, known_days, revised, vague_days
from kraftsamling.evidence.indicators.understanding import begun, first_day
from kraftsamling.kernel.place import Place
from kraftsamling.plan.models import Plan
from kraftsamling.strategy.library import Library
from kraftsamling.web import charts
from kraftsamling.web.charts.periods import in_words
from kraftsamling.web.indicators.answer import Answer, address, question
from kraftsamling.web.indicators.asking import Asked
from kraftsamling.web.indicators.compared import Nearest
from kraftsamling.web.indicators.defining import Definition, definition
from kraftsamling.web.indicators.places import around, own_places
from kraftsamling.web.indicators.rows import themes
from kraftsamling.web.indicators.standing import Line, in_one_sentence, lines, uneven
from kraftsamling.web.indicators.words import (
    STANDINGS,
    group_name,
    known_day,
    language,
    model,
    number,
)


@dataclass(frozen=True)
class Aimed:
    """An aim, where the latest value stands on the way to it, and the chance of arriving.

    `of` is the larger place whose aim it is; empty where it is the place's own.
    """

    name: str
    adopted_by: str
    source: str
    standing: str | Promise = ""
    way: str = ""
    sentence: str = ""
    of: str = ""


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

    `theme` is the name and the address of the page that the indicator belongs to; `begun` the first day
    that anything was known and the page as of it, where the reader asked for an earlier one.
    """

    indicator: Indicator
    theme: tuple[str, str]
    begun: tuple[str, str]
    trend: Trend
    asked: Asked
    place: Place
    group: str
    lines: tuple[Line, ...]
    summary: str
    uneven: str
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

    @property
    def yardsticks(self) -> tuple[Aimed, ...]:
        """The aims of larger places, which nobody has adopted for this one."""
        return tuple(aim for aim in self.aims if aim.of)

    @property
    def own_aims(self) -> tuple[Aimed, ...]:
        return tuple(aim for aim in self.aims if not aim.of)


def of(plan: Plan, indicator: Indicator, asked: Asked) -> Page:
    """The page that answers the reader's question."""
    answer = Answer(plan, indicator, asked)
    library, ahead = plan.library, answer.ahead
    told = lines(answer.found, own_places(library), asked.group)
    since = Revised(None, ()) if asked.as_of else revised(question(indicator, asked), indicator)
    return Page(
        indicator=indicator,
        theme=_theme(plan, indicator),
        begun=_too_early(plan, indicator, asked),
        trend=answer.found,
        asked=asked,
        place=answer.place,
        group=answer.group,
        lines=told,
        summary=in_one_sentence(told, answer.group),
        uneven=uneven(told),
        chart=answer.trend(),
        bars=answer.bars(),
        map=answer.map(),
        outlook=ahead,
        method=model(ahead.forecast.model) if ahead else "",
        aims=aims(ahead, indicator, answer.place, asked.group, answer.around),
        nearest=answer.near,
        revised_since=known_day(since.day, vague_days(indicator)) if since.day else "",
        revisions=_revised(since, indicator, library),
        vintages=_vintages(plan, indicator, asked),
        definition=definition(plan, answer.found),
    )


def _too_early(plan: Plan, indicator: Indicator, asked: Asked) -> tuple[str, str]:
    first = begun(indicator)
    if asked.as_of is None or first is None or asked.as_of >= first_day(first):
        return "", ""
    then = replace(asked, as_of=first_day(first))
    return (
        known_day(first_day(first), vague_days(indicator)),
        address(plan, indicator, then, "indicator"),
    )


def _theme(plan: Plan, indicator: Indicator) -> tuple[str, str]:
    page = "challenge" if plan.library.challenge(indicator.theme) else "theme"
    name = themes(plan.library)[indicator.theme].name.in_language(language())
    return name, reverse(page, args=(plan.slug, indicator.theme))


def aims(
    ahead: Outlook | None, indicator: Indicator, place: Place, group: str, around: tuple[Place, ...]
) -> tuple[Aimed, ...]:
    """The aims for a place, and for those around it as yardsticks.

    Where the place stands on the way to each is known only with an outlook.
    """
    if ahead is not None:
        return tuple(_aimed(r.aim, indicator, r.of, r) for r in ahead.reaches)
    found = aims_for(indicator, place, group, around)
    return tuple(_aimed(aim, indicator, of) for aim, of in found)


def _aimed(aim: Aim, indicator: Indicator, of: Place | None, reach: Reach | None = None) -> Aimed:
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
        of.name.in_language(words) if of else "",
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
