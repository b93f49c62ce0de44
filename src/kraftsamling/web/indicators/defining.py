"""The definition card of an indicator: how it is worked out, from which tables, and how fresh they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise

from kraftsamling.evidence.figures import Series
from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.schema import Indicator, Term
from kraftsamling.evidence.models import Check, Outcome
from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.schema import Dataset, Source
from kraftsamling.evidence.store import catalogue
from kraftsamling.kernel.origin import Origin
from kraftsamling.plan.models import Plan
from kraftsamling.web.indicators.words import DIRECTIONS, group_name, language


@dataclass(frozen=True)
class TermSaid:
    """One name in the formula: the table it comes from, and the codes that are added up.

    `url` is the producer's page, `page` ours about the table.
    """

    name: str
    source: str
    title: str
    url: str
    page: str
    rows: tuple[tuple[str, str], ...]
    shift: int


@dataclass(frozen=True)
class OriginSaid:
    """An origin of the numbers that are shown; `title` and `page` are of our table it went into."""

    origin: Origin
    title: str
    page: str


@dataclass(frozen=True)
class Awaited:
    """A table that the numbers are to come from, before any have come."""

    source: str
    title: str
    url: str
    licence: str
    page: str


@dataclass(frozen=True)
class Failing:
    """A source that has not answered as agreed since a moment, and whether there is an older copy."""

    source: str
    since: datetime | None
    kept: bool


@dataclass(frozen=True)
class Definition:
    """What the card says besides the definition itself.

    `newest` is the label of the newest table, `asked` when a producer was last asked for one; `awaited`
    are the tables, each once; `figures` are published single figures that measure much the same, with the address of each.
    """

    direction: str | Promise
    terms: tuple[TermSaid, ...]
    origins: tuple[OriginSaid, ...]
    awaited: tuple[Awaited, ...]
    groups: tuple[str, ...]
    figures: tuple[tuple[str, str], ...]
    newest: Label | None
    asked: datetime | None
    failing: tuple[Failing, ...]


def definition(plan: Plan, trend: Trend) -> Definition:
    """The definition card of an indicator, with the origins of what is shown of it."""
    indicator, figures = trend.indicator, plan.library.figures
    groups = [g for term in indicator.terms.values() if term.by for g in term.by.groups]
    checks = _checks(indicator)
    known = {term.table: catalogue().vintages(term.table) for term in indicator.terms.values()}
    fed = {o: table for table, kept in known.items() for v in kept for o in v.label.origins}
    return Definition(
        DIRECTIONS[indicator.direction],
        tuple(_term(plan, name, term) for name, term in indicator.terms.items()),
        tuple(_origin(plan, origin, fed[origin]) for origin in trend.origins),
        tuple(dict.fromkeys(_awaited(plan, term) for term in indicator.terms.values())),
        tuple(group_name(code, figures) for code in dict.fromkeys(groups)),
        tuple(
            _figure(plan, figures.by_code[code])
            for code in indicator.figures
            if code in figures.by_code
        ),
        max(
            (kept[-1].label for kept in known.values() if kept),
            key=lambda label: label.kept,
            default=None,
        ),
        max((check.at for check in checks), default=None),
        tuple(_failing(check) for check in checks if check.outcome == Outcome.FAILED),
    )


def _term(plan: Plan, name: str, term: Term) -> TermSaid:
    source, dataset = _table(term)
    rows = [(column, ", ".join(codes)) for column, codes in term.where.items()]
    if term.by:
        rows.append((term.by.column, ", ".join(term.by.codes)))
    return TermSaid(
        name,
        source.name.in_language(language()),
        dataset.title.in_language(language()),
        dataset.url,
        _page(plan, term.table),
        tuple(rows),
        term.shift,
    )


def _awaited(plan: Plan, term: Term) -> Awaited:
    source, dataset = _table(term)
    return Awaited(
        source.producer,
        dataset.title.in_language(language()),
        dataset.url,
        source.licence,
        _page(plan, term.table),
    )


def _origin(plan: Plan, origin: Origin, table: str) -> OriginSaid:
    _source, dataset = catalogue().registry.table(table)
    return OriginSaid(origin, dataset.title.in_language(language()), _page(plan, table))


def _page(plan: Plan, table: str) -> str:
    return reverse("source_dataset", args=(plan.slug, table))


def _table(term: Term) -> tuple[Source, Dataset]:
    return catalogue().registry.table(term.table)


def _figure(plan: Plan, series: Series) -> tuple[str, str]:
    """The name of a series, and where its card is: on a challenge's page or on that of a theme."""
    page = "challenge" if plan.library.challenge(series.theme) else "theme"
    address = reverse(page, args=(plan.slug, series.theme))
    return series.name.in_language(language()), f"{address}#{series.code}"


def _checks(indicator: Indicator) -> list[Check]:
    """How it went when the indicator's datasets were last asked for; one query."""
    pairs = {(s.code, d.code) for s, d in map(_table, indicator.terms.values())}
    found = Check.objects.filter(source__in={source for source, _dataset in pairs})
    return [check for check in found if (check.source, check.dataset) in pairs]


def _failing(check: Check) -> Failing:
    source = catalogue().registry.source(check.source)
    table = next(d.table.name for d in source.datasets if d.code == check.dataset)
    kept = catalogue().current(table) is not None
    return Failing(source.name.in_language(language()), check.failing_since, kept)
