"""What the starter's content files may say about actors, calls and actions."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from kraftsamling.kernel.content import Content
from kraftsamling.kernel.words import Line, Words


class ActorEntry(Content):
    """One organisation."""

    slug: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: Line
    name_en: str = ""
    sector: Literal["business", "academia", "public", "civil"]
    region: str = ""
    homepage: str = ""
    roles: Words
    source: str = ""


class Actors(Content):
    """`actors.yaml`."""

    actors: tuple[ActorEntry, ...]


class CallEntry(Content):
    """One funding call and its highest co-funding share."""

    code: str = Field(pattern=r"^[a-z0-9][a-z0-9-]*$")
    title: Words
    funder: Line
    share_percent: int | None = Field(default=None, ge=0, le=100)
    opens: date | None = None
    closes: date | None = None
    note: Words | None = None
    source: str = ""


class Calls(Content):
    """`calls.yaml`."""

    calls: tuple[CallEntry, ...]


class MoneyEntry(Content):
    """A sum for a year from a funder."""

    year: int = Field(ge=1990, le=2100)
    funder: Line
    call: str | None = None
    kind: Literal["eu", "state", "regional", "municipal", "private", "inkind"]
    amount: int = Field(ge=0)
    note: Words | None = None


class ChainEntry(Content):
    """A link of the chain from activity to outcome; each leads to the next level's first link."""

    level: Literal["activity", "output", "result", "outcome"]
    text: Words
    indicator: str | None = None
    target: float | None = None


class MilestoneEntry(Content):
    """Something that shall be true by a day."""

    text: Words
    due: date


class RiskEntry(Content):
    """What may go wrong and what is done about it."""

    text: Words
    likelihood: int = Field(ge=1, le=3)
    consequence: int = Field(ge=1, le=3)
    countermeasure: Words | None = None


class EqualityEntry(Content):
    """How equality is worked with."""

    use: Literal["active", "partly", "none"]
    text: Words


class ObjectiveEntry(Content):
    """The answer for one environmental objective."""

    verdict: Literal["no_harm", "mitigated", "not_relevant", "harm"]
    reason: Words | None = None


class CircularityEntry(Content):
    """The answer on circularity."""

    level: Line
    reason: Words | None = None


class AssessmentEntry(Content):
    """The green and circular assessment."""

    objectives: dict[str, ObjectiveEntry]
    circularity: CircularityEntry


class SourceEntry(Content):
    """A page the entry rests on."""

    title: Words
    url: Line


class ActionEntry(Content):
    """One action."""

    key: Line
    standing: Literal["earlier", "starter", "practice"]
    state: Literal["proposed", "draft", "done"]
    title: Words
    summary: Words
    starts: date | None = None
    ends: date | None = None
    responsible: str | None = None
    partners: tuple[str, ...] = ()
    framings: dict[str, tuple[str, ...]] = {}
    money: tuple[MoneyEntry, ...] = ()
    chain: tuple[ChainEntry, ...] = ()
    milestones: tuple[MilestoneEntry, ...] = ()
    risks: tuple[RiskEntry, ...] = ()
    equality: EqualityEntry | None = None
    assessment: AssessmentEntry | None = None
    sources: tuple[SourceEntry, ...] = ()


class Actions(Content):
    """`actions.yaml`, and `practice.yaml` with actors of its own."""

    actors: tuple[ActorEntry, ...] = ()
    actions: tuple[ActionEntry, ...]
