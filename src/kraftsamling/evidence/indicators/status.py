"""Marks on a value, as sets kept in whole numbers: one bit for each letter of the tables' `status`."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from kraftsamling.kernel.words import Words

Marks = NDArray[np.int64]

# In the order they are told. The letters are those of `evidence.formats`; SMALL is our own.
NAMES: dict[str, Words] = {
    "b": Words(sv="brott i serien", en="break in series"),
    "p": Words(sv="preliminärt", en="preliminary"),
    "e": Words(sv="skattat av källan", en="estimated by the source"),
    "r": Words(sv="reviderat av källan", en="revised by the source"),
    "u": Words(sv="osäkert enligt källan", en="of low reliability, says the source"),
    "d": Words(sv="avvikande definition", en="definition differs"),
    "f": Words(sv="prognos", en="forecast"),
    "c": Words(sv="sekretess", en="confidential"),
    "m": Words(sv="saknas i källan", en="missing in the source"),
    "n": Words(sv="ej tillämpligt", en="not applicable"),
    "s": Words(sv="för få för att visas", en="too few to be shown"),
}
LETTERS = "".join(NAMES)
SMALL = "s"


def bit(letter: str) -> int:
    """The number that stands for one letter."""
    return 1 << LETTERS.index(letter)


def marks(texts: Any) -> Marks:
    """The numbers for an array of texts such as "bp"; unknown letters are left out."""
    unique, where = np.unique(np.asarray(texts, dtype=str), return_inverse=True)
    numbers = [sum(bit(letter) for letter in set(text) if letter in LETTERS) for text in unique]
    return np.array(numbers, dtype=np.int64)[where.reshape(np.shape(texts))]


def letters(mark: int) -> str:
    """The letters of a number, in the order they are told."""
    return "".join(letter for letter in LETTERS if mark & bit(letter))


def words(mark: int, language: str) -> tuple[str, ...]:
    """What a number says, in words."""
    return tuple(NAMES[letter].in_language(language) for letter in letters(mark))
