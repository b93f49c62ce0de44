"""What may be asked about a region in the world's value chains.

Each question is frozen: the form's result, the address, the cache key and the test's input. `place` is
a code of a place of the plan, `year` one of the world table's (0: the latest), `language` sv or en.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from kraftsamling.kernel.errors import UnanswerableQuestion


class Question(Protocol):
    """What all questions have: the place, and the language of what is said."""

    @property
    def place(self) -> str: ...
    @property
    def year(self) -> int: ...
    @property
    def language(self) -> str: ...
    def __hash__(self) -> int: ...


@dataclass(frozen=True)
class Position:
    """Where each industry stands: how far from final demand, and with how much of its own in it."""

    place: str
    year: int = 0
    language: str = "sv"


@dataclass(frozen=True)
class Markets:
    """Which markets the jobs hang on, however many steps away. `industry`: one, or all ("")."""

    place: str
    industry: str = ""
    year: int = 0
    language: str = "sv"


@dataclass(frozen=True)
class Dependence:
    """Who supplies an industry and who buys from it, directly and through others."""

    place: str
    industry: str = ""
    shown: int = 10
    year: int = 0
    language: str = "sv"


class Kind(StrEnum):
    """What may fall away: the demand of a market, the deliveries of a place, an industry here."""

    MARKET = "market"
    SUPPLIER = "supplier"
    INDUSTRY = "industry"


@dataclass(frozen=True)
class Fall:
    """Something that falls away, in part: `share` in per cent. Written as market:DEU:30."""

    kind: Kind
    code: str
    share: float = 100

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}:{self.share:g}"


@dataclass(frozen=True)
class Shock:
    """What is lost when these fall away together. Each of `falls` is written as market:DEU:30."""

    place: str
    falls: tuple[str, ...] = ()
    year: int = 0
    language: str = "sv"

    @property
    def levers(self) -> tuple[Fall, ...]:
        """The falls read. Raises `UnanswerableQuestion` that says which one, and how to write it."""
        return tuple(fall(text) for text in self.falls)


@dataclass(frozen=True)
class Exposure:
    """What would be felt most, if each market, supplier and industry in turn fell `share` per cent."""

    place: str
    share: float = 10
    shown: int = 15
    year: int = 0
    language: str = "sv"


@dataclass(frozen=True)
class Opportunities:
    """Which industries a region could grow into, by what regions of Europe have together.

    `among`: a part of the table of regions (making, services), or the first ("").
    """

    place: str
    shown: int = 20
    among: str = ""
    year: int = 0
    language: str = "sv"


@dataclass(frozen=True)
class Potential:
    """Where more could be sold: the potential of each market, and what of it is not sold yet.

    `industry`: one, or all together (""). `shown` markets at most.
    """

    place: str
    industry: str = ""
    shown: int = 20
    year: int = 0
    language: str = "sv"


@dataclass(frozen=True)
class Carbon:
    """How much carbon is in what a place makes and buys, and where it was emitted."""

    place: str
    year: int = 0
    language: str = "sv"


def fall(text: str) -> Fall:
    """`text` such as market:DEU:30 read. Raises `UnanswerableQuestion` that says how to write it."""
    kind, _, rest = text.partition(":")
    code, _, share = rest.partition(":")
    try:
        size = float((share or "100").replace(",", "."))
    except ValueError:
        size = -1.0
    if kind not in set(Kind) or not code or not 0 <= size <= 100:
        raise UnanswerableQuestion(
            f"{text} cannot be understood. Write what falls, its code and the part of it in per cent "
            "(0-100), such as market:DEU:30, supplier:CHN:100 or industry:c12:50."
        )
    return Fall(Kind(kind), code, size)
