"""Large questions asked in parts that the producer will answer, and their answers in one body."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kraftsamling.evidence.sources.faults import TooLarge
from kraftsamling.evidence.sources.http import Answer, Http
from kraftsamling.evidence.sources.parts import Ask, Select, halves, pieces


def answered(
    http: Http,
    select: Select,
    ask: Callable[[Mapping[str, Sequence[str]]], Ask],
    check: Callable[[Answer], None] = lambda _answer: None,
) -> list[Answer]:
    """The answers to `select`, in parts of at most the producer's cells; halved where that is too many.

    `check` may raise `TooLarge` for an answer that says so in its body. Raises `TooLarge` where a part
    cannot be made smaller.
    """
    waiting = list(pieces(select, http.limits.cells))
    answers = list[Answer]()
    http.progress(0, len(waiting))
    while waiting:
        part = waiting.pop(0)
        try:
            answer = http.part(ask(part))
            check(answer)
        except TooLarge:
            smaller = halves(part)
            if not smaller:
                raise
            waiting = [*smaller, *waiting]
            continue
        answers.append(answer)
        http.progress(len(answers), len(answers) + len(waiting))
    return answers


def together(answers: Sequence[Answer]) -> bytes:
    """JSON answers in one body: as it came where there is one, otherwise a list of them."""
    if len(answers) == 1:
        return answers[0].body
    return b"[%b]" % b",\n".join(bare(answer.body) for answer in answers)


def bare(body: bytes) -> bytes:
    """A JSON text without what may stand around it."""
    return body.removeprefix(b"\xef\xbb\xbf").strip()


def apart(document: Any) -> list[Any]:
    """The answers in such a body."""
    return document if isinstance(document, list) else [document]
