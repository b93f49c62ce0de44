"""How many there are of something, in English words."""

from __future__ import annotations


def counted(number: int, one: str, many: str = "") -> str:
    """As in "1 claim", "2 claims"; `many` where that is not `one` with an s."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"
