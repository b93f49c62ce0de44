"""From a question to its finding: the tables, the engine and the answer. The only place that keeps answers."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from kraftsamling.evidence.catalogue import Vintage
from kraftsamling.evidence.engine.opening import engine_at
from kraftsamling.evidence.engine.protocol import Engine
from kraftsamling.evidence.indicators import inputs
from kraftsamling.evidence.indicators.engine import Trend, answer
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.evidence.store import catalogue


def trend(question: Question, indicator: Indicator) -> Trend:
    """How the indicator has developed, from the newest tables (or those of `question.as_of`).

    An answer is kept under the question, the indicator's own words and the table files it rests on: a
    new vintage has another name, so what is kept is never older than the evidence.
    """
    known = inputs.vintages(question, indicator, catalogue())
    return _kept(question, indicator, tuple(sorted(known.items())))


@lru_cache(maxsize=512)
def _kept(
    question: Question, indicator: Indicator, known: tuple[tuple[str, Vintage], ...]
) -> Trend:
    evidence = inputs.load(question, indicator, dict(known), engine())
    return answer(question, indicator, evidence, catalogue().places)


@lru_cache(maxsize=1)
def engine() -> Engine:
    """The engine that the settings say, opened once per process."""
    return engine_at(settings.ENGINE_URL)
