"""The places whose industry is most like that of a place, with how far they are from it."""

from __future__ import annotations

from dataclasses import dataclass

from kraftsamling.evidence.indicators.comparing import DISTANCE, Likeness
from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.study import similar
from kraftsamling.kernel.place import Place
from kraftsamling.strategy.library import Library
from kraftsamling.web.charts.periods import in_words
from kraftsamling.web.indicators.words import language, number


@dataclass(frozen=True)
class Near:
    """A place whose industry is like that of the chosen one, and its latest value."""

    place: Place
    name: str
    distance: float
    value: str
    period: str


@dataclass(frozen=True)
class Nearest:
    """The nearest places, and how nearness is counted; none where it cannot be."""

    places: tuple[Near, ...] = ()
    how: str = ""


def nearest(library: Library, found: Trend, place: Place, group: str) -> Nearest:
    """The places most like `place`, the nearest first, as many as the plan shows."""
    structure = library.land.structure
    if structure is None or "similar" not in found.indicator.peers:
        return Nearest()
    alike = similar(Likeness(place.code, language()), structure)
    ranked: list[tuple[Place, float]] = [
        (other, alike.table.cell(other, DISTANCE))  # type: ignore[misc]
        for other in alike.table.rows[: structure.shown]
    ]
    return Nearest(
        tuple(_near(found, other, distance, group) for other, distance in ranked),
        " ".join(alike.caveats),
    )


def _near(found: Trend, place: Place, distance: float, group: str) -> Near:
    latest = found.latest(place, group) if place in found.places else None
    name = place.name.in_language(language())
    if latest is None:
        return Near(place, name, distance, "", "")
    return Near(place, name, distance, number(latest[1], found.indicator), in_words(latest[0]))
