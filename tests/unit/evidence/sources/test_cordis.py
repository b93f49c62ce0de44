"""CORDIS: Swedish participations picked out of whole archives, nobody's name kept, summed by county."""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest

from kraftsamling.evidence.places import read_places
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.cordis.fetch import fetch
from kraftsamling.evidence.sources.cordis.ingest import read
from kraftsamling.evidence.sources.cordis.request import part
from kraftsamling.evidence.sources.counties import AREAS, COUNTIES
from kraftsamling.evidence.sources.files import container, member
from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import SourceFault, UnusableData
from tests.packed import zipped
from tests.recorded import Fault, Recorded, Reply, conditional
from tests.recordings import SHARED, littleland, needs_shared
from tests.unit.evidence.sources.doors import door, kept
from tests.unit.evidence.sources.test_emissions import COMMON

URL = "https://cordis.littleland.example/first.zip"
PATH = "/cordis.littleland.example/first.zip"
FILES = {
    "csv/organization.csv": littleland("cordis_organization.csv"),
    "csv/project.csv": littleland("cordis_project.csv"),
    "csv/topics.csv": b'"projectID"\n',
}


def declared(table: str, **programmes: str) -> Dataset:
    """A dataset as it is declared, but for the programmes it asks for."""
    _source, dataset = read_sources().table(table)
    asked = dataset.request | {"programmes": programmes or {"FIRST": URL}}
    return dataset.model_copy(update={"request": asked})


RECORDS, COUNTED = declared("cordis"), declared("cordis_counties")


def fetched(files: Mapping[str, bytes] = FILES, asked: Dataset = RECORDS) -> Fetched:
    with Recorded({PATH: zipped(files)}) as producer, door(producer) as http:
        found = fetch(asked, http, None)
    assert found is not None
    return found


def changed(name: str, old: str, new: str) -> dict[str, bytes]:
    assert old.encode() in FILES[name]
    return {**FILES, name: FILES[name].replace(old.encode(), new.encode())}


def test_it_reads_each_participation_with_its_project() -> None:
    table = read(fetched().body, RECORDS)
    assert table.schema.equals(RECORDS.table.schema)
    rows = {(row["project"], row["organisation"]): row for row in table.to_pylist()}
    assert len(rows) == 4
    paper = rows["900000001", "900002"]
    assert paper == {
        "programme": "FIRST",
        "project": "900000001",
        "organisation": "900002",
        "number": "2",
        "place": "SE313",
        "period": "2021",
        "acronym": "HEDSTEEL",
        "title": "Steel of the heath; made without coal",
        "topic": "LL-2021-STEEL",
        "name": "Älvsta Papper; AB",
        "kind": "PRC",
        "small": "true",
        "role": "participant",
        "start": date(2021, 9, 1),
        "end": date(2024, 8, 31),
        "contribution": 99999.25,
    }
    assert rows["900000002", "900004"]["contribution"] is None
    assert rows["900000002", "900004"]["place"] is None


def test_it_keeps_nobodys_name_or_address() -> None:
    body = fetched().body
    said = member(body, part("FIRST", "organization")) + member(body, part("FIRST", "project"))
    for personal in ("Cleo", "OUTSIDER", "forms.", "Ljungvägen", "99991", "SE000000000101"):
        assert personal.encode() not in said
    assert "Hedby högskola".encode() in said
    assert b"Elsewhere University" not in said


def test_it_sums_by_county_region_and_country() -> None:
    table = read(fetched(asked=COUNTED).body, COUNTED)
    assert table.schema.equals(COUNTED.table.schema)
    found = {
        (row["place"], row["period"], row["measure"]): row["value"] for row in table.to_pylist()
    }
    assert len(found) == (21 + 8 + 1) * 3 * 2 == table.num_rows
    assert found["SE312", "2021", "participations"] == 1
    assert found["SE31", "2021", "participations"] == 2
    assert found["SE31", "2021", "contribution"] == 349999.75
    assert found["SE", "2023", "participations"] == 2
    assert found["SE312", "2023", "participations"] == 1
    assert found["SE312", "2022", "participations"] == 0


def test_it_counts_nothing_that_begins_in_no_year() -> None:
    files = changed("csv/project.csv", '"2023-01-01"', '""')
    table = read(fetched(files, COUNTED).body, COUNTED)
    assert set(table.column("period").to_pylist()) == {"2021"}
    assert read(fetched(files).body, RECORDS).num_rows == 4
    none = changed("csv/organization.csv", '"SE";', '"XX";')
    assert read(fetched(none, COUNTED).body, COUNTED).num_rows == 0


def test_it_fetches_only_what_has_changed() -> None:
    body = zipped(FILES)
    with Recorded({PATH: conditional(body, '"a"')}) as producer, door(producer) as http:
        first = fetch(RECORDS, http, None)
        assert first is not None
        assert fetch(RECORDS, http, kept(first)) is None
        other = RECORDS.model_copy(update={"request": RECORDS.request | {"countries": ["LL"]}})
        assert fetch(other, http, kept(first)) is not None
    assert producer.asked[1].headers["if-none-match"] == '"a"'


def test_it_asks_by_date_where_there_is_no_etag() -> None:
    day = "Mon, 03 Jun 2024 08:00:00 GMT"

    def answer(asked: Any) -> Reply:
        known = asked.headers.get("if-modified-since") == day
        return Reply(
            b"" if known else zipped(FILES), 304 if known else 200, headers={"Last-Modified": day}
        )

    with Recorded({PATH: answer}) as producer, door(producer) as http:
        first = fetch(RECORDS, http, None)
        assert first is not None
        assert fetch(RECORDS, http, kept(first)) is None


def test_it_has_the_same_body_for_the_same_archives() -> None:
    assert fetched().body == fetched({name: FILES[name] for name in reversed(FILES)}).body


@pytest.mark.parametrize(
    ("files", "said"),
    [
        pytest.param(
            changed("csv/organization.csv", '"nutsCode"', '"nuts3"'),
            "nutsCode",
            id="renamed column",
        ),
        pytest.param(
            {**FILES, "csv/project.csv": "id;title\n1;Värme\n".encode("latin-1")},
            "UTF-8",
            id="wrong encoding",
        ),
        pytest.param(
            {**FILES, "csv/project.csv": b"<html><body>Gone</body></html>"},
            "web page",
            id="html inside",
        ),
        pytest.param(
            changed("csv/organization.csv", '"1";"coordinator"', '"coordinator"'),
            "fields",
            id="broken row",
        ),
        pytest.param({"csv/project.csv": b""}, "organization.csv", id="file gone"),
    ],
)
def test_it_refuses_another_archive(files: dict[str, bytes], said: str) -> None:
    with (
        Recorded({PATH: zipped(files)}) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match=said),
    ):
        fetch(RECORDS, http, None)


@pytest.mark.parametrize(
    ("kind", "said"), [("html", "Planned maintenance"), ("truncated", "broken")]
)
def test_it_refuses_what_is_no_archive(kind: Any, said: str) -> None:
    with (
        Recorded({PATH: zipped(FILES)}, [Fault(kind)]) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match=said),
    ):
        fetch(RECORDS, http, None)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("project", "2021-09-01", "01/09/21", "startDate"),
        ("organization", "250000.5", "250 kEUR", "ecContribution"),
        ("project", "900000002", "900000003", "in no known project"),
    ],
)
def test_it_refuses_values_it_cannot_place(name: str, old: str, new: str, said: str) -> None:
    body = fetched().body
    files = {
        part("FIRST", each): member(body, part("FIRST", each))
        for each in ("organization", "project")
    }
    files[part("FIRST", name)] = files[part("FIRST", name)].replace(old.encode(), new.encode())
    with pytest.raises(UnusableData, match=said):
        read(container(files), RECORDS)


def test_it_knows_the_counties_that_places_do() -> None:
    by_code = {row.code: row for row in read_places(COMMON).rows}
    for name, code in COUNTIES.items():
        assert by_code[code].name_sv.removesuffix(" län").removesuffix("s") == name.removesuffix(
            "s"
        )
    assert set(AREAS.values()) == {code[:4] for code in COUNTIES.values()}


def _semicolons(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


@needs_shared
def test_it_reads_the_genuine_columns() -> None:
    """The first hundred rows of each table of Horizon Europe, which others saved with commas."""
    tables = {}
    for name in ("organization", "project"):
        path = SHARED / "cordis" / f"HE_sample_{name}_df_100.csv"
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        tables[name] = (header, rows)
    known = {row[0] for row in tables["project"][1]}
    header, rows = tables["organization"]
    rows = [row for row in rows if row[0] in known]
    body = fetched(
        {
            "organization.csv": _semicolons(header, rows),
            "project.csv": _semicolons(*tables["project"]),
        }
    ).body
    plain = [row for row in rows if row[header.index("country")] == "SE"]
    table = read(body, RECORDS).to_pylist()
    assert len(table) == len(plain) > 0
    assert Counter(row["place"] for row in table) == Counter(
        row[header.index("nutsCode")] for row in plain
    )
    assert sum(row["contribution"] for row in table) == pytest.approx(
        sum(float(row[header.index("ecContribution")]) for row in plain)
    )


@needs_shared
def test_it_finds_the_genuine_participations_by_county() -> None:
    """Participations of Horizon 2020 that began in 2021 and 2022, as its dashboard gave them (- for none)."""
    path = SHARED / "cordis" / "h2020_fp7_participations_dashboard-export-2021.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    def iso(text: str) -> str:
        day, month, year = text.split("/")
        return f"{year}-{month}-{day}"

    organizations = [
        (r["project_id"], r["project_acronym"], r["pic"], r["legal_name"], "", r["legal_entity_type"],
         r["city"], r["country_code"], r["nuts_3_code"], str(n), r["partner_role"], r["eu_contribution"].strip("-"))
        for n, r in enumerate(rows)
    ]  # fmt: skip
    projects = {
        r["project_id"]: (r["project_id"], r["project_title"], iso(r["project_start_date"]),
                          iso(r["project_end_date"]), r["topic_code"])
        for r in rows
    }  # fmt: skip
    head = ["projectID", "projectAcronym", "organisationID", "name", "SME", "activityType", "city",
            "country", "nutsCode", "order", "role", "ecContribution"]  # fmt: skip
    files = {
        "organization.csv": _semicolons(head, organizations),
        "project.csv": _semicolons(
            ["id", "title", "startDate", "endDate", "topics"], projects.values()
        ),
    }
    plain = defaultdict[tuple[str, str], int](int)
    for r in rows:
        if r["country_code"] == "SE":
            plain[r["nuts_3_code"], r["project_start_date"][-4:]] += 1
    assert sum(plain.values()) == 70
    table = read(fetched(files, COUNTED).body, COUNTED).to_pylist()
    found = {(r["place"], r["period"], r["measure"]): r["value"] for r in table}
    for (county, year), count in plain.items():
        assert found[county, year, "participations"] == count
    assert found["SE", "2021", "participations"] + found["SE", "2022", "participations"] == 70
    assert found["SE312", "2021", "participations"] == 1
    assert found["SE312", "2021", "contribution"] == 46975
