"""Vintages are kept for ever, tables follow from them, and what is wrong is found and said."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kraftsamling.evidence import snapshots
from kraftsamling.evidence.catalogue import Catalogue
from kraftsamling.evidence.places import read_places
from kraftsamling.evidence.snapshots import SnapshotBroken
from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.evidence.sources.starter import starters
from kraftsamling.kernel.errors import ContentError, UnanswerableQuestion, UnusableData
from tests.statistics import catalogue, label_of, publish

CONTENT = Path(__file__).resolve().parents[3] / "content"
FIRST = "LL11,2020,5,\nLL12,2020,6,\nLL13,2020,7,"
SECOND = "LL11,2020,5,\nLL12,2020,6,\nLL13,2020,8,"


@pytest.fixture
def known(tmp_path: Path) -> Catalogue:
    return catalogue(tmp_path, people=())


def tree(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def faults(known: Catalogue) -> list[str]:
    return [fault for _label, fault in known.verify() if fault]


def test_it_names_a_snapshot_by_its_bytes(known: Catalogue) -> None:
    label = publish(known, "people", FIRST)

    assert known.snapshots.path(label).name == label.sha256
    assert label.origin.sha256 == label.sha256
    assert not faults(known)


def test_it_keeps_every_vintage(known: Catalogue) -> None:
    first = publish(known, "people", FIRST, day="2026-01-15")
    second = publish(known, "people", SECOND, day="2026-02-15")

    assert [v.label for v in known.vintages("people")] == [first, second]
    now, then = known.current("people"), known.current("people", first.kept)
    assert now is not None
    assert then is not None
    assert pq.read_table(now.file)["value"].to_pylist() == [5, 6, 8]
    assert pq.read_table(then.file)["value"].to_pylist() == [5, 6, 7]


def test_it_writes_nothing_when_it_is_the_same(known: Catalogue, tmp_path: Path) -> None:
    publish(known, "people", FIRST)
    before = tree(tmp_path)
    label = publish(known, "people", FIRST, day="2026-03-15")

    assert tree(tmp_path) == before
    assert label.kept.month == 1


def test_it_finds_broken_bytes(known: Catalogue) -> None:
    label = publish(known, "people", FIRST)
    path = known.snapshots.path(label)
    path.write_bytes(path.read_bytes()[:-1] + b"9")

    with pytest.raises(SnapshotBroken, match="changed since it was kept"):
        known.snapshots.body(label)
    assert "changed since" in faults(known)[0]


def test_it_finds_bytes_that_are_gone(known: Catalogue) -> None:
    label = publish(known, "people", FIRST)
    known.snapshots.path(label).unlink()

    assert "is gone" in faults(known)[0]


@pytest.mark.parametrize("said", [b"{", b"[]", b"\xff", b"{}", b""])
def test_a_label_that_cannot_be_read_takes_down_nothing(
    known: Catalogue, caplog: pytest.LogCaptureFixture, said: bytes
) -> None:
    first = publish(known, "people", FIRST, day="2026-01-15")
    publish(known, "people", SECOND, day="2026-02-15")
    newest = max((known.folder / "labels" / "littleland" / "people").glob("*.json"))
    whole = newest.read_bytes()
    newest.write_bytes(said)
    # As another process sees it.
    snapshots._sorted.cache_clear()

    for _ in range(2):
        assert [vintage.label for vintage in known.vintages("people")] == [first]
    assert faults(known) == []
    assert list(known.mend()) == []
    (broken,) = map(str, known.snapshots.broken())
    assert broken.startswith(f"The label {newest} cannot be read (")
    assert "Restore it from the backup, or remove it and fetch" in broken
    assert [r.getMessage() for r in caplog.records] == [broken]

    newest.write_bytes(whole)
    assert len(known.vintages("people")) == 2
    assert not list(known.snapshots.broken())


def test_it_finds_a_table_that_says_something_else(known: Catalogue) -> None:
    publish(known, "people", FIRST)
    file = known.vintages("people")[0].file
    table = pq.read_table(file)
    pq.write_table(table.slice(1), file)

    assert "does not say what its snapshot says" in faults(known)[0]
    file.write_bytes(b"no table")
    assert "cannot be read" in faults(known)[0]


def test_it_makes_a_lost_table_anew_and_equal(known: Catalogue, tmp_path: Path) -> None:
    publish(known, "people", FIRST)
    before = tree(tmp_path)
    known.vintages("people")[0].file.unlink()

    assert "is missing" in faults(known)[0]
    assert [fault for _label, fault in known.mend()] == [""]
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ("LL11,2099,5,", "2099, although that is still to come"),
        ("LL11,2026-01,5,\nLL11,2026-02,5,", "for 2026-02, although"),
        ("LL11,2026Q1,5,\nLL11,2026Q2,5,", "for 2026Q2, although"),
        ("LL11,2025-2027,5,", "for 2025-2027, although"),
        ("LL11,2020,5,\nLL12,2020,1e99999,", "the value of LL12, 2020 is inf, which is no number"),
        ("LL11,2020,-1e99999,", "the value of LL11, 2020 is -inf, which is no number; 1 in all"),
        ("LL11,2020,5,\nLL11,2020,6,", "more than once, among them LL11, 2020"),
        ("LL11,in the spring,5,", "in the spring is no period"),
        ("LL11,2020,five,", "cannot be read as a table"),
        ("LL11,2020,5,extra,", "cannot be read as a table"),
    ],
)
def test_it_refuses_what_cannot_be(known: Catalogue, tmp_path: Path, rows: str, fault: str) -> None:
    publish(known, "people", FIRST)
    before = tree(tmp_path)

    with pytest.raises(UnusableData, match=fault):
        publish(known, "people", rows, day="2026-01-31")
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    ("times", "said"), [(1000, "1,000"), (25, "25"), (0.001, "0.001"), (1e-6, "0.000001")]
)
def test_it_refuses_a_leap_of_the_unit(known: Catalogue, times: float, said: str) -> None:
    publish(known, "people", FIRST)
    rows = "\n".join(f"LL1{n},2020,{(n + 4) * times}," for n in (1, 2, 3))

    with pytest.raises(UnusableData, match=f"are {said} times .* the unit has probably changed"):
        publish(known, "people", rows)


def test_it_takes_a_month_to_come_that_has_no_value(known: Catalogue) -> None:
    label = publish(known, "people", "LL11,2026-01,5,\nLL11,2026-12,,m", day="2026-01-15")

    assert [vintage.label for vintage in known.vintages("people")] == [label]


def test_it_takes_ahead_of_time_what_is_a_forecast(known: Catalogue) -> None:
    office, dataset = known.registry.table("people")
    ahead = dataset.model_copy(update={"forecast": True})
    body = b"place,period,value,status,origin\nLL11,2099,5,f,office\n"

    assert known.add(office, ahead, body, label_of(ahead, "2026-01-15"))[1]


def test_it_names_unknown_columns(known: Catalogue) -> None:
    office, dataset = known.registry.table("people")
    body = b"place,period,number,status,origin\nLL11,2020,5,,office\n"

    with pytest.raises(UnusableData, match="place,period,number,status,origin"):
        known.add(office, dataset, body, label_of(dataset, "2026-01-15"))


def test_it_reads_anew_a_table_declared_anew(known: Catalogue) -> None:
    label = publish(known, "people", FIRST)
    _office, dataset = known.registry.table("people")
    other = dataset.model_copy(update={"forecast": True})

    assert known.file(dataset, label) != known.file(other, label)
    assert known.file(dataset, label) == known.file(
        dataset.model_copy(update={"url": "https://elsewhere.example"}), label
    )


def test_it_knows_the_places_of_every_column_of_places(tmp_path: Path) -> None:
    """Statistics Sweden's table of who works where, in the form that it answers in."""
    registry = read_sources()
    source, dataset = registry.table("scb_am0207pendllana04")
    homes, works = (
        dataset.request["select"]["Bostadslan"],
        dataset.request["select"]["Arbetsstallelan"],
    )
    codes = {"Bostadslan": homes, "Arbetsstallelan": works, "Kon": ["1", "2"], "Tid": ["2018"]}
    answer = {
        "columns": [
            *({"code": name, "type": "d"} for name in codes),
            {"code": "AM0207AC", "type": "c"},
        ],
        "data": [{"key": key, "values": ["5"]} for key in product(*codes.values())],
    }
    variables = [{"code": name, "values": of} for name, of in codes.items()]
    measured = {"code": "ContentsCode", "values": ["AM0207AC"]}
    body = {"metadata": {"variables": [*variables, measured]}, "answers": [answer]}
    places = read_places(CONTENT / "common")
    known = Catalogue(tmp_path, registry, places)

    label = label_of(dataset, "2026-01-15", starter=False)
    rows = known.read(source, dataset, json.dumps(body).encode(), label).to_pylist()

    assert {row["place"] for row in rows} == {"SE311", "SE312", "SE313"}
    assert len({row["work"] for row in rows} & set(places.by_code)) == 21
    # Women and men together.
    assert {row["value"] for row in rows} == {10}


def test_it_says_which_tables_there_are_not(known: Catalogue) -> None:
    with pytest.raises(UnanswerableQuestion, match="No source has a table called nothing"):
        known.current("nothing")


def test_the_starters_vintages_come_before_any_that_was_fetched(known: Catalogue) -> None:
    starter = publish(known, "people", FIRST, day="2026-03-15")
    _office, dataset = known.registry.table("people")
    fetched = replace(label_of(dataset, "2026-01-15"), starter=False)
    kept, _new = known.snapshots.keep(b"what the producer said", fetched)

    assert known.snapshots.vintages("littleland", "people") == (starter, kept)
    assert known.snapshots.latest("littleland", "people") == kept
    assert list(known.snapshots.every()) == [starter, kept]


ORIGINS = "code,producer,title,url,licence,accessed,published\noffice,P,T,https://x.example,CC0,,\n"


def test_a_starter_table_is_named_by_table_and_day(tmp_path: Path) -> None:
    (tmp_path / "origins.csv").write_text(ORIGINS)
    (tmp_path / "people.2024-05-06.csv").write_text("place,origin\nLL,office\n")
    (tmp_path / "jobs.csv").write_text("place,origin\nLL,nobody\n")
    jobs, people = starters(tmp_path)

    assert (people.table, f"{people.kept:%Y-%m-%d}") == ("people", "2024-05-06")
    assert jobs.kept < people.kept
    label = people.label("office", "people", people.path.read_bytes())
    assert label.starter
    assert label.origin.producer == "P"
    # Nobody noted the day, so none is told: the file's name says the year and no more.
    assert (label.day, label.origin.year) == (None, "2024")
    with pytest.raises(ContentError, match="nobody, which is not in"):
        jobs.label("office", "jobs", jobs.path.read_bytes())


def test_a_starter_table_of_no_name_is_refused(tmp_path: Path) -> None:
    (tmp_path / "origins.csv").write_text(ORIGINS)
    (tmp_path / "My Table.csv").write_text("place,origin\n")

    with pytest.raises(ContentError, match="the name is no table"):
        list(starters(tmp_path))
    assert not list(starters(tmp_path / "nowhere"))


PLACES = "code,level,within,name_sv,name_en,scb,kolada\nLL,nation,,Riket,The realm,00,0000\n"


def test_places_go_by_any_of_their_codes(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(
        PLACES + "LL11,county,LL,Norr,North,91,0091\n9101,municipality,LL11,By,By,9101,9101\n"
    )
    places = read_places(tmp_path)

    assert places.codes("scb") == {"00": "LL", "91": "LL11", "9101": "9101"}
    assert [p.code for p in places.within("LL", "municipality")] == ["9101"]
    assert [p.code for p in places.around(places.called("9101"))] == ["LL11", "LL"]
    assert places.around(places.called("XX")) == ()
    assert places.called("XX").name.sv == "XX"
    assert read_places(tmp_path / "nowhere").rows == ()


def test_a_place_has_one_row_and_lies_in_one_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text(
        PLACES + "LL,county,,Norr,North,91,\nLL12,county,LL9,Syd,South,92,\n"
    )

    with pytest.raises(ContentError) as told:
        read_places(tmp_path)
    assert "line 2 has the code LL too" in str(told.value)
    assert "LL12 lies within LL9, which is not in the file" in str(told.value)
