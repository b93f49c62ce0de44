"""`kraftsamling`: every command, and errors told in words."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

import typer
from rich.console import Console

app = typer.Typer(
    help="One joint plan, decided by several boards and followed up in the open.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
errors = Console(stderr=True, highlight=False)


def run() -> None:
    """Run the command line; a `KraftsamlingError` becomes a sentence and exit code 1 (2: a wrong setting)."""
    try:
        _run()
    except KeyboardInterrupt:
        sys.exit(130)


def _run() -> None:
    _set_up()
    from django.db import OperationalError

    from kraftsamling.cli import (
        answering,
        asking,
        audit,
        beginning,
        checking,
        claims,
        evidence,
        people,
        reminding,
        serving,
        versions,
    )
    from kraftsamling.kernel.errors import KraftsamlingError, WrongSetting

    for group in (
        serving,
        beginning,
        people,
        audit,
        checking,
        reminding,
        versions,
        evidence,
        answering,
        asking,
        claims,
    ):
        group.add_to(app)
    try:
        app()
    except WrongSetting as error:
        _tell(str(error), code=2)
    except KraftsamlingError as error:
        _tell(str(error))
    except OperationalError as error:
        _tell(
            f"The database cannot be used: {str(error).strip()}. Check DATABASE_URL (or DATA_DIR), "
            "and bring the database up to date with: kraftsamling migrate"
        )


def _set_up() -> None:
    """Read the settings. A fault in them is told like any other."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraftsamling.config.settings")
    import django
    from environs import EnvError

    try:
        django.setup()
    except EnvError as error:
        sentence = str(error).rstrip(".")
        _tell(f"{sentence}. Correct the setting in the environment, or leave it out.")
    except OSError as error:
        _tell(
            f"The data folder cannot be used ({error}). "
            "Choose one you may write in: DATA_DIR=/some/folder"
        )


def _tell(sentence: str, *, code: int = 1) -> NoReturn:
    errors.print(sentence, style="red", markup=False, soft_wrap=True)
    sys.exit(code)
