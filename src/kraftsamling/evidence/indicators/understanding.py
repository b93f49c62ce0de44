"""Questions that cannot be understood are refused, with what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.evidence.store import catalogue
from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.kernel.period import period

LANGUAGES = ("sv", "en")


def understood(question: Question, indicator: Indicator) -> Question:
    """The same question. Raises `UnanswerableQuestion` that says which part to write otherwise."""
    for fault in (*_periods(question), *_language(question), *_day(question, indicator)):
        raise UnanswerableQuestion(fault)
    return question


def _periods(question: Question) -> Iterator[str]:
    for name, text in (("first", question.first), ("last", question.last)):
        if text and period(text) is None:
            yield f"{name}={text} is no period. Write it as 2015, 2015Q3 or 2015-07."
    first, last = period(question.first), period(question.last)
    if first and last and first.time > last.time:
        yield f"first={first} is after last={last}. Change places of them."


def _language(question: Question) -> Iterator[str]:
    if question.language not in LANGUAGES:
        yield f"language={question.language} is not known. Write sv or en."


def _day(question: Question, indicator: Indicator) -> Iterator[str]:
    """A day before all of the indicator's tables had come; nothing where one has not come yet."""
    tables = {term.table for term in indicator.terms.values()}
    kept = [catalogue().vintages(table) for table in tables]
    if question.as_of is None or not all(kept):
        return
    first = max((vintages[0].label for vintages in kept), key=lambda label: label.kept)
    begun = first.kept.astimezone(UTC).date()
    if question.as_of < begun:
        # A starter table of which nobody noted the day counts as known at the end of its year.
        came = f"came on {begun}" if first.day else f"are from {begun.year}"
        yield (
            f"Nothing was known here of {indicator.code} on {question.as_of}: its data {came}. "
            f"Ask for {begun} or a later day."
        )
