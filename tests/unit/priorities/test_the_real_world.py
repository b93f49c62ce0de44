"""Norra Mellansverige inside the real world of 2011: what comes out, and how fast."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kraftsamling.evidence.catalogue import Catalogue
from kraftsamling.evidence.engine.opening import engine_at
from kraftsamling.evidence.places import read_places
from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.evidence.sources.starter import starters
from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.kernel.origin import Origin
from kraftsamling.measures.inside import REGION, REST
from kraftsamling.priorities.value_chains import inputs
from kraftsamling.priorities.value_chains.chains import read_chains
from kraftsamling.priorities.value_chains.engine.markets import markets
from kraftsamling.priorities.value_chains.engine.position import position
from kraftsamling.priorities.value_chains.engine.shock import shock
from kraftsamling.priorities.value_chains.inputs import Wanted
from kraftsamling.priorities.value_chains.question import Markets, Position, Shock
from kraftsamling.priorities.value_chains.region import Region
from tests.books.shared import SHARED

COMMON = Path(__file__).resolve().parents[3] / "content" / "common"
FILE = SHARED / "data/stats/io/wiod2013_2011.npz"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """The tables that come with the program and that value chains rest on."""
    found = Catalogue(tmp_path_factory.mktemp("world"), read_sources(), read_places(COMMON))
    for starter in starters(COMMON / "evidence"):
        if starter.table in ("wiod_2011", "scb_tab900", "eurostat_sbs_r_nuts06_r2"):
            source, dataset = found.registry.table(starter.table)
            label = starter.label(source.code, dataset.code, starter.body)
            found.add(source, dataset, starter.body, label)
    return found


def region_of(known: Catalogue, code: str, year: int | None = None) -> Region:
    chains = read_chains(COMMON.parent / "nms")
    assert chains is not None
    wanted = Wanted(known.places.by_code[code], year, *chains)
    inputs.vintages(wanted, known)
    return inputs.load(wanted, known, engine_at("duckdb://"))


def test_every_job_of_the_counties_is_there(known: Catalogue) -> None:
    """SCB's AM0207I6: 17,531, 19,843 and 19,596 employed in B+C in 2018, and 386,905 in all."""
    region = region_of(known, "SE31")
    making = [n for n, industry in enumerate(region.industries) if "B+C" in industry.groups]

    assert region.jobs.rows == ("SE311", "SE312", "SE313")
    assert region.jobs.values[:, making].sum(axis=1) == pytest.approx([17531, 19843, 19596])
    assert region.persons.sum() == pytest.approx(386905)
    assert region.jobs_year == "2018"
    assert region.estimated == ("C11", "C15", "C19", "C21")


def test_steel_hangs_on_the_world_and_care_on_the_region(known: Catalogue) -> None:
    region = region_of(known, "SE31")
    found = position(Position("SE31"), region)
    on = markets(Markets("SE31"), region)

    assert found.table.cell("c12", "hanging") == pytest.approx(77.7, abs=0.5)
    assert found.table.cell("c33", "hanging") < 2
    assert found.table.cell("c2", "upstreamness") == pytest.approx(3.8, abs=0.1)
    assert on.table.cell(REGION, "share") == pytest.approx(60.4, abs=1)
    assert on.table.cell(REST, "share") == pytest.approx(13.1, abs=1)
    assert any("sammanslagen" in caveat for caveat in found.caveats)


def test_counties_are_asked_about_one_by_one(known: Catalogue) -> None:
    parts = [region_of(known, code) for code in ("SE311", "SE312", "SE313")]
    whole = region_of(known, "SE31")

    assert sum(part.persons for part in parts) == pytest.approx(whole.persons)
    assert parts[1].jobs.rows == ("SE312",)


def test_the_country_itself_is_no_region_of_it(known: Catalogue) -> None:
    with pytest.raises(UnanswerableQuestion, match="whole country"):
        region_of(known, "SE")
    with pytest.raises(UnanswerableQuestion, match="has no table for 1999"):
        region_of(known, "SE31", 1999)


@pytest.mark.slow
@pytest.mark.skipif(not FILE.exists(), reason="needs WIOD in ../shared")
def test_the_whole_world_answers_as_the_small_one(known: Catalogue) -> None:
    small = markets(Markets("SE31"), region_of(known, "SE31"))
    source, dataset = known.registry.table("wiod_2011")
    origin = Origin("WIOD", "World Input-Output Table 2011", "https://example.org")
    label = Label(source.code, dataset.code, "", datetime.now(UTC), (origin,))
    known.add(source, dataset, FILE.read_bytes(), label)

    began = time.process_time()
    region = region_of(known, "SE31")
    found = markets(Markets("SE31"), region)
    took = time.process_time() - began

    assert len(region.places) == 42
    for code in (REGION, REST, "USA", "DEU", "CHN"):
        here, there = found.table.cell(code, "share"), small.table.cell(code, "share")
        assert here == pytest.approx(there, abs=0.5), code
    began = time.process_time()
    lost = shock(Shock("SE31", ("market:DEU:30", "supplier:CHN:100")), region)
    again = time.process_time() - began
    assert lost.table.cell("all", "jobs") == pytest.approx(6131, rel=0.03)
    # Bars: 3 seconds for the first study of a region, 150 milliseconds for a page from it.
    assert took < 6
    assert again < 1
