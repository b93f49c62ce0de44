"""How much room letters take, and where a text breaks into lines, before anything is drawn.

Nobody knows which letters a picture is drawn with: the site's own in a page that has fetched them, the
reader's own in one that stands as an image. Room is made for the widest of those that are common, so
nothing is cut in any, and lines are broken here and not by whoever draws, so they are as many everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable

# In shares of the size: no narrower than Inter and DejaVu Sans draw them.
SLIM, LEAN, PLAIN, LARGE, BROAD = 0.34, 0.46, 0.65, 0.79, 1.0
SHARES = (
    dict.fromkeys("ijlI .,:;'|!\xa0\n", SLIM)
    | dict.fromkeys("frtJ()-/", LEAN)
    | dict.fromkeys("mwMW%—", BROAD)
)
BOLD = 1.12


def wide(text: str, size: float, *, bold: bool = False) -> float:
    """The room in pixels for the widest line of the text, at that size of letters."""
    thick = BOLD if bold else 1.0
    lines = (sum(map(_share, line)) for line in text.split("\n"))
    return round(max(lines) * size * thick, 1)


def widest(texts: Iterable[str], size: float) -> float:
    """The room in pixels for the widest of the texts; none for no texts."""
    return max((wide(text, size) for text in texts), default=0.0)


def broken(text: str, size: float, most: float, *, bold: bool = False) -> str:
    """The text with a line break where the next word would reach beyond `most` pixels; words stay whole."""
    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and wide(longer, size, bold=bold) <= most:
            lines[-1] = longer
        else:
            lines.append(word)
    return "\n".join(lines)


def _share(letter: str) -> float:
    return SHARES.get(letter, LARGE if letter.isupper() else PLAIN)
