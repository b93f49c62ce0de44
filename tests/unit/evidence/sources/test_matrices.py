"""Input-output tables in the catalogue: the same table comes out, and a file added by hand is one of them."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from pydantic import ValidationError

from kraftsamling.evidence.catalogue import Catalogue
from kraftsamling.evidence.fetching import askable
from kraftsamling.evidence.formats.exiobase import read_exiobase
from kraftsamling.evidence.formats.wiod import read_wiod
from kraftsamling.evidence.input_output import kept, read_scb_symmetric
from kraftsamling.evidence.places import Places
from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.matrices import as_table, fetch, from_table
from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.evidence.sources.schema import MATRIX, Dataset, Table
from kraftsamling.kernel.errors import SourceFault, UnanswerableQuestion, UnusableData
from kraftsamling.kernel.origin import Origin
from kraftsamling.measures.input_output import Imported, InputOutputTable
from tests.packed import sheet, workbook, zipped
from tests.producers import dataset
from tests.recorded import Recorded, conditional
from tests.recordings import SHARED, needs_shared
from tests.unit.evidence.sources.doors import TODAY, door, kept as kept_label
from tests.worlds import changed, exiobase, figaro, icio, scb, wiod, written

SOURCES = read_sources()
CODES = ("wiod", "icio", "figaro", "exiobase", "scb_symmetric")
SHAPE = {"name": "littleland_world", "matrix": True, "unit": {"sv": "kr", "en": "kr"}}
URL = "https://worlds.littleland.example/2019.zip"
PATH = "/worlds.littleland.example/2019.zip"
BODIES = {
    "wiod": sheet(wiod()),
    "icio": zipped({"2020_SML.csv": written(icio())}),
    "figaro": zipped({"flat.csv": written(figaro())}),
    "exiobase": zipped({f"IOT_2019_ixi/{name}": written(lines, "\t") for name, lines in exiobase().items()}),
    "scb_symmetric": workbook(scb()),
}  # fmt: skip


def request(**said: Any) -> Dataset:
    return dataset(said, table=SHAPE)


def alike(ours: InputOutputTable, theirs: InputOutputTable) -> None:
    for each in fields(InputOutputTable):
        one, other = getattr(ours, each.name), getattr(theirs, each.name)
        if isinstance(one, Imported):
            np.testing.assert_array_equal(one.Z, other.Z)
            np.testing.assert_array_equal(one.Y, other.Y)
        elif each.name in ("other_inputs", "stressors", "direct"):
            assert list(one) == list(other)
            np.testing.assert_array_equal(list(one.values()), list(other.values()))
        elif isinstance(one, np.ndarray):
            np.testing.assert_array_equal(one, other)
        elif each.name == "names":
            assert {code: name for code, name in one.items() if name} == dict(other)
        else:
            assert one == other


def added(known: Catalogue, code: str, at: int = 0, body: bytes | None = None) -> Label:
    source = SOURCES.source(code)
    told = source.datasets[at]
    origin = Origin(source.producer, told.title.sv, told.url, source.licence)
    label = Label(code, told.code, "", TODAY, (origin,))
    return known.add(source, told, body or BODIES[code], label)[0]


@pytest.fixture
def known(tmp_path: Path) -> Catalogue:
    return Catalogue(tmp_path, SOURCES, Places())


def test_it_gives_the_same_table_again() -> None:
    table = read_wiod(BODIES["wiod"], 2011)
    alike(table, from_table(as_table([table])))
    (nation,) = read_scb_symmetric(BODIES["scb_symmetric"]).values()
    named = replace(nation, names={code: name for code, name in nation.names.items() if code in (*nation.sectors, *nation.categories, *nation.other_inputs)})  # fmt: skip
    alike(named, from_table(as_table([nation])))


def test_it_gives_what_is_emitted_again() -> None:
    table = read_exiobase(BODIES["exiobase"], 2019)
    kept_table = as_table([table])
    again = from_table(kept_table)
    alike(table, again)
    assert list(again.stressors) == list(again.direct) == ["co2e"]
    emitted = kept_table.filter(pc.equal(kept_table["part"], "stressors"))
    assert emitted["name"].to_pylist() == ["tonnes of CO2 equivalents"]
    # A line of direct use is as long as final demand, which need not be as long as the others.
    fewer = replace(
        table,
        demand_places=table.demand_places[:4],
        categories=table.categories[:4],
        Y=table.Y[:, :4],
        direct={"co2e": table.direct["co2e"][:4]},
    )
    alike(fewer, from_table(as_table([fewer])))


def test_it_reads_tables_kept_before_there_were_emissions() -> None:
    before = as_table([read_wiod(BODIES["wiod"], 2011)])
    assert not {"stressors", "direct"} & set(before["part"].to_pylist())
    assert from_table(before).stressors == from_table(before).direct == {}


def test_it_gives_the_year_that_is_asked_for() -> None:
    first = read_wiod(BODIES["wiod"], 2011)
    both = as_table([first, replace(first, year=2012, x=first.x + 1)])
    assert both.schema.equals(MATRIX)
    assert from_table(both).year == 2012
    np.testing.assert_array_equal(from_table(both, 2011).x, first.x)
    with pytest.raises(UnanswerableQuestion, match="There is one for 2011, 2012"):
        from_table(both, 2010)


@pytest.mark.parametrize("code", CODES)
def test_it_keeps_what_came_and_hands_it_to_the_measures(known: Catalogue, code: str) -> None:
    label = added(known, code)
    name = SOURCES.source(code).datasets[0].table.name
    found = kept(known, name)
    assert (found.origins[0].producer, found.sha256) == (
        SOURCES.source(code).producer,
        label.sha256,
    )
    demand = found.table.Y.sum(axis=1)
    np.testing.assert_allclose(np.asarray(found.table.system().solve(demand)), found.table.x)
    assert [fault for _label, fault in known.verify()] == [""]


def test_it_refuses_a_broken_file_and_keeps_nothing(known: Catalogue) -> None:
    with pytest.raises(UnusableData, match="row AUT_C24, column SWE_A01_02"):
        added(known, "icio", body=zipped({"2020_SML.csv": written(changed(icio(), 2, 3, "x"))}))
    with pytest.raises(UnanswerableQuestion, match="kraftsamling evidence add icio icio_2020 FILE"):
        kept(known, "icio_2020")


def test_it_fetches_a_zip_once() -> None:
    asked, body = request(file=URL, year=2019), BODIES["icio"]
    with Recorded({PATH: conditional(body, '"a"')}) as producer, door(producer) as http:
        first = fetch(asked, http, None)
        assert first is not None
        assert first.body == body
        assert fetch(asked, http, kept_label(first)) is None


def test_it_says_how_to_add_a_file_by_hand() -> None:
    asked = request(page="https://worlds.littleland.example/page")
    with Recorded({}) as producer, door(producer) as http, pytest.raises(SourceFault) as fault:
        fetch(asked, http, None)
    assert "worlds.littleland.example/page" in str(fault.value)
    assert "kraftsamling evidence add littleland x FILE" in str(fault.value)
    assert not producer.asked


def test_it_asks_for_large_files_only_where_their_source_is_named(known: Catalogue) -> None:
    asked = {source.code for source, _ in askable(known)}
    assert "scb" in asked
    assert not asked & set(CODES)
    assert len(askable(known, "figaro")) == 4


@pytest.mark.parametrize("code", CODES)
def test_it_says_whose_a_table_is_and_on_what_terms(code: str) -> None:
    source = SOURCES.source(code)
    assert source.licence
    assert source.licence_url.startswith("https://")
    assert all(one.table.matrix and one.table.unit and one.only_named for one in source.datasets)


def test_it_knows_the_columns_of_a_matrix() -> None:
    with pytest.raises(ValidationError, match="whose columns are known"):
        Table.model_validate(SHAPE | {"dimensions": ["sector"]})
    assert not Table.model_validate(SHAPE).observes
    assert pa.types.is_list(MATRIX.field("cells").type)


@needs_shared
def test_it_keeps_the_genuine_table_of_2011(known: Catalogue) -> None:
    body = (SHARED / "io" / "wiod2013_2011.npz").read_bytes()
    added(known, "wiod", body=body)
    table = kept(known, "wiod_2011").table
    alike(table, read_wiod(SHARED / "io" / "wiod2013_2011.npz"))
    assert table.x[table.at("SWE")].sum() == 1_036_312
