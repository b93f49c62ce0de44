"""An input-output table as it was published: who sells what to whom, in one year and one unit of money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.kernel.words import Words
from kraftsamling.measures.chains import ValueChains
from kraftsamling.measures.leontief import LeontiefSystem
from kraftsamling.measures.tables import Floats, Oddities, members, oddities, per_unit


@dataclass(frozen=True, eq=False)
class Imported:
    """The part of use that is imported, in a table of one country: Z (n, n) and Y (n, d)."""

    Z: Floats
    Y: Floats


@dataclass(frozen=True, eq=False)
class InputOutputTable:
    """Flows of n industries and d columns of final demand, in the letters of Miller & Blair.

    Z (n, n): what the industry in the row sells to that in the column. Y (n, d): what it sells to
    final demand. `places` and `sectors` (n each) name the rows of both and the columns of Z;
    `demand_places` and `categories` (d each) the columns of Y. A place is a country or a region.
    value_added (n,) at basic prices. `other_inputs` are the remaining rows under Z by their names,
    each (n,): taxes less subsidies on products, margins, and imports in a table of one country.
    x (n,): output as published, or what the rows add up to where no output is published.
    unit: one of `UNITS`. `names`: the producer's own words for sectors and categories.
    `imported` is there only in a table of one country, whose Z and Y are then domestic.
    `stressors` are what industries give off, each (n,), by their codes in `STRESSORS`; `direct` (d,) is
    what those who use the final demand give off themselves. A table may have neither.
    `caveats` say where the published numbers do not agree with each other.

    Columns add up: ``Z.sum(0) + other_inputs + value_added = x`` but for what `caveats` say.
    """

    title: str
    year: int
    unit: str
    places: tuple[str, ...]
    sectors: tuple[str, ...]
    Z: Floats
    demand_places: tuple[str, ...]
    categories: tuple[str, ...]
    Y: Floats
    value_added: Floats
    x: Floats
    other_inputs: Mapping[str, Floats] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    imported: Imported | None = None
    stressors: Mapping[str, Floats] = field(default_factory=dict)
    direct: Mapping[str, Floats] = field(default_factory=dict)
    caveats: tuple[Words, ...] = ()

    def __post_init__(self) -> None:
        n, d = len(self.places), len(self.demand_places)
        assert len(self.sectors) == n
        assert len(self.categories) == d
        assert self.Z.shape == (n, n)
        assert self.Y.shape == (n, d)
        rows = (*self.other_inputs.values(), *self.stressors.values())
        assert all(len(row) == n for row in (self.value_added, self.x, *rows))
        assert all(len(row) == d for row in self.direct.values())
        assert set(self.direct) <= set(self.stressors) <= set(STRESSORS)

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """Every place once, in the order of the rows."""
        return tuple(dict.fromkeys(self.places))

    @property
    def industries(self) -> tuple[tuple[str, str], ...]:
        """Place and sector of each row."""
        return tuple(zip(self.places, self.sectors, strict=True))

    @property
    def flows(self) -> Matrix:
        """Z with its names, for the measures that hand names back."""
        return Matrix(self.Z, self.industries, self.industries)

    @property
    def demand(self) -> Matrix:
        """Y with its names."""
        columns = tuple(zip(self.demand_places, self.categories, strict=True))
        return Matrix(self.Y, self.industries, columns)

    def at(self, place: str) -> slice:
        """The rows of a place, which stand together. Raises `UnanswerableQuestion`."""
        return self._stretch(self.places, place)

    def demand_at(self, place: str) -> slice:
        """The columns of final demand of a place, which stand together. Raises `UnanswerableQuestion`."""
        return self._stretch(self.demand_places, place)

    def system(self) -> LeontiefSystem:
        """The Leontief system of ``A = Z / x``, made anew at each call."""
        return LeontiefSystem(per_unit(self.Z, self.x))

    def chains(self) -> ValueChains:
        """The value chains of a world table, made anew at each call.

        There, value added is all that an industry does not buy from industries, so `other_inputs`
        are part of it, as in the published decompositions. Output is what the rows add up to.
        """
        return ValueChains(self.Z, self.Y, self.places, self.demand_places)

    def oddities(self) -> Oddities:
        """Where the table is unlike a textbook's: no output, demand or value added below zero."""
        return oddities(self.Z, self.x, self.Y)

    def _stretch(self, places: tuple[str, ...], place: str) -> slice:
        found = members(places).get(place)
        if found is None:
            raise UnanswerableQuestion(
                f"{self.title} has no {place}. It has: {', '.join(self.regions)}."
            )
        assert int(found[-1]) - int(found[0]) + 1 == len(found)
        return slice(int(found[0]), int(found[-1]) + 1)


UNITS = {
    "MUSD": Words(sv="miljoner US-dollar", en="million US dollars"),
    "MEUR": Words(sv="miljoner euro", en="million euros"),
    "MSEK": Words(sv="miljoner kronor", en="million Swedish kronor"),
}
CO2E = "co2e"
STRESSORS = {CO2E: Words(sv="ton koldioxidekvivalenter", en="tonnes of CO2 equivalents")}


def stacked(table: InputOutputTable) -> Floats:
    """What industries use in all, (n,): inputs, other inputs and value added."""
    total = table.Z.sum(axis=0) + table.value_added
    for row in table.other_inputs.values():
        total = total + row
    return np.asarray(total)
