"""Where a trend is heading: what to expect, how surely, and the chance of reaching what was aimed at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import gcd
from typing import Literal

import numpy as np

from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.schema import Aim, Indicator
from kraftsamling.evidence.indicators.status import bit
from kraftsamling.kernel.labelled import Numbers
from kraftsamling.kernel.period import Period, period
from kraftsamling.kernel.place import Place
from kraftsamling.kernel.words import Words
from kraftsamling.measures.forecasting import Forecast, NoForecast, chance_of_reaching, forecast
from kraftsamling.measures.target_path import NoPath, Standing, path, stand

# So many steps ahead are shown, and no outlook is given further away than the second number.
AHEAD, FURTHEST = 5, 20

EXPECTED = Words(
    sv="Det senaste kända värdet för {place} är från {last}. Fortsätter det som hittills ligger värdet "
    "{period} mellan {low} och {high} {unit} med 80 procents sannolikhet. Det är en framskrivning av "
    "siffrorna och säger inget om orsaker.",
    en="The last known value for {place} is from {last}. If it goes on as so far, the value in {period} "
    "lies between {low} and {high} {unit} with a probability of 80 per cent. This carries the figures "
    "on and says nothing about causes.",
)
CHANCE = Words(
    sv="Fortsätter det som hittills är chansen {chance} att {place} når {value} {unit} {period}. Det är "
    "en framskrivning av siffrorna och säger inget om vad som har orsakat dem eller vad åtgärder ger.",
    en="If it goes on as so far, the chance that {place} reaches {value} {unit} in {period} is {chance}. "
    "This carries the figures on and says nothing about what caused them or what actions will bring.",
)
TOO_FAR = Words(
    sv="{period} ligger för långt bort för att säga något om chansen att nå {value} {unit}.",
    en="{period} is too far away to say anything about the chance of reaching {value} {unit}.",
)


@dataclass(frozen=True, eq=False)
class Reach:
    """One aim: the way to it, where the latest value stands on that way, and the chance of arriving.

    `chance` is nothing where the aim lies too far ahead, or has passed; `required` has a value for
    each period of the way; `standing` is nothing where no value has come since it began. `of` is the
    larger place whose aim it is, where it is a yardstick and not the place's own.
    """

    aim: Aim
    of: Place | None
    required: dict[str, float]
    standing: Standing | None
    chance: float | None
    sentence: str


@dataclass(frozen=True, eq=False)
class Outlook:
    """Where the trend of one place and group is heading; `periods` are those of the forecast."""

    place: Place
    group: str
    periods: tuple[str, ...]
    forecast: Forecast
    reaches: tuple[Reach, ...]
    sentence: str


@dataclass(frozen=True, eq=False)
class _Grid:
    """A row of a trend on equally spaced periods: `values` has NaN where there is none."""

    first: Period
    stride: int
    values: Numbers

    def at(self, number: int) -> Period:
        """The period at a position."""
        return self.first.after(number * self.stride)

    def position(self, of: Period) -> int:
        """The first position that is no earlier than the period."""
        return -(-(_count(of) - _count(self.first)) // self.stride)


def aims_for(
    indicator: Indicator, place: Place, group: str, around: tuple[Place, ...] = ()
) -> tuple[tuple[Aim, Place | None], ...]:
    """The aims that `place` is held against: its own, then those of the places `around` it, with whose each is."""
    found = [
        (aim, None if holder is place else holder)
        for holder in (place, *around)
        for aim in indicator.aims
        if aim.place in holder.codes and aim.group in ("", group)
    ]
    return tuple(found)


def outlook(
    trend: Trend, place: Place, group: str = "", around: tuple[Place, ...] = ()
) -> Outlook | None:
    """The outlook of one row of `trend`; nothing where the values are too few for an honest one.

    `around` are larger places whose aims are yardsticks for this one.
    """
    grid = _grid(trend, place, group)
    if grid is None:
        return None
    aims = aims_for(trend.indicator, place, group, around)
    steps = min(FURTHEST, max([AHEAD, *(_steps_to(aim, grid) for aim, _of in aims)]))
    indicator = trend.indicator
    try:
        ahead = forecast(
            grid.values,
            steps,
            periods_per_year=grid.first.per_year if grid.stride == 1 else 1,
            bounds=(indicator.lowest, indicator.highest),
            break_at=_break(trend, grid, place, group),
        )
    except NoForecast:
        return None
    periods = tuple(grid.at(len(grid.values) + n).code for n in range(steps))
    return Outlook(
        place,
        group,
        periods,
        ahead,
        tuple(replace(_reach(trend, place, aim, grid, ahead), of=of) for aim, of in aims),
        _expected(trend, place, grid, periods, ahead),
    )


def _grid(trend: Trend, place: Place, group: str) -> _Grid | None:
    values, _marks = trend.row(place, group)
    spans = [found for code in trend.periods if (found := period(code))]
    if len({(span.per_year, span.years) for span in spans}) != 1 or spans[0].years > 1:
        return None
    there = np.flatnonzero(np.isfinite(values))
    if len(there) < 2:
        return None
    counts = [_count(spans[n]) for n in there]
    stride = gcd(*np.diff(counts).tolist())
    laid = np.full((counts[-1] - counts[0]) // stride + 1, np.nan)
    laid[(np.array(counts) - counts[0]) // stride] = values[there]
    return _Grid(spans[there[0]], stride, laid)


def _count(of: Period) -> int:
    return of.year * of.per_year + of.part


def _steps_to(aim: Aim, grid: _Grid) -> int:
    until = period(aim.period)
    if until is None or until.per_year != grid.first.per_year:
        return 0
    return grid.position(until) - len(grid.values) + 1


def _break(trend: Trend, grid: _Grid, place: Place, group: str) -> int | None:
    """Where the last break in the row is on the grid."""
    _values, marks = trend.row(place, group)
    broken = [code for code, mark in zip(trend.periods, marks, strict=True) if mark & bit("b")]
    found = period(broken[-1]) if broken else None
    at = grid.position(found) if found else 0
    return at if 0 < at < len(grid.values) else None


def _reach(trend: Trend, place: Place, aim: Aim, grid: _Grid, ahead: Forecast) -> Reach:
    steps, direction = _steps_to(aim, grid), _direction(trend, aim, grid)
    chance = None
    if 1 <= steps <= len(ahead.mean):
        chance = chance_of_reaching(ahead, steps, aim.value, direction)
    required = _required(aim, grid, direction)
    words = {
        "place": place.name.in_language(_language(trend)),
        "value": _number(trend, aim.value),
        "unit": trend.unit,
        "period": aim.period,
    }
    if chance is None:
        sentence = TOO_FAR if steps > len(ahead.mean) else None
        told = sentence.in_language(_language(trend)).format(**words) if sentence else ""
    else:
        said = CHANCE.in_language(_language(trend))
        told = said.format(**words, chance=_percent(chance, _language(trend)))
    return Reach(aim, None, required, _standing(grid, required, direction), chance, told)


def _direction(trend: Trend, aim: Aim, grid: _Grid) -> Literal["up", "down"]:
    """Which way the aim lies: the good direction, or where there is none the way from here."""
    if trend.indicator.direction != "none":
        return trend.indicator.direction
    return "up" if aim.value >= grid.values[-1] else "down"


def _required(aim: Aim, grid: _Grid, direction: Literal["up", "down"]) -> dict[str, float]:
    """What is required each period of the way; nothing where the way cannot be laid.

    Where the aim was reached already when the way began, no more than the aim itself is required.
    """
    until = period(aim.period)
    start = period(aim.baseline) if aim.baseline else grid.first
    if until is None or start is None:
        return {}
    begin = grid.position(start)
    if not 0 <= begin < len(grid.values) or np.isnan(grid.values[begin]):
        return {}
    stops = {grid.position(found): v for code, v in aim.stops.items() if (found := period(code))}
    beginning = float(grid.values[begin])
    worse = min if direction == "up" else max
    try:
        way = path(begin, worse(beginning, aim.value), grid.position(until), aim.value, stops)
    except NoPath:
        return {}
    return {grid.at(position).code: value for position, value in way.items()}


def _standing(
    grid: _Grid, required: dict[str, float], direction: Literal["up", "down"]
) -> Standing | None:
    way = {grid.position(found): v for code, v in required.items() if (found := period(code))}
    latest = len(grid.values) - 1
    if not way or latest <= min(way):
        return None
    return stand(way, latest, float(grid.values[latest]), direction)


def _expected(
    trend: Trend, place: Place, grid: _Grid, periods: tuple[str, ...], ahead: Forecast
) -> str:
    step = min(AHEAD, len(periods)) - 1
    between = ahead.intervals[0.8]
    return EXPECTED.in_language(_language(trend)).format(
        place=place.name.in_language(_language(trend)),
        last=grid.at(len(grid.values) - 1).code,
        period=periods[step],
        low=_number(trend, _rounded(float(between.lower[step]), grid.values)),
        high=_number(trend, _rounded(float(between.upper[step]), grid.values)),
        unit=trend.unit,
    )


def _rounded(number: float, like: Numbers) -> float:
    """No finer than the numbers it was made from: to hundreds where all of them are whole hundreds."""
    known = like[np.isfinite(like) & (like != 0)]
    for step in (1000.0, 100.0, 10.0):
        if len(known) and (known % step == 0).all():
            return round(number / step) * step
    return number


def _language(trend: Trend) -> str:
    return str(getattr(trend.question, "language", "sv"))


def _number(trend: Trend, value: float) -> str:
    """A number as people write it in the language of the question."""
    text = f"{value:,.{trend.indicator.decimals}f}".replace("-", "−")
    if _language(trend).startswith("sv"):
        text = text.replace(",", "\u00a0").replace(".", ",")
    return text


def _percent(chance: float, language: str) -> str:
    """A chance in whole per cent, never quite none and never quite all."""
    swedish = language.startswith("sv")
    if chance < 0.01:
        return "mindre än 1 procent" if swedish else "less than 1 per cent"
    if chance > 0.99:
        return "mer än 99 procent" if swedish else "more than 99 per cent"
    return f"{round(chance * 100)} procent" if swedish else f"{round(chance * 100)} per cent"
