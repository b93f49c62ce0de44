"""Where each of the plan's places stands, and which way it has gone, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from kraftsamling.evidence.indicators.changing import YEARS, change, shared
from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.kernel.place import Place
from kraftsamling.web.charts.periods import in_words
from kraftsamling.web.indicators.words import WAYS, language, moved, number


@dataclass(frozen=True)
class Line:
    """One place: its latest value, and how it has moved since `since`.

    No `value` where none is known; no `way` where the values are too few to tell. `until` is when the
    value is from, and `newer` when there is a later one that the other places do not have.
    """

    place: str
    value: str = ""
    said: str = ""
    way: str = ""
    label: str | Promise = ""
    since: str = ""
    until: str = ""
    newer: str = ""


def lines(found: Trend, places: Iterable[Place], group: str) -> tuple[Line, ...]:
    """A line for each of the places, whether it has values or not.

    All are told for one period, the latest that all of them have; each for its own latest, where the
    one they share is old or there is none. `uneven` says so.
    """
    told = tuple(places)
    until = shared(found, told, group)
    return tuple(_line(found, place, group, until) for place in told)


def _line(found: Trend, place: Place, group: str, until: str) -> Line:
    name = place.name.in_language(language())
    latest = found.latest(place, group) if place in found.places else None
    if latest is None:
        return Line(name)
    period, value = _value(found, place, group, until) if until else latest
    told = number(value, found.indicator)
    newer = in_words(latest[0]) if latest[0] != period else ""
    moving = change(found, place, group, until)
    if moving is None:
        return Line(name, told, in_words(period), until=in_words(period), newer=newer)
    return Line(
        name,
        told,
        moved(moving, found.indicator),
        moving.way.value,
        WAYS[moving.way],
        in_words(moving.since),
        in_words(moving.period),
        newer,
    )


def _value(found: Trend, place: Place, group: str, period: str) -> tuple[str, float]:
    values, _marks = found.row(place, group)
    return period, float(values[found.periods.index(period)])


def uneven(told: Iterable[Line]) -> str:
    """What to know of years that are not alike; empty where all are told for their latest, of one year."""
    known = [line for line in told if line.value]
    years = {line.until for line in known}
    if len(years) > 1:
        each = get_text_list([f"{line.place} {line.until}" for line in known], _("and"))
        return _("The values are not of the same time: %(each)s.") % {"each": each}
    newer = [f"{line.place} {line.newer}" for line in known if line.newer]
    if not newer:
        return ""
    return _(
        "Told for %(period)s, the latest that all have. There is a newer value for %(each)s."
    ) % {
        "period": years.pop(),
        "each": get_text_list(newer, _("and")),
    }


def in_one_sentence(told: Iterable[Line], people: str = "") -> str:
    """Where it has become better, and where not; empty where no way can be told.

    `people` is the name of the group that it is about, where there are several.
    """
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
    if people:
        said = _("%(people)s: %(told)s") % {"people": people, "told": said}
    told_of = {"told": said[:1].upper() + said[1:], "years": YEARS}
    spans = {(line.since, line.until) for line in known}
    if len(spans) == 1:
        since, until = spans.pop()
        return _("%(told)s, from %(since)s to %(until)s.") % (
            told_of | {"since": since, "until": until}
        )
    return _("%(told)s, over at most %(years)s years up to the latest value.") % told_of
