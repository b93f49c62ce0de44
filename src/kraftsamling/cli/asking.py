"""`answer <priority> <question>`: every question of every slice, on the command line; the same finding.

The options of a command are the fields of its question, so a new question needs nothing here.
"""

from __future__ import annotations

import inspect
import json
import math
from collections.abc import Callable
from dataclasses import MISSING, Field, fields
from typing import Annotated, Any

import typer
from django.conf import settings
from django.utils import translation
from rich.console import Console

from kraftsamling.cli.answering import group
from kraftsamling.cli.tabling import tables
from kraftsamling.priorities.asking import LANGUAGE, Kind, Slice, read
from kraftsamling.priorities.findings import Answer
from kraftsamling.priorities.registry import SLICES
from kraftsamling.reports.answers import plain
from kraftsamling.strategy.library import load
from kraftsamling.web.charts.words import number

console = Console(highlight=False)
HELP = {
    "place": "A place by its code or name; the whole area of the plan, where none is given.",
    "industry": "An industry by its code in the table.",
    "among": "A part of all industries, such as making or services; the first, where none is given.",
    "year": "A year of the table; the newest, where none is given.",
    "shown": "How many rows.",
    "share": "How much falls away, in per cent.",
    "falls": "What falls away, such as market:DEU:30, supplier:CHN:100 or industry:c12:50.",
}


def add_to(app: typer.Typer) -> None:  # noqa: ARG001
    """Add a group of commands for each slice to `answer`, which is in `app` already."""
    for slice_ in SLICES:
        asked = typer.Typer(help=slice_.tells.en, no_args_is_help=True)
        for kind in slice_.kinds:
            asked.command(kind.code, help=f"{kind.name.en} {kind.tells.en}")(_command(slice_, kind))
        group.add_typer(asked, name=slice_.code)


def _command(slice_: Slice, kind: Kind) -> Callable[..., None]:
    def run(**said: Any) -> None:
        as_json = said.pop("as_json")
        language = said.pop(LANGUAGE)
        if language not in ("sv", "en"):
            raise typer.BadParameter(
                f"{language} is not known. Write sv or en.", param_hint="language"
            )
        library = load(settings.CONTENT_DIR / settings.PLAN)
        said["place"] = said["place"] or library.places[-2].code
        texts = {
            name: [str(text) for text in (value if isinstance(value, list) else [value])]
            for name, value in said.items()
            if value is not None
        }
        question = read(kind.question, texts, language)
        found = kind.answer(question, library)
        if as_json:
            typer.echo(json.dumps(plain(found, slice_, kind), ensure_ascii=False, indent=1))
        else:
            _print(found, kind, language)

    run.__signature__ = inspect.Signature(list(map(_option, _asked(kind))))  # type: ignore[attr-defined]
    run.__annotations__ = {p.name: p.annotation for p in run.__signature__.parameters.values()}  # type: ignore[attr-defined]
    return run


def _asked(kind: Kind) -> list[tuple[str, Any, Any, str]]:
    """Name, type, default and help of each option."""
    own = [
        (field.name, *_typed(field), HELP[field.name])
        for field in fields(kind.question)
        if field.name != LANGUAGE
    ]
    return [
        *own,
        (LANGUAGE, str, "sv", "sv or en."),
        ("as_json", bool, False, "As JSON, for programs."),
    ]


def _typed(field: Field[Any]) -> tuple[Any, Any]:
    if field.default is MISSING:
        return str, ""
    if isinstance(field.default, tuple):
        return list[str] | None, None
    return type(field.default), field.default


def _option(asked: tuple[str, Any, Any, str]) -> inspect.Parameter:
    name, kind, default, told = asked
    flag = {"as_json": "--json", "falls": "--falls"}.get(name, f"--{name}")
    return inspect.Parameter(
        name,
        inspect.Parameter.KEYWORD_ONLY,
        default=default,
        annotation=Annotated[kind, typer.Option(flag, help=told)],
    )


def _print(found: Answer, kind: Kind, language: str) -> None:
    console.print(f"[bold]{kind.name.in_language(language)}[/bold]")
    if found.sentence:
        console.print(found.sentence, markup=False, soft_wrap=True)
    for part, rows in found.parts:
        if part:
            console.print(f"\n[bold]{found.groups[part].in_language(language)}[/bold]")
        named = (found.names[str(found.table.rows[n])].in_language(language) for n in rows)
        columns = [_column(found, n, rows, language) for n in range(len(found.table.columns))]
        for table in tables(console, list(named), columns):
            console.print(table)
    for row, note in found.notes.items():
        console.print(
            f"{found.names[row].in_language(language)}: {note}", markup=False, soft_wrap=True
        )
    for caveat in found.caveats:
        console.print(f"- {caveat}", markup=False, soft_wrap=True)
    for origin in found.origins:
        parts = (origin.producer, origin.title, origin.url, origin.licence)
        console.print(", ".join(filter(None, parts)), markup=False, soft_wrap=True, style="dim")


def _column(found: Answer, at: int, rows: list[int], language: str) -> tuple[str, list[str]]:
    """The head of a column, and its cells in some rows with their bands."""
    head = found.heads[str(found.table.columns[at])]
    name = f"{head.name.in_language(language)}, {head.unit.in_language(language)}"
    values, low, high = found.table.values, found.low, found.high
    with translation.override(language):
        return name, [_cell(values[n, at], low[n, at], high[n, at], head.decimals) for n in rows]


def _cell(value: float, low: float, high: float, decimals: int) -> str:
    if math.isnan(value):
        return ""
    text, *edges = (number(one, decimals) for one in (value, low, high))
    spread = not math.isnan(low) and edges[0] != edges[1]
    return f"{text} ({edges[0]}–{edges[1]})" if spread else text
