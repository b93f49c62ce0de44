"""Finding sentences in running text, however its lines are broken."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A sentence ends at . ! or ? before a space and something that begins a new one.
END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÅÄÖÉ0-9\"”»(–])|\n\s*\n")

# Between two words: spaces, or one line break. A blank line begins a new paragraph.
GAP = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)"


def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, each on one line."""
    return tuple(dict.fromkeys(filter(None, (" ".join(part.split()) for part in END.split(text)))))


def within(sentence: str, text: str) -> bool:
    """Whether the very sentence stands in the text."""
    return spot(sentence, text) is not None


def spot(sentence: str, text: str) -> tuple[int, int] | None:
    """Where the sentence stands first in the text; spaces and a line break are alike."""
    pattern = GAP.join(re.escape(word) for word in sentence.split())
    found = re.search(pattern, text) if pattern else None
    return found.span() if found else None


def cut(text: str, marked: dict[str, int]) -> Iterator[tuple[str, int | None]]:
    """The text in pieces, in order: each with the number of the sentence it is, if it is one.

    Where sentences overlap, the one that begins first is kept, and of those the longest.
    """
    spots = [(*found, number) for said, number in marked.items() if (found := spot(said, text))]
    at = 0
    for begin, end, number in sorted(spots, key=lambda one: (one[0], -one[1])):
        if begin < at:
            continue
        yield text[at:begin], None
        yield text[begin:end], number
        at = end
    yield text[at:], None
