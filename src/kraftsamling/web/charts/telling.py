"""A chart in one or two sentences: what it shows, from what to what, where it is highest and lowest."""

from __future__ import annotations

import math
from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _, ngettext

from kraftsamling.web.charts.flow_words import flow_sentences
from kraftsamling.web.charts.kinds import (
    BarChart,
    Chart,
    FlowChart,
    LineChart,
    MapChart,
    ScatterChart,
    Series,
)
from kraftsamling.web.charts.maps import names, value
from kraftsamling.web.charts.periods import in_words
from kraftsamling.web.charts.scatter_words import scatter_sentences
from kraftsamling.web.charts.words import number, said

TOLD = 3


def alt(chart: Chart, language: str) -> str:
    """The chart in words, made from its values; the table tells the rest."""
    with translation.override(language):
        match chart:
            case LineChart():
                return " ".join(_line(chart))
            case BarChart():
                known = {said(bar.name): bar.value for bar in chart.bars}
                return " ".join(_ranked(_("Bar chart"), chart, chart.period, known))
            case MapChart():
                known = {name: value(chart, code) for code, name in names(chart).items()}
                return " ".join(_ranked(_("Map"), chart, chart.period, known))
            case FlowChart():
                return " ".join(flow_sentences(chart))
            case ScatterChart():
                return " ".join(scatter_sentences(chart))
    raise AssertionError(f"no such chart: {type(chart).__name__}")


def _line(chart: LineChart) -> Iterator[str]:
    shown = {"title": said(chart.title), "unit": said(chart.unit)}
    if len(chart.periods) < 2:
        yield _("Line chart: %(title)s, %(unit)s.") % shown
    else:
        ends = {"first": in_words(chart.periods[0]), "last": in_words(chart.periods[-1])}
        yield _("Line chart: %(title)s, %(unit)s, %(first)s to %(last)s.") % (shown | ends)
    first = [series for series in chart.series if series.own] or list(chart.series)
    told = [text for series in first[:TOLD] if (text := _course(chart, series))]
    if told:
        yield "; ".join(told) + "."
    rest = len(chart.series) - len(first[:TOLD])
    if rest:
        yield ngettext(
            "%(count)d more series is in the table.",
            "%(count)d more series are in the table.",
            rest,
        ) % {"count": rest}


def _course(chart: LineChart, series: Series) -> str:
    """From what to what, and the highest where that is neither."""
    pairs = zip(chart.periods, series.values, strict=True)
    known = [(period, v) for period, v in pairs if not math.isnan(v)]
    if not known:
        return _("%(place)s: no values") % {"place": said(series.name)}
    (first, begins), (last, ends) = known[0], known[-1]
    words = {
        "place": said(series.name),
        "begins": number(begins, chart.decimals),
        "first": in_words(first),
        "ends": number(ends, chart.decimals),
        "last": in_words(last),
    }
    if len(known) == 1:
        return _("%(place)s: %(ends)s (%(last)s)") % words
    highest, top = max(known, key=lambda pair: pair[1])
    if highest in (first, last):
        return _("%(place)s: from %(begins)s (%(first)s) to %(ends)s (%(last)s)") % words
    words |= {"top": number(top, chart.decimals), "highest": in_words(highest)}
    return (
        _(
            "%(place)s: from %(begins)s (%(first)s) to %(ends)s (%(last)s), "
            "highest %(top)s (%(highest)s)"
        )
        % words
    )


def _ranked(kind: str, chart: Chart, period: str, values: dict[str, float]) -> Iterator[str]:
    known = {name: v for name, v in values.items() if not math.isnan(v)}
    yield _("%(kind)s: %(title)s, %(unit)s, %(period)s.") % {
        "kind": kind,
        "title": said(chart.title),
        "unit": said(chart.unit),
        "period": in_words(period),
    }
    if not known:
        yield _("No place has a value.")
        return
    high, low = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    words = {
        "high": high,
        "top": number(known[high], chart.decimals),
        "low": low,
        "bottom": number(known[low], chart.decimals),
    }
    yield _("Highest in %(high)s (%(top)s), lowest in %(low)s (%(bottom)s).") % words
    missing = len(values) - len(known)
    if missing:
        yield ngettext(
            "%(count)d place has no value.", "%(count)d places have no value.", missing
        ) % {"count": missing}
