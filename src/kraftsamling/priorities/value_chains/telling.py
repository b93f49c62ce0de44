"""From bands to an answer: the same few steps for every question of this slice."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from kraftsamling.kernel.labelled import Matrix, Numbers
from kraftsamling.kernel.words import Words
from kraftsamling.measures.regional import Band
from kraftsamling.priorities.findings import Answer, Head
from kraftsamling.priorities.value_chains.question import Question
from kraftsamling.priorities.value_chains.region import Region

Column = tuple[Head, Band | Numbers]
Groups = tuple[Mapping[str, Words], Callable[[str], str]]
PER_CENT = Words(sv="procent", en="per cent")
STEPS = Words(sv="steg", en="steps")
PERSONS = Words(sv="personer", en="persons")
JOBS = Head(Words(sv="Jobb", en="Jobs"), PERSONS, 0)


def told(
    question: Question,
    region: Region,
    rows: Mapping[str, Words],
    columns: Mapping[str, Column],
    sentence: str,
    *caveats: Words,
    kept: Sequence[int] | None = None,
    groups: Groups | None = None,
) -> Answer:
    """An answer with a row per name in `rows`; each column is a band or plain numbers, (rows,).

    `kept` are positions in the order they are shown; all, where it is not given. `groups` are the kinds
    of rows in words, and which a row is of.
    """
    at = list(range(len(rows)) if kept is None else kept)
    middle, low, high = (
        np.column_stack([part(values) for _head, values in columns.values()])[at]
        for part in (_middle, _low, _high)
    )
    codes = list(rows)
    return Answer(
        question,
        Matrix(middle, tuple(codes[n] for n in at), tuple(columns)),
        region.world.unit.in_language(question.language),
        region.origins,
        region.caveats(question.language, *caveats),
        low=low,
        high=high,
        names=rows,
        heads={code: head for code, (head, _values) in columns.items()},
        sentence=sentence,
        groups=groups[0] if groups else {},
        group={codes[n]: groups[1](codes[n]) for n in at} if groups else {},
    )


def _middle(column: Band | Numbers) -> Numbers:
    return column.middle if isinstance(column, Band) else column


def _low(column: Band | Numbers) -> Numbers:
    return column.low if isinstance(column, Band) else np.full(len(column), np.nan)


def _high(column: Band | Numbers) -> Numbers:
    return column.high if isinstance(column, Band) else np.full(len(column), np.nan)


def largest(sizes: Numbers, most: int) -> list[int]:
    """The positions of the largest, the largest first; never one that is nothing."""
    order = np.argsort(-np.nan_to_num(sizes), kind="stable")
    return [int(n) for n in order[:most] if sizes[n] > 0]


def decimal(number: float, language: str, decimals: int = 0) -> str:
    """A number in a sentence: with a decimal comma and spaced thousands in Swedish."""
    text = f"{number:,.{decimals}f}"
    if language.split("-")[0] != "sv":
        return text
    return text.replace(",", "\N{NO-BREAK SPACE}").replace(".", ",")


def within(name: Words, language: str) -> str:
    """A name inside a sentence."""
    text = name.in_language(language)
    return text[:1].lower() + text[1:]
