"""The checker: an assertion and the trend it speaks of go in, a verdict comes out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal

from kraftsamling.evidence.claims.assertion import Assertion
from kraftsamling.evidence.claims.verdict import Rests, Truth, Verdict, shown
from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.schema import Break
from kraftsamling.evidence.indicators.status import letters
from kraftsamling.kernel.period import period
from kraftsamling.kernel.place import Place
from kraftsamling.kernel.words import Words

# A value that is withheld is there and cannot be read; one that is merely missing is not out yet.
WITHHELD = frozenset("cns")
FORECAST, BROKEN = "f", "b"

NOT_FETCHED = Words(sv="Uppgifterna är inte hämtade än.", en="The data have not been fetched yet.")
NOTHING = Words(sv="Det finns inga uppgifter för {place}.", en="There are no data for {place}.")
NO_GROUP = Words(
    sv="Indikatorn har ingen grupp som heter {group}.",
    en="The indicator has no group called {group}.",
)
NOTHING_NEWER = Words(
    sv="Det finns inget nyare än {period} för {place}.",
    en="There is nothing newer than {period} for {place}.",
)
CROSSES = Words(
    sv="Det mäts på ett nytt sätt från {period}, så {since} och {now} kan inte jämföras.",
    en="It is measured anew from {period}, so {since} and {now} cannot be compared.",
)
ALONE = Words(sv="Det finns inget att jämföra med.", en="There is nothing to compare with.")

Numbers = dict[str, Rests]


def check(assertion: Assertion, trend: Trend) -> Verdict:
    """Whether the data say what `assertion` says.

    `trend` answers `asking.question(assertion)`: its first row is the place, the others are those it
    is compared with. Values are compared as they are shown (in the indicator's decimals), so that a
    sentence never contradicts the numbers beside it; to be highest is to be higher than each of the
    others. Forecasts are not read. Nothing is told from a value that is not there, nor across a break.
    """
    if not trend.places:
        return _untold((), NOT_FETCHED)
    if assertion.group not in trend.groups and trend.moments:
        return _untold((), _fill(NO_GROUP, group=assertion.group or "–"))
    own, *others = [_numbers(assertion, trend, place) for place in trend.places]
    now = _now(assertion, own, others)
    if not now:
        return _untold((), _fill(NOTHING, place=trend.places[0].name))
    if assertion.since:
        return _change(assertion, trend, own, now)
    if assertion.value is not None:
        return _level(assertion, trend, own, now)
    return _compared(assertion, trend, own, others, now)


def known_periods(assertion: Assertion, trend: Trend) -> tuple[str, ...]:
    """The periods that `assertion` can be checked in: those its place has something for, in order."""
    if not trend.places or assertion.group not in trend.groups:
        return ()
    open_ended = assertion.model_copy(update={"until": ""})
    numbers = _numbers(open_ended, trend, trend.places[0])
    return tuple(name for name in numbers if _said(numbers, name))


def _numbers(assertion: Assertion, trend: Trend, place: Place) -> Numbers:
    """The numbers of one place by period, without forecasts and what is after `until`."""
    last = period(assertion.until)
    values, marks = trend.row(place, assertion.group)
    found = {}
    for name, value, mark in zip(trend.periods, values.tolist(), marks.tolist(), strict=True):
        span, noted = period(name), letters(mark)
        late = last is not None and span is not None and span.time > last.time
        if not late and FORECAST not in noted:
            found[name] = Rests(place, name, None if math.isnan(value) else value, noted)
    return found


def _said(numbers: Numbers, name: str) -> bool:
    one = numbers.get(name)
    return one is not None and (one.value is not None or bool(WITHHELD & set(one.marks)))


def _now(assertion: Assertion, own: Numbers, others: list[Numbers]) -> str:
    """The period it speaks of: `until`, or the newest that all places, or the place itself, have."""
    if assertion.until:
        span = period(assertion.until)
        return span.code if span else assertion.until
    mine = [name for name in own if _said(own, name)]
    every = [name for name in mine if all(_said(one, name) for one in others)]
    return (every or mine or [""])[-1]


def _at(numbers: Numbers, place: Place, name: str) -> Rests:
    return numbers.get(name) or Rests(place, name, None)


def _change(assertion: Assertion, trend: Trend, own: Numbers, now: str) -> Verdict:
    span = period(assertion.since)
    since = span.code if span else assertion.since
    place = trend.places[0]
    before, after = _at(own, place, since), _at(own, place, now)
    if period(now) == span or _later(since, now):
        return _untold((before,), _fill(NOTHING_NEWER, period=since, place=place.name))
    if before.value is None or after.value is None:
        return _verdict(None, trend, before, after)
    broken = _break(trend, own, since, now)
    if broken:
        return _untold((before, after), _fill(CROSSES, period=broken, since=since, now=now))
    then, there = _as_shown(trend, before.value), _as_shown(trend, after.value)
    match assertion.says:
        case "risen":
            holds = there > then
        case "fallen":
            holds = there < then
        case _:
            holds = abs(there - then) <= Decimal(repr(assertion.tolerance or 0.0))
    return _verdict(holds, trend, before, after)


def _level(assertion: Assertion, trend: Trend, own: Numbers, now: str) -> Verdict:
    after = _at(own, trend.places[0], now)
    if after.value is None:
        return _verdict(None, trend, after)
    there, limit = _as_shown(trend, after.value), Decimal(repr(assertion.value))
    return _verdict(there > limit if assertion.says == "above" else there < limit, trend, after)


def _compared(
    assertion: Assertion, trend: Trend, own: Numbers, others: list[Numbers], now: str
) -> Verdict:
    """Higher (or lower) than each of the others; one that is higher settles it, whoever is missing."""
    mine = _at(own, trend.places[0], now)
    theirs = [
        _at(numbers, place, now) for numbers, place in zip(others, trend.places[1:], strict=True)
    ]
    if not theirs:
        return _untold((mine,), ALONE)
    if mine.value is None:
        return _verdict(None, trend, mine)
    sign = 1 if assertion.says in ("above_place", "highest") else -1
    known = [(sign * _as_shown(trend, one.value), one) for one in theirs if one.value is not None]
    best = max(known, key=lambda pair: pair[0], default=None)
    if best and best[0] >= sign * _as_shown(trend, mine.value):
        return _verdict(False, trend, mine, best[1])
    missing = next((one for one in theirs if one.value is None), None)
    if missing:
        return _verdict(None, trend, mine, missing)
    assert best is not None
    return _verdict(True, trend, mine, best[1])


def _as_shown(trend: Trend, value: float) -> Decimal:
    return Decimal(f"{value:.{trend.indicator.decimals}f}")


def _break(trend: Trend, own: Numbers, since: str, now: str) -> str:
    """The first period after `since` and up to `now` from which it is measured anew; else empty."""
    marked = [name for name, one in own.items() if BROKEN in one.marks]
    told: Iterable[Break] = trend.indicator.breaks
    every = [*marked, *(one.period for one in told)]
    between = [name for name in every if _later(name, since) and not _later(name, now)]
    return min(between, key=_time, default="")


def _later(name: str, than: str) -> bool:
    return _time(name) > _time(than)


def _time(name: str) -> float:
    span = period(name)
    return span.time if span else -math.inf


def _verdict(holds: bool | None, trend: Trend, *rests: Rests) -> Verdict:
    truth = Truth.UNTOLD if holds is None else Truth.HOLDS if holds else Truth.FAILS
    return Verdict(truth, rests, shown(rests, trend.indicator.decimals, trend.indicator.unit))


def _untold(rests: tuple[Rests, ...], why: Words) -> Verdict:
    return Verdict(Truth.UNTOLD, rests, why)


def _fill(sentence: Words, **said: str | Words) -> Words:
    def of(language: str) -> dict[str, str]:
        return {
            name: text.in_language(language) if isinstance(text, Words) else text
            for name, text in said.items()
        }

    return Words(sv=sentence.sv.format(**of("sv")), en=sentence.en.format(**of("en")))
