"""The tables of Europe's regions that come with the program: every industry has a name and a part."""

from __future__ import annotations

import csv
import gzip
import shutil
from pathlib import Path

import pytest

from kraftsamling.kernel.errors import ContentError, UnanswerableQuestion
from kraftsamling.priorities.value_chains.divisions import RegionTable, read_regions
from kraftsamling.priorities.value_chains.slice import choices
from kraftsamling.strategy.library import load

CONTENT = Path(__file__).resolve().parents[3] / "content"
STARTER = CONTENT / "common" / "evidence" / "eurostat_sbs_europe.2017-12-31.csv.gz"


@pytest.fixture(scope="module")
def table() -> RegionTable:
    found = read_regions(CONTENT / "nms")
    assert found is not None
    return found


def test_it_names_what_the_starter_has(table: RegionTable) -> None:
    with gzip.open(STARTER, "rt", encoding="utf-8", newline="") as file:
        counted = {row[table.column] for row in csv.DictReader(file)}

    assert counted == {*table.names, *table.wholes}
    assert set(table.high_tech) <= set(table.names)
    assert all(any(code.startswith(whole) for code in table.names) for whole in table.wholes)


def test_it_has_names_of_its_own_in_both_languages(table: RegionTable) -> None:
    names = list(table.names.values())

    assert len({name.sv for name in names}) == len({name.en for name in names}) == 68
    assert all(name.sv != name.en for name in names)
    # Names stand inside sentences, where their first letter is made small.
    assert not any(text[:2].isupper() for name in names for text in (name.sv, name.en))


def test_no_industry_is_in_two_parts(table: RegionTable) -> None:
    for code in table.names:
        assert sum(part.has(code) for part in table.parts) <= 1
    for part in table.parts:
        assert any(part.has(code) for code in table.high_tech)
    assert table.part("") is table.parts[0]


def test_a_part_that_is_not_there_is_named_with_those_that_are(table: RegionTable) -> None:
    with pytest.raises(UnanswerableQuestion, match=r"called farms .* making \(Extraction"):
        table.part("farms")


def test_the_parts_can_be_chosen_between() -> None:
    chosen = choices("among", "opportunities", load(CONTENT / "nms"))

    assert [(code, name.en) for code, name in chosen] == [
        ("making", "Extraction and manufacturing"),
        ("services", "Services"),
    ]


def test_a_plan_without_regions_has_none(tmp_path: Path) -> None:
    assert read_regions(tmp_path / "content" / "plan") is None
    shutil.copytree(CONTENT / "common" / "world_tables", tmp_path / "common" / "world_tables")
    plan = tmp_path / "nms"
    plan.mkdir()
    said = (CONTENT / "nms" / "value_chains.yaml").read_text(encoding="utf-8")

    (plan / "value_chains.yaml").write_text(said.replace("regions: sbs_europe\n", ""), "utf-8")
    assert read_regions(plan) is None

    (plan / "value_chains.yaml").write_text(said, "utf-8")
    with pytest.raises(ContentError, match=r"value_chains.yaml, line \d+: .*called sbs_europe"):
        read_regions(plan)
