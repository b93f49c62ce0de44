"""Processes that fetch without pause, to be killed or to crowd each other; and what must still hold.

Run by `tests/unit/test_kill_fetch.py` as a program of its own, in the manner of `tests.writers`:
`python -m tests.fetchers kill 25 7` and `python -m tests.fetchers crowd 3 8` end with one JSON line.
"""

from __future__ import annotations

import json
import mmap
import os
import random
import signal
import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from kraftsamling.evidence.catalogue import Catalogue  # noqa: E402
from kraftsamling.evidence.fetching import refresh  # noqa: E402
from kraftsamling.evidence.models import Outcome  # noqa: E402
from kraftsamling.evidence.snapshots import Label  # noqa: E402
from kraftsamling.evidence.sources.http import Http  # noqa: E402
from kraftsamling.evidence.sources.schema import Dataset, Source  # noqa: E402
from tests.producers import EUROSTAT, Issues, office  # noqa: E402
from tests.recorded import Recorded  # noqa: E402
from tests.writers import _in_child, done, forked  # noqa: E402

# What a fetcher is doing, and how many vintages it has finished: memory that outlives it.
RESTING, FETCHING, INGESTING = 0, 1, 2
memory = mmap.mmap(-1, 16)


class Watched(Catalogue):
    """A catalogue that says when it is reading and keeping what came."""

    def add(
        self, source: Source, dataset: Dataset, body: bytes, label: Label
    ) -> tuple[Label, bool]:
        memory[0] = INGESTING
        return super().add(source, dataset, body, label)


def known() -> Catalogue:
    made = office()
    return Watched(made.folder(Path(settings.DATA_DIR)), made.registry, made.places)


def finished() -> int:
    return int.from_bytes(memory[8:16], "big")


def fetch(url: str, times: int) -> None:
    """Ask so many times; each finished new vintage is counted."""
    catalogue = known()
    (pair,) = catalogue.registry.tables.values()
    for _ in range(times):
        memory[0] = FETCHING
        (told,) = refresh(
            catalogue,
            [pair],
            now=timezone.now,
            door=lambda source, dataset: Http(source.limits, name=dataset.code, mirror=url),
        )
        memory[0] = RESTING
        assert told.outcome != Outcome.FAILED, told.sentence
        if told.outcome == Outcome.NEW:
            memory[8:16] = (finished() + 1).to_bytes(8, "big")


def faults(at_least: int, at_most: int) -> int:
    """Everything that would show half a snapshot or half a table; how many there are."""
    catalogue = known()
    found = [fault for _label, fault in catalogue.verify() if fault]
    labels = list(catalogue.snapshots.every())
    if not at_least <= len(labels) <= at_most:
        found.append(f"{len(labels)} vintages; {at_least} were finished, {at_most} begun")
    for path in (catalogue.folder / "tables").rglob("[!.]*.parquet"):
        try:
            pq.read_table(path)
        except (OSError, pa.ArrowInvalid) as error:
            found.append(f"{path}: {error}")
    found += [f"{label} has no table" for label in labels if not _tabled(catalogue, label)]
    print("\n".join(found), file=sys.stderr)
    return len(found)


def _tabled(catalogue: Catalogue, label: Label) -> bool:
    (pair,) = catalogue.registry.tables.values()
    return catalogue.file(pair[1], label).exists()


def kill(times: int, seed: int) -> dict[str, Any]:
    """Kill a fetcher `times` times, by turns while it fetches and while it ingests."""
    chance, url = random.Random(seed), _served()
    middle = {FETCHING: 0, INGESTING: 0}
    for number in range(1, times + 1):
        wanted = (FETCHING, INGESTING)[number % 2]
        pid = forked(lambda: fetch(url, 10**6))
        while memory[0] != wanted:
            assert os.waitpid(pid, os.WNOHANG) == (0, 0), "the fetcher stopped by itself"
            time.sleep(0.0002)
        time.sleep(chance.random() * 0.01)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        if memory[0] in middle:
            middle[memory[0]] += 1
        memory[0] = RESTING
        ended, most = finished(), finished() + number
        assert _in_child(lambda: faults(ended, most)) == 0, f"after {number} kills"  # noqa: B023
    return {"kills": times, "fetching": middle[FETCHING], "ingesting": middle[INGESTING]}


def crowd(processes: int, times: int) -> dict[str, int]:
    """Let processes fetch the same dataset at the same time."""
    url = _served()
    pids = [forked(lambda: fetch(url, times)) for _ in range(processes)]
    failed = [pid for pid in pids if not done(pid)]
    assert not failed, f"{len(failed)} of {processes} fetchers failed"
    assert _in_child(lambda: faults(1, processes * times)) == 0
    return {"processes": processes, "failed": len(failed)}


def _served() -> str:
    """The address of a producer that publishes something new each time it has been read."""
    call_command("migrate", verbosity=0)
    django.db.connections.close_all()
    producer = Recorded({f"{EUROSTAT}/statistics/1.0/data/ll_gdp": Issues()})
    pid = forked(producer.server.serve_forever)
    served.append(pid)
    return producer.url


served: list[int] = []

if __name__ == "__main__":
    verb, first, second = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    try:
        print(json.dumps({"kill": kill, "crowd": crowd}[verb](first, second)))
    finally:
        for server in served:
            os.kill(server, signal.SIGKILL)
