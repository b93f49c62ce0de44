"""`answer`: any question that the pages answer, on the command line; the same finding."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console
from rich.table import Table

from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.status import words
from kraftsamling.evidence.indicators.study import trend
from kraftsamling.evidence.indicators.understanding import understood
from kraftsamling.reports.findings import plain
from kraftsamling.strategy.library import load

console = Console(highlight=False)
group = typer.Typer(help="Answers to questions, as the pages show them.", no_args_is_help=True)

# Spaces between two columns of a table.
GAP = 2


def add_to(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.add_typer(group, name="answer")


@group.command()
def indicator(
    code: Annotated[str, typer.Argument(help="The indicator's code, as in its address.")],
    place: Annotated[
        list[str] | None,
        typer.Option(help="A place by its code or name; the plan's own, where none is given."),
    ] = None,
    first: Annotated[str, typer.Option(help="First period, as 2015.")] = "",
    last: Annotated[str, typer.Option(help="Last period.")] = "",
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="What was known on this day.")
    ] = None,
    language: Annotated[str, typer.Option(help="sv or en.")] = "sv",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """How an indicator has developed in some places."""
    library = load(settings.CONTENT_DIR / settings.PLAN)
    asked = library.indicators.called(code)
    question = Question(
        code,
        tuple(library.place_called(name).code for name in place or ())
        or tuple(place.code for place in library.places_of(asked)),
        first,
        last,
        as_of.date() if as_of else None,
        language,
    )
    found = trend(understood(question, asked), asked)
    if as_json:
        typer.echo(json.dumps(plain(found), ensure_ascii=False, indent=1))
    else:
        _print(found, language)


def _print(found: Trend, language: str) -> None:
    console.print(f"[bold]{found.indicator.name.in_language(language)}[/bold], {found.unit}")
    for table in _tables(found, language):
        console.print(table)
    if not found.moments:
        console.print("Nothing is known yet for these places and this time.")
    for caveat in found.caveats:
        console.print(f"- {caveat}", markup=False, soft_wrap=True)
    for origin in found.origins:
        parts = (
            origin.producer,
            origin.title,
            origin.url,
            origin.licence,
            str(origin.accessed or ""),
        )
        console.print(", ".join(filter(None, parts)), markup=False, soft_wrap=True, style="dim")


def _tables(found: Trend, language: str) -> Iterator[Table]:
    """The values with a period on each row and a place in each column, in as many tables as it takes.

    A number is never cut: places that do not fit beside the others come in a table below.
    """
    if not found.moments:
        return
    heads = [_head(moment.period, moment.group) for moment in found.moments]
    columns = [
        (place.name.in_language(language), [_cell(found, row, n) for n in range(len(heads))])
        for row, place in enumerate(found.places)
    ]
    room = console.width - _narrowest(heads)
    widths = [_narrowest([name, *cells]) for name, cells in columns]
    for at in _fitting(widths, room):
        table = Table(box=None, padding=(0, GAP, 0, 0))
        table.add_column("", min_width=_narrowest(heads), overflow="fold")
        for n in at:
            table.add_column(columns[n][0], min_width=widths[n], overflow="fold", justify="right")
        for n, head in enumerate(heads):
            table.add_row(head, *(columns[place][1][n] for place in at))
        yield table


def _narrowest(texts: list[str]) -> int:
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


def _head(period: str, group: str) -> str:
    return f"{period} {group}" if group else period


def _cell(found: Trend, row: int, column: int) -> str:
    value = found.table.values[row, column]
    letters = words(int(found.marks[row, column]), "en")
    text = "" if math.isnan(value) else f"{value:.{found.indicator.decimals}f}"
    return f"{text} ({', '.join(letters)})" if letters else text
