"""Evidence from official sources: `fetch`, `evidence add`, `evidence verify`, `evidence sources`."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from kraftsamling.cli.claims import check_after_new_data
from kraftsamling.evidence.fetching import Told, add_file, askable, due, refresh
from kraftsamling.evidence.models import Check, Outcome
from kraftsamling.evidence.sources.http import Http
from kraftsamling.evidence.sources.schema import Dataset, Source
from kraftsamling.evidence.store import catalogue
from kraftsamling.kernel.errors import KraftsamlingError, UnanswerableQuestion

console = Console(highlight=False)
group = typer.Typer(help="The official statistics that the plan rests on.", no_args_is_help=True)


class FetchFailed(KraftsamlingError):
    """Some producers did not answer as agreed; what they said before is still shown."""


class EvidenceBroken(KraftsamlingError):
    """Some snapshots or tables are not what they were."""


def add_to(app: typer.Typer) -> None:
    """Add these commands to `app`."""
    app.command()(fetch)
    app.add_typer(group, name="evidence")


def fetch(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Sources to ask; every one, where none is named.")
    ] = None,
    dataset: Annotated[
        list[str] | None, typer.Option(help="Only these datasets of the sources.")
    ] = None,
    only_due: Annotated[
        bool, typer.Option("--due", help="Only what its rhythm says is due: for a scheduled job.")
    ] = False,
    every: Annotated[
        int, typer.Option(help="Go on, and look again after so many minutes.", min=0)
    ] = 0,
) -> None:
    """Ask official sources for what is new. What we have stays when one of them fails."""
    while True:
        told = _fetch(_wanted(sources or [], dataset or [], only_due))
        if any(one.outcome == Outcome.NEW for one in told):
            check_after_new_data()
        if not every:
            break
        time.sleep(every * 60)
    failed = [one for one in told if one.outcome == Outcome.FAILED]
    if failed:
        raise FetchFailed(
            f"{len(failed)} of {len(told)} datasets could not be refreshed; what we had is still "
            "shown, with its age. The table above says what to do about each."
        )


def _wanted(
    sources: list[str], datasets: list[str], only_due: bool
) -> list[tuple[Source, Dataset]]:
    known = catalogue()
    found = askable(known, *sources)
    if datasets:
        unknown = set(datasets) - {dataset.code for _source, dataset in found}
        if unknown:
            raise UnanswerableQuestion(
                f"No source asked for has a dataset {', '.join(sorted(unknown))}. "
                "They are listed by: kraftsamling evidence sources"
            )
        found = [pair for pair in found if pair[1].code in datasets]
    if only_due:
        waiting = {(s.code, d.code) for s, d in due(known, timezone.now())}
        found = [(s, d) for s, d in found if (s.code, d.code) in waiting]
    return found


def _fetch(wanted: list[tuple[Source, Dataset]]) -> list[Told]:
    if not wanted:
        console.print("Nothing is due.")
        return []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=len(wanted))

        def progress(source: Source, dataset: Dataset) -> None:
            bar.update(task, description=f"{source.code} {dataset.code}")

        told = []
        for pair in wanted:
            told += refresh(catalogue(), [pair], now=timezone.now, door=_door, progress=progress)
            bar.advance(task)
    console.print(_closing(told))
    for one in told:
        if one.sentence:
            console.print(
                f"\n{one.source.code} {one.dataset.code}: {one.sentence}",
                markup=False,
                soft_wrap=True,
            )
    return told


def _door(source: Source, dataset: Dataset) -> Http:
    return Http(
        source.limits,
        name=f"{source.code}, {dataset.code}",
        mirror=settings.EVIDENCE_MIRROR,
        parts=catalogue().folder / "parts" / source.code / dataset.code,
    )


def _closing(told: Iterable[Told]) -> Table:
    """How many datasets of each source were new, unchanged and failed."""
    table = Table("source", *(outcome.value for outcome in Outcome), box=None)
    by_source: dict[str, list[Outcome]] = {}
    for one in told:
        by_source.setdefault(one.source.code, []).append(one.outcome)
    for source, outcomes in by_source.items():
        counts = (outcomes.count(outcome) for outcome in Outcome)
        table.add_row(source, *(str(count) if count else "" for count in counts))
    return table


@group.command()
def verify() -> None:
    """Hash every snapshot anew and make every table anew; exit code 1 if anything differs."""
    with Progress(
        TextColumn("{task.description}"), BarColumn(), console=console, transient=True
    ) as bar:
        task = bar.add_task("verifying", total=None)
        found = list(
            catalogue().verify(lambda done, all_: bar.update(task, completed=done, total=all_))
        )
    faults = [(label, fault) for label, fault in found if fault]
    console.print(f"{len(found)} vintages, {len(found) - len(faults)} are what they were.")
    if faults:
        raise EvidenceBroken(
            "\n".join(f"{label.source} {label.dataset}: {fault}" for label, fault in faults)
        )


@group.command()
def add(
    source: Annotated[str, typer.Argument(help="The source.")],
    dataset: Annotated[str, typer.Argument(help="Its dataset.")],
    file: Annotated[Path, typer.Argument(help="The producer's file, as it was downloaded.")],
) -> None:
    """Keep a file that was downloaded by hand, as if it had been fetched."""
    found = catalogue().registry.source(source)
    named = {one.code: one for one in found.datasets}
    if dataset not in named:
        raise UnanswerableQuestion(
            f"{source} has no dataset {dataset}. It has: {', '.join(sorted(named))}."
        )
    label, new = add_file(catalogue(), found, named[dataset], file, timezone.now())
    said = "is kept" if new else "was here already"
    console.print(f"{source} {dataset}: the file {said} ({label.sha256[:12]}).")
    if new:
        check_after_new_data()


@group.command()
def sources() -> None:
    """Every source and dataset: how many vintages, when it was last asked, and how that went."""
    known, now = catalogue(), timezone.now()
    checks = {(check.source, check.dataset): check for check in Check.objects.all()}
    table = Table("source", "dataset", "vintages", "newest", "asked", "", box=None)
    for source in known.registry.sources.values():
        for dataset in source.datasets:
            vintages = known.vintages(dataset.table.name)
            newest = vintages[-1].label if vintages else None
            check = checks.get((source.code, dataset.code))
            table.add_row(
                source.code,
                dataset.code,
                str(len(vintages)),
                ("starter" if newest.starter else f"{newest.kept:%Y-%m-%d}") if newest else "none",
                f"{(now - check.at).days} days ago" if check else "never",
                check.outcome if check else "",
            )
    console.print(table)
