"""Asking producers for what is new: fetch, read, check, keep; and the last good copy always stays."""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from kraftsamling.evidence.catalogue import Catalogue
from kraftsamling.evidence.models import Check, Outcome
from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.http import Http
from kraftsamling.evidence.sources.registry import fetcher
from kraftsamling.evidence.sources.schema import Dataset, Rhythm, Source
from kraftsamling.evidence.told import BUSY, Told, causes
from kraftsamling.kernel.errors import KraftsamlingError, UnusableData
from kraftsamling.kernel.files import write_whole
from kraftsamling.kernel.origin import Origin

log = logging.getLogger("kraftsamling.evidence")

RHYTHMS: dict[Rhythm, timedelta] = {
    "daily": timedelta(days=1),
    "weekly": timedelta(days=7),
    "monthly": timedelta(days=30),
    "quarterly": timedelta(days=91),
    "yearly": timedelta(days=365),
}
# A dataset that failed is asked for again after this long, whatever its rhythm.
AGAIN = timedelta(hours=6)

Progress = Callable[[Source, Dataset], None]
Open = Callable[[Source, Dataset], Http]


class Busy(KraftsamlingError):
    """Another process is asking for the same dataset."""


def due(catalogue: Catalogue, now: datetime) -> list[tuple[Source, Dataset]]:
    """The datasets whose rhythm says that they should be asked for now, or that failed a while ago."""
    checks = {(check.source, check.dataset): check for check in Check.objects.all()}
    found = []
    for source, dataset in askable(catalogue):
        check = checks.get((source.code, dataset.code))
        rest = RHYTHMS[dataset.rhythm or source.rhythm]
        if check and check.outcome == Outcome.FAILED:
            rest = AGAIN
        if check is None or now - check.at >= rest:
            found.append((source, dataset))
    return found


def askable(catalogue: Catalogue, *sources: str) -> list[tuple[Source, Dataset]]:
    """The datasets of these sources that can be asked for.

    Where no source is named, of all; but some wait until theirs is.
    """
    named = [catalogue.registry.source(code) for code in sources]
    return [
        (source, dataset)
        for source in named or catalogue.registry.sources.values()
        if fetcher(source)
        for dataset in source.datasets
        if named or not dataset.only_named
    ]


def refresh(
    catalogue: Catalogue,
    wanted: Iterable[tuple[Source, Dataset]],
    *,
    now: Callable[[], datetime],
    door: Open,
    progress: Progress = lambda _source, _dataset: None,
) -> list[Told]:
    """Ask for each dataset in turn; one that fails is told of and stops no other.

    What failed is for the caller to tell; it is logged too, as information, a line for each cause.
    """
    told = []
    for source, dataset in wanted:
        progress(source, dataset)
        told.append(_told(catalogue, source, dataset, now, door))
    for cause in causes(one for one in told if one.outcome == Outcome.FAILED):
        log.info("%s", cause.line)
    return told


def add_file(
    catalogue: Catalogue, source: Source, dataset: Dataset, path: Path, now: datetime
) -> tuple[Label, bool]:
    """Keep a producer's file that somebody downloaded by hand: its label, and whether it is new.

    It is read and checked as an answer would be. Raises `UnusableData`, and keeps nothing, where it is
    not what `dataset` says; also where there is no such file.
    """
    try:
        body = path.read_bytes()
    except OSError as error:
        raise UnusableData(f"The file {path} cannot be read ({error.strerror}).") from error
    with _alone(catalogue.folder, source, dataset):
        label = _label(source, dataset, Fetched(body, dataset.url), now)
        label, new = catalogue.add(source, dataset, body, label)
    _noted(Told(source, dataset, Outcome.NEW if new else Outcome.UNCHANGED), now)
    return label, new


def _told(
    catalogue: Catalogue,
    source: Source,
    dataset: Dataset,
    now: Callable[[], datetime],
    door: Open,
) -> Told:
    try:
        with _alone(catalogue.folder, source, dataset):
            new, fetched = _refreshed(catalogue, source, dataset, now(), door(source, dataset))
    except Busy as error:
        return Told(source, dataset, BUSY, str(error))
    except KraftsamlingError as error:
        return _noted(Told(source, dataset, Outcome.FAILED, str(error)), now())
    except Exception as error:
        log.exception("%s %s: nobody foresaw this", source.code, dataset.code)
        sentence = f"{source.code}, {dataset.code}: {_unforeseen(error)}"
        return _noted(Told(source, dataset, Outcome.FAILED, sentence), now())
    outcome = Outcome.NEW if new else Outcome.UNCHANGED
    return _noted(Told(source, dataset, outcome), now(), fetched)


def _unforeseen(error: Exception) -> str:
    """What to do about an error that nobody foresaw, whose traceback has been logged."""
    happened = f"{type(error).__name__}: {error}".removesuffix(": ")
    if isinstance(error, OSError):
        return (
            f"this machine could not read or write what it had to ({happened}). See that there is room "
            "in DATA_DIR and that it may be written to, and run kraftsamling fetch again."
        )
    return (
        f"the program has a fault and could not handle what came ({happened}). Report it with what "
        "the log says; asking again will hardly help before it has been mended."
    )


def _refreshed(
    catalogue: Catalogue, source: Source, dataset: Dataset, now: datetime, http: Http
) -> tuple[bool, Fetched | None]:
    """Whether there was something new, which has been kept, and what came where anything did."""
    fetch = fetcher(source)
    assert fetch is not None
    with http:
        fetched = fetch(dataset, http, _last(catalogue, source, dataset))
    refused = catalogue.folder / "refused" / source.code / dataset.code
    if fetched is None:
        refused.unlink(missing_ok=True)
        return False, None
    try:
        label = _label(source, dataset, fetched, now)
        new = catalogue.add(source, dataset, fetched.body, label)[1]
    except UnusableData as error:
        write_whole(refused, fetched.body)
        raise UnusableData(f"{error}\nWhat came is kept in {refused}.") from error
    refused.unlink(missing_ok=True)
    return new, fetched


def _last(catalogue: Catalogue, source: Source, dataset: Dataset) -> Label | None:
    """The newest vintage that came of this very question, with what the producer last called it.

    After the question has changed everything is asked for anew, whatever the producer says has not.
    """
    last = catalogue.snapshots.latest(source.code, dataset.code)
    if last is None or last.asked != _asked(dataset):
        return None
    check = Check.objects.filter(source=source.code, dataset=dataset.code).first()
    if check and (check.etag or check.modified):
        return replace(last, etag=check.etag, modified=check.modified)
    return last


def _asked(dataset: Dataset) -> str:
    said = json.dumps(dataset.request, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _label(source: Source, dataset: Dataset, fetched: Fetched, now: datetime) -> Label:
    origin = Origin(
        source.producer,
        dataset.title.sv,
        fetched.url,
        source.licence,
        now.date(),
        fetched.published,
    )
    return Label(
        source.code,
        dataset.code,
        "",
        now,
        (origin,),
        fetched.etag,
        fetched.modified,
        asked=_asked(dataset),
    )


def _noted(told: Told, now: datetime, fetched: Fetched | None = None) -> Told:
    failed = told.outcome == Outcome.FAILED
    source, dataset = told.source.code, told.dataset.code
    before = Check.objects.filter(source=source, dataset=dataset).first()
    since = (before and before.failing_since) or now
    Check.objects.update_or_create(
        source=source,
        dataset=dataset,
        defaults={
            "at": now,
            "outcome": told.outcome,
            "sentence": told.sentence,
            "failing_since": since if failed else None,
        }
        | ({"etag": fetched.etag, "modified": fetched.modified} if fetched else {}),
    )
    return told


@contextmanager
def _alone(folder: Path, source: Source, dataset: Dataset) -> Iterator[None]:
    """One process at a time for each dataset; the lock is gone with the process, however it ends."""
    path = folder / "locks" / f"{source.code}-{dataset.code}"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Busy("Another process is asking for it right now.") from error
        yield
