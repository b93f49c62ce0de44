"""A question as a form: its fields are those of the question, and its address says all of it."""

from __future__ import annotations

from dataclasses import MISSING, Field, dataclass, fields
from typing import Any

from django.http import QueryDict

from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.priorities.asking import Choices, Kind, Slice, query, read
from kraftsamling.strategy.library import Library
from kraftsamling.web.indicators.words import language
from kraftsamling.web.questions.words import EMPTY, EVERYTHING, LABELS

FALLS = "falls"
ROWS = 5
STEP = 5
NOT_ASKED = ("language", "shown")
# Always one of those there are, the first where none is chosen: not all of them together.
ONE_OF = ("among",)


@dataclass(frozen=True)
class Lever:
    """One row of what falls away: what is chosen, and how much of it."""

    chosen: str
    part: float


@dataclass(frozen=True)
class Asking:
    """One field of the form. `options` are (code, name, chosen); none where anything may be written."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str, bool], ...] = ()
    levers: tuple[Lever, ...] = ()


@dataclass(frozen=True)
class Form:
    """The form, the question it says, and what could not be understood of it."""

    question: Any
    fields: tuple[Asking, ...]
    fault: str = ""

    @property
    def levers(self) -> bool:
        """Whether something is chosen to fall away."""
        return any(field.levers for field in self.fields)

    @property
    def query(self) -> str:
        return query(self.question)


def form_of(said: QueryDict, slice_: Slice, kind: Kind, library: Library) -> Form:
    """The form of a question as an address asks it. What is not understood is told, and the rest kept."""
    given = {name: said.getlist(name) for name in said}
    given[FALLS] = [*given.get(FALLS, ()), *_fallen(said)]
    if not any(map(str.strip, given.get("place", ()))):
        given["place"] = [usual(library)]
    fault = ""
    try:
        question = read(kind.question, given, language())
    except UnanswerableQuestion as error:
        fault = str(error)
        question = read(kind.question, {"place": given["place"]}, language())
    asked = tuple(
        _asking(field, question, slice_.choices(field.name, kind.code, library))
        for field in fields(kind.question)
        if field.name not in NOT_ASKED
    )
    return Form(question, asked, fault)


def usual(library: Library) -> str:
    """The place that is asked about until another is chosen: the whole of the plan's area."""
    return library.places[-2].code


def _fallen(said: QueryDict) -> list[str]:
    """Rows of the form as falls: `lever` and `part` in pairs."""
    pairs = zip(said.getlist("lever"), said.getlist("part"), strict=False)
    return [
        f"{lever}:{part or 0}" for lever, part in pairs if lever and part.strip() not in ("", "0")
    ]


def _asking(field: Field[Any], question: Any, choices: Choices) -> Asking:
    value = getattr(question, field.name)
    label = str(LABELS[field.name])
    if field.name == FALLS:
        chosen = tuple(_lever(text) for text in value)
        empty = (Lever("", 50),) * max(1, ROWS - len(chosen))
        return Asking(field.name, label, "", _options(choices, ""), (*chosen, *empty))
    text = "" if value == field.default and isinstance(value, int) and not value else f"{value}"
    options = _options(choices, text)
    if choices and field.default is not MISSING and field.name not in ONE_OF:
        empty_means = EMPTY.get((type(question).__name__, field.name), EVERYTHING)
        options = (("", str(empty_means), not text), *options)
    return Asking(field.name, label, text, options)


def _options(choices: Choices, chosen: str) -> tuple[tuple[str, str, bool], ...]:
    return tuple((code, name.in_language(language()), code == chosen) for code, name in choices)


def _lever(text: str) -> Lever:
    lever, _, part = text.rpartition(":")
    return Lever(lever, float(part.replace(",", ".")))
