"""Actions along years: where each bar begins and how long it is, in units of an SVG."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kraftsamling.plan.models import Action
from kraftsamling.plan.states import OPEN

# One year is this wide in the drawing's own units; the drawing stretches to the page.
YEAR = 100
# More years than this cannot be told apart on a screen: bars are cut at the edges, the text is not.
MOST_YEARS = 16


@dataclass(frozen=True)
class Bar:
    """One action with a date, and its bar."""

    action: Action
    x: int
    width: int


@dataclass(frozen=True)
class Timeline:
    """The years across, the bars down, and where today is (None: outside)."""

    years: tuple[int, ...]
    bars: tuple[Bar, ...]
    undated: tuple[Action, ...]
    today: int | None

    @property
    def width(self) -> int:
        return YEAR * len(self.years)


def timeline(actions: Iterable[Action], today: date) -> Timeline:
    """The actions on one scale of whole years. An open end runs to the edge, and so does an open start, unless the action is over."""
    actions = list(actions)
    years = _years([d for a in actions for d in (a.starts, a.ends) if d], today)
    dated = [a for a in actions if a.starts or a.ends]
    bars = tuple(_bar(action, years) for action in dated)
    undated = tuple(a for a in actions if not (a.starts or a.ends))
    inside = today.year in years
    return Timeline(tuple(years), bars, undated, _at(today, years) if inside else None)


def _years(dates: Sequence[date], today: date) -> range:
    if not dates:
        return range(0)
    first, last = min(dates).year, max(dates).year
    if max(last, today.year) - min(first, today.year) < MOST_YEARS:
        first, last = min(first, today.year), max(last, today.year)
    if last - first >= MOST_YEARS:
        first = max(first, min(today.year - MOST_YEARS // 2, last - MOST_YEARS + 1))
        last = min(last, first + MOST_YEARS - 1)
    return range(first, last + 1)


def _bar(action: Action, years: range) -> Bar:
    edge = YEAR * len(years)
    over = action.state not in OPEN
    # What is over but has only one day known is a mark on that day, not a bar that claims to go on.
    begin, end = action.starts or (over and action.ends), action.ends or (over and action.starts)
    first, last = _at(begin, years) if begin else 0, _at(end, years) if end else edge
    # A bar of a day, or one that is cut away, is still a mark one can see.
    return Bar(action, min(first, edge - 4), max(last - first, 4))


def _at(day: date, years: range) -> int:
    part = (day.timetuple().tm_yday - 1) / 366
    place = round(YEAR * (day.year - years.start + part))
    return max(0, min(place, YEAR * len(years)))
