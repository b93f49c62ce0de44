"""A finding as plain values, for programs: the same on the command line and in the interface."""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import date
from typing import Any

from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.status import words
from kraftsamling.kernel.origin import Origin


def plain(found: Trend) -> dict[str, Any]:
    """The finding with an entry per place and moment that has a value or a mark; marks in English.

    A value that is missing is null, never zero, and its marks say why.
    """
    return {
        "indicator": found.indicator.code,
        "unit": found.unit,
        "values": list(_values(found)),
        "origins": [origin(one) for one in found.origins],
        "caveats": list(found.caveats),
    }


def _values(found: Trend) -> Iterator[dict[str, Any]]:
    for place, values, marks in zip(
        found.places, found.table.values.tolist(), found.marks.tolist(), strict=True
    ):
        for moment, value, mark in zip(found.moments, values, marks, strict=True):
            if mark or not math.isnan(value):
                yield {
                    "place": place.code,
                    "period": moment.period,
                    "group": moment.group,
                    "value": None if math.isnan(value) else value,
                    "marks": list(words(mark, "en")),
                }


def origin(one: Origin) -> dict[str, str | None]:
    """Where a number came from; days as ISO text, null where they are not known."""
    return {
        "producer": one.producer,
        "title": one.title,
        "url": one.url,
        "licence": one.licence,
        "accessed": _iso(one.accessed),
        "published": _iso(one.published) or one.year or None,
        "sha256": one.sha256,
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
