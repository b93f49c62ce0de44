"""`answer`: any question that the pages answer, on the command line; the same finding, in the same words."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

import numpy as np
import typer
from django.conf import settings
from django.utils import timezone, translation
from django.utils.text import get_text_list
from django.utils.translation import gettext as _, gettext_lazy
from rich.console import Console

from kraftsamling.cli.tabling import tables
from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.outlook import outlook
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.status import words
from kraftsamling.evidence.indicators.study import trend
from kraftsamling.evidence.indicators.understanding import understood
from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.kernel.place import Place
from kraftsamling.reports.findings import plain
from kraftsamling.strategy.library import SIZES, Library, load
from kraftsamling.web.charts.periods import in_words
from kraftsamling.web.charts.words import capital
from kraftsamling.web.indicators.page import aims
from kraftsamling.web.indicators.places import own_places, usual_place
from kraftsamling.web.indicators.standing import in_one_sentence, lines, uneven
from kraftsamling.web.indicators.words import group_name, kind_of_place, number

YARDSTICK = gettext_lazy("Yardstick, %(place)s")

console = Console(highlight=False)
group = typer.Typer(help="Answers to questions, as the pages show them.", no_args_is_help=True)


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
        str,
        typer.Option(help="What was known on this day (2025-01-31) or moment (2025-01-31T14:30)."),
    ] = "",
    language: Annotated[str, typer.Option(help="sv or en.")] = "sv",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, for programs.")] = False,
) -> None:
    """How an indicator has developed in some places; exit code 1 where nothing is known of it."""
    library = load(settings.CONTENT_DIR / settings.PLAN)
    asked = library.indicators.called(code)
    question = Question(
        code,
        tuple(library.place_called(name).code for name in place or ())
        or tuple(place.code for place in library.places_of(asked)),
        first,
        last,
        _moment(as_of),
        language,
    )
    found = trend(understood(question, asked), asked)
    if as_json:
        typer.echo(json.dumps(plain(found), ensure_ascii=False, indent=1))
    else:
        with translation.override(language):
            _print(found, library, chosen=bool(place))
    if not _known(found).any():
        raise typer.Exit(1)


def _moment(text: str) -> date | None:
    """A day, or a moment where a time is said too. Raises `UnanswerableQuestion` for anything else."""
    try:
        if "T" not in text:
            return date.fromisoformat(text) if text else None
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UnanswerableQuestion(
            f"as_of={text} is no day. Write it as 2025-01-31, or with a time as 2025-01-31T14:30."
        ) from error
    return moment if timezone.is_aware(moment) else timezone.make_aware(moment)


def _known(found: Trend) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Of which places anything is known: a value, or a mark that says why there is none."""
    known: np.ndarray[tuple[int], np.dtype[np.bool_]] = (
        np.isfinite(found.table.values) | (found.marks != 0)
    ).any(axis=1)
    return known


def _print(found: Trend, library: Library, *, chosen: bool) -> None:
    """Everything that is known, in the order of the page; `chosen` where places were asked for."""
    asked = found.indicator
    console.print(
        f"[bold]{asked.name.in_language(translation.get_language())}[/bold], {found.unit}"
    )
    known = _known(found)
    shown = [row for row, there in enumerate(known) if there]
    if shown:
        for people in found.groups:
            _stand(found, library, people, chosen=chosen)
        _table(found, library, shown)
        for people in found.groups:
            _ahead(found, library, people, chosen=chosen)
    else:
        _say(_("Nothing is known yet for these places and this time."))
    for text in _absent(
        found, [p for p, there in zip(found.places, known, strict=True) if not there]
    ):
        _say(text)
    for caveat in found.caveats:
        _say(f"- {caveat}")
    for origin in found.origins:
        parts = (
            origin.producer,
            origin.title,
            origin.url,
            origin.licence,
            str(origin.accessed or ""),
        )
        _say(", ".join(filter(None, parts)), style="dim")


def _say(text: str, style: str = "") -> None:
    if text:
        console.print(text, markup=False, soft_wrap=True, style=style or None)


def _stand(found: Trend, library: Library, people: str, *, chosen: bool) -> None:
    """Where the places stand and which way it goes; the plan's own, where none were chosen."""
    own = {place.code for place in own_places(library)}
    told = lines(found, (p for p in found.places if chosen or p.code in own), people)
    named = group_name(people, library.figures).lower() if people else ""
    _say(in_one_sentence(told, named) or capital(named))
    for line in told:
        if line.value:
            way = f", {line.label}" if line.way else ""
            _say(f"{line.place}: {line.value} ({line.said}){way}")
    _say(uneven(told))


def _ahead(found: Trend, library: Library, people: str, *, chosen: bool) -> None:
    """The outlook and the aims of the places asked for, or of the one that the page begins with."""
    usual = usual_place(library, found.indicator)
    named = f"{capital(group_name(people, library.figures))}: " if people else ""
    for place in found.places:
        if not chosen and place.code != usual:
            continue
        past = getattr(found.question, "as_of", None) is not None
        around = library.gazetteer.around(place)
        ahead = None if past else outlook(found, place, people, around)
        if ahead is not None:
            _say(f"{named}{ahead.sentence}")
        for aim in aims(ahead, found.indicator, place, people, around):
            if ahead is None and aim.of:
                continue
            whose = f"{YARDSTICK % {'place': aim.of}}: " if aim.of else ""
            standing = f" ({aim.standing})" if aim.standing else ""
            said = f"{named}{whose}{aim.name}{standing}, {aim.adopted_by.rstrip('.')}."
            _say(f"{said} {aim.sentence}".rstrip())


def _table(found: Trend, library: Library, shown: list[int]) -> None:
    """A row per moment that has something, and a column per place that has."""
    heads = [_head(library, moment.period, moment.group) for moment in found.moments]
    columns = [
        (
            found.places[row].name.in_language(translation.get_language()),
            [_cell(found, row, n) for n in range(len(heads))],
        )
        for row in shown
    ]
    for table in tables(console, heads, columns):
        console.print(table)


def _absent(found: Trend, places: list[Place]) -> Iterator[str]:
    """Why places have no values: their kind never has, or nothing is known of this place and time."""
    question = found.question
    assert isinstance(question, Question)
    if not places or not found.origins:
        return
    whole = trend(replace(question, places=(), first="", last=""), found.indicator)
    levels = {
        place.level for place, there in zip(whole.places, _known(whole), strict=True) if there
    }
    kinds = [str(kind_of_place(level)) for level in SIZES if level and level in levels]
    has = get_text_list(kinds, _("and"))
    for place in places:
        name = place.name.in_language(translation.get_language())
        if place.level and place.level not in levels:
            yield _("%(place)s: this indicator has no values for %(kind)s, only for %(has)s.") % {
                "place": name,
                "kind": kind_of_place(place.level),
                "has": has,
            }
        else:
            yield _("%(place)s: no value is known for this time.") % {"place": name}


def _head(library: Library, period: str, people: str) -> str:
    named = group_name(people, library.figures).lower() if people else ""
    return f"{in_words(period)} {named}".rstrip()


def _cell(found: Trend, row: int, column: int) -> str:
    value = found.table.values[row, column]
    said = ", ".join(words(int(found.marks[row, column]), translation.get_language()))
    text = "" if math.isnan(value) else number(value, found.indicator)
    return f"{text} ({said})" if said else text
