"""Littleland's carbon: what each row says, what adds up, and what a reader must know."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kraftsamling.evidence.catalogue import Catalogue
from kraftsamling.evidence.places import Places
from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.evidence.sources.schema import Table
from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.measures.embodied import Embodied
from kraftsamling.measures.inside import REGION, REST as REST_OF_IT
from kraftsamling.priorities.findings import Answer
from kraftsamling.priorities.value_chains import emissions
from kraftsamling.priorities.value_chains.chains import read_chains, worlds
from kraftsamling.priorities.value_chains.engine.carbon import carbon
from kraftsamling.priorities.value_chains.question import Carbon
from kraftsamling.priorities.value_chains.region import Region
from tests.chains import CODES, EMITTED, JOBS, REST, inside, region

TESTS, OURS = Path(__file__).resolve().parents[2] / "content", Path(__file__).resolve().parents[3]
WHOLE = ("all:production", "all:consumption", "all:exports", "all:imports")


def asked(here: Region | None = None, language: str = "en") -> Answer:
    return carbon(Carbon("LL1", language=language), here or region())


def column(found: Answer, name: str, start: str = "") -> np.ndarray:
    rows = [at for at, row in enumerate(found.table.rows) if str(row).startswith(start)]
    return np.asarray(found.table.values[rows, found.table.columns.index(name)])


def test_the_whole_comes_first_then_where_it_was_emitted_then_industries() -> None:
    found = asked()

    assert found.table.rows[:4] == WHOLE
    assert set(found.table.rows[4:8]) == {
        f"from:{place}" for place in (REGION, REST_OF_IT, "AA", "BB")
    }
    assert found.table.rows[8:] == ("mills", "machines", "shops", "care")
    assert [found.group[str(row)] for row in found.table.rows] == ["all"] * 4 + ["from"] * 4 + [
        "industry"
    ] * 4
    most = column(found, "emitted", "from:")
    assert list(most) == sorted(most, reverse=True)


def test_an_industry_has_its_part_of_what_the_country_emits() -> None:
    found = asked()
    part = JOBS.sum(axis=0) / (JOBS.sum(axis=0) + REST)

    for code, tonnes in zip(CODES, EMITTED[4:8] * part, strict=True):
        assert found.table.cell(code, "emitted") == pytest.approx(tonnes)
        assert np.isnan(found.band(code, "emitted")).all()


def test_shares_are_all_of_it() -> None:
    found = asked()
    rows = [row for row in map(str, found.table.rows) if not row.startswith("from:")]

    for row in rows:
        three = sum(found.table.cell(row, part) for part in ("own", "rest", "abroad"))
        assert three == pytest.approx(100, abs=0.5), row
    assert found.table.cell("all:production", "own") == pytest.approx(100)
    assert found.table.cell("all:imports", "own") == 0
    assert np.isnan(column(found, "own", "from:")).all()
    assert np.isnan(column(found, "per_million", "all:")).all()


def test_every_number_of_the_whole_is_of_one_account() -> None:
    """For one delta, where the median is the number itself."""
    here = region()
    within = inside(deltas=(0.2,))
    one = asked(replace(here, inside=within, carbon=Embodied.of(within, EMITTED, {"LL": 15.0})))
    made, used, out, into = column(one, "emitted", "all:")

    assert made - out + into == pytest.approx(used)
    assert column(one, "emitted", "from:").sum() == pytest.approx(used)
    assert one.table.cell("from:region", "emitted") / used * 100 == pytest.approx(
        one.table.cell("all:consumption", "own")
    )
    direct = 15 * within.output.sum() / (within.x[4:12].sum())
    assert made == pytest.approx(column(one, "emitted")[8:].sum() + direct)
    products = one.table.cell("mills", "per_million")
    assert products > one.table.cell("mills", "emitted") / within.output[0]


def test_the_band_is_of_where_in_the_country() -> None:
    """Both parts of it have the same recipe, so delta moves what is emitted from the one to the other."""
    found = asked()

    for row, name in (("mills", "own"), ("all:exports", "emitted"), (f"from:{REGION}", "emitted")):
        low, high = found.band(row, name)
        assert low <= found.table.cell(row, name) <= high
        assert low < high - 1e-6
    for row, name in (
        ("mills", "per_million"),
        ("all:consumption", "emitted"),
        ("from:AA", "emitted"),
    ):
        low, high = found.band(row, name)
        assert low == pytest.approx(high)


def test_it_says_what_a_reader_must_know() -> None:
    found = asked()
    caveats = " ".join(found.caveats)

    assert "tonnes of CO2 equivalents are emitted in Littleland" in found.sentence
    assert "FLQ" in caveats
    assert "IPCC AR5" in caveats
    assert "registers of plants" in caveats
    assert "by the region's part of the country's output" in caveats
    assert "million" in caveats
    assert "belong to industries without output" not in caveats
    assert "ton koldioxidekvivalenter ut" in asked(language="sv").sentence


def test_it_says_what_is_not_in_it() -> None:
    here = region()
    none = Embodied.of(here.inside, EMITTED)
    lost = replace(none, given=np.where(np.arange(16) == 3, 5e3, none.given))
    lost.inside.x[3] = 0
    caveats = asked(replace(here, carbon=lost)).caveats

    assert any(c.startswith("What households") and c.endswith("is not in.") for c in caveats)
    assert any(c.startswith("5,000 tonnes in the table belong") for c in caveats)


def test_an_industry_without_jobs_is_left_out() -> None:
    jobs = JOBS.copy()
    jobs[:, 1] = 0
    assert "machines" not in asked(region(jobs)).table.rows


def test_a_table_without_emissions_is_refused() -> None:
    with pytest.raises(UnanswerableQuestion, match=r"The table of 2020 .* does not tell what"):
        asked(replace(region(), carbon=None))


# Which world tables tell


def known(folder: Path) -> Catalogue:
    return Catalogue(folder, read_sources(TESTS / "common" / "sources"), Places())


def content(at: Path, **tables: str) -> Path:
    """A plan whose world is that of 2013, beside worlds described with these evidence tables."""
    shutil.copytree(OURS / "content" / "common" / "world_tables", at / "common" / "world_tables")
    plan = at / "land"
    plan.mkdir()
    shutil.copy(OURS / "content" / "nms" / "value_chains.yaml", plan)
    text = (TESTS / "common" / "world_tables" / "little.yaml").read_text()
    for code, table in tables.items():
        described = text.replace("code: little", f"code: {code}").replace("littleland_world", table)
        (at / "common" / "world_tables" / f"{code}.yaml").write_text(described)
    return plan


def test_a_plan_is_offered_it_where_a_described_world_tells(tmp_path: Path) -> None:
    catalogue = known(tmp_path / "evidence")
    plain = content(tmp_path / "one", other="icio_2020")
    assert not emissions.anywhere(plain, catalogue)
    assert not emissions.anywhere(content(tmp_path / "none", other="no_such_table"), catalogue)
    assert emissions.anywhere(content(tmp_path / "two", little="littleland_world"), catalogue)
    assert emissions.anywhere(TESTS / "littleland", catalogue)
    assert {world.code for world in worlds(plain)} == {"wiod2013", "other"}


def test_it_says_which_table_tells(tmp_path: Path) -> None:
    catalogue = known(tmp_path / "evidence")

    def said(plan: Path) -> str:
        chains = read_chains(plan)
        assert chains is not None
        with pytest.raises(UnanswerableQuestion) as fault:
            emissions.required(chains[1], plan, catalogue)
        return str(fault.value)

    none = said(content(tmp_path / "one"))
    assert "EXIOBASE 3 does: describe its industries in common/world_tables" in none
    assert "kraftsamling evidence add exiobase ixi_2019 FILE" in none
    other = said(content(tmp_path / "two", little="littleland_world"))
    assert "Little world does: write world: little" in other
    assert "land/value_chains.yaml" in other
    assert "kraftsamling evidence add littleland world FILE" in other
    chains = read_chains(TESTS / "littleland")
    assert chains is not None
    emissions.required(chains[1], TESTS / "littleland", catalogue)


@pytest.mark.parametrize("more", [{}, {"columns": [], "dimensions": ["sector"]}])
def test_only_a_matrix_tells(more: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="no matrix that industries stand in"):
        Table.model_validate({"name": "little", "stressors": ["co2e"], **more})
