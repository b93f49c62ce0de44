"""What an indicator file may say. One class per thing; the YAML mirrors them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from kraftsamling.evidence.sources.schema import Name
from kraftsamling.kernel.content import Content
from kraftsamling.kernel.words import Line, Words


class By(Content):
    """The column that tells groups of people apart, and our group for each of its codes."""

    column: Name
    groups: dict[str, Line]


class Term(Content):
    """Numbers from one table: rows where each column has one of these codes, added up.

    Every dimension of the table must be named in `where` or `by`, so that nothing is added unseen.
    `shift` reads so many periods earlier: 1 with yearly data is last year's value.
    """

    table: Name
    where: dict[Name, tuple[str, ...]] = {}
    by: By | None = None
    shift: int = 0


class Break(Content):
    """The first period of a new way of measuring; what is before cannot be compared with it."""

    period: Line
    why: Words


class Aim(Content):
    """A value that somebody has adopted for a place and a year, and stops on the way there."""

    place: Line
    period: Line
    value: float
    group: str = ""
    # Where the way begins; without it, the last value known when the aim was adopted.
    baseline: Line | None = None
    stops: dict[str, float] = {}
    adopted_by: Words
    source: Line


class Indicator(Content):
    """One thing that is followed: what it is, how it is worked out, and how to read it.

    `formula` is arithmetic (+ - * / and brackets) over the names of `terms`. `kind` keeps what the
    plan's own work brings about (`own`) apart from how the world goes (`context`).
    """

    code: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: Words
    definition: Words
    theme: Line
    also: tuple[Line, ...] = ()
    kind: Literal["context", "own"] = "context"
    unit: Words
    decimals: int = Field(default=0, ge=0, le=6)
    direction: Literal["up", "down", "none"]
    formula: Line
    terms: dict[Name, Term] = Field(min_length=1)
    # What the number cannot pass, such as 0 and 100 for a share.
    lowest: float | None = None
    highest: float | None = None
    moved_by: Words
    peers: tuple[Literal["similar", "nation", "union"], ...] = ("similar", "nation")
    # Values that rest on fewer people or firms than this are not shown; `counts` is the term that
    # counts them.
    fewest: int = 5
    counts: Name | None = None
    breaks: tuple[Break, ...] = ()
    oddities: tuple[Words, ...] = ()
    aims: tuple[Aim, ...] = ()
    # Published single figures (`series.yaml`) that measure much the same.
    figures: tuple[Line, ...] = ()

    @model_validator(mode="after")
    def _counts_a_term(self) -> Indicator:
        if self.counts is not None and self.counts not in self.terms:
            raise ValueError(f"counts names {self.counts}, which is no term.")
        return self


class IndicatorFile(Content):
    """One file of the folder `indicators`."""

    indicators: tuple[Indicator, ...]
