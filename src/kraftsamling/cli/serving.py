"""Getting a plan up and running: `migrate`, `load`, `serve`, `start`."""

from __future__ import annotations

import socket
from contextlib import closing
from typing import Annotated

import typer
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console
from rich.table import Table

from kraftsamling.accounts.models import User
from kraftsamling.cli.checking import refuse_misconfigured
from kraftsamling.cli.claims import check_after_new_data, content_stands
from kraftsamling.cli.static import collect_static
from kraftsamling.evidence.indicators.study import let_go
from kraftsamling.evidence.store import load_starters
from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.plan.examples import example_signins
from kraftsamling.plan.models import Plan
from kraftsamling.plan.starter import load_practice, load_starter

console = Console(highlight=False)

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]


class CannotServe(KraftsamlingError):
    """The server cannot begin; the message says what to do first."""


def add_to(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command()(migrate)
    app.command()(load)
    app.command()(serve)
    app.command()(start)


def migrate() -> None:
    """Bring the database to the shape this version needs."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0)


def load() -> None:
    """Load the starter content: what is new is added, what people have changed stays."""
    before = content_stands()
    with transaction.atomic():
        loaded = load_starter(settings.PLAN)
        if settings.EXAMPLE_SIGNINS:
            load_practice(settings.PLAN)
        # Last: table files do not go away again when the rest turns out to have a fault.
        vintages = load_starters()
    console.print(
        f"{settings.PLAN}: {loaded.actors} new actors, {loaded.calls} calls, "
        f"{loaded.actions} actions, {vintages} tables of figures."
    )
    if vintages:
        check_after_new_data(before)


def serve(
    host: Host = "127.0.0.1",
    port: Port = 8000,
    workers: Annotated[int, typer.Option(help="Server processes.", min=1)] = 1,
) -> None:
    """Serve the pages."""
    _check_port(host, port)
    _check_content()
    collect_static()
    _serve(host, port, workers)


def start(port: Port = 8000) -> None:
    """Migrate, load, print where to look and how to sign in, and serve."""
    _check_port("127.0.0.1", port)
    migrate()
    load()
    collect_static()
    console.print(f"\nKraftsamling: [bold]http://127.0.0.1:{port}[/bold]\n")
    _print_examples()
    _serve("127.0.0.1", port, 1)


def _serve(host: str, port: int, workers: int) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    refuse_misconfigured()
    # The server's processes open connections and engines of their own.
    connection.close()
    let_go()
    Server(
        "kraftsamling.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=2,
        log_level=LogLevels.error,
    ).serve()


def _print_examples() -> None:
    examples = example_signins()
    if not examples:
        if not User.objects.exists():
            console.print(
                "Nobody can sign in yet. Make the first administrator, in another window:\n"
                '  kraftsamling people add you@example.org "Your Name" --role administrator\n',
                soft_wrap=True,
            )
        return
    table = Table("example sign-in", "e-mail", "password", box=None)
    for example in examples:
        table.add_row(example.role, example.email, example.password)
    console.print(table)
    console.print(
        "\nThese work on this machine only, in the practice plan. "
        "EXAMPLE_SIGNINS=off takes them away.\n",
        soft_wrap=True,
    )


def _check_port(host: str, port: int) -> None:
    if _free(host, port):
        return
    other = next((p for p in range(port + 1, min(port + 100, 65536)) if _free(host, p)), port + 1)
    raise CannotServe(
        f"Port {port} on {host} cannot be used: something else listens there, or this user may not. "
        f"Take another: make start PORT={other}  (or: kraftsamling start --port {other})"
    )


def _free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with closing(socket.socket(family)) as probe:
        # As the server does, so that a port that was just left is not taken for one in use.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _check_content() -> None:
    """A fault in a content file is told here, not to a visitor."""
    try:
        plans = list(Plan.objects.all())
    except DatabaseError as error:
        raise CannotServe(
            "The database is not ready. Run: kraftsamling migrate && kraftsamling load"
        ) from error
    if not plans:
        raise CannotServe("There is no plan yet. Run: kraftsamling load")
    for plan in plans:
        assert plan.library
