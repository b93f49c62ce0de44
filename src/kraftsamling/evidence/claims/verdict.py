"""Whether the data say what a sentence says, and the numbers and words for why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kraftsamling.evidence.indicators.status import NAMES
from kraftsamling.kernel.place import Place
from kraftsamling.kernel.words import Words


class Truth(StrEnum):
    """Whether an assertion holds; `UNTOLD` where the data cannot tell."""

    HOLDS = "holds"
    FAILS = "fails"
    UNTOLD = "untold"


@dataclass(frozen=True)
class Rests:
    """One number that a verdict rests on, just as the finding has it. No value where it has none."""

    place: Place
    period: str
    value: float | None
    marks: str = ""

    def plain(self) -> dict[str, Any]:
        """As it is kept."""
        return {
            "place": self.place.code,
            "period": self.period,
            "value": self.value,
            "marks": self.marks,
        }


@dataclass(frozen=True)
class Verdict:
    """Whether an assertion holds, the numbers that say so (before and now), and why in words."""

    truth: Truth
    numbers: tuple[Rests, ...]
    why: Words

    @property
    def as_of(self) -> str:
        """The newest period it rests on."""
        return self.numbers[-1].period if self.numbers else ""


def written(value: float, decimals: int, language: str) -> str:
    """A number as people write it in the language."""
    text = f"{value:,.{decimals}f}".replace("-", "\u2212")
    if language.startswith("sv"):
        text = text.replace(",", "\u00a0").replace(".", ",")
    return text


def shown(rests: tuple[Rests, ...], decimals: int, unit: Words) -> Words:
    """The numbers in words: "Dalarna 2019: 4,500; 2023: 2,650 SEK per inhabitant."."""
    return Words(
        sv=_shown(rests, decimals, unit.sv, "sv"), en=_shown(rests, decimals, unit.en, "en")
    )


def _shown(rests: tuple[Rests, ...], decimals: int, unit: str, language: str) -> str:
    parts, before = [], None
    for one in rests:
        name = "" if one.place == before else f"{one.place.name.in_language(language)} "
        parts.append(f"{name}{one.period}: {_value(one, decimals, language)}")
        before = one.place
    return f"{'; '.join(parts)} ({unit})."


def _value(one: Rests, decimals: int, language: str) -> str:
    marks = ", ".join(NAMES[letter].in_language(language) for letter in one.marks)
    nothing = "ingen uppgift" if language == "sv" else "no value"
    if one.value is None:
        return marks or nothing
    text = written(one.value, decimals, language)
    return f"{text}, {marks}" if marks else text
