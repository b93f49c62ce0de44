"""The colours of charts: those of the site, far enough from paper and from each other, and told apart by all.

Contrast is that of WCAG 2.2 (relative luminance): at least 3:1 for what is drawn, 4.5:1 for text. What
a colour says is always said by a name, a shape or a dash too.
"""

from __future__ import annotations

from collections.abc import Sequence

PAPER = "#ffffff"
INK = "#1f2625"
QUIET = "#54595b"  # text beside the thing itself: units, ticks
RULE = "#d3d7d6"  # lines to rest the eye on; nothing is read from them
EDGE = "#54595b"  # between places, so that the lightest class is seen too

# Own places, each with one in every chart, in the plan's order: the green of the site first. Comparison places are all one calm grey.
OWN = ("#0f5a4f", "#b0480a", "#2f62b0", "#86296a", "#6b6414")
OTHER = "#7b8184"
TARGET = "#54595b"

# Light to dark, for classes of values from low to high. None lies where neither ink nor paper can be
# read on it, which is why they are listed and not mixed.
RAMPS = (
    ("#66a89b",),
    ("#e3efec", "#0f5a4f"),
    ("#e3efec", "#66a89b", "#0f5a4f"),
    ("#e3efec", "#94c5ba", "#2f7d70", "#0b473e"),
    ("#e3efec", "#aad2c9", "#66a89b", "#2f7d70", "#0f5a4f"),
    ("#e3efec", "#bcdcd5", "#90c3b8", "#66a89b", "#2f7d70", "#0f5a4f"),
)
HATCH = "#8a9092"


def own(place: int) -> str:
    """The colour of the own place with this number, from 0; after the last they begin again."""
    return OWN[place % len(OWN)]


def ramp(classes: int) -> tuple[str, ...]:
    """As many colours from light to dark, at most six: more cannot be told apart on a map."""
    return RAMPS[classes - 1]


def tint(colour: str, share: float) -> str:
    """The colour mixed with paper: `share` 1 is the colour itself, 0 is paper."""
    mixed = (1 - share * (1 - channel) for channel in _channels(colour))
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in mixed)


def contrast(one: str, other: str) -> float:
    """WCAG contrast, 1 to 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """WCAG relative luminance of "#rrggbb", 0 to 1."""
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def on(colour: str) -> str:
    """What to write with on this colour: ink or paper, whichever is seen better."""
    return max((INK, PAPER), key=lambda text: contrast(text, colour))


def _channels(colour: str) -> Sequence[float]:
    return [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
