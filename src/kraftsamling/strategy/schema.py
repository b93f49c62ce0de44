"""What the content files of a strategy may say. One class per thing; the YAML mirrors them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kraftsamling.evidence.claims.assertion import Assertion
from kraftsamling.evidence.indicators.schema import Structure
from kraftsamling.kernel.content import Content
from kraftsamling.kernel.words import Line, Words


class Municipality(Content):
    """A municipality, with the code of the national statistics office."""

    code: Line
    name: Line


class Region(Content):
    """One region of the plan (a NUTS code), with its municipalities."""

    code: Line
    name: Words
    county: str = ""
    municipalities: tuple[Municipality, ...] = ()


class Board(Content):
    """A political board that decides on the plan for one region."""

    code: Line
    region: Line
    name: Words
    actor: str = ""


class Area(Content):
    """A place that figures speak of: the whole of the plan's regions, or the country."""

    code: Line
    name: Words


class Land(Content):
    """`plan.yaml`: what the plan is called, and the land and boards it is for."""

    slug: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    title: Words
    short: Words
    language: Literal["sv", "en"] = "sv"
    currency: Line = "SEK"
    country: Area
    area: Area
    regions: tuple[Region, ...] = Field(min_length=1)
    boards: tuple[Board, ...] = Field(min_length=1)
    # What places are compared by; without it, no place is more alike than another.
    structure: Structure | None = None
    silent_after_days: int = Field(default=90, ge=1)


class Source(Content):
    """A page where a statement can be checked."""

    title: Words
    url: Line


class StatedClaim(Content):
    """A sentence of a text, and what the data must say for it to be true."""

    sentence: Words
    asserts: Assertion


class Challenge(Content):
    """What stands in the way."""

    code: Line
    name: Words
    about: Words
    sources: tuple[Line, ...] = ()
    claims: tuple[StatedClaim, ...] = ()


class Suggests(Content):
    """Where an action under a priority usually belongs in the other framings."""

    oecd: tuple[Line, ...] = ()
    sdg: tuple[Line, ...] = ()


class Priority(Content):
    """What the plan puts first. `integrated` is woven into all others; `steering` holds them together."""

    code: Line
    kind: Literal["core", "integrated", "steering"]
    name: Words
    about: Words
    suggests: Suggests = Suggests()


class Step(Content):
    """A published "step that takes us forward"."""

    code: Line
    name: Words
    challenge: Line
    priorities: tuple[Line, ...]
    note: Words | None = None
    source: Line


class Target(Content):
    """A target that some body has adopted: value, unit and year."""

    code: Line
    name: Words
    region: Line
    value: float
    unit: Words
    year: int
    priority: str = ""
    adopted_by: Words
    source: Line


class Strategy(Content):
    """`strategy.yaml`: goal, challenges, priorities, steps and targets."""

    source: Source | None = None
    goal: Words
    purpose: Words | None = None
    challenges: tuple[Challenge, ...] = ()
    priorities: tuple[Priority, ...] = ()
    steps: tuple[Step, ...] = ()
    targets: tuple[Target, ...] = ()


class Item(Content):
    """One place in a framing."""

    code: Line
    name: Words
    about: Words | None = None
    region: str = ""


class Framing(Content):
    """One way of reading the plan: a name and the places an action can have in it."""

    code: Line
    name: Words
    items: tuple[Item, ...]
    source: str = ""

    def item(self, code: str) -> Item | None:
        """The place called `code`, if this framing has it."""
        return next((item for item in self.items if item.code == code), None)


class Framings(Content):
    """`framings.yaml`: the framings this plan has besides those every plan has."""

    framings: tuple[Framing, ...] = ()


class Objective(Content):
    """One environmental objective that an action must not harm significantly."""

    code: Line
    name: Words
    question: Words
    help: Words


class Level(Content):
    """One answer about circularity."""

    code: Line
    name: Words
    about: Words


class Circularity(Content):
    """How much an action contributes to a circular economy."""

    question: Words
    levels: tuple[Level, ...]


class Assessment(Content):
    """`assessment.yaml`: the green and circular assessment every action answers."""

    code: Line
    name: Words
    intro: Words
    objectives: tuple[Objective, ...]
    circularity: Circularity


class FundIndicator(Content):
    """A common output or result indicator of the funds (RCO/RCR code)."""

    code: Line
    level: Literal["output", "result"]
    name: Words
    unit: Words
    note: Words | None = None


class FundIndicators(Content):
    """`fund_indicators.yaml`: the indicator codes an expected output or result can carry."""

    indicators: tuple[FundIndicator, ...]
