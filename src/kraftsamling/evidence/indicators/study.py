"""From a question to its finding: the tables, the engine and the answer. The only place that keeps answers."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

import numpy as np
from django.conf import settings

from kraftsamling.evidence.catalogue import Vintage
from kraftsamling.evidence.engine.opening import engine_at
from kraftsamling.evidence.engine.protocol import Engine, EngineError
from kraftsamling.evidence.indicators import inputs
from kraftsamling.evidence.indicators.comparing import Industries, Likeness, alike
from kraftsamling.evidence.indicators.engine import Trend, answer, unreadable
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.revising import Revision, differences
from kraftsamling.evidence.indicators.schema import Indicator, Structure
from kraftsamling.evidence.store import catalogue
from kraftsamling.kernel.finding import Finding
from kraftsamling.kernel.labelled import Matrix

Known = tuple[tuple[str, Vintage], ...]

NOBODY = Industries(Matrix(np.empty((0, 0)), (), ()), "", ())

log = logging.getLogger("kraftsamling.evidence")


def trend(question: Question, indicator: Indicator) -> Trend:
    """How the indicator has developed, from the newest tables (or those of `question.as_of`).

    An answer is kept under the question, the indicator's own words and the table files it rests on: a
    new vintage has another name, so what is kept is never older than the evidence.
    """
    known = inputs.vintages(question, indicator, catalogue())
    try:
        return _trend(question, indicator, tuple(sorted(known.items())))
    except EngineError as error:
        log.error("%s: %s", indicator.code, error)
        return unreadable(question, indicator)


@lru_cache(maxsize=512)
def _trend(question: Question, indicator: Indicator, known: Known) -> Trend:
    evidence = inputs.load(question, indicator, dict(known), engine())
    return answer(question, indicator, evidence, catalogue().places)


def similar(question: Likeness, structure: Structure) -> Finding:
    """The places by how far their industry is from that of the place: see `comparing.alike`."""
    vintage = catalogue().current(structure.table)
    if vintage is None:
        return alike(question, structure, NOBODY)
    try:
        return _similar(question, structure, vintage)
    except EngineError as error:
        log.error("%s: %s", structure.table, error)
        return alike(question, structure, NOBODY)


@lru_cache(maxsize=128)
def _similar(question: Likeness, structure: Structure, vintage: Vintage) -> Finding:
    industries = inputs.industries(structure, vintage, engine(), catalogue().places)
    return alike(question, structure, industries)


@dataclass(frozen=True)
class Revised:
    """What the newest vintage says otherwise than the one before, which was known since `day`."""

    day: date | None
    revisions: tuple[Revision, ...]


def known_days(indicator: Indicator) -> tuple[date, ...]:
    """The days on which a table of the indicator got a new vintage, the newest first."""
    return tuple(dict.fromkeys(moment.date() for moment in _moments(indicator)))


def vague_days(indicator: Indicator) -> frozenset[date]:
    """Those of `known_days` that stand for no more than their year: the last day of it."""
    tables = {term.table for term in indicator.terms.values()}
    labels = [v.label for table in tables for v in catalogue().vintages(table)]
    return frozenset(label.kept.date() for label in labels if label.day is None)


def _moments(indicator: Indicator) -> list[datetime]:
    """When a table of the indicator got a new vintage, the newest first."""
    tables = {term.table for term in indicator.terms.values()}
    kept = {v.label.kept for table in tables for v in catalogue().vintages(table)}
    return sorted(kept, reverse=True)


def revised(question: Question, indicator: Indicator) -> Revised:
    """What has been revised since the vintage before; no day where there is one vintage only."""
    moments = _moments(indicator)
    if len(moments) < 2:
        return Revised(None, ())
    now = trend(replace(question, as_of=None), indicator)
    before = trend(replace(question, as_of=moments[1]), indicator)
    return Revised(moments[1].date(), differences(before, now))


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The engine that the settings say, opened once per process."""
    return engine_at(settings.ENGINE_URL)


def let_go() -> None:
    """Close the engine, where one is open; the next question opens it anew.

    An engine has threads of its own, which a process that is split off does not get: it would wait
    for them for ever.
    """
    if engine.cache_info().currsize:
        engine().close()
    engine.cache_clear()
