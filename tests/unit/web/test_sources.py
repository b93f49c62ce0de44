"""The pages of sources: what failed stands first, every vintage is there, tables can be taken home."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from kraftsamling.evidence.models import Check, Outcome
from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.store import catalogue, load_starters
from kraftsamling.kernel.origin import Origin
from kraftsamling.plan.models import Plan
from kraftsamling.web import columns
from kraftsamling.web.sources import is_open, kind
from tests.packed import sheet
from tests.worlds import wiod

PAGE = "/littleland/sources/"
IDEAS = f"{PAGE}littleland_ideas/"


@pytest.fixture
def filled(land: Plan, settings: LazySettings, tmp_path: Path) -> Plan:
    """Littleland with its starter tables in a folder of their own."""
    settings.DATA_DIR = tmp_path
    load_starters()
    return land


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def failed(dataset: str) -> None:
    now = timezone.now()
    Check.objects.create(
        source="littleland",
        dataset=dataset,
        at=now - timedelta(hours=3),
        outcome=Outcome.FAILED,
        sentence="Servern svarade 500. Försök igen senare.",
        failing_since=now - timedelta(days=2),
    )


def test_it_lists_every_source_and_dataset(client: Client, filled: Plan) -> None:
    page = text(client, PAGE)

    for source, dataset in catalogue().registry.tables.values():
        assert source.name.sv in page
        assert dataset.title.sv in page


def test_it_puts_what_failed_first_and_says_what_to_do(client: Client, filled: Plan) -> None:
    failed("apprentices")
    page = text(client, PAGE)

    first = page.index("Lillelands statistikbyrå")
    assert all(first <= page.index(name) for name in ("SCB", "Eurostat") if name in page)
    assert page.index("Lärlingar efter kön") < page.index("Nya idéer")
    assert "Servern svarade 500. Försök igen senare." in page
    assert "kraftsamling fetch littleland" in page


def test_it_tells_of_the_failure_on_the_datasets_own_page(client: Client, filled: Plan) -> None:
    failed("ideas")
    page = text(client, IDEAS)

    assert "Servern svarade 500." in page
    assert "kraftsamling fetch littleland --dataset ideas" in page


def test_it_shows_vintages_columns_and_what_rests_on_it(client: Client, filled: Plan) -> None:
    page = text(client, IDEAS)

    for vintage in catalogue().vintages("littleland_ideas"):
        assert vintage.label.sha256 in page
    assert "Nya idéer om året" in page
    assert "<code>status</code>" in page
    assert "2025-01-31" in page


def test_it_hands_out_the_table_and_the_bytes(client: Client, filled: Plan) -> None:
    oldest, newest = catalogue().vintages("littleland_ideas")
    table = client.get(f"{PAGE}littleland_ideas.csv")
    raw = client.get(f"{IDEAS}{oldest.label.sha256}/raw")
    rows = list(csv.DictReader(io.StringIO(table.content.decode())))

    assert list(rows[0]) == ["place", "period", "value", "status"]
    assert newest.label.sha256[:12] in table["Content-Disposition"]
    assert hashlib.sha256(raw.content).hexdigest() == oldest.label.sha256
    assert raw["Content-Type"] == "text/csv; charset=utf-8"
    assert raw["X-Content-Type-Options"] == "nosniff"


def test_it_never_hands_out_what_has_been_changed(client: Client, filled: Plan) -> None:
    label = catalogue().vintages("littleland_ideas")[0].label
    catalogue().snapshots.path(label).write_bytes(b"something else")

    assert client.get(f"{IDEAS}{label.sha256}/raw").status_code == 404


@pytest.mark.parametrize("address", [f"{PAGE}nothing/", f"{PAGE}nothing.csv", f"{IDEAS}abc.csv"])
def test_it_says_that_there_is_no_such_thing(client: Client, filled: Plan, address: str) -> None:
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    ("licence", "open_"),
    [
        ("CC0 1.0", True),
        ("CC BY 4.0", True),
        ("Fri användning med källan angiven", True),
        ("CC BY-NC 4.0", False),
        ("CC BY-ND 4.0", False),
        ("All rights reserved", False),
        ("", False),
    ],
)
def test_it_knows_an_open_licence(licence: str, open_: bool) -> None:
    assert is_open([Origin("p", "t", "u", licence, None, None)]) is open_
    assert not is_open([Origin("p", "t", "u", x, None, None) for x in (licence, "closed")])
    assert not is_open([])


def test_it_shows_a_matrix_but_hands_out_no_csv_of_it(client: Client, filled: Plan) -> None:
    known = catalogue()
    source, dataset = known.registry.table("wiod_2011")
    origin = Origin(source.producer, dataset.title.sv, dataset.url, "CC BY 4.0")
    label = Label(source.code, dataset.code, "", datetime(2024, 1, 1, tzinfo=UTC), (origin,))
    known.add(source, dataset, sheet(wiod()), label)

    page = text(client, f"{PAGE}wiod_2011/")

    assert "<code>cells</code>" in page
    assert "wiod_2011.csv" not in page
    assert client.get(f"{PAGE}wiod_2011.csv").status_code == 404


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b'{"version": "2.0"}', "application/json"),
        (b"\xef\xbb\xbf[1]", "application/json"),
        (b"PK\x03\x04rest", "application/zip"),
        (b"\x1f\x8brest", "application/gzip"),
        (b"a\tb\n1\t2", "text/tab-separated-values; charset=utf-8"),
        (b"a,b\n1,2", "text/csv; charset=utf-8"),
        (b"<html><script>", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_it_says_what_the_bytes_are(body: bytes, content_type: str) -> None:
    label = Label("s", "d", "", datetime(2026, 1, 1, tzinfo=UTC), ())

    assert kind(body, label)[0] == content_type


def test_it_is_quick_with_thousands_of_vintages(client: Client, filled: Plan) -> None:
    known = catalogue()
    source, dataset = known.registry.table("littleland_ideas")
    newest = known.vintages("littleland_ideas")[-1]
    folder = known.folder / "labels" / source.code / dataset.code
    label = next(folder.glob(f"*{newest.label.sha256}.json")).read_text()
    for n in range(3000):
        digest = hashlib.sha256(str(n).encode()).hexdigest()
        (folder / f"{digest}.json").write_text(label.replace(newest.label.sha256, digest))
        other = newest.label.__class__(**{**vars(newest.label), "sha256": digest})
        shutil.copyfile(newest.file, known.file(dataset, other))

    text(client, IDEAS)  # labels are read once
    began = time.process_time()
    page = text(client, IDEAS)
    took = time.process_time() - began

    assert "3 002" in page.replace("\xa0", " ") or "3002" in page
    assert page.count(" title=") == 50
    assert took < 0.5
    assert text(client, f"{IDEAS}?page=61").count(" title=") == 2


def test_it_says_what_is_shown_of_what_failed(client: Client, filled: Plan) -> None:
    """A copy that has never come cannot be shown, and is not said to be."""
    failed("ideas")
    assert "The last good copy is still shown." in text(client, f"/en{IDEAS}")
    shutil.rmtree(catalogue().folder / "labels")

    for address in (IDEAS, "/littleland/indicators/ideas-a-year/"):
        page = text(client, f"/en{address}")
        assert "Nothing has come from there yet." in page
        assert "last good copy" not in page


def fetched(dataset_table: str, body: bytes, moment: datetime) -> None:
    """A vintage that was read from the producer at this moment."""
    known = catalogue()
    source, dataset = known.registry.table(dataset_table)
    origin = Origin(
        source.producer, dataset.title.sv, dataset.url, "CC0 1.0", accessed=moment.date()
    )
    label, _new = known.snapshots.keep(
        body, Label(source.code, dataset.code, "", moment, (origin,))
    )
    older = known.vintages(dataset_table)[-1].file
    shutil.copy(older, known.file(dataset, label))


def test_the_age_is_counted_from_the_moment_of_reading(client: Client, filled: Plan) -> None:
    now = timezone.now()
    fetched("littleland_ideas", b"first", now - timedelta(minutes=9))
    fetched("littleland_ideas", b"second", now - timedelta(minutes=3))
    page = text(client, IDEAS).replace("\N{NO-BREAK SPACE}", " ")

    assert "3 minuter gammalt" in page
    assert "3 minuter gammalt" in text(client, PAGE).replace("\N{NO-BREAK SPACE}", " ")
    about = text(client, "/littleland/indicators/ideas-a-year/").replace("\N{NO-BREAK SPACE}", " ")
    assert "3 minuter sedan" in about
    # Two vintages of one day are told apart by their time.
    for minutes in (9, 3):
        moment = timezone.localtime(now - timedelta(minutes=minutes))
        assert f"{moment:%Y-%m-%d %H:%M}" in page


def test_it_says_how_often_we_ask_not_when_figures_come(client: Client, filled: Plan) -> None:
    page = text(client, f"/en{IDEAS}")
    known = catalogue().registry
    source, dataset = known.table("littleland_ideas")
    rhythm = dataset.rhythm or source.rhythm
    rare = next(
        d.table.name for s, d in known.tables.values() if d.only_named and s.code != source.code
    )

    assert "New figures come" not in page
    asked = page.partition("We ask for news</dt>")[2].partition("</dd>")[0]
    assert asked in ("<dd>never: it came with the program", f"<dd>every {rhythm[:-2]}")
    alone = text(client, f"/en{PAGE}{rare}/").partition("We ask for news</dt>")[2]
    assert alone.startswith("<dd>only when somebody asks for this source by name")


def test_each_column_says_what_it_holds(client: Client, filled: Plan) -> None:
    page = text(client, f"/en{PAGE}littleland_people/")
    rows = page.partition('aria-labelledby="columns"')[2].partition("</table>")[0]
    meanings = dict(
        re.findall(r"<code>(\w+)</code></th><td>[^<]*</td><td>[^<]*</td><td>(.*?)</td>", rows)
    )

    assert set(meanings) == {"place", "period", "degree", "sex", "value", "status"}
    assert "our code of the place" in meanings["place"]
    assert meanings["degree"] == "the producer&#x27;s codes: <code>no</code>, <code>yes</code>"
    assert all(meanings.values())
    # Terms and what is said of them are children of the list, which is what lays them out.
    facts = page.partition('<dl class="facts">')[2].partition("</dl>")[0]
    assert "<div>" not in facts


def test_many_codes_are_counted(
    client: Client, filled: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "SHOWN", 2)
    page = text(client, f"/en{PAGE}littleland_jobs/")

    assert "<code>care</code>, <code>machines</code> and 2 more" in page


def test_a_number_that_is_only_read_has_no_formula(client: Client, filled: Plan) -> None:
    plain, worked = (
        text(client, f"/en/littleland/indicators/{code}/")
        for code in ("ideas-a-year", "mill-share")
    )

    assert "As it stands in the table, in ideas; nothing is counted here." in plain
    assert "<code>ideas</code>" not in plain
    assert "<code>mills / (mills + others) * 100</code>" in worked


def test_it_folds_what_has_nothing_yet(
    client: Client, land: Plan, settings: LazySettings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    failed("apprentices")
    page = text(client, f"/en{PAGE}")
    before, fold, _after = page.partition("have not been fetched yet")

    assert fold
    assert "littleland_apprentices/" in before
    assert "littleland_ideas/" not in before
    assert "littleland_ideas/" in page


def test_a_search_opens_what_it_finds(
    client: Client, land: Plan, settings: LazySettings, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    found = text(client, f"{PAGE}?q=LÄRLINGAR")

    assert "littleland_apprentices/" in found
    assert "littleland_ideas/" not in found
    assert 'class="ds-details fold" open' in found
    assert "littleland_ideas/" in text(client, f"{PAGE}?q=statistikbyrå")
    assert "No source fits this." in text(client, f"/en{PAGE}?q=unicorns")
