"""Versions as files: `version export`, and `version verify`, which needs no database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console
from rich.table import Table

from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.plan.models import Version
from kraftsamling.reports import version_file

console = Console(highlight=False)
group = typer.Typer(help="Versions of the plan as files.", no_args_is_help=True)


def add_to(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.add_typer(group, name="version")


@group.command()
def export(
    number: Annotated[int, typer.Argument(help="Number of the version.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="File to write.", dir_okay=False)
    ] = None,
    plan: Annotated[str, typer.Option(help="Short name of the plan.")] = settings.PLAN,
) -> None:
    """Write a version to a file that anybody can verify."""
    version = Version.objects.filter(plan__slug=plan, number=number).first()
    if version is None:
        known = Version.objects.filter(plan__slug=plan).order_by("number")
        numbers = ", ".join(str(n) for n in known.values_list("number", flat=True)) or "none"
        raise KraftsamlingError(
            f"The plan {plan} has no version {number}. Its versions: {numbers}."
        )
    path = output or Path(f"{plan}-version-{number}.json")
    try:
        path.write_bytes(version_file.export(version))
    except OSError as error:
        raise KraftsamlingError(
            f"{path} cannot be written: {error.strerror}. Choose another place with -o."
        ) from error
    console.print(f"{path}\nhash {version.hash}", soft_wrap=True)


@group.command()
def verify(
    file: Annotated[Path, typer.Argument(help="An exported version.")],
    published: Annotated[
        str, typer.Option("--hash", help="The hash on the version's page, to compare with.")
    ] = "",
) -> None:
    """Recompute every hash of an exported version; exit code 1 if any differs."""
    try:
        check = version_file.check(file.read_bytes())
    except OSError as error:
        raise KraftsamlingError(
            f"{file} cannot be read: {error.strerror}. Check the name."
        ) from error
    table = Table("part", "", "computed hash", box=None)
    for part in check.parts:
        table.add_row(part.name, "holds" if part.holds else "DIFFERS", part.computed or "missing")
    Console(highlight=False, width=120).print(table)
    if not check.holds:
        raise KraftsamlingError(
            f"The file has been changed: {', '.join(check.broken)} differ from what their hashes say. "
            "Do not rely on it; download it again from the page of the version."
        )
    if published and published.strip().lower() != check.hash:
        raise KraftsamlingError(
            "The file is whole, but it is not the version you asked about: its hash is "
            f"{check.hash}. Compare with the page of the version."
        )
    console.print(
        "The file is what it says it is."
        + (
            " It is the published version."
            if published
            else " Compare the hash of the whole with the one on the page of the version."
        )
    )
