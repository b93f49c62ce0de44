"""Numbers, marks and places in words."""

from __future__ import annotations

import math
from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.translation import get_language, gettext as _

from kraftsamling.evidence.indicators.status import NAMES
from kraftsamling.kernel.words import Words
from kraftsamling.web.charts.kinds import Mark, Range, Text

MISSING = ".."


def said(text: Text) -> str:
    """The text in the reader's language."""
    return text.in_language(get_language() or "sv") if isinstance(text, Words) else text


def number(value: float, decimals: int) -> str:
    """As the language writes it, with a true minus; two dots where there is no value."""
    if math.isnan(value):
        return MISSING
    text = str(
        number_format(round(value, decimals) + 0.0, decimal_pos=decimals, force_grouping=True)
    )
    return text.replace("-", "−")


def interval(limits: Range, decimals: int) -> str:
    """Two numbers as a range; "to" instead of a dash where one is negative."""
    low, high = (number(limit, decimals) for limit in limits)
    if min(limits) < 0:
        return _("%(low)s to %(high)s") % {"low": low, "high": high}
    return f"{low}–{high}"


def long(mark: Mark) -> str:
    """A mark in words; in tables its letter stands for it."""
    return NAMES[mark].in_language(get_language() or "sv")


def marked(text: str, marks: Iterable[Mark]) -> str:
    """A value with what is said about it in brackets."""
    told = ", ".join(long(mark) for mark in marks)
    return f"{text} ({told})" if told else text


def capital(text: str) -> str:
    """The first letter large."""
    return text[:1].upper() + text[1:]
