"""A release without most of what the last one had is refused, unless somebody has accepted it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from kraftsamling.evidence import catalogue as module
from kraftsamling.evidence.catalogue import Catalogue
from kraftsamling.evidence.checking import kept_most
from kraftsamling.evidence.sources import starter
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.kernel.errors import UnusableData
from tests.statistics import catalogue, label_of

SIX = {f"LL{n},{year}": "5" for n in (11, 12, 13) for year in (2020, 2021)}


@pytest.fixture
def known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Catalogue:
    """A catalogue whose office has no reader of its own."""
    monkeypatch.setattr(module, "reader", lambda _source: starter.read)
    return catalogue(tmp_path, people=())


def said(known: Catalogue, rows: dict[str, str], *, asked: str = "", starter: bool = False) -> bool:
    """The office answers with these values: whether it was a new vintage."""
    office, dataset = known.registry.table("people")
    lines = [f"{key},{value},,office" for key, value in rows.items()]
    body = "\n".join(["place,period,value,status,origin", *lines, ""]).encode()
    day = f"2026-01-{15 + len(known.vintages('people'))}"
    label = label_of(dataset, day, starter=starter, asked=asked)
    return known.add(office, dataset, body, label)[1]


def first(number: int) -> dict[str, str]:
    return dict(list(SIX.items())[:number])


def emptied(number: int) -> dict[str, str]:
    return SIX | dict.fromkeys(first(number), "")


@pytest.mark.parametrize("less", [first(4), emptied(2)])
def test_it_takes_a_release_that_has_lost_a_third(known: Catalogue, less: dict[str, str]) -> None:
    assert said(known, SIX)
    assert said(known, less)


@pytest.mark.parametrize(
    ("less", "fault"),
    [
        (first(3), "3 of the 6 keys that the last release had are gone, among them LL12, 2021"),
        (emptied(3), "3 of the 6 values that the last release had are gone, among them LL11, 2020"),
        # Other places altogether, as many as before.
        ({key.replace("LL", "XX"): "5" for key in SIX}, "6 of the 6 keys"),
    ],
)
def test_it_refuses_one_that_has_lost_more(
    known: Catalogue, less: dict[str, str], fault: str
) -> None:
    said(known, SIX)

    with pytest.raises(UnusableData, match=fault) as refused:
        said(known, less)
    assert "accept it: kraftsamling fetch littleland --dataset people --accept" in str(
        refused.value
    )
    assert len(known.vintages("people")) == 1
    assert said(replace(known, accepts=True), less)
    assert said(known, less | {"LL,2020": "9"})


def test_what_is_asked_for_anew_may_be_less(known: Catalogue) -> None:
    said(known, SIX, asked="all")

    assert said(known, first(1), asked="one")


def test_it_may_differ_from_the_starter(known: Catalogue) -> None:
    said(known, SIX, starter=True)

    assert said(known, first(1))
    assert said(known, first(2), starter=True)


@pytest.mark.parametrize("left", [4, 3])
def test_it_counts_the_rows_of_records(known: Catalogue, left: int) -> None:
    """Ads have other keys each time."""
    _office, people = known.registry.table("people")
    shape = {"name": "ads", "columns": [{"name": "ad"}], "key": ["ad"]}
    ads = Dataset.model_validate(people.model_dump() | {"code": "ads", "table": shape})
    before, after = (
        pa.table({"ad": [f"{kind}{n}" for n in range(many)]})
        for kind, many in (("a", 6), ("b", left))
    )
    label = label_of(ads, "2026-01-15")
    if left == 4:
        kept_most(after, ads, label, before)
    else:
        with pytest.raises(UnusableData, match="3 of the 6 rows are gone"):
            kept_most(after, ads, label, before)
