"""Every slice there is. Pages, command line and API find them here."""

from __future__ import annotations

from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.priorities import value_chains
from kraftsamling.priorities.asking import Slice

SLICES: tuple[Slice, ...] = (value_chains.SLICE,)


def slice_called(code: str) -> Slice:
    """Raises `UnanswerableQuestion` that names those there are."""
    for one in SLICES:
        if one.code == code:
            return one
    known = ", ".join(one.code for one in SLICES)
    raise UnanswerableQuestion(f"There is nothing to ask about {code}. There is: {known}.")
