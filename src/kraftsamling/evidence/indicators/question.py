"""What may be asked of an indicator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Question:
    """How one indicator has developed in some places.

    Frozen, so the same object is the address, the cache key and the test's input. `places` are codes,
    in the order of the answer; none means every place that the tables have. `first` and `last` are
    periods; `as_of` asks for what was known on that day, or at that moment.
    """

    indicator: str
    places: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    as_of: date | None = None
    language: str = "sv"
