"""`kraftsamling fetch` and `kraftsamling evidence`: what is new is kept, and nothing is ever lost."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from kraftsamling.cli import evidence as commands
from kraftsamling.cli.evidence import EvidenceBroken, FetchFailed, fetch
from kraftsamling.cli.main import run
from kraftsamling.evidence import fetching
from kraftsamling.evidence.catalogue import Catalogue
from kraftsamling.evidence.fetching import due
from kraftsamling.evidence.models import Check, Outcome
from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.schema import Dataset, Source
from kraftsamling.evidence.told import Told, causes
from kraftsamling.kernel.errors import UnanswerableQuestion, UnusableData
from kraftsamling.kernel.origin import Origin
from kraftsamling.plan.models import Plan
from kraftsamling.web.views import sources as pages
from tests.producers import EUROSTAT, Issues, office
from tests.recorded import Asked, Recorded, Reply
from tests.recordings import littleland

TABLE = "littleland_employed"
DATA = f"{EUROSTAT}/statistics/1.0/data/ll_gdp"


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Catalogue:
    """The catalogue that the commands and the pages use: one source, nothing fetched."""
    found = office().catalogue(tmp_path)
    for module in (commands, pages):
        monkeypatch.setattr(module, "catalogue", lambda: found)
    return found


@pytest.fixture
def producer(known: Catalogue, settings: LazySettings, db: None) -> Iterator[Recorded]:
    """Eurostat on loopback, where nothing is new after the first time."""
    with Recorded({DATA: Issues(still=True)}) as server:
        settings.EVIDENCE_MIRROR = server.url
        yield server


def tree(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file, with its bytes and when it was written; locks are not evidence."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and "locks" not in path.parts
    }


def fetched(*, only_due: bool = False, dataset: list[str] | None = None) -> None:
    fetch([], dataset, only_due=only_due, every=0)


def verified() -> list[str]:
    try:
        commands.verify()
    except EvidenceBroken as error:
        return str(error).splitlines()
    return []


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """Let the clock of fetching stand so much later."""
    now: Callable[[], datetime] = timezone.now
    moment = now() + by
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def test_it_fills_the_tables(
    known: Catalogue, producer: Recorded, capsys: pytest.CaptureFixture[str]
) -> None:
    fetched()

    (vintage,) = known.vintages(TABLE)
    assert vintage.label.origin.producer == "Eurostat"
    assert "eurostat  1" in capsys.readouterr().out
    assert Check.objects.get().outcome == Outcome.NEW
    assert verified() == []


def test_it_downloads_and_writes_nothing_when_nothing_is_new(
    known: Catalogue, producer: Recorded, capsys: pytest.CaptureFixture[str]
) -> None:
    fetched()
    before, asked = tree(known.folder), len(producer.asked)
    capsys.readouterr()
    fetched()

    # One cell, to learn whether anything is new.
    assert [a.query.get("lastTimePeriod") for a in producer.asked[asked:]] == ["1"]
    assert tree(known.folder) == before
    assert capsys.readouterr().out.split() == [
        "source", "new", "unchanged", "failed", "eurostat", "1"
    ]  # fmt: skip
    assert Check.objects.get().outcome == Outcome.UNCHANGED


def test_the_last_good_copy_stays_when_the_producer_fails(
    known: Catalogue, producer: Recorded, land: Plan, client: Client
) -> None:
    fetched()
    before = tree(known.folder)
    producer.routes.clear()

    with pytest.raises(
        FetchFailed,
        match=r"1 of 1 dataset .* What we had of 1 of them is",
    ):
        fetched()
    check = Check.objects.get()
    page = client.get("/littleland/sources/").content.decode()

    assert tree(known.folder) == before
    assert check.failing_since is not None
    assert check.sentence
    assert check.sentence.split("\n")[0][:40] in page
    assert "kraftsamling fetch eurostat" in page


def test_it_ends_with_1_and_a_sentence(
    known: Catalogue,
    producer: Recorded,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    producer.routes.clear()
    monkeypatch.setattr("sys.argv", ["kraftsamling", "fetch", "eurostat"])

    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 1
    assert "Of 1 nothing has come yet" in " ".join(capsys.readouterr().err.split())


@pytest.mark.parametrize(
    "mirror", ["not-a-url", "ftp://mirror.example", "http://", "mirror.example"]
)
def test_it_refuses_a_mirror_that_is_no_address_before_it_asks_anybody(
    known: Catalogue,
    producer: Recorded,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    mirror: str,
) -> None:
    settings.EVIDENCE_MIRROR = mirror
    monkeypatch.setattr("sys.argv", ["kraftsamling", "fetch"])

    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 2
    said = " ".join(capsys.readouterr().err.split())
    assert f"EVIDENCE_MIRROR is “{mirror}”, which is no address. Write it as http" in said
    assert not Check.objects.exists()


def test_it_tells_one_cause_once_however_many_datasets_it_struck(
    known: Catalogue,
    producer: Recorded,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    (source, dataset) = known.registry.table(TABLE)
    struck = [dataset.model_copy(update={"code": f"part-{n}"}) for n in range(3)]
    many = source.model_copy(update={"datasets": tuple(struck)})
    gone = (
        "{}: the producer cannot be reached: no route (https://x.example/{}(1)). Check the network."
    )
    told = [
        Told(many, one, Outcome.FAILED, gone.format(f"{many.code}, {one.code}", one.code))
        for one in struck
    ]
    other = Told(many, dataset, Outcome.FAILED, "eurostat, employed: the answer is empty (u).")
    well = Told(many, dataset, Outcome.NEW)

    most, least = causes([other, well, *told])
    assert most.line == (
        "3 datasets: the producer cannot be reached: no route. Check the network. "
        "They are eurostat part-0, part-1, part-2."
    )
    assert least.line == "eurostat employed: the answer is empty (u)."

    producer.routes.clear()
    wanted = [(many, one) for one in struck]
    caplog.set_level("INFO")
    fetching.refresh(known, wanted, now=timezone.now, door=commands._door)
    (line,) = [r.getMessage() for r in caplog.records if r.name == "kraftsamling.evidence"]
    assert line.startswith("3 datasets: ")
    assert line.endswith("They are eurostat part-0, part-1, part-2.")
    assert Check.objects.filter(outcome=Outcome.FAILED).count() == 3

    # On a terminal the log stands beside what the command prints.
    caplog.clear()
    caplog.set_level("WARNING")
    commands._fetch(wanted)
    assert not [r for r in caplog.records if r.name == "kraftsamling.evidence"]


@pytest.mark.parametrize("said", ["eurostat, employed: employed: gone", "employed: gone", "gone"])
def test_it_says_which_dataset_once(known: Catalogue, said: str) -> None:
    source, dataset = known.registry.table(TABLE)
    (cause,) = causes([Told(source, dataset, Outcome.FAILED, f"{said}.\n{said}: again.")])

    assert cause.line == "eurostat employed: gone.\ngone: again."


def test_it_asks_a_host_that_is_down_once_in_a_run(
    known: Catalogue,
    producer: Recorded,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    asked = list[str]()

    def nobody(_client: httpx.Client, request: httpx.Request, **_more: bool) -> httpx.Response:
        asked.append(str(request.url))
        raise httpx.ConnectError("no such name")

    monkeypatch.setattr(httpx.Client, "send", nobody)
    source, dataset = known.registry.table(TABLE)
    wanted = [(source, dataset.model_copy(update={"code": f"part-{n}"})) for n in range(3)]
    commands._fetch(wanted)
    commands._fetch(wanted[:1])

    # Once in each run: the network may be back.
    assert len(asked) == 2
    assert "3 datasets: the producer cannot be reached: no such name" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OverflowError("too large"), r"the program has a fault .*\(OverflowError: too large\)"),
        (RecursionError(), r"the program has a fault .*\(RecursionError\)"),
        (
            OSError(28, "No space left on device"),
            r"this machine .*No space left.* room in DATA_DIR",
        ),
    ],
)
def test_what_nobody_foresaw_stops_no_other_dataset(
    known: Catalogue,
    producer: Recorded,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    error: Exception,
    said: str,
) -> None:
    source, dataset = known.registry.table(TABLE)
    wanted = [(source, dataset.model_copy(update={"code": code})) for code in ("bad", "good")]
    keep = fetching._refreshed

    def refreshed(known: Catalogue, source: Source, dataset: Dataset, *rest: Any) -> Any:
        if dataset.code == "bad":
            raise error
        return keep(known, source, dataset, *rest)

    monkeypatch.setattr(fetching, "_refreshed", refreshed)
    bad, good = commands._fetch(wanted)

    assert (bad.outcome, good.outcome) == (Outcome.FAILED, Outcome.NEW)
    assert re.match(f"eurostat, bad: {said}", bad.sentence)
    assert any(record.exc_info and record.exc_info[1] is error for record in caplog.records)


def test_it_remembers_since_when_it_fails_and_forgets_when_it_works(
    known: Catalogue, producer: Recorded, monkeypatch: pytest.MonkeyPatch
) -> None:
    routes = dict(producer.routes)
    producer.routes.clear()
    with pytest.raises(FetchFailed):
        fetched()
    since = Check.objects.get().failing_since
    later(monkeypatch, timedelta(days=3))
    with pytest.raises(FetchFailed):
        fetched()

    assert Check.objects.get().failing_since == since
    producer.routes.update(routes)
    fetched()
    assert Check.objects.get().failing_since is None


def ahead(asked: Asked) -> Reply:
    """Eurostat, with a year that has not been yet."""
    reply = Issues(still=True)(asked)
    return Reply(reply.body.replace(b"2024-01-01", b"2024-02-02").replace(b'"2023"', b'"2099"'))


def test_it_keeps_what_it_refused_apart(known: Catalogue, producer: Recorded) -> None:
    fetched()
    vintages = known.vintages(TABLE)
    producer.routes[DATA] = ahead

    with pytest.raises(FetchFailed):
        fetched()
    assert known.vintages(TABLE) == vintages
    assert "2099" in Check.objects.get().sentence
    assert (known.folder / "refused" / "eurostat" / "employed").exists()
    assert verified() == []


def shrunk(asked: Asked) -> Reply:
    """Eurostat, a day later and with half of its values."""
    said = json.loads(Issues(still=True)(asked).body) | {"updated": "2024-02-02T00:00:00+0100"}
    if "lastTimePeriod" not in asked.query:
        said["value"] = dict(list(said["value"].items())[::2])
    return Reply(json.dumps(said).encode())


def test_it_refuses_a_release_that_has_lost_much_until_it_is_accepted(
    known: Catalogue, producer: Recorded
) -> None:
    fetched()
    vintages = known.vintages(TABLE)
    producer.routes[DATA] = shrunk

    with pytest.raises(FetchFailed):
        fetched()
    said = Check.objects.get().sentence
    assert re.search(r"[23] of the \d values that the last release had are gone, among", said)
    assert "accept it: kraftsamling fetch eurostat --dataset employed --accept (" in said
    assert known.vintages(TABLE) == vintages
    assert (known.folder / "refused" / "eurostat" / "employed").exists()

    fetch(["eurostat"], ["employed"], accept=True)
    assert not (known.folder / "refused" / "eurostat" / "employed").exists()
    assert len(known.vintages(TABLE)) == 2
    assert Check.objects.get().outcome == Outcome.NEW


def test_it_accepts_only_what_somebody_has_named(known: Catalogue, producer: Recorded) -> None:
    with pytest.raises(UnanswerableQuestion, match="name its source and its --dataset"):
        fetch([], None, accept=True)
    assert not producer.asked


def endless(asked: Asked) -> Reply:
    """Eurostat, with a number that no machine can hold."""
    said = json.loads(Issues(still=True)(asked).body)
    said["value"] = dict.fromkeys(said["value"], 123456)
    return Reply(json.dumps(said).replace("123456", "1e99999", 1).encode())


def test_it_names_a_number_that_is_none(known: Catalogue, producer: Recorded) -> None:
    producer.routes[DATA] = endless

    with pytest.raises(FetchFailed):
        fetched()
    said = Check.objects.get().sentence
    assert re.search(r"the value of \w+, \d+ is inf, which is no number; 1 in all", said)


def test_it_keeps_each_vintage_that_comes(known: Catalogue, producer: Recorded) -> None:
    producer.routes[DATA] = Issues()
    fetched()
    fetched()

    assert len(known.vintages(TABLE)) == 2


@pytest.mark.parametrize(
    ("failed", "after", "asked"),
    [
        (False, timedelta(days=29), False),
        (False, timedelta(days=30, minutes=1), True),
        (True, timedelta(hours=5), False),
        (True, timedelta(hours=6, minutes=1), True),
    ],
)
def test_it_asks_by_rhythm_and_sooner_after_a_failure(
    known: Catalogue, producer: Recorded, *, failed: bool, after: timedelta, asked: bool
) -> None:
    assert due(known, timezone.now())
    if failed:
        producer.routes.clear()
        with pytest.raises(FetchFailed):
            fetched()
    else:
        fetched()

    assert bool(due(known, timezone.now() + after)) is asked


def test_it_says_that_nothing_is_due(
    known: Catalogue, producer: Recorded, capsys: pytest.CaptureFixture[str]
) -> None:
    fetched()
    asked = len(producer.asked)
    fetched(only_due=True)

    assert len(producer.asked) == asked
    assert "Nothing is due." in capsys.readouterr().out


def test_it_names_a_source_or_dataset_that_is_not_there(
    known: Catalogue, producer: Recorded
) -> None:
    with pytest.raises(UnanswerableQuestion, match="no source called nobody"):
        fetch(["nobody"], None, only_due=False, every=0)
    with pytest.raises(UnanswerableQuestion, match="nothing"):
        fetched(dataset=["nothing"])


def test_it_leaves_a_dataset_that_another_process_asks_for(
    known: Catalogue, producer: Recorded, capsys: pytest.CaptureFixture[str]
) -> None:
    source, dataset = known.registry.table(TABLE)
    with fetching._alone(known.folder, source, dataset):
        fetched()

    assert not producer.asked
    told = capsys.readouterr().out
    assert "Another process is asking for it right now." in told
    assert told.split()[:7] == ["source", "new", "unchanged", "failed", "busy", "eurostat", "1"]
    assert not Check.objects.exists()


def test_it_finds_what_has_been_changed(known: Catalogue, producer: Recorded) -> None:
    fetched()
    (vintage,) = known.vintages(TABLE)
    known.snapshots.path(vintage.label).write_bytes(b"{}")

    (fault,) = verified()
    assert fault.startswith("eurostat employed: The snapshot")
    assert "Restore it from the backup" in fault


def test_it_lists_a_label_that_cannot_be_read(
    known: Catalogue, producer: Recorded, capsys: pytest.CaptureFixture[str]
) -> None:
    fetched()
    broken = known.folder / "labels" / "eurostat" / "employed" / "20990101-x.json"
    broken.write_text("{")

    (fault,) = verified()
    assert fault.startswith(f"The label {broken} cannot be read")
    assert "2 vintages, of which as they were: 1." in capsys.readouterr().out
    commands.sources()
    assert "employed" in capsys.readouterr().out


def test_it_lists_sources_with_their_age(
    known: Catalogue, producer: Recorded, capsys: pytest.CaptureFixture[str]
) -> None:
    commands.sources()
    assert "never" in capsys.readouterr().out
    fetched()
    commands.sources()

    told = capsys.readouterr().out
    assert "0 days ago" in told
    assert f"{timezone.now():%Y-%m-%d}" in told


def test_it_keeps_a_file_that_was_downloaded_by_hand(
    known: Catalogue, db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "answer.json"
    file.write_bytes(littleland("eurostat.json"))

    commands.add("eurostat", "employed", file)
    commands.add("eurostat", "employed", file)

    (vintage,) = known.vintages(TABLE)
    assert vintage.label.origin.url == "https://statistics.littleland.example/employed"
    first, second = capsys.readouterr().out.splitlines()
    assert "the file is kept" in first
    assert "was here already" in second
    assert Check.objects.get().outcome == Outcome.UNCHANGED
    assert verified() == []


def test_it_keeps_no_file_that_is_not_what_it_is_said_to_be(
    known: Catalogue, db: None, tmp_path: Path
) -> None:
    file = tmp_path / "answer.json"
    with pytest.raises(UnusableData, match="cannot be read"):
        commands.add("eurostat", "employed", file)
    file.write_bytes(b"{}")
    with pytest.raises(UnusableData, match="no JSON-stat dataset"):
        commands.add("eurostat", "employed", file)
    with pytest.raises(UnanswerableQuestion, match="eurostat has no dataset other"):
        commands.add("eurostat", "other", file)
    assert known.vintages(TABLE) == ()


def test_it_tells_the_age_of_a_starter_table() -> None:
    origin = Origin("P", "T", "https://x.example", "CC0", year="2020")
    label = Label("s", "d", "", datetime(2020, 12, 31, tzinfo=UTC), (origin,), starter=True)
    read = replace(label, origins=(replace(origin, accessed=date(2021, 9, 26)),))
    unknown = replace(label, origins=(replace(origin, year=""),))

    assert commands._age(label) == "2020 (starter)"
    assert commands._age(read) == "2021-09-26 (starter)"
    assert commands._age(unknown) == "(starter)"
    assert commands._age(replace(label, starter=False)) == "2020-12-31"
