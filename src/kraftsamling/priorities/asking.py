"""Questions of every slice: what kinds there are, and a question read from an address and written to one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import urlencode

from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.kernel.words import Words
from kraftsamling.priorities.findings import Answer
from kraftsamling.strategy.library import Library

LANGUAGE = "language"


Choices = tuple[tuple[str, Words], ...]


@dataclass(frozen=True)
class Kind:
    """One kind of question: its code in addresses, its name, what it tells, and how it is answered.

    `here` tells whether a plan is offered it; one that is not can be asked, and says what it lacks.
    """

    code: str
    name: Words
    tells: Words
    question: type[Any]
    answer: Callable[[Any, Library], Answer]
    here: Callable[[Library], bool] = lambda _library: True


@dataclass(frozen=True)
class Slice:
    """What one priority can ask.

    `here` tells whether a plan has what it takes. `choices` are the codes and names that a field may
    have in a kind of question, none where anything goes; it may raise `UnanswerableQuestion` while
    evidence is missing. `under` are the framings that a proposal made of an answer is placed under.
    """

    code: str
    name: Words
    tells: Words
    kinds: tuple[Kind, ...]
    here: Callable[[Library], bool]
    choices: Callable[[str, str, Library], Choices]
    under: Callable[[Library], dict[str, list[str]]]

    def offered(self, library: Library) -> tuple[Kind, ...]:
        """The kinds of questions that a plan is offered."""
        return tuple(kind for kind in self.kinds if kind.here(library))

    def kind(self, code: str) -> Kind:
        """Raises `UnanswerableQuestion` that names those there are."""
        for kind in self.kinds:
            if kind.code == code:
                return kind
        known = ", ".join(kind.code for kind in self.kinds)
        raise UnanswerableQuestion(f"There is no question called {code}. There are: {known}.")


def read(question: type[Any], said: Mapping[str, Sequence[str]], language: str = "sv") -> Any:
    """A question of this type from the parameters of an address; what it does not know is left.

    Raises `UnanswerableQuestion` that names the parameter, where a number is none.
    """
    told: dict[str, Any] = {LANGUAGE: language}
    for field in fields(question):
        texts = [text.strip() for text in said.get(field.name, ()) if text.strip()]
        if field.name != LANGUAGE and texts:
            told[field.name] = _value(field.name, field.default, texts)
    return question(**told)


def _value(name: str, default: Any, texts: Sequence[str]) -> Any:
    if isinstance(default, tuple):
        return tuple(texts)
    if not isinstance(default, (int, float)):
        return texts[-1]
    try:
        number = float(texts[-1].replace(",", "."))
    except ValueError:
        number = float("nan")
    if number != number or abs(number) > 1e9:
        raise UnanswerableQuestion(f"{name}={texts[-1]} is no number. Write it as 10.")
    return int(number) if isinstance(default, int) else number


def query(question: Any) -> str:
    """The question as it stands in an address; what is as if not chosen is left out, and language."""
    return urlencode(
        [
            (field.name, text)
            for field in fields(question)
            if field.name != LANGUAGE and (value := getattr(question, field.name)) != field.default
            for text in (value if isinstance(value, tuple) else (value,))
        ]
    )
