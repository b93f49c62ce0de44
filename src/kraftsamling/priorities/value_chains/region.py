"""A place of the plan inside the world: the evidence that every answer of this slice is made from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.kernel.labelled import Matrix, Numbers
from kraftsamling.kernel.origin import Origin
from kraftsamling.kernel.words import Words
from kraftsamling.measures.embodied import Embodied
from kraftsamling.measures.inside import REGION, REST, Inside
from kraftsamling.priorities.value_chains.chains import Industry, WorldTable

BAND = Words(
    sv="Hur mycket regionens branscher köper av varandra är inte känt: det är skattat ur landets tabell "
    "med lokaliseringskvoter (FLQ). Intervallen visar svaren för delta {low} till {high}.",
    en="How much the region's industries buy from each other is not known: it is estimated from the "
    "country's table with location quotients (FLQ). The bands show the answers for delta {low} to {high}.",
)
YEARS = Words(
    sv="Flödena är från {flows} och jobben från {jobs}. Varje bransch antas ha samma recept och handel i "
    "regionen som i landet.",
    en="The flows are of {flows} and the jobs of {jobs}. Each industry is taken to have the same recipe "
    "and trade in the region as in the country.",
)
ESTIMATED = Words(
    sv="Sekretessbelagda delbranscher ({divisions}) är skattade ur vad som är kvar av helheten.",
    en="Confidential divisions ({divisions}) are estimated from what is left of the whole.",
)
REST_OF = Words(sv="Resten av {name}", en="The rest of {name}")


@dataclass(frozen=True, eq=False)
class Region:
    """Everything the engine needs about one place, already cleaned.

    jobs: persons (counties or the place itself, industries). `counties` are their names by code,
    `name` the place's own, `country` the name of the country in the table. `jobs_year` and `year`
    say what the numbers are of; `estimated` are confidential divisions that were filled in, and
    `oddities` what does not agree in the very table. `carbon` is what the world emits, in tonnes of
    CO2 equivalents, where the table tells.
    """

    inside: Inside
    world: WorldTable
    jobs: Matrix
    name: Words
    counties: dict[str, Words]
    country: Words
    year: int
    jobs_year: str
    estimated: tuple[str, ...]
    origins: tuple[Origin, ...]
    oddities: tuple[Words, ...] = ()
    carbon: Embodied | None = None

    @property
    def industries(self) -> tuple[Industry, ...]:
        return self.world.industries

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The industries' codes, in the order of every row and column."""
        return tuple(industry.code for industry in self.industries)

    @cached_property
    def places(self) -> dict[str, Words]:
        """The places of the table by code, in its order; the region itself and the rest included."""
        names = {place.code: place.name for place in self.world.places}
        rest = Words(
            sv=REST_OF.sv.format(name=self.country.sv), en=REST_OF.en.format(name=self.country.en)
        )
        parts = {REGION: self.name, REST: rest}
        return {
            str(code): parts.get(str(code))
            or names.get(str(code))
            or Words(sv=str(code), en=str(code))
            for code in self.inside.places
        }

    @cached_property
    def nation(self) -> str:
        """The code of the country in the table."""
        return next(area.code for area in self.world.places if area.name == self.country)

    @cached_property
    def countries(self) -> Numbers:
        """1 for each place that is another country, 0 for the parts of its own and for lumps, (places,)."""
        lumps = {place.code for place in self.world.places if place.lump}
        return np.array([float(code not in {REGION, REST, *lumps}) for code in self.places])

    @cached_property
    def persons(self) -> Numbers:
        """Persons in each industry of the whole place, (industries,)."""
        total: Numbers = self.jobs.values.sum(axis=0)
        return total

    @cached_property
    def working(self) -> tuple[str, ...]:
        """The industries in which somebody works."""
        return tuple(
            code for code, many in zip(self.codes, self.persons, strict=True) if many >= 0.5
        )

    def industry(self, code: str) -> int:
        """The number of an industry. Raises `UnanswerableQuestion` that names some there are."""
        if code not in self.codes:
            some = ", ".join(f"{i.code} ({i.name.en})" for i in self.industries[:4])
            raise UnanswerableQuestion(
                f"There is no industry called {code} in the table. It has {len(self.codes)}, "
                f"among them {some}."
            )
        return self.codes.index(code)

    def place(self, code: str) -> int:
        """The number of a place of the table. Raises `UnanswerableQuestion` that names some."""
        known = list(self.places)
        if code not in known:
            some = ", ".join(f"{c} ({n.en})" for c, n in list(self.places.items())[:4])
            raise UnanswerableQuestion(
                f"There is no place called {code} in the table. It has {len(known)}, among them {some}; "
                f"{REST} is the rest of the country."
            )
        return known.index(code)

    def caveats(self, language: str, *own: Words, varied: bool = True) -> tuple[str, ...]:
        """What every reader must know, in the language of the question; those of one answer first.

        `varied`: whether the bands of the answer are over delta.
        """
        deltas = self.inside.deltas
        said = [word.in_language(language) for word in own]
        if varied:
            said.append(
                BAND.in_language(language).format(
                    low=_delta(min(deltas), language), high=_delta(max(deltas), language)
                )
            )
        said.append(YEARS.in_language(language).format(flows=self.year, jobs=self.jobs_year))
        if self.estimated:
            said.append(ESTIMATED.in_language(language).format(divisions=", ".join(self.estimated)))
        oddities = (*self.world.oddities, *self.oddities)
        said += [word.in_language(language) for word in oddities]
        return tuple(said)


def _delta(number: float, language: str) -> str:
    text = f"{number:.2f}"
    return text.replace(".", ",") if language == "sv" else text
