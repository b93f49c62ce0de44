"""What an indicator file may say. One class per thing; the YAML mirrors them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from kraftsamling.evidence.indicators.formula import formula
from kraftsamling.evidence.sources.schema import Name
from kraftsamling.kernel.content import Content
from kraftsamling.kernel.words import Line, Words


class By(Content):
    """The column that tells groups of people apart, and its code for each of our groups."""

    column: Name
    groups: dict[str, Line]

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(self.groups.values())

    def group(self, code: str) -> str:
        """Our group for one of the column's codes."""
        return next(group for group, known in self.groups.items() if known == code)


class Term(Content):
    """Numbers from one table: rows where each column has one of these codes, added up.

    Every dimension of the table must be named in `where` or `by`, so that nothing is added unseen.
    `shift` reads so many periods earlier: 1 with yearly data is last year's value. `elsewhere` is a
    column that holds places: of its codes in `where`, the place's own is left out.
    """

    table: Name
    where: dict[Name, tuple[str, ...]] = {}
    by: By | None = None
    shift: int = 0
    elsewhere: Name | None = None

    @model_validator(mode="after")
    def _is_elsewhere_among_codes(self) -> Term:
        if self.elsewhere is not None and len(self.where.get(self.elsewhere, ())) < 2:
            raise ValueError(
                f"elsewhere names {self.elsewhere}, of which 'where' has no two codes. Give the places there."
            )
        return self


class Break(Content):
    """The first period of a new way of measuring; what is before cannot be compared with it."""

    period: Line
    why: Words


class Aim(Content):
    """A value that somebody has adopted for a place and a year, and stops on the way there.

    For the places inside it is a yardstick. Without a `group` it is held against each group of people.
    """

    place: Line
    period: Line
    value: float
    group: str = ""
    # The period where the way begins; without it, that of the first value there is.
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

    def __hash__(self) -> int:
        return hash(self.code)

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Indicator:
        if self.counts is not None and self.counts not in self.terms:
            raise ValueError(f"counts names {self.counts}, which is no term.")
        terms, used = set(self.terms), formula(self.formula).names
        for name in sorted(used - terms):
            raise ValueError(f"the formula speaks of {name}, which is no term.")
        for name in sorted(terms - used - {self.counts}):
            raise ValueError(f"the formula does not use the term {name}. Take it away.")
        return self


class Structure(Content):
    """The table that says what the industry of a place consists of, for finding places that are alike.

    Each code of `column` is one industry; `level` is the kind of place that is compared.
    """

    table: Name
    column: Name
    where: dict[Name, tuple[str, ...]] = {}
    level: Line
    about: Words
    # How many of the most alike are shown unless the reader chooses.
    shown: int = Field(default=5, ge=1)

    def __hash__(self) -> int:
        return hash((self.table, self.column))


class IndicatorFile(Content):
    """One file of the folder `indicators`."""

    indicators: tuple[Indicator, ...]
