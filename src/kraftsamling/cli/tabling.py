"""Tables in a terminal, never with a number cut: what does not fit beside the rest comes below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table

GAP = 2

Column = tuple[str, Sequence[str]]


def tables(console: Console, names: Sequence[str], columns: Sequence[Column]) -> Iterator[Table]:
    """A name on each row and a column for each (head, cells), in as many tables as it takes."""
    if not names:
        return
    named = min(max(map(len, names)), max(_narrowest(names), console.width // 3))
    # A cell is on one line; a head may take several.
    widths = [max(_narrowest([head]), *map(len, cells)) for head, cells in columns]
    for at in _fitting(widths, console.width - named):
        table = Table(box=None, padding=(0, GAP, 0, 0))
        table.add_column("", width=named, overflow="fold")
        for n in at:
            table.add_column(columns[n][0], width=widths[n], overflow="fold", justify="right")
        for n, name in enumerate(names):
            table.add_row(name, *(columns[column][1][n] for column in at))
        yield table


def _narrowest(texts: Sequence[str]) -> int:
    """How many characters wide a column of these must be for no word to be broken."""
    return max(len(word) for text in texts for word in text.split() or [""])


def _fitting(widths: list[int], room: int) -> Iterator[list[int]]:
    """The numbers of the columns in order, as many at a time as there is room for; never none."""
    now: list[int] = []
    for n, width in enumerate(widths):
        if now and sum(widths[k] + GAP for k in now) + width + GAP > room - GAP:
            yield now
            now = []
        now.append(n)
    yield now
