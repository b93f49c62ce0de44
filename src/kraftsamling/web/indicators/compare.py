"""Everything the comparison page shows: one chart for each indicator that was asked for."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from django.urls import reverse
from django.utils.translation import gettext as _

from kraftsamling.evidence.indicators.comparing import DISTANCE, Likeness
from kraftsamling.evidence.indicators.comparison import (
    Comparison,
    Show,
    changed,
    first_of_most,
    indexed,
    latest_of_most,
    only,
)
from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.evidence.indicators.status import words
from kraftsamling.evidence.indicators.study import similar, trend
from kraftsamling.kernel.finding import Finding
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.kernel.place import Place
from kraftsamling.plan.models import Plan
from kraftsamling.strategy.library import Library
from kraftsamling.web import charts
from kraftsamling.web.indicators.asking import groups_of
from kraftsamling.web.indicators.pictures import bar_chart, line_chart
from kraftsamling.web.indicators.places import around, coloured, own_places
from kraftsamling.web.indicators.words import group_name, language


@dataclass(frozen=True)
class Lacking:
    """A place that has no value in what is shown, and why."""

    name: str
    why: str


@dataclass(frozen=True, eq=False)
class Shown:
    """One indicator of the comparison: `trend` is exactly what its chart and its files hold."""

    indicator: Indicator
    trend: Trend
    group_name: str
    chart: charts.Chart | None
    lacking: tuple[Lacking, ...]
    # The period that bars are for, or that index and difference are counted from.
    period: str
    # How far from the place that was asked about those are that are most like it.
    alike: Finding | None


@dataclass(frozen=True)
class Near:
    """A place whose industry is like that of the one asked about."""

    name: str
    distance: float


@dataclass(frozen=True, eq=False)
class Likes:
    """The places most like one, nearest first, and how nearness is counted."""

    place: Place
    near: tuple[Near, ...]
    how: str


def show(plan: Plan, asked: Comparison) -> tuple[Shown, ...]:
    """The charts of the comparison, in the order that the indicators were asked for."""
    known = plan.library.indicators.by_code
    return tuple(one(plan, known[code], asked) for code in asked.indicator if code in known)


def one(plan: Plan, indicator: Indicator, asked: Comparison) -> Shown:
    """One indicator of the comparison."""
    group = asked.group if asked.group in groups_of(indicator) else groups_of(indicator)[0]
    chosen = places(plan.library, asked)
    # Every place is asked for, as the indicator's own page does: one answer serves both.
    question = Question(indicator.code, (), asked.first, asked.last, None, language())
    found = only(trend(question, indicator), chosen, group)
    at = _period(found, asked, group)
    told = _told(found, asked, at, group)
    return Shown(
        indicator,
        told,
        group_name(group, plan.library.figures) if group else "",
        _chart(plan, told, asked, at, group),
        tuple(_lacking(told)),
        at,
        _nearest(plan.library, asked),
    )


def places(library: Library, asked: Comparison) -> tuple[Place, ...]:
    """The places asked for, and those most like the one in `asked.like`; each once."""
    chosen = [library.gazetteer.called(code) for code in asked.place]
    return tuple(dict.fromkeys((*chosen, *(place for place, _far in _alike(library, asked)))))


def likes(library: Library, asked: Comparison) -> Likes | None:
    """What the page says about likeness; nothing where it was not asked for."""
    structure = library.land.structure
    if structure is None or not asked.like:
        return None
    near = tuple(Near(p.name.in_language(language()), far) for p, far in _alike(library, asked))
    how = " ".join(_similar(library, asked.like).caveats)
    return Likes(library.gazetteer.called(asked.like), near, how)


def nearest(library: Library) -> int:
    """How many of the most alike are added to a comparison; none where likeness is not known."""
    return library.land.structure.shown if library.land.structure else 0


def _alike(library: Library, asked: Comparison) -> list[tuple[Place, float]]:
    found = _nearest(library, asked)
    if found is None:
        return []
    near: tuple[Place, ...] = found.table.rows  # type: ignore[assignment]
    return [(place, found.table.cell(place, DISTANCE)) for place in near]


def _nearest(library: Library, asked: Comparison) -> Finding | None:
    """The finding of likeness, with as many places as the plan shows."""
    structure = library.land.structure
    if structure is None or not asked.like:
        return None
    found = _similar(library, asked.like)
    few = found.table.rows[: structure.shown]
    table = Matrix(found.table.values[: structure.shown], few, found.table.columns)
    return replace(found, table=table)


def _similar(library: Library, code: str) -> Finding:
    assert library.land.structure
    return similar(Likeness(code, language()), library.land.structure)


def _period(found: Trend, asked: Comparison, group: str) -> str:
    if asked.show.based:
        return asked.base or first_of_most(found, group)
    if asked.show == Show.BARS:
        return asked.period or latest_of_most(found, group)
    return ""


def _told(found: Trend, asked: Comparison, at: str, group: str) -> Trend:
    match asked.show:
        case Show.INDEX:
            return indexed(found, at, language())
        case Show.CHANGE:
            return changed(found, at, language())
        case Show.BARS:
            return only(found, found.places, group, (at,))
    return found


def _chart(plan: Plan, told: Trend, asked: Comparison, at: str, group: str) -> charts.Chart | None:
    if not np.isfinite(told.table.values).any():
        return None
    mine = coloured(plan.library)
    own = {p: mine[p] for p in told.places if p in mine}
    # Where none of the plan's own places is shown, the first one asked for stands out, in a colour
    # that is none of theirs.
    own = own or {p: len(mine) for p in told.places[:1]}
    others = [p for p in told.places if p not in own]
    given = links(plan, told.indicator, asked)
    if asked.show == Show.BARS:
        chart = bar_chart(told, own, others, group=group, period=at, links=given)
        return replace(chart, code=told.indicator.code)
    return line_chart(told, own, others, group=group, links=given)


def links(plan: Plan, indicator: Indicator, asked: Comparison) -> charts.Links:
    """The addresses of the files of exactly what is shown."""
    return charts.Links(
        **{
            field: address(plan, indicator, asked, kind)
            for field, kind in (
                ("svg", "svg"),
                ("png", "png"),
                ("csv", "csv"),
                ("xlsx", "xlsx"),
                ("json_stat", "json"),
            )
        }
    )


def address(plan: Plan, indicator: Indicator, asked: Comparison, kind: str) -> str:
    """Where a file of one indicator in this comparison is."""
    alone = replace(asked, indicator=())
    at = reverse("compare_file", args=(plan.slug, indicator.code, kind))
    return f"{at}?{alone.query}"


def embed_address(plan: Plan, indicator: Indicator, asked: Comparison) -> str:
    """Where one chart of the comparison stands alone, for other sites to show."""
    at = reverse("compare_embed", args=(plan.slug, indicator.code))
    return f"{at}?{replace(asked, indicator=()).query}"


def opening(library: Library) -> tuple[str, ...]:
    """The places that are compared where a question names none: the plan's own, and those around."""
    return tuple(place.code for place in (*own_places(library), *around(library)))


def _lacking(told: Trend) -> list[Lacking]:
    """The places without any value in what is shown; the marks say why."""
    found = []
    for place, values, marks in zip(told.places, told.table.values, told.marks, strict=True):
        if np.isfinite(values).any():
            continue
        noted = int(np.bitwise_or.reduce(marks)) if len(marks) else 0
        why = ", ".join(words(noted, language())) or _("missing in the source")
        found.append(Lacking(place.name.in_language(language()), why))
    return found
