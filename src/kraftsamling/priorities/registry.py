"""Every slice there is. Pages, command line and API find them here."""

from __future__ import annotations

from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.priorities import value_chains
from kraftsamling.priorities.asking import Slice
from kraftsamling.strategy.library import Library

SLICES: tuple[Slice, ...] = (value_chains.SLICE,)


def slice_called(code: str) -> Slice:
    """Raises `UnanswerableQuestion` that names those there are."""
    for one in SLICES:
        if one.code == code:
            return one
    known = ", ".join(one.code for one in SLICES)
    raise UnanswerableQuestion(f"There is nothing to ask about {code}. There is: {known}.")


def slices_under(library: Library, framing: str, code: str) -> tuple[Slice, ...]:
    """Those that a plan has what it takes to ask, and that belong under this place of a framing."""
    return tuple(
        one for one in SLICES if one.here(library) and code in one.under(library).get(framing, ())
    )
