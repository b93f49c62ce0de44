"""How producers fail, told so that somebody can do something about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import NoReturn, ParamSpec, TypeVar

from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import SourceFault, UnusableData

P = ParamSpec("P")
R = TypeVar("R")


class TooLarge(SourceFault):
    """More was asked for than the producer gives at once: ask for less, in more parts."""


class NotThere(SourceFault):
    """There is nothing at the address any more."""


class Unreachable(SourceFault):
    """Nobody answers at the producer's door."""


class Passing(SourceFault):
    """May have passed in a moment, so it is worth asking again: after `wait`, where the producer says so.

    `tries` is how often at most, where that is less than usual.
    """

    wait: float | None = None
    tries: int | None = None


def unusable(problem: str, *, expected: str, came: str, cure: str) -> NoReturn:
    """Refuse data that is not what `source.yaml` says: what, expected, what came, and the cure."""
    raise UnusableData(f"{problem} Expected: {expected}. Came: {came}. {cure}")


def told(body: bytes, most: int = 200) -> str:
    """What a producer wrote when it refused, on one line and without mark-up; empty if nothing."""
    text = body[:20_000].decode("utf-8", "replace")
    text = re.sub(r"(?is)<(script|style|head)\b.*?</\1>", " ", text)
    text = " ".join(re.sub(r"<[^>]*>", " ", text).split())
    return text if len(text) <= most else text[: most - 1] + "…"


def understood(function: Callable[P, R]) -> Callable[P, R]:
    """Of a `fetch` or a `read`: an answer that is built in a way nobody foresaw is refused, not a crash.

    What a producer sends may hold anything anywhere; the fault that it led to is kept as the cause.
    """

    @wraps(function)
    def refusing(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except (LookupError, TypeError, ValueError, AttributeError, NotImplementedError) as error:
            code = next((arg.code for arg in args if isinstance(arg, Dataset)), "")
            raise UnusableData(
                f"{code}: the answer is not built as it was ({type(error).__name__}: {error}). See what "
                f"the producer has changed; {function.__module__} must learn it."
            ) from error

    return refusing
