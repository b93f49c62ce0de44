"""How far the countries of a world table are from each other."""

from __future__ import annotations

from collections.abc import Mapping

from kraftsamling.evidence.centres import Centre, distances
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.priorities.value_chains.region import Region


def between(region: Region, centres: Mapping[str, Centre]) -> Matrix:
    """Kilometres (places, places) between the places of the table that have a centre, its country too."""
    codes = (*(str(place) for place in region.inside.places), region.nation)
    there = tuple(code for code in codes if code in centres)
    return Matrix(distances(there, dict(centres)), there, there)
