"""Which places an indicator is shown for: the plan's own, those around, and those it is compared with."""

from __future__ import annotations

import numpy as np

from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.evidence.indicators.study import trend
from kraftsamling.kernel.place import Place
from kraftsamling.strategy.library import Library
from kraftsamling.web.indicators.words import language


def own_places(library: Library) -> tuple[Place, ...]:
    """The plan's regions and the whole of its area, the way evidence knows them."""
    return tuple(library.gazetteer.by_code.get(place.code, place) for place in library.places[:-1])


def coloured(library: Library) -> dict[Place, int]:
    """The plan's own places, each with the number of the colour that it has in every chart."""
    return {place: number for number, place in enumerate(own_places(library))}


def around(library: Library) -> tuple[Place, ...]:
    """The country, and the union it belongs to where there is one."""
    nation = library.places[-1]
    union = (p for p in library.gazetteer.by_code.values() if p.level == "union")
    return (library.gazetteer.by_code.get(nation.code, nation), *union)


def peers(library: Library, indicator: Indicator) -> tuple[Place, ...]:
    """Those of the country and the union that the indicator is compared with."""
    return tuple(place for place in around(library) if place.level in indicator.peers)


def usual_place(library: Library, indicator: Indicator) -> str:
    """The place whose outlook is shown before one is chosen.

    One that somebody has an aim for, else the first that anything is known of.
    """
    own = own_places(library)
    aimed = [aim.place for aim in indicator.aims]
    found = trend(Question(indicator.code, language=language()), indicator)
    known = (
        place
        for place in own
        if place in found.places
        and np.isfinite(found.table.values[found.places.index(place)]).any()
    )
    first = next((p for p in own if set(p.codes) & set(aimed)), None) or next(known, own[0])
    return first.code


def all_own(library: Library) -> list[Place]:
    """The plan's regions and their municipalities."""
    codes = [m.code for region in library.land.regions for m in region.municipalities]
    return [*own_places(library), *(library.gazetteer.called(code) for code in codes)]
