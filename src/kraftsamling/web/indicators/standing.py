"""Where each of the plan's places stands, and which way it has gone, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from kraftsamling.evidence.indicators.changing import YEARS, change
from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.kernel.place import Place
from kraftsamling.web.charts.periods import in_words
from kraftsamling.web.indicators.words import WAYS, language, moved, number


@dataclass(frozen=True)
class Line:
    """One place: its latest value, and how it has moved since `since`.

    No `value` where none is known; no `way` where the values are too few to tell.
    """

    place: str
    value: str = ""
    said: str = ""
    way: str = ""
    label: str | Promise = ""
    since: str = ""
    until: str = ""


def lines(found: Trend, places: Iterable[Place], group: str) -> tuple[Line, ...]:
    """A line for each of the places, whether it has values or not."""
    return tuple(_line(found, place, group) for place in places)


def _line(found: Trend, place: Place, group: str) -> Line:
    name = place.name.in_language(language())
    latest = found.latest(place, group) if place in found.places else None
    if latest is None:
        return Line(name)
    period, value = latest
    told = number(value, found.indicator)
    moving = change(found, place, group)
    if moving is None:
        return Line(name, told, in_words(period))
    return Line(
        name,
        told,
        moved(moving, found.indicator),
        moving.way.value,
        WAYS[moving.way],
        in_words(moving.since),
        in_words(moving.period),
    )


def in_one_sentence(told: Iterable[Line]) -> str:
    """Where it has become better, and where not; empty where no way can be told."""
    known = [line for line in told if line.way]
    ways = [way.value for way in WAYS]
    known.sort(key=lambda line: ways.index(line.way))
    by_way: dict[str, list[str]] = {}
    for line in known:
        by_way.setdefault(str(line.label), []).append(line.place)
    parts = [
        _("%(way)s in %(places)s") % {"way": way, "places": get_text_list(places, _("and"))}
        for way, places in by_way.items()
    ]
    if not parts:
        return ""
    said = "; ".join(parts)
    told_of = {"told": said[:1].upper() + said[1:], "years": YEARS}
    spans = {(line.since, line.until) for line in known}
    if len(spans) == 1:
        since, until = spans.pop()
        return _("%(told)s, from %(since)s to %(until)s.") % (
            told_of | {"since": since, "until": until}
        )
    return _("%(told)s, over at most %(years)s years up to the latest value.") % told_of
