"""Evidence from official sources: `fetch`, `evidence add`, `evidence verify`, `evidence sources`."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer
from django.conf import settings
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from kraftsamling.cli.claims import check_after_new_data, content_stands
from kraftsamling.cli.counting import counted
from kraftsamling.evidence.fetching import add_file, askable, due, refresh
from kraftsamling.evidence.models import Check, Outcome
from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.http import Http
from kraftsamling.evidence.sources.schema import Dataset, Source
from kraftsamling.evidence.store import catalogue
from kraftsamling.evidence.told import BUSY, Told, causes
from kraftsamling.kernel.errors import KraftsamlingError, UnanswerableQuestion, WrongSetting

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
    accept: Annotated[
        bool,
        typer.Option(
            "--accept", help="Take a release that was refused because much of it is gone."
        ),
    ] = False,
) -> None:
    """Ask official sources for what is new. What we have stays when one of them fails."""
    _mirror()
    if accept and not dataset:
        raise UnanswerableQuestion(
            "--accept is for a release that somebody has looked at: name its source and its --dataset."
        )
    while True:
        before = content_stands()
        told = _fetch(_wanted(sources or [], dataset or [], only_due), accept=accept)
        if any(one.outcome == Outcome.NEW for one in told):
            check_after_new_data(before)
        if not every:
            break
        time.sleep(every * 60)
    failed = [one for one in told if one.outcome == Outcome.FAILED]
    if failed:
        raise FetchFailed(_failure(failed, len(told)))


def _failure(failed: list[Told], asked: int) -> str:
    """How many failed, and what is shown of them meanwhile."""
    kept = sum(bool(catalogue().current(one.dataset.table.name)) for one in failed)
    parts = [f"{len(failed)} of {counted(asked, 'dataset')} could not be refreshed."]
    if kept:
        parts.append(f"What we had of {kept} of them is still shown, with its age.")
    if kept < len(failed):
        parts.append(f"Of {len(failed) - kept} nothing has come yet, and nothing is shown.")
    return " ".join((*parts, "What to do stands above, at each cause."))


def _mirror() -> str:
    """The setting EVIDENCE_MIRROR. Raises `WrongSetting` where it is no address."""
    mirror: str = settings.EVIDENCE_MIRROR
    parts = urlsplit(mirror)
    if mirror and not (parts.scheme in ("http", "https") and parts.hostname):
        raise WrongSetting(
            f"EVIDENCE_MIRROR is “{mirror}”, which is no address. Write it as "
            "http://127.0.0.1:8080, or leave it out to ask the producers themselves."
        )
    return mirror


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


def _fetch(wanted: list[tuple[Source, Dataset]], *, accept: bool = False) -> list[Told]:
    if not wanted:
        console.print("Nothing is due.")
        return []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task, numbers = bar.add_task("", total=len(wanted)), count()

        def progress(source: Source, dataset: Dataset) -> None:
            bar.update(task, description=f"{source.code} {dataset.code}", completed=next(numbers))

        door = partial(_door, down=dict[str, str]())
        known = replace(catalogue(), accepts=accept)
        told = refresh(known, wanted, now=timezone.now, door=door, progress=progress)
    console.print(_closing(told))
    for cause in causes(told):
        console.print(f"\n{cause.line}", markup=False, soft_wrap=True)
    return told


def _door(source: Source, dataset: Dataset, down: dict[str, str] | None = None) -> Http:
    return Http(
        source.limits,
        name=f"{source.code}, {dataset.code}",
        mirror=_mirror(),
        parts=catalogue().folder / "parts" / source.code / dataset.code,
        down=down,
    )


def _closing(told: Iterable[Told]) -> Table:
    """How many datasets of each source were new, unchanged and failed; and busy, where any was."""
    by_source: dict[str, list[str]] = {}
    for one in told:
        by_source.setdefault(one.source.code, []).append(str(one.outcome))
    heads = [outcome.value for outcome in Outcome]
    heads += [BUSY] * any(BUSY in outcomes for outcomes in by_source.values())
    table = Table("source", *heads, box=None)
    for source, outcomes in by_source.items():
        counts = (outcomes.count(head) for head in heads)
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
    faults = [f"{label.source} {label.dataset}: {fault}" for label, fault in found if fault]
    well = len(found) - len(faults)
    faults += map(str, catalogue().snapshots.broken())
    console.print(f"{counted(well + len(faults), 'vintage')}, of which as they were: {well}.")
    if faults:
        raise EvidenceBroken("\n".join(faults))


@group.command()
def add(
    source: Annotated[str, typer.Argument(help="The source.")],
    dataset: Annotated[str, typer.Argument(help="Its dataset.")],
    file: Annotated[Path, typer.Argument(help="The producer's file, as it was downloaded.")],
    accept: Annotated[
        bool, typer.Option("--accept", help="Take it although much of what we have is gone.")
    ] = False,
) -> None:
    """Keep a file that was downloaded by hand, as if it had been fetched."""
    found = catalogue().registry.source(source)
    named = {one.code: one for one in found.datasets}
    if dataset not in named:
        raise UnanswerableQuestion(
            f"{source} has no dataset {dataset}. It has: {', '.join(sorted(named))}."
        )
    before = content_stands()
    known = replace(catalogue(), accepts=accept)
    label, new = add_file(known, found, named[dataset], file, timezone.now())
    said = "is kept" if new else "was here already"
    console.print(f"{source} {dataset}: the file {said} ({label.sha256[:12]}).")
    if new:
        check_after_new_data(before)


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
                _age(newest) if newest else "none",
                f"{counted((now - check.at).days, 'day')} ago" if check else "never",
                check.outcome if check else "",
            )
    console.print(table)


def _age(newest: Label) -> str:
    """The day of a vintage, or as much of it as is known; and that it came with the program."""
    told = str(newest.day or newest.origin.year)
    return f"{told} (starter)".strip() if newest.starter else told
