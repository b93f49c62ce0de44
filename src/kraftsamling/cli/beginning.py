"""Beginning a plan of one's own: `init`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console

from kraftsamling.cli.counting import counted
from kraftsamling.kernel.words import Words
from kraftsamling.plan.beginning import Beginning, CannotBegin, begin

console = Console(highlight=False)
SLUG = re.compile(r"[a-z][a-z0-9-]*")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")


def add_to(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command()(init)


def init(
    folder: Annotated[Path, typer.Argument(help="Where content files are kept.")],
    slug: Annotated[str, typer.Option(help="The plan's short name, as in its address.")],
    title_sv: Annotated[str, typer.Option(help="Its title in Swedish.")],
    title_en: Annotated[str, typer.Option(help="Its title in English.")],
    region: Annotated[
        list[str], typer.Option(help="CODE=Name or CODE=Namn|Name; a NUTS code. Once per region.")
    ],
    board: Annotated[
        list[str],
        typer.Option(help="CODE=REGION=Name or CODE=REGION=Namn|Name. Once per board."),
    ],
    language: Annotated[Literal["sv", "en"], typer.Option(help="What it is written in.")] = "sv",
    currency: Annotated[str, typer.Option(help="What its money is counted in.")] = "SEK",
) -> None:
    """Begin a plan: content files for any regions and boards, ready to fill in."""
    beginning = Beginning(
        slug=_code(slug, SLUG, "--slug"),
        title=_both(title_sv, title_en, "--title-sv and --title-en"),
        regions=tuple(_region(text) for text in region),
        boards=tuple(_board(text) for text in board),
        language=language,
        currency=currency,
    )
    written = begin(folder.resolve(), beginning)
    console.print(f"{written}: {counted(len(list(written.iterdir())), 'file')}.", soft_wrap=True)
    console.print(
        "\nThey work as they are. Each file says what to fill in. Now:\n\n"
        f"  export CONTENT_DIR={folder.resolve()} PLAN={slug} DATA_DIR={Path.cwd() / slug}-data\n"
        "  kraftsamling start     # see it on http://127.0.0.1:8000\n"
        "  kraftsamling load      # each time you have changed the files\n",
        soft_wrap=True,
        markup=False,
    )


def _region(text: str) -> tuple[str, Words]:
    code, _, name = text.partition("=")
    return _code(code, CODE, "--region"), _names(name, f"--region {text}", "CODE=Name")


def _board(text: str) -> tuple[str, str, Words]:
    code, _, rest = text.partition("=")
    region, _, name = rest.partition("=")
    words = _names(name, f"--board {text}", "CODE=REGION=Name")
    return _code(code, CODE, "--board"), _code(region, CODE, "--board"), words


def _names(text: str, option: str, form: str) -> Words:
    """A name for both languages, or one for each with a bar between."""
    swedish, _, english = text.partition("|")
    if not swedish.strip():
        raise CannotBegin(f"{option}: the name is missing. Write it as {form}.")
    return _both(swedish, english.strip() or swedish, option)


def _both(swedish: str, english: str, option: str) -> Words:
    if not swedish.strip() or not english.strip():
        raise CannotBegin(f"{option}: a text is empty. Fill it in.")
    return Words(sv=swedish, en=english)


def _code(text: str, form: re.Pattern[str], option: str) -> str:
    if not form.fullmatch(text):
        letters = "small letters" if form is SLUG else "letters"
        raise CannotBegin(
            f"{option}: '{text}' cannot be a code. Use {letters} a to z, digits and hyphens."
        )
    return text
