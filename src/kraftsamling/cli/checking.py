"""Looking at the settings: `check`."""

from __future__ import annotations

import typer
from django.core import checks
from rich.console import Console

from kraftsamling.kernel.errors import KraftsamlingError

console = Console(highlight=False, soft_wrap=True, markup=False)


class Misconfigured(KraftsamlingError):
    """The settings must be mended before anything is served."""


def add_to(app: typer.Typer) -> None:
    """Add this command to `app`."""
    app.command()(check)


def check() -> None:
    """Tell what is wrong with the settings, and how to mend it; exit code 1 if something must be."""
    refuse_misconfigured()
    console.print("The settings are in order.")


def refuse_misconfigured() -> None:
    """Print every caution; raise `Misconfigured` if the settings would put people at risk."""
    found = checks.run_checks()
    faults = [message for message in found if message.level >= checks.ERROR]
    for message in found:
        if checks.WARNING <= message.level < checks.ERROR:
            console.print(_sentence(message))
    if faults:
        raise Misconfigured("\n".join(map(_sentence, faults)))


def _sentence(message: checks.CheckMessage) -> str:
    return f"{message.msg} {message.hint or ''} ({message.id})"
