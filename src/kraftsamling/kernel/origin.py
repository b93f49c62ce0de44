"""Where a number came from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Origin:
    """One published product. A finding lists every origin it rests on."""

    producer: str
    title: str
    url: str
    licence: str = ""
