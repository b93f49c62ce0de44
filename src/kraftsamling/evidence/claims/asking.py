"""From an assertion to its verdict: which trend it speaks of, and which vintages that rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from kraftsamling.evidence.claims.assertion import Assertion
from kraftsamling.evidence.claims.checking import check, known_periods
from kraftsamling.evidence.claims.verdict import Truth, Verdict
from kraftsamling.evidence.indicators import inputs
from kraftsamling.evidence.indicators.library import Indicators
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.evidence.indicators.study import trend
from kraftsamling.evidence.places import Places
from kraftsamling.evidence.store import catalogue
from kraftsamling.kernel.period import period
from kraftsamling.kernel.words import Words

GONE = Words(
    sv="Indikatorn {code} finns inte längre.", en="The indicator {code} is no longer there."
)


@dataclass(frozen=True, eq=False)
class Ground:
    """What the claims of one plan stand on: its indicators, every place, and the counties by code."""

    indicators: Indicators
    places: Places
    plan: tuple[str, ...]
    nation: tuple[str, ...]

    def peers(self, assertion: Assertion) -> tuple[str, ...]:
        """The places that `assertion` compares with, without its own."""
        among = {"plan": self.plan, "nation": self.nation}.get(assertion.among, ())
        codes = (assertion.other,) if assertion.other else among
        return tuple(code for code in codes if code != assertion.place)


@dataclass(frozen=True)
class Asked:
    """A verdict, and the hash of each table's vintage that it rests on."""

    verdict: Verdict
    vintages: dict[str, str]


def question(assertion: Assertion, ground: Ground) -> Question:
    """The question whose trend the assertion is checked against: its place first."""
    return Question(assertion.indicator, (assertion.place, *ground.peers(assertion)))


def ask(assertion: Assertion, ground: Ground) -> Asked:
    """What the newest data say about `assertion`."""
    indicator = ground.indicators.by_code.get(assertion.indicator)
    if indicator is None:
        text = GONE.sv.format(code=assertion.indicator), GONE.en.format(code=assertion.indicator)
        return Asked(Verdict(Truth.UNTOLD, (), Words(sv=text[0], en=text[1])), {})
    asked = question(assertion, ground)
    known = inputs.vintages(asked, indicator, catalogue())
    vintages = {table: vintage.label.sha256 for table, vintage in known.items()}
    return Asked(check(assertion, trend(asked, indicator)), vintages)


@dataclass(frozen=True)
class Outside:
    """A field of an assertion with a period that the data do not reach, and how far they do."""

    field: Literal["since", "until"]
    first: str
    last: str


def outside(assertion: Assertion, ground: Ground) -> Outside | None:
    """What lies before or after all that is known of the place; nothing where nothing is known yet.

    It could never be told whether such a sentence holds, or not before years have passed.
    """
    indicator = ground.indicators.by_code.get(assertion.indicator)
    if indicator is None:
        return None
    known = known_periods(assertion, trend(question(assertion, ground), indicator))
    ends = [span for name in known if (span := period(name))]
    for field, text in (("since", assertion.since), ("until", assertion.until)):
        span = period(text)
        if span and ends and not ends[0].time <= span.time <= ends[-1].time:
            return Outside(field, ends[0].code, ends[-1].code)  # type: ignore[arg-type]
    return None


def groups(indicator: Indicator) -> tuple[str, ...]:
    """The groups of people that the indicator tells apart; none where it speaks of all."""
    named = (group for term in indicator.terms.values() if term.by for group in term.by.groups)
    return tuple(dict.fromkeys(named))


def fault(assertion: Assertion, ground: Ground) -> str:
    """What `assertion` names that is not there, as a sentence; empty where all is there."""
    indicator = ground.indicators.by_code.get(assertion.indicator)
    if indicator is None:
        return f"there is no indicator called {assertion.indicator}."
    known = groups(indicator)
    if assertion.group not in (known or ("",)):
        return f"{indicator.code} has the groups {', '.join(known) or '(none)'}."
    for code in (assertion.place, *ground.peers(assertion)):
        if code not in ground.places.by_code:
            return f"the place {code} is not in places.csv."
    if assertion.among and assertion.place not in getattr(ground, assertion.among):
        return f"{assertion.place} is not one of the counties it is compared with."
    return ""
