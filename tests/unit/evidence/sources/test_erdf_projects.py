"""The project bank: rows of pages made records, without contact persons; letters mended; counted by county."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections import Counter
from datetime import date
from typing import Any

import pytest

from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.erdf_projects.fetch import fetch
from kraftsamling.evidence.sources.erdf_projects.ingest import mended, read
from kraftsamling.evidence.sources.erdf_projects.request import COLUMNS, plain
from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.kernel.errors import SourceFault, UnusableData
from tests.recorded import Fault, Recorded, Route
from tests.recordings import document, genuine, littleland, needs_shared
from tests.unit.evidence.sources.doors import door, kept

PROJECTS = read_sources().table("erdf_projects")[1]
COUNTED = read_sources().table("erdf_counties")[1]
OLD = "POST /projektbank.tillvaxtverket.se/projektbanken/req/page-render"
NEW = "POST /projektbank.tillvaxtverket.se/projektbanken2020/req/page-render"


def routes(old: bytes = littleland("erdf_2007.json")) -> dict[str, Route]:
    return {OLD: old, NEW: littleland("erdf_2014.json")}


def fetched(old: bytes = littleland("erdf_2007.json")) -> Fetched:
    with Recorded(routes(old)) as producer, door(producer) as http:
        found = fetch(PROJECTS, http, None)
    assert found is not None
    assert producer.asked[0].body == b'{"page":"eruf"}'
    return found


def test_it_reads_each_project() -> None:
    table = read(fetched().body, PROJECTS)
    assert table.schema.equals(PROJECTS.table.schema)
    rows = {row["project"]: row for row in table.to_pylist()}
    assert sorted(rows) == ["9001", "90010001", "9002", "9003"]
    assert rows["9001"] == {
        "programme": "2007-2013",
        "project": "9001",
        "place": "SE31",
        "area": "Norra Mellansverige",
        "counties": "SE312 SE313",
        "period": "2008",
        "title": "Hedens stål",
        "beneficiary": "Hedby kommun",
        "priority": "1 Innovation",
        "start": date(2008, 1, 1),
        "end": date(2010, 12, 31),
        "granted_sek": 1500000,
        "granted_eur": 0,
    }
    assert rows["9002"]["beneficiary"] == "Älvsta kommun"
    assert rows["9002"]["granted_eur"] == 75000.5
    assert (rows["9002"]["place"], rows["9002"]["counties"]) == (None, "SE311")
    assert rows["9003"]["counties"] == ""


def test_it_keeps_no_contact_persons() -> None:
    said = fetched().body.decode()
    assert "Partner" not in said
    assert "@" not in said
    assert "Ring" not in said


def test_it_counts_projects_by_place_and_reach() -> None:
    table = read(fetched().body, COUNTED)
    assert table.schema.equals(COUNTED.table.schema)
    found = {
        (row["programme"], row["reach"], row["place"], row["period"]): row["value"]
        for row in table.to_pylist()
    }
    assert len(found) == table.num_rows == (21 + 8 + 1) * 2 * (3 + 1)
    old = "2007-2013"
    assert found[old, "several", "SE312", "2008"] == 1
    assert found[old, "several", "SE31", "2008"] == 1
    assert found[old, "one", "SE311", "2010"] == 1
    # A project of Interreg has no region, and one without a Swedish county is not counted.
    assert found[old, "one", "SE31", "2010"] == 0
    assert found[old, "one", "SE", "2010"] == 1
    assert found[old, "one", "SE312", "2009"] == 0
    assert found["2014-2020", "one", "SE313", "2015"] == 1


def test_it_brings_nothing_where_the_same_projects_come_again() -> None:
    with Recorded(routes()) as producer, door(producer) as http:
        first = fetch(PROJECTS, http, None)
        assert first is not None
        assert fetch(PROJECTS, http, kept(first)) is None


def page(change: Any) -> bytes:
    said = document("erdf_2007.json")
    change(said)
    return json.dumps(said).encode()


@pytest.mark.parametrize(
    ("old", "said"),
    [
        pytest.param(
            page(lambda s: s["columns"][10].update(name="Yta")), "område", id="renamed column"
        ),
        pytest.param(page(lambda s: s["rows"][1].pop()), "columns and rows", id="short row"),
        pytest.param(page(lambda s: s.pop("rows")), "columns and rows", id="no rows"),
        pytest.param(b'["another", "form"]', "columns and rows", id="other form"),
    ],
)
def test_it_refuses_another_form(old: bytes, said: str) -> None:
    with (
        Recorded(routes(old)) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match=said),
    ):
        fetch(PROJECTS, http, None)


@pytest.mark.parametrize(
    ("kind", "said"),
    [("html", "a web page came"), ("truncated", "broken or cut short"), ("404", "moved")],
)
def test_it_says_what_came_instead(kind: Any, said: str) -> None:
    faults = [Fault(kind, path="/projektbank") for _ in range(5)]
    with (
        Recorded(routes(), faults) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match=said),
    ):
        fetch(PROJECTS, http, None)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"2008-01-01"', '"våren 2008"', "start"),
        ('"2008-01-01"', '""', "when they begin"),
        ('"1500000"', '"1,5 mnkr"', "granted_sek"),
        ('"title"', '"titel"', "title"),
        ('"2007-2013"', '"2000-2006"', "a programme period is missing"),
    ],
)
def test_it_refuses_values_it_cannot_read(old: str, new: str, said: str) -> None:
    body = fetched().body.decode()
    assert old in body
    # How many there are does not depend on their money.
    for asked in (PROJECTS,) if said == "granted_sek" else (PROJECTS, COUNTED):
        with pytest.raises(UnusableData, match=said):
            read(body.replace(old, new).encode(), asked)


def test_it_mends_only_what_was_read_in_the_wrong_alphabet() -> None:
    assert mended("SmÃ¥land och Ã\x96arna") == "Småland och Öarna"
    assert mended("Övre Norrland") == "Övre Norrland"
    assert mended("SÃO") == "SÃO"


def _genuine() -> dict[str, list[dict[str, str]]]:
    """Both genuine collections, under our names: others saved one as CSV and the other as records."""
    text = gzip.decompress(genuine("funds/tillvaxtverket_projektbank_2007-2013.csv.gz")).decode()
    new = json.loads(genuine("funds/tillvaxtverket_projektbank_2014-2020_os-data.json"))
    both = {"2007-2013": list(csv.DictReader(io.StringIO(text))), "2014-2020": new}
    found: dict[str, list[dict[str, str]]] = {}
    for period, rows in both.items():
        plainly = [{plain(name): str(value) for name, value in row.items()} for row in rows]
        found[period] = [
            {
                ours: next(row[name] for name in names if name in row)
                for ours, names in COLUMNS.items()
            }
            for row in plainly
        ]
    return found


@needs_shared
def test_it_reads_the_genuine_projects() -> None:
    said = _genuine()
    table = read(json.dumps(said).encode(), PROJECTS).to_pylist()
    assert Counter(row["programme"] for row in table) == {"2007-2013": 2123, "2014-2020": 374}
    ours = [row for row in table if row["place"] == "SE31"]
    assert Counter(row["programme"] for row in ours) == {"2007-2013": 328, "2014-2020": 80}
    by_period = {
        period: sum(r["granted_sek"] for r in ours if r["programme"] == period) for period in said
    }
    assert by_period == {"2007-2013": 1_830_813_771, "2014-2020": 707_612_199}
    assert not [row for row in table if "Ã" in row["area"] + row["beneficiary"] + row["priority"]]
    # 161 rows write the area rightly, and 25 in the wrong alphabet.
    assert (
        sum(row["area"] == "Skåne-Blekinge" for row in table if row["programme"] == "2007-2013")
        == 186
    )


@needs_shared
def test_it_counts_the_genuine_projects_twice_over() -> None:
    said = _genuine()
    body = json.dumps(said).encode()
    records = read(body, PROJECTS).to_pylist()
    counted = read(body, COUNTED).to_pylist()
    for place in ("SE311", "SE312", "SE313"):
        plainly = Counter(
            (row["programme"], "several" if " " in row["counties"] else "one")
            for row in records
            if place in row["counties"]
        )
        found = Counter[tuple[str, str]]()
        for row in counted:
            if row["place"] == place and row["value"]:
                found[row["programme"], row["reach"]] += int(row["value"])
        assert found == plainly
    region = sum(row["value"] for row in counted if row["place"] == "SE31")
    assert region == sum(1 for row in records if row["place"] == "SE31" and row["counties"])
