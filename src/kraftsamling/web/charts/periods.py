"""Periods on an axis that is true to time: a year, a quarter or a month, and what lies between."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.dates import MONTHS_3
from django.utils.translation import gettext as _

FORM = re.compile(r"(\d{4})(?:(-?[KQ]([1-4]))|[-M](\d{2}))?")


def whole(periods: Iterable[str]) -> tuple[str, ...]:
    """The periods in order, with those that lie between them and were not given.

    Where some are of another kind (school years, averages over years) they stay as they were given.
    """
    given = tuple(dict.fromkeys(periods))
    counted = [_count(period) for period in given]
    steps = {found[0] for found in counted if found}
    if not given or None in counted or len(steps) != 1:
        return given
    step = steps.pop()
    numbers = {found[1]: period for found, period in zip(counted, given, strict=True) if found}
    return tuple(numbers.get(n, _name(n, step)) for n in range(min(numbers), max(numbers) + 1))


def in_words(period: str) -> str:
    """The period as people write it: "2024", "2024 Q3", "Sept. 2024"."""
    found = FORM.fullmatch(period)
    if found and found[3]:
        return _("%(year)s Q%(quarter)s") % {"year": found[1], "quarter": found[3]}
    if found and found[4] and 1 <= int(found[4]) <= 12:
        return f"{MONTHS_3[int(found[4])].capitalize()} {found[1]}"
    return period.replace("-", "–")


def _count(period: str) -> tuple[int, int] | None:
    """How many a year there are of them, and the number of this one; None: of no known kind."""
    found = FORM.fullmatch(period)
    if found is None:
        return None
    if found[3]:
        return 4, int(found[1]) * 4 + int(found[3]) - 1
    if found[4]:
        return 12, int(found[1]) * 12 + int(found[4]) - 1
    return 1, int(found[1])


def _name(number: int, step: int) -> str:
    year, part = divmod(number, step)
    return {1: f"{year}", 4: f"{year}Q{part + 1}", 12: f"{year}-{part + 1:02}"}[step]
