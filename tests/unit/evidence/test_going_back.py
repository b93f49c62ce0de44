"""A producer that changes its mind, and bytes that are lost: what is shown is what was said last."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kraftsamling.evidence.catalogue import Catalogue
from kraftsamling.evidence.snapshots import Label
from tests.statistics import catalogue, label_of


def said(known: Catalogue, number: int, hour: int, *, starter: bool = True) -> bool:
    """The office says `number` at that hour of one day: whether it was a new vintage."""
    office, dataset = known.registry.table("people")
    kept = datetime(2026, 1, 15, hour, tzinfo=UTC)
    label = Label(
        office.code,
        dataset.code,
        "",
        kept,
        label_of(dataset, "2026-01-15").origins,
        starter=starter,
    )
    body = f"place,period,value,status,origin\nLL,2020,{number},,office\n".encode()
    return known.add(office, dataset, body, label)[1]


def shown(known: Catalogue) -> float:
    vintage = known.current("people")
    assert vintage is not None
    value: float = pq.read_table(vintage.file).column("value")[0].as_py()
    return value


@pytest.fixture
def read_as_starter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Littleland's office has no reader of its own."""
    from kraftsamling.evidence import catalogue as module
    from kraftsamling.evidence.sources import starter

    monkeypatch.setattr(module, "reader", lambda _source: starter.read)


def test_it_goes_back_when_the_producer_does(tmp_path: Path, read_as_starter: None) -> None:
    known = catalogue(tmp_path, people=())
    new = [said(known, number, hour, starter=False) for hour, number in enumerate([5, 6, 5, 5, 6])]

    assert new == [True, True, True, False, True]
    assert shown(known) == 6
    assert len(known.vintages("people")) == 4
    assert all(not fault for _label, fault in known.verify())


def test_a_starter_is_added_once_whatever_came_since(tmp_path: Path) -> None:
    known = catalogue(tmp_path, people=())

    assert [said(known, number, 9) for number in (5, 6, 5)] == [True, True, False]


@pytest.mark.parametrize("damage", [b"", b"other", None])
def test_lost_bytes_are_put_back(tmp_path: Path, damage: bytes | None) -> None:
    known = catalogue(tmp_path, people=())
    said(known, 5, 9)
    (body,) = (tmp_path / "snapshots").glob("*/*")
    body.unlink() if damage is None else body.write_bytes(damage)

    assert [bool(fault) for _label, fault in known.verify()] == [True]
    assert not said(known, 5, 9)
    assert [fault for _label, fault in known.verify()] == [""]


def test_an_empty_table_file_is_made_again(tmp_path: Path) -> None:
    known = catalogue(tmp_path, people=())
    said(known, 5, 9)
    (table,) = (tmp_path / "tables" / "people").glob("*.parquet")
    table.write_bytes(b"")

    assert [fault for _label, fault in known.mend()] == [""]
    assert shown(known) == 5
