"""Places to compare with: those whose industry is most like that of a place."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kraftsamling.evidence.indicators.schema import Structure
from kraftsamling.kernel.finding import Finding
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.kernel.origin import Origin
from kraftsamling.kernel.place import Place
from kraftsamling.kernel.words import Words
from kraftsamling.measures.regional import krugman

DISTANCE = "distance"
HOW = Words(
    sv="Avståndet är summan av skillnaderna i branschernas andelar, från 0 (lika) till 2 (inget "
    "gemensamt): Krugmans index över {about}, {period}.",
    en="The distance is the sum of the differences in the shares of industries, from 0 (alike) to 2 "
    "(nothing in common): Krugman's index over {about}, {period}.",
)


@dataclass(frozen=True)
class Likeness:
    """Which places have an industry most like that of `place` (a code)."""

    place: str
    language: str = "sv"


@dataclass(frozen=True, eq=False)
class Industries:
    """What the industry of places consists of in one period: places by industries; NaN is unknown."""

    counts: Matrix
    period: str
    origins: tuple[Origin, ...]


def alike(question: Likeness, structure: Structure, industries: Industries) -> Finding:
    """The places by how far their industry is from that of the place, nearest first.

    The table has a row per place and one column, the distance. It is empty where the place is not in
    the structure table; a place with a cell that is not known is left out, since its shares are not.
    """
    rows: tuple[Place, ...] = industries.counts.rows  # type: ignore[assignment]
    own = next((place for place in rows if question.place in place.codes), None)
    ranked: list[tuple[float, Place]] = []
    if own is not None:
        apart = krugman(industries.counts)
        distances = ((apart.cell(own, place), place) for place in rows if place != own)
        known = [pair for pair in distances if np.isfinite(pair[0])]
        ranked = sorted(known, key=lambda pair: (pair[0], pair[1].code))
    about = structure.about.in_language(question.language)
    return Finding(
        question=question,
        table=Matrix(
            np.array([distance for distance, _ in ranked], dtype=float).reshape(-1, 1),
            tuple(place for _, place in ranked),
            (DISTANCE,),
        ),
        unit="0-2",
        origins=industries.origins,
        caveats=(HOW.in_language(question.language).format(about=about, period=industries.period),),
    )
