"""`kraftsamling`: every command, and errors told in words."""

from __future__ import annotations

import os
import sys

import typer
from rich.console import Console

app = typer.Typer(
    help="One joint plan, decided by several boards and followed up in the open.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def run() -> None:
    """Run the command line; a `KraftsamlingError` becomes a sentence and exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kraftsamling.config.settings")
    import django

    django.setup()

    from kraftsamling.cli import audit, checking, people, reminding, serving
    from kraftsamling.kernel.errors import KraftsamlingError

    for group in (serving, people, audit, checking, reminding):
        group.add_to(app)
    try:
        app()
    except KraftsamlingError as error:
        errors.print(str(error), style="red")
        sys.exit(1)
