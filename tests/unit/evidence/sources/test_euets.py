"""EU ETS: two packed files become a row for each installation and year, without anybody's name."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from typing import Any

import pytest

from kraftsamling.evidence.sources.euets.fetch import OPERATORS, YEARS, container, fetch
from kraftsamling.evidence.sources.euets.ingest import _postal_codes, counted, municipality, read
from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.kernel.errors import SourceFault, UnusableData
from tests.recorded import Fault, Recorded, Reply, conditional
from tests.recordings import genuine, littleland, needs_shared
from tests.unit.evidence.sources.doors import door, kept

_SOURCE, ASKED = read_sources().table("euets")
COUNTIES = read_sources().table("euets_counties")[1]
OPERATORS_PATH = "/" + ASKED.request["operators_file"].partition("://")[2]
YEARS_PATH = "/" + ASKED.request["years_file"].partition("://")[2]
OPERATORS_CSV, YEARS_CSV = littleland("euets_operators.csv"), littleland("euets_years.csv")


def routes(operators: bytes = OPERATORS_CSV, years: bytes = YEARS_CSV) -> dict[str, Any]:
    packed = gzip.compress(years, mtime=0)
    return {
        OPERATORS_PATH: Reply(gzip.compress(operators, mtime=0), kind="application/gzip"),
        YEARS_PATH: conditional(packed, '"1"', "application/gzip"),
    }


def fetched() -> bytes:
    with Recorded(routes()) as producer, door(producer) as http:
        found = fetch(ASKED, http, None)
    assert found is not None
    return found.body


def test_it_reads_each_installation_and_year() -> None:
    rows = read(fetched(), ASKED).to_pylist()
    assert [
        (row["installation"], row["year"], row["emissions"], row["allocation"]) for row in rows
    ] == [("901", 2021, 200, 150), ("901", 2022, 180.5, 140), ("902", 2021, None, 30)]
    assert rows[0]["name"] == "Hedby Järnverk, norra"
    assert (rows[0]["place"], rows[0]["county"]) == ("2081", "SE312")
    assert (rows[2]["place"], rows[2]["county"]) == ("", "")


def sums(body: bytes, measure: str = "emissions") -> dict[tuple[str, str], float]:
    table = read(body, COUNTIES)
    assert table.schema.equals(COUNTIES.table.schema)
    rows = [row for row in table.to_pylist() if row["measure"] == measure]
    return {(row["place"], row["period"]): row["value"] for row in rows}


def test_it_adds_up_by_county_region_and_country() -> None:
    found = sums(changed(YEARS, "902,2021,-1", "902,2021,70"))
    assert len(found) == (21 + 8 + 1) * 2
    assert found["SE312", "2021"] == found["SE31", "2021"] == 200
    # The country has that too whose county is not known.
    assert found["SE", "2021"] == 270
    assert found["SE313", "2021"] == 0
    assert found["SE", "2022"] == 180.5


def test_it_adds_up_what_was_given_for_nothing_and_counts_who_emitted() -> None:
    body = changed(YEARS, "902,2021,-1", "902,2021,0")
    free, who = sums(body, "allocation"), sums(body, "installations")
    assert (free["SE312", "2021"], free["SE", "2021"], free["SE313", "2021"]) == (150, 180, 0)
    # The second one reported that it emitted nothing.
    assert (who["SE312", "2021"], who["SE", "2021"]) == (1, 1)
    # Who did not report has no allocation to be set against.
    assert sums(fetched(), "allocation")["SE", "2021"] == 150


def test_it_leaves_out_what_flies() -> None:
    assert sums(changed(OPERATORS, "Production of pig iron or steel", "Aircraft operators")) == {}


@pytest.mark.parametrize(("reported", "years"), [(1, {"2022"}), (2, {"2022", "2023"})])
def test_it_leaves_out_a_year_that_few_have_reported(reported: int, years: set[str]) -> None:
    rows = [
        {
            "year": year,
            "county": "SE312",
            "emissions": 5.0,
            "allocation": None,
            "activity": "Combustion of fuels",
        }
        for year in [2022] * 3 + [2023] * reported
    ]
    assert set(counted(rows, COUNTIES).column("period").to_pylist()) == years


def test_it_asks_the_same_for_both_tables() -> None:
    assert COUNTIES.request == ASKED.request


def test_it_keeps_nobodys_contact_details() -> None:
    text = b" ".join(_contents(fetched()).values())
    assert b"Outsider" not in text
    assert b"@" not in text
    assert b"FJELL" not in text


def test_it_fetches_nothing_where_nothing_is_new() -> None:
    with Recorded(routes()) as producer, door(producer) as http:
        first = fetch(ASKED, http, None)
        assert first is not None
        assert fetch(ASKED, http, kept(first)) is None
    assert [asked.path for asked in producer.asked] == [YEARS_PATH, OPERATORS_PATH, YEARS_PATH]


@pytest.mark.parametrize(
    ("operators", "years", "said"),
    [
        (OPERATORS_CSV.replace(b"POSTAL_CODE", b"ZIP"), YEARS_CSV, "POSTAL_CODE are not there"),
        (OPERATORS_CSV, YEARS_CSV.replace(b"ALLOCATION", b"FREE"), "ALLOCATION are not there"),
        (OPERATORS_CSV.decode().encode("latin-1"), YEARS_CSV, "not UTF-8"),
    ],
)
def test_it_refuses_other_columns_and_other_letters(
    operators: bytes, years: bytes, said: str
) -> None:
    with (
        Recorded(routes(operators, years)) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match=said),
    ):
        fetch(ASKED, http, None)


@pytest.mark.parametrize("kind", ["html", "truncated"])
def test_it_refuses_what_is_no_packed_file(kind: Any) -> None:
    with (
        Recorded(routes(), [Fault(kind, path=OPERATORS_PATH)]) as producer,
        door(producer) as http,
        pytest.raises(SourceFault, match="no packed file, or half of one"),
    ):
        fetch(ASKED, http, None)


def changed(name: str, before: str, after: str) -> bytes:
    files = {key: text.decode() for key, text in _contents(fetched()).items()}
    assert before in files[name]
    return container(files | {name: files[name].replace(before, after)})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        pytest.param(lambda: fetched()[:200], "broken", id="truncated"),
        pytest.param(
            lambda: changed(YEARS, "180.5", "many"), "901 has 'many' for 2022", id="words"
        ),
        pytest.param(lambda: changed(OPERATORS, "902,", "901,"), "are there twice", id="twice"),
        pytest.param(
            lambda: changed(YEARS, "902,2021", "903,2021"), "no description", id="unknown"
        ),
        pytest.param(
            lambda: changed(YEARS, "901,2021", "901"), "1 rows are broken", id="short row"
        ),
    ],
)
def test_it_refuses_what_is_broken(body: Any, said: str) -> None:
    with pytest.raises(UnusableData, match=said):
        read(body(), ASKED)


@pytest.mark.parametrize(
    ("postal_code", "expected"),
    [
        ("78184", "2081"),
        ("774 22", "2084"),
        ("SE-81181", "2181"),
        ("795 92", "2031"),
        ("82021", "2182"),
        ("", ""),
        ("7818", ""),
        ("-", ""),
    ],
)
def test_it_finds_the_municipality_by_the_postal_code(postal_code: str, expected: str) -> None:
    assert municipality(postal_code) == expected


def test_it_has_each_postal_code_once() -> None:
    firsts, lasts, _codes = _postal_codes()
    assert firsts == sorted(firsts)
    assert all(first <= last for first, last in zip(firsts, lasts, strict=True))
    assert all(last < first for last, first in zip(lasts[:-1], firsts[1:], strict=True))


# Those in the three counties that whoever joined the collected file to municipalities found no place for.
MISSED = {
    "A9 Garnisonen", "Ala Sågverk", "Björneborg Steel AB", "FVC Bäckelund", "Iggesunds bruk", "PC Delsbo",
    "PC Heden Mora", "Psyk. Sjukhusets HVC", "Reservcentral Höghammar", "Rättviks Kalkverk", "Sandarne Kalkverk",
    "Sannaverket", "Surahammars Bruk", "Utmeland hetvattencentral", "Vallviks Bruk", "Åmotfors Bruk AB",
    "Åmotfors Energi",
}  # fmt: skip


@needs_shared
def test_it_adds_up_the_genuine_registry() -> None:
    """By a second route: those with a municipality in the file, and those it misses, by name."""
    lines = list(_genuine("emissions/eutl_installations-SE.csv.gz"))
    found = sums(_asked_as(lines))
    ours = [line for line in lines if line["municipality_code"][:2] in ("17", "20", "21")]
    missed = [line for line in lines if line["InstallationNameOrAircraftOperatorCode"] in MISSED]
    for year in range(2005, 2023):
        three = sum(found[county, str(year)] for county in ("SE311", "SE312", "SE313"))
        assert found["SE31", str(year)] == three == _plainly([*ours, *missed], year)
    assert len(missed) == len(MISSED)
    # What others report for 2022 lacks the lime works at Rättvik, and more.
    assert round(_plainly(ours, 2022) / 1e6, 2) == 0.84
    assert round(found["SE31", "2022"] / 1e6, 2) == 1.02


def _plainly(lines: list[dict[str, str]], year: int) -> int:
    said = [line[f"VerifiedEmissions_{year}"] for line in lines]
    return sum(int(text) for text in said if text.isdigit())


@needs_shared
def test_it_reads_the_genuine_registry() -> None:
    lines = list(_genuine("emissions/eutl_installations-SE.csv.gz"))
    rows = read(_asked_as(lines), ASKED).to_pylist()
    found = {(row["name"], row["year"]): row for row in rows}
    steel = found["SSAB Tunnplåt i Borlänge", 2022]
    assert (steel["emissions"], steel["place"], steel["county"]) == (225_699, "2081", "SE312")
    stainless = found["Avesta Jernverk", 2022]
    assert stainless["operator"] == "Outokumpu Stainless AB"
    assert (stainless["emissions"], stainless["place"]) == (123_289, "2084")
    # Whoever joined the collected file to municipalities came to the same places.
    theirs = {line["InstallationOrAircraftOperatorID"]: line["municipality_code"] for line in lines}
    both = {row["installation"]: row["place"] for row in rows if theirs[row["installation"]]}
    assert len(both) > 700
    assert {one for one, place in both.items() if place not in (theirs[one], "")} == set()
    total = sum(
        int(line["VerifiedEmissions_2022"] or 0)
        for line in _genuine("emissions/eutl_installations_SE31_derived.csv")
    )
    ours = sum(
        row["emissions"] or 0
        for row in rows
        if row["year"] == 2022 and theirs[row["installation"]][:2] in ("17", "20", "21")
    )
    assert ours == total


def _asked_as(lines: list[dict[str, str]]) -> bytes:
    """The collected file, as if it had been fetched."""
    names = {
        "operators": {
            "INSTALLATION_IDENTIFIER": "InstallationOrAircraftOperatorID",
            "INSTALLATION_NAME": "InstallationNameOrAircraftOperatorCode",
            "ACCOUNT_HOLDER_NAME": "AccountHolderName",
            "ACTIVITY_TYPE": "MainActivityTypeCodeLookup",
            "CITY": "City",
            "POSTAL_CODE": "ZipCode",
        }
    }
    operators = [
        {ours: line[theirs] for ours, theirs in names["operators"].items()} for line in lines
    ]
    years = [
        {
            "INSTALLATION_IDENTIFIER": line["InstallationOrAircraftOperatorID"],
            "PERIOD_YEAR": str(year),
            "ALLOCATION": line[f"FreeAllocations_{year}"],
            "VERIFIED_EMISSIONS": line[f"VerifiedEmissions_{year}"],
        }
        for line in lines
        for year in range(2005, 2023)
    ]
    return container({OPERATORS: _text(operators), YEARS: _text(years)})


def _genuine(name: str) -> Any:
    body = genuine(name)
    text = gzip.decompress(body) if name.endswith(".gz") else body
    return csv.DictReader(io.StringIO(text.decode()))


def _text(rows: list[dict[str, str]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _contents(body: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
