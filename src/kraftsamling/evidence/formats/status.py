"""Marks on values: each producer's own, put into one small vocabulary of letters.

    b  break in series              u  of low reliability
    p  preliminary                  d  definition differs
    e  estimated by the producer    f  forecast
    r  revised by the producer      c  confidential
    m  missing                      n  not applicable

A text of letters in this order, such as "bp", is the `status` of a value; empty where nothing is said.
A value that is confidential, missing or not applicable is null, never zero.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kraftsamling.kernel.errors import UnusableData

ORDER = "bperudfcmn"
# With any of these there is no number, whatever was sent in its place.
NONE = "cmn"

# Eurostat's flags stand together ("bu"), and confidentiality after a bar ("|C"). Small letters are
# the dissemination flags, large ones those of SDMX (code lists OBS_STATUS and CONF_STATUS).
EUROSTAT: Mapping[str, str] = {
    "b": "b", "c": "c", "d": "d", "e": "e", "f": "f", "i": "e", "n": "u", "p": "p", "r": "r",
    "s": "e", "u": "u", "z": "n", "m": "m", ":": "m",
    "A": "", "B": "b", "C": "c", "D": "d", "E": "e", "F": "f", "I": "e", "L": "m", "M": "m",
    "N": "u", "O": "m", "P": "p", "Q": "c", "R": "r", "S": "e", "U": "u", "Z": "n",
    "|": "", "@": "", " ": "",
}  # fmt: skip

# Swedish authorities: "." cannot occur, ".." is not available or too uncertain to be told, and "-" is
# nothing to report, which is a true zero.
PXWEB: Mapping[str, str] = {
    "": "", "-": "", "–": "", ".": "n", "..": "m", "...": "m", "....": "m", ":": "c",
}  # fmt: skip
ZERO = ("-", "–")

KOLADA: Mapping[str, str] = {"": "", "Missing": "m", "Private": "c", "Preliminary": "p"}


def ordered(letters: str) -> str:
    """The letters once each, in the one order."""
    return "".join(letter for letter in ORDER if letter in letters)


def eurostat(flags: str) -> str:
    """Our letters for flags that stand together. Raises `UnusableData` for one we do not know."""
    return ordered("".join(_known(flag, EUROSTAT, "Eurostat") for flag in flags))


def pxweb(symbol: str) -> str:
    """Our letters for PxWeb's symbol in place of a number. Raises `UnusableData`."""
    return _known(symbol.strip(), PXWEB, "PxWeb")


def kolada(status: str) -> str:
    """Our letters for Kolada's status. Raises `UnusableData`."""
    return _known(status, KOLADA, "Kolada")


def _known(mark: str, known: Mapping[str, str], producer: str) -> str:
    if mark not in known:
        raise UnusableData(
            f"{producer} marks a value with {mark!r}, which we do not know. See what the producer says "
            "it means, and add it to evidence/formats/status.py."
        )
    return known[mark]


def settled(values: pa.Array, letters: pa.Array) -> tuple[pa.Array, pa.Array]:
    """Values and their letters made to agree: no number where there is none, and no null unmarked."""
    found = letters.dictionary_encode()
    return marked(values, found.dictionary.to_pylist(), found.indices.to_numpy())


def marked(
    values: pa.Array, kinds: Sequence[str], which: NDArray[np.int32]
) -> tuple[pa.Array, pa.Array]:
    """As `settled`, where the letters of each value are those of `kinds` at the number in `which`."""
    none = np.array([any(letter in NONE for letter in text) for text in kinds], dtype=bool)[which]
    # What is infinite stays: the check of the table refuses it by name.
    null = values.is_null(nan_is_null=True).to_numpy(zero_copy_only=False)
    if (null | none).any():
        absent = pa.array(null | none)
        values = pc.if_else(absent, pa.scalar(None, pa.float64()), values)
        which = np.where(null & ~none, which + len(kinds), which)
    every = [*kinds, *(ordered(text + "m") for text in kinds)]
    return values, pa.array(every, pa.string()).take(pa.array(which))
