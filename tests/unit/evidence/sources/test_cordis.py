"""CORDIS: participations with their money, places and projects, from the packed files."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest

from kraftsamling.evidence.checking import checked
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.cordis.fetch import fetch
from kraftsamling.evidence.sources.cordis.ingest import read
from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.kernel.errors import SourceFault, UnusableData
from tests.packed import zipped
from tests.recorded import Fault, Recorded, conditional
from tests.recordings import genuine, littleland, needs_shared
from tests.unit.evidence.sources.doors import door, kept

_SOURCE, ASKED = read_sources().table("cordis_horizon")
LABEL = kept(Fetched(b"", "https://cordis.europa.eu"))
PATH = "/cordis.europa.eu/data/cordis-HORIZONprojects-csv.zip"
ORGANISATIONS, PROJECTS = littleland("cordis_organization.csv"), littleland("cordis_project.csv")


def body(organisations: bytes = ORGANISATIONS, projects: bytes = PROJECTS) -> bytes:
    return zipped({"csv/organization.csv": organisations, "csv/project.csv": projects})


def test_it_reads_who_takes_part_in_what() -> None:
    university, firm = read(body(), ASKED).sort_by("order").to_pylist()
    assert university["name"] == "HÖGSKOLAN I HEDBY"
    assert (university["place"], university["cost"], university["ended"]) == (
        "LL11",
        250000.5,
        False,
    )
    assert (firm["name"], firm["sme"], firm["ended"]) == ("Älvsta Papper AB; research", True, None)
    assert (firm["contribution"], firm["net_contribution"], firm["cost"]) == (None, 0, 1000.25)
    assert firm["title"] == 'Paper "without" smoke'
    assert (firm["begins"], firm["ends"]) == (date(2023, 1, 1), date(2026, 12, 31))
    assert not {"street", "contactForm", "geolocation"} & set(firm)


def test_it_takes_a_mark_of_encoding_and_another_separator() -> None:
    def comma(text: bytes) -> bytes:
        rows = list(csv.reader(io.StringIO(text.decode()), delimiter=";"))
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        return b"\xef\xbb\xbf" + out.getvalue().encode()

    assert read(body(comma(ORGANISATIONS), comma(PROJECTS)), ASKED).equals(read(body(), ASKED))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        pytest.param(body()[:400], "broken", id="truncated"),
        pytest.param(zipped({"organization.csv": ORGANISATIONS}), "No files", id="file gone"),
        pytest.param(body(b"<!DOCTYPE html><html>"), "A web page came", id="web page"),
        pytest.param(
            body(ORGANISATIONS.replace(b"nutsCode", b"nuts")), "nutsCode are not there", id="renamed"
        ),
        pytest.param(body(ORGANISATIONS.decode().encode("latin-1")), "not written in UTF-8", id="bytes"),
        pytest.param(body(ORGANISATIONS + b'"900002";"X"\n'), "1 rows are broken", id="short row"),
        pytest.param(body(ORGANISATIONS.replace(b"1000,25", b"1 MEUR")), "no number", id="unit"),
        pytest.param(body(ORGANISATIONS.replace(b'"true"', b'"ja"')), "neither true", id="truth"),
        pytest.param(body(projects=PROJECTS + PROJECTS[PROJECTS.find(b'"900001"') :]), "more than once", id="twice"),
    ],
)  # fmt: skip
def test_it_refuses_what_is_broken(wrong: bytes, said: str) -> None:
    with pytest.raises(UnusableData, match=said):
        read(wrong, ASKED)


def test_it_refuses_a_participation_that_is_there_twice() -> None:
    again = body(ORGANISATIONS + ORGANISATIONS[ORGANISATIONS.find(b'"900001"') :])
    with pytest.raises(UnusableData, match="2 keys are there more than once"):
        checked(read(again, ASKED), ASKED, LABEL)


def test_it_fetches_nothing_where_nothing_is_new() -> None:
    with Recorded({PATH: conditional(body(), '"7"')}) as producer, door(producer) as http:
        first = fetch(ASKED, http, None)
        assert first is not None
        assert fetch(ASKED, http, kept(first)) is None


@pytest.mark.parametrize(("kind", "said"), [("html", "no packed file"), ("truncated", "cut short")])
def test_it_keeps_nothing_that_is_no_packed_file(kind: Any, said: str) -> None:
    with (
        Recorded({PATH: body()}, [Fault(kind)]) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match=said),
    ):
        fetch(ASKED, http, None)


@needs_shared
def test_it_reads_genuine_tables() -> None:
    organisations = genuine("cordis/HE_sample_organization_df_100.csv")
    projects = genuine("cordis/HE_sample_project_df_100.csv")
    table = checked(read(body(organisations, projects), ASKED), ASKED, LABEL)
    rows = list(csv.DictReader(io.StringIO(organisations.decode())))
    total = sum(float(row["ecContribution"] or 0) for row in rows)
    assert sum(table.column("contribution").drop_null().to_pylist()) == pytest.approx(total)
    assert table.num_rows == len(rows) == 100
    found = {row["project"]: row for row in table.to_pylist()}
    assert found["101116741"]["place"] == "NL221"
    assert found["101116741"]["title"] == "Digitizing Other Economies: A Comparative Approach"
    titled = {row["id"] for row in csv.DictReader(io.StringIO(projects.decode()))}
    assert {row["project"] for row in found.values() if row["title"]} == titled & set(found)
