"""Regions of Europe out of the catalogue, into the space that a place is measured in."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from kraftsamling.evidence.catalogue import Catalogue, Vintage
from kraftsamling.evidence.engine.opening import engine_at
from kraftsamling.evidence.engine.protocol import Engine
from kraftsamling.evidence.places import Places
from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.kernel.origin import Origin
from kraftsamling.kernel.place import Place
from kraftsamling.priorities.value_chains.divisions import RegionTable, read_regions
from kraftsamling.priorities.value_chains.engine.opportunities import opportunities
from kraftsamling.priorities.value_chains.question import Opportunities
from kraftsamling.priorities.value_chains.regions import current, known, load
from tests.chains import words

CONTENT = Path(__file__).resolve().parents[3] / "content"
ORIGIN = Origin("Eurostat", "Regions", "https://example.org/regions", "CC BY 4.0")
HERE = Place(("LL11", "01"), words("Littleland"))
# Machines, electronics and clothes, and manufacturing as a whole.
CSV = """place,period,nace_r2,value,status,origin
AA11,2019,C14,9,,made
LL,2018,C26,120,,made
LL11,2018,C,300,,made
LL11,2018,C14,10,,made
LL11,2018,C26,,c,made
LL11,2018,C28,200,,made
LL12,2018,C,100,,made
LL12,2018,C14,40,,made
LL12,2018,C26,30,,made
LL12,2018,C28,30,,made
LL11,2017,C28,190,,made
LL11,2019,C28,,c,made
"""


@pytest.fixture
def table() -> RegionTable:
    found = read_regions(CONTENT / "nms")
    assert found is not None
    return found


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path, read_sources(), Places())


@pytest.fixture
def vintage(table: RegionTable, catalogue: Catalogue) -> Vintage:
    source, dataset = catalogue.registry.table(table.table)
    kept = datetime(2020, 1, 1, tzinfo=UTC)
    label = Label(source.code, dataset.code, "", kept, (ORIGIN,), starter=True)
    catalogue.add(source, dataset, CSV.encode(), label)
    return current(table, catalogue)


@pytest.fixture
def engine() -> Engine:
    return engine_at("duckdb://")


def test_it_reads_the_last_year_that_tells_something(
    table: RegionTable, vintage: Vintage, engine: Engine
) -> None:
    space = load(table, HERE, 0, vintage, engine)

    assert (space.year, space.region) == (2018, "LL11")
    assert [origin.title for origin in space.origins] == ["Regions"]
    assert space.told.rows == ("LL", "LL11", "LL12")
    assert space.told.columns == ("C", "C14", "C26", "C28")
    assert np.isnan(space.told.cell("LL11", "C26"))
    assert np.isnan(space.told.cell("LL", "C14"))
    assert space.filled.cell("LL11", "C26") == 90

    found = opportunities(Opportunities("LL11", language="en"), space)
    assert found.group["C14"] != "held"
    assert found.group["C28"] == "held"


def test_it_reads_the_year_that_was_asked_for(
    table: RegionTable, vintage: Vintage, engine: Engine
) -> None:
    assert load(table, HERE, 2017, vintage, engine).told.cell("LL11", "C28") == 190


def test_it_says_which_years_there_are(
    table: RegionTable, vintage: Vintage, engine: Engine
) -> None:
    with pytest.raises(UnanswerableQuestion, match=r"Littleland in 2019\. .* 2017, 2018\. Choose"):
        load(table, HERE, 2019, vintage, engine)
    with pytest.raises(
        UnanswerableQuestion, match=r"Nowhere in any year\. It has NUTS 2 regions\."
    ):
        load(table, Place(("XX",), words("Nowhere")), 0, vintage, engine)


def test_it_knows_which_places_it_can_speak_of(
    table: RegionTable, vintage: Vintage, engine: Engine
) -> None:
    county, other = Place(("LL111",), words("North")), Place(("LL12",), words("Otherland"))

    assert known(table, [HERE, county, other], vintage, engine) == (HERE, other)


def test_it_says_what_to_fetch(table: RegionTable, catalogue: Catalogue) -> None:
    with pytest.raises(UnanswerableQuestion, match="fetch eurostat --dataset sbs_europe"):
        current(table, catalogue)
