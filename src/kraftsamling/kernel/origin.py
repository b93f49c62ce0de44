"""Where a number came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Origin:
    """One published product, as it was read on one day. A finding lists every origin it rests on.

    `year` is when it was published, where nobody noted the days.
    """

    producer: str
    title: str
    url: str
    licence: str = ""
    accessed: date | None = None
    published: date | None = None
    sha256: str = ""
    year: str = ""
