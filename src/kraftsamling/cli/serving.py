"""Getting a plan up and running: `migrate`, `load`, `serve`, `start`."""

from __future__ import annotations

from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command
from rich.console import Console
from rich.table import Table

from kraftsamling.cli.checking import refuse_misconfigured
from kraftsamling.plan.examples import example_signins
from kraftsamling.plan.starter import load_practice, load_starter

console = Console(highlight=False)


def add_to(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command()(migrate)
    app.command()(load)
    app.command()(serve)
    app.command()(start)


def migrate() -> None:
    """Bring the database to the shape this version needs."""
    call_command("migrate", verbosity=0)


def load() -> None:
    """Load the starter content: what is new is added, what people have changed stays."""
    loaded = load_starter(settings.PLAN)
    if settings.EXAMPLE_SIGNINS:
        load_practice(settings.PLAN)
    console.print(
        f"{settings.PLAN}: {loaded.actors} new actors, {loaded.calls} calls, "
        f"{loaded.actions} actions."
    )


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(help="Server processes.")] = 1,
) -> None:
    """Serve the pages."""
    from granian.constants import Interfaces
    from granian.server import Server

    refuse_misconfigured()
    Server(
        "kraftsamling.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=2,
        log_enabled=False,
    ).serve()


def start(
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
) -> None:
    """Migrate, load, print where to look and how to sign in, and serve."""
    migrate()
    load()
    call_command("collectstatic", interactive=False, verbosity=0)
    console.print(f"\nKraftsamling: [bold]http://127.0.0.1:{port}[/bold]\n")
    examples = example_signins()
    if examples:
        table = Table("example sign-in", "e-mail", "password", box=None)
        for example in examples:
            table.add_row(example.role, example.email, example.password)
        console.print(table)
        console.print(
            "\nThese work on this machine only, in the practice plan. "
            "EXAMPLE_SIGNINS=off takes them away.\n"
        )
    serve(port=port)
