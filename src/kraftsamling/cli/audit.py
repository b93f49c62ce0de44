"""Checking the audit trail: `audit verify`, `audit export`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from kraftsamling.accounts import audit, export
from kraftsamling.accounts.audit import Verification
from kraftsamling.accounts.models import Event

console = Console(highlight=False, soft_wrap=True, markup=False)
EVERY = 500


def add_to(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    group = typer.Typer(help="Check or export the audit trail.", no_args_is_help=True)
    group.command()(verify)
    group.command("export")(to_file)
    app.add_typer(group, name="audit")


def verify(
    file: Annotated[
        Path | None, typer.Option(help="Check this exported file; no database is asked.")
    ] = None,
    head: Annotated[
        str, typer.Option(help="A head hash published earlier: say whether the chain has it.")
    ] = "",
) -> None:
    """Recompute every hash and name the first broken link; exit code 1 if there is one."""
    sought = head.strip().lower()
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), transient=True
    ) as bar:
        task = bar.add_task("Events", total=None if file else Event.objects.count())

        def progress(number: int) -> None:
            if number % EVERY == 0:
                bar.update(task, completed=number)

        if file:
            found = audit.walk(export.events(file), sought=sought, progress=progress)
        else:
            found = audit.verify(sought=sought, progress=progress)
    if not (_told(found) & (not sought or _told_of_head(found, sought))):
        raise typer.Exit(1)


def to_file(
    file: Annotated[Path, typer.Argument(help="Where to write; one event a line.")],
) -> None:
    """Write the whole trail to a file that anybody can check with 'audit verify --file'."""
    partial = file.with_name(f".{file.name}.part")
    count = 0
    with partial.open("w", encoding="utf-8") as out:
        for line in export.lines():
            out.write(f"{line}\n")
            count += 1
        out.flush()
        os.fsync(out.fileno())
    partial.replace(file)
    console.print(f"{count} events in {file}.")


def _told(found: Verification) -> bool:
    """Say whether the chain holds."""
    if found.unbroken:
        console.print(f"The chain is unbroken: {found.events} events.")
        console.print(f"Head: {found.head}")
        return True
    console.print(f"The chain is broken at event {found.broken_at}: {found.reason}.", style="red")
    console.print(f"The {found.events} events before it hold. The last hash that holds:")
    console.print(found.head)
    return False


def _told_of_head(found: Verification, sought: str) -> bool:
    """Say whether a head published earlier is part of this chain."""
    if found.sought_at is not None:
        console.print(f"The published head is event {found.sought_at} of this chain.")
        return True
    console.print(
        f"The published head {sought} is not among the events that hold: the trail has been cut off "
        "or rewritten since it was published, or the hash was copied wrongly.",
        style="red",
    )
    return False
