"""The project bank: projects and what they were granted, and nobody to contact."""

from __future__ import annotations

import gzip
import json
from datetime import date
from typing import Any

import pytest

from kraftsamling.evidence.checking import checked
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.erdf_projects.fetch import fetch
from kraftsamling.evidence.sources.erdf_projects.ingest import read
from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.kernel.errors import SourceFault, UnusableData
from tests.recorded import Fault, Recorded
from tests.recordings import genuine, littleland, needs_shared
from tests.unit.evidence.sources.doors import door, kept

_SOURCE, ASKED = read_sources().table("erdf_2007_2013")
PATH = "POST /" + ASKED.request["address"].partition("://")[2]
BANK = littleland("projectbank.json")
LABEL = kept(Fetched(b"", "https://bank.littleland.example"))


def fetched() -> bytes:
    with Recorded({PATH: BANK}) as producer, door(producer) as http:
        found = fetch(ASKED, http, None)
    assert found is not None
    return found.body


def test_it_reads_each_project() -> None:
    first, second = read(fetched(), ASKED).to_pylist()
    assert (first["case"], first["granted"], first["area"]) == ("9001", 1_500_000, "Skåne-Hedland")
    assert (first["begins"], first["ends"]) == (date(2012, 1, 1), date(2014, 6, 30))
    assert (second["case"], second["granted"], second["ends"]) == ("9002", 0, None)


def test_it_never_keeps_anybody_to_contact() -> None:
    text = fetched().decode()
    for word in ("Cleo", "Utsocken", "Bo Partner", "@", "070", "Kontaktperson"):
        assert word not in text
    assert "[namn], [e-post], [telefon]." in read(fetched(), ASKED).column("about")[0].as_py()


def test_it_reads_what_the_bank_sends_as_what_was_kept() -> None:
    assert read(BANK, ASKED).equals(read(fetched(), ASKED))


def test_it_keeps_nothing_where_nothing_is_new() -> None:
    with Recorded({PATH: BANK}) as producer, door(producer) as http:
        first = fetch(ASKED, http, None)
        assert first is not None
        assert fetch(ASKED, http, kept(first)) is None


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("Stödmottagare", "Mottagare", "no column for recipient"),
        ('"1500000"}', '"1,5 MSEK"}', "holds what is no number"),
        ("2012-01-01", "våren 2012", "holds what is no date"),
    ],
)
def test_it_refuses_another_form(before: str, after: str, said: str) -> None:
    with pytest.raises(UnusableData, match=said):
        read(BANK.decode().replace(before, after).encode(), ASKED)


def test_it_refuses_a_project_that_is_there_twice() -> None:
    again = BANK.replace(b'"9002"', b'"9001"')
    with pytest.raises(UnusableData, match="1 keys are there more than once"):
        checked(read(again, ASKED), ASKED, LABEL)


@pytest.mark.parametrize(
    ("route", "kind", "said"),
    [
        (BANK, "html", "web page came"),
        (BANK, "truncated", "broken or cut short"),
        (b'{"error": "gone"}', None, "another form than it did"),
        (BANK.replace("Område".encode(), b"Zon"), None, "no column for area"),
    ],
)
def test_it_says_what_came_instead(route: bytes, kind: Any, said: str) -> None:
    faults = [Fault(kind)] * 9 if kind else []
    with (
        Recorded({PATH: route}, faults) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match=said),
    ):
        fetch(ASKED, http, None)


@needs_shared
def test_it_reads_the_genuine_projects() -> None:
    folder = "funds/tillvaxtverket_projektbank"
    older = gzip.decompress(genuine(f"{folder}_2007-2013.csv.gz"))
    newer = genuine(f"{folder}_2014-2020_os-data.json")
    tables = {
        code: checked(
            read(body, read_sources().table(code)[1]), read_sources().table(code)[1], LABEL
        )
        for code, body in (("erdf_2007_2013", older), ("erdf_2014_2020", newer))
    }
    found = {code: table.to_pylist() for code, table in tables.items()}
    assert {code: len(rows) for code, rows in found.items()} == {
        "erdf_2007_2013": 2123,
        "erdf_2014_2020": 374,
    }
    ours = {
        code: [row for row in rows if row["area"] == "Norra Mellansverige"]
        for code, rows in found.items()
    }
    assert [len(rows) for rows in ours.values()] == [328, 80]
    assert sum(row["granted"] for row in ours["erdf_2007_2013"]) == 1_830_813_771
    said = [row for row in json.loads(newer) if row["område"] == "Norra Mellansverige"]
    assert sum(row["granted"] for row in ours["erdf_2014_2020"]) == sum(
        row["beviljat_belopp_sek"] for row in said
    )
    # Rows whose letters had been wrongly encoded are among the others of their area again.
    assert len({row["area"] for row in found["erdf_2007_2013"]}) == 11
    assert not any("Ã" in row["area"] + row["programme"] for row in found["erdf_2007_2013"])
