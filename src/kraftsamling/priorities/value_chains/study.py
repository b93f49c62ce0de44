"""From a question to its answer. The only place of this slice that keeps anything."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from kraftsamling.evidence.catalogue import Vintage
from kraftsamling.evidence.indicators.study import engine
from kraftsamling.evidence.store import catalogue
from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.priorities.findings import Answer
from kraftsamling.priorities.value_chains import inputs
from kraftsamling.priorities.value_chains.chains import read_chains
from kraftsamling.priorities.value_chains.engine.dependence import dependence
from kraftsamling.priorities.value_chains.engine.markets import markets
from kraftsamling.priorities.value_chains.engine.position import position
from kraftsamling.priorities.value_chains.engine.shock import exposure, shock
from kraftsamling.priorities.value_chains.inputs import Wanted
from kraftsamling.priorities.value_chains.question import (
    Dependence,
    Exposure,
    Markets,
    Position,
    Question,
    Shock,
)
from kraftsamling.priorities.value_chains.region import Region
from kraftsamling.strategy.library import Library

ENGINES: dict[type[Any], Any] = {
    Position: position,
    Markets: markets,
    Dependence: dependence,
    Shock: shock,
    Exposure: exposure,
}


def answer(question: Question, library: Library) -> Answer:
    """The answer to any question of this slice.

    It is kept under the question and the table files it rests on, so it is never older than they are.
    Raises `UnanswerableQuestion` that says what is missing or not understood, and what to do.
    """
    wanted = _wanted(question, library)
    return _answer(question, wanted, inputs.vintages(wanted, catalogue()))


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
