"""From a question to its answer. The only place of this slice that keeps anything."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from kraftsamling.evidence.catalogue import Vintage
from kraftsamling.evidence.centres import CENTRES, read_centres
from kraftsamling.evidence.indicators.study import engine
from kraftsamling.evidence.store import catalogue
from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.kernel.place import Place
from kraftsamling.priorities.findings import Answer
from kraftsamling.priorities.value_chains import apart, emissions, inputs, regions
from kraftsamling.priorities.value_chains.chains import FILE, read_chains
from kraftsamling.priorities.value_chains.divisions import RegionTable, read_regions
from kraftsamling.priorities.value_chains.engine.carbon import carbon
from kraftsamling.priorities.value_chains.engine.dependence import dependence
from kraftsamling.priorities.value_chains.engine.markets import markets
from kraftsamling.priorities.value_chains.engine.opportunities import opportunities
from kraftsamling.priorities.value_chains.engine.position import position
from kraftsamling.priorities.value_chains.engine.potential import potential
from kraftsamling.priorities.value_chains.engine.selling import Selling, selling
from kraftsamling.priorities.value_chains.engine.shock import exposure, shock
from kraftsamling.priorities.value_chains.inputs import Wanted
from kraftsamling.priorities.value_chains.question import (
    Carbon,
    Dependence,
    Exposure,
    Markets,
    Opportunities,
    Position,
    Potential,
    Question,
    Shock,
)
from kraftsamling.priorities.value_chains.region import Region
from kraftsamling.priorities.value_chains.space import Space
from kraftsamling.strategy.library import Library

ENGINES: dict[type[Any], Any] = {
    Position: position,
    Markets: markets,
    Dependence: dependence,
    Shock: shock,
    Exposure: exposure,
    Carbon: carbon,
}


def answer(question: Question, library: Library) -> Answer:
    """The answer to any question of this slice.

    It is kept under the question and the table files it rests on, so it is never older than they are.
    Raises `UnanswerableQuestion` that says what is missing or not understood, and what to do.
    """
    wanted = _wanted(question, library)
    return _answer(question, wanted, inputs.vintages(wanted, catalogue()))


def emitting(question: Carbon, library: Library) -> Answer:
    """The answer to how much carbon is in what is made and bought, kept as other answers are.

    Raises `UnanswerableQuestion` that says which table tells, where the plan's own does not.
    """
    wanted = _wanted(question, library)
    emissions.required(wanted.world, library.folder, catalogue())
    return _answer(question, wanted, inputs.vintages(wanted, catalogue()))


def emissions_told(library: Library) -> bool:
    """Whether some world table that is described tells what industries emit."""
    return emissions.anywhere(library.folder, catalogue())


def growing(question: Opportunities, library: Library) -> Answer:
    """The answer to what a region could grow into, kept as other answers are.

    Raises `UnanswerableQuestion` that says what is missing or not understood, and what to do.
    """
    table = read_regions(library.folder)
    if table is None:
        raise UnanswerableQuestion(
            f"The plan has no table of regions. Name one as regions in {library.folder.name}/{FILE}."
        )
    place = library.place_called(question.place)
    return _growing(question, table, place, regions.current(table, catalogue()))


def among_regions(places: Sequence[Place], library: Library) -> tuple[Place, ...]:
    """Those of the places that the table of regions tells something of; none where there is no table.

    Raises `UnanswerableQuestion` that says what to fetch.
    """
    table = read_regions(library.folder)
    if table is None:
        return ()
    return _among_regions(table, tuple(places), regions.current(table, catalogue()))


def selling_more(question: Potential, library: Library) -> Answer:
    """The answer to where more could be sold, kept as other answers are, and under the file of centres.

    Raises `UnanswerableQuestion` that says what is missing or not understood, and what to do.
    """
    wanted = _wanted(question, library)
    file = library.folder.parent / "common" / CENTRES
    if not file.exists():
        raise UnanswerableQuestion(
            f"Nobody knows how far countries are from each other. Write their centres in common/{CENTRES}."
        )
    known = inputs.vintages(wanted, catalogue())
    return _selling_more(question, wanted, known, file, file.stat().st_mtime_ns)


def region(question: Question, library: Library) -> Region:
    """The place of the question inside the world, for those who need its names and levers."""
    wanted = _wanted(question, library)
    return _region(wanted, inputs.vintages(wanted, catalogue()))


def _wanted(question: Question, library: Library) -> Wanted:
    found = read_chains(library.folder)
    if found is None:
        raise UnanswerableQuestion(
            f"The plan has no value chains. Write {library.folder.name}/value_chains.yaml."
        )
    return Wanted(library.place_called(question.place), question.year or None, *found)


@lru_cache(maxsize=256)
def _answer(question: Question, wanted: Wanted, known: tuple[Vintage, ...]) -> Answer:
    found: Answer = ENGINES[type(question)](question, _region(wanted, known))
    return found


@lru_cache(maxsize=6)
def _region(wanted: Wanted, known: tuple[Vintage, ...]) -> Region:  # noqa: ARG001
    return inputs.load(wanted, catalogue(), engine())


@lru_cache(maxsize=64)
def _growing(question: Opportunities, table: RegionTable, place: Place, known: Vintage) -> Answer:
    return opportunities(question, _space(table, place, question.year, known))


@lru_cache(maxsize=16)
def _among_regions(
    table: RegionTable, places: tuple[Place, ...], known: Vintage
) -> tuple[Place, ...]:
    return regions.known(table, places, known, engine())


@lru_cache(maxsize=4)
def _space(table: RegionTable, place: Place, year: int, known: Vintage) -> Space:
    return regions.load(table, place, year, known, engine())


@lru_cache(maxsize=64)
def _selling_more(
    question: Potential, wanted: Wanted, known: tuple[Vintage, ...], file: Path, changed: int
) -> Answer:
    region = _region(wanted, known)
    return potential(question, region, _selling(wanted, known, file, changed))


@lru_cache(maxsize=6)
def _selling(
    wanted: Wanted,
    known: tuple[Vintage, ...],
    file: Path,
    changed: int,  # noqa: ARG001
) -> Selling:
    region = _region(wanted, known)
    return selling(region, apart.between(region, read_centres(file)))
