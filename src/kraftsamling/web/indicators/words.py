"""Indicators in words: numbers, ways, and what stands in a definition."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext as _, gettext_lazy

from kraftsamling.evidence.figures import Figures
from kraftsamling.evidence.indicators.changing import Change, Way
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.measures.target_path import Standing
from kraftsamling.web.charts import words as charts
from kraftsamling.web.charts.periods import in_words

WAYS: dict[Way, str | Promise] = {
    Way.BETTER: gettext_lazy("better"),
    Way.WORSE: gettext_lazy("worse"),
    Way.UNCHANGED: gettext_lazy("unchanged"),
    Way.HIGHER: gettext_lazy("higher"),
    Way.LOWER: gettext_lazy("lower"),
}
STANDINGS: dict[Standing, str | Promise] = {
    Standing.AHEAD: gettext_lazy("ahead of the way to the aim"),
    Standing.ON: gettext_lazy("on the way to the aim"),
    Standing.BEHIND: gettext_lazy("behind the way to the aim"),
}
DIRECTIONS: dict[str, str | Promise] = {
    "up": gettext_lazy("More is better"),
    "down": gettext_lazy("Less is better"),
    "none": gettext_lazy("Neither more nor less is better in itself"),
}
MODELS: dict[str, str | Promise] = {
    "naive": gettext_lazy("the latest value stays"),
    "drift": gettext_lazy("the change so far goes on"),
    "theta": gettext_lazy("half of the change so far goes on (theta)"),
    "damped_trend": gettext_lazy("the latest change goes on and dies away"),
    "median_trend": gettext_lazy("the usual change goes on"),
    "combination": gettext_lazy("several methods together, those that have erred least the most"),
}

KINDS_OF_PLACE: dict[str, str | Promise] = {
    "union": gettext_lazy("the European Union"),
    "nation": gettext_lazy("whole countries"),
    "region": gettext_lazy("larger regions"),
    "county": gettext_lazy("counties"),
    "municipality": gettext_lazy("municipalities"),
}


def kind_of_place(level: str) -> str | Promise:
    """What places of a level are called, several at once."""
    return KINDS_OF_PLACE.get(level, level)


def language() -> str:
    """The reader's language."""
    return get_language() or "sv"


def number(value: float, indicator: Indicator) -> str:
    """A value of an indicator, as people write it."""
    return charts.number(value, indicator.decimals)


def known_day(day: date, vague: Collection[date]) -> str:
    """A day on which something became known; its year alone where the day is `vague`."""
    return str(day.year) if day in vague else date_format(day, "DATE_FORMAT")


def model(name: str) -> str | Promise:
    """How the outlook was made."""
    plain = name.removeprefix("seasonal_")
    known = MODELS.get(plain, name)
    return _("%(method)s, season by season") % {"method": known} if plain != name else known


def moved(change: Change, indicator: Indicator) -> str:
    """A change in a few words, to stand beside the latest value."""
    words = {
        "before": number(change.before, indicator),
        "since": in_words(change.since),
        "period": in_words(change.period),
    }
    if change.way == Way.UNCHANGED:
        return _("%(period)s, much as in %(since)s (%(before)s)") % words
    if change.rising:
        return _("%(period)s, up from %(before)s in %(since)s") % words
    return _("%(period)s, down from %(before)s in %(since)s") % words


def group_name(code: str, figures: Figures) -> str:
    """The name of a group of people, such as women."""
    known = figures.group(code)
    return known.name.in_language(language()) if known else code
