"""Questions that cannot be understood are refused, with what to write instead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.evidence.snapshots import Label
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


def begun(indicator: Indicator) -> Label | None:
    """The vintage with which all of the indicator's tables had come; none while one has not."""
    tables = {term.table for term in indicator.terms.values()}
    kept = [catalogue().vintages(table) for table in tables]
    if not all(kept):
        return None
    return max((vintages[0].label for vintages in kept), key=lambda label: label.kept)


def first_day(label: Label) -> date:
    """The day from which on what came with this vintage was known."""
    return label.kept.astimezone(UTC).date()


def _day(question: Question, indicator: Indicator) -> Iterator[str]:
    """A day before all of the indicator's tables had come; nothing where one has not come yet."""
    first = begun(indicator)
    if question.as_of is None or first is None:
        return
    day = question.as_of
    if (day.date() if isinstance(day, datetime) else day) < first_day(first):
        # A starter table of which nobody noted the day counts as known at the end of its year.
        came = f"came on {first_day(first)}" if first.day else f"are from {first_day(first).year}"
        yield (
            f"Nothing was known here of {indicator.code} on {question.as_of}: its data {came}. "
            f"Ask for {first_day(first)} or a later day."
        )
