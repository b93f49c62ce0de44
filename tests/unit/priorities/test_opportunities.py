"""Littleland among the regions of Europe: what it could grow into, and what is not known."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.kernel.words import Words
from kraftsamling.priorities.findings import Answer
from kraftsamling.priorities.value_chains.divisions import read_regions
from kraftsamling.priorities.value_chains.engine.opportunities import opportunities
from kraftsamling.priorities.value_chains.filling import from_wholes
from kraftsamling.priorities.value_chains.question import Opportunities
from kraftsamling.priorities.value_chains.space import Space
from tests.regions import MAKING, REGIONS, TABLE, space, told, without

CONTENT = Path(__file__).resolve().parents[3] / "content"
STARTER = CONTENT / "common" / "evidence" / "eurostat_sbs_europe.2017-12-31.csv.gz"


def asked(table: Matrix | None = None, **question: object) -> Answer:
    return opportunities(Opportunities("LL11", language="en", **question), space(table))  # type: ignore[arg-type]


# Filling in


def test_what_is_confidential_is_what_is_left_of_the_whole() -> None:
    table = without(told(), ("AA12", "C2"), ("AA12", "C4"))
    found = from_wholes(table)

    # 200 persons are left; all other rows, nations too, have 500 in machines and 300 in chips.
    assert found.cell("AA12", "C2") == pytest.approx(200 * 5 / 8)
    assert found.cell("AA12", "C2") + found.cell("AA12", "C4") == pytest.approx(200)


def test_what_is_not_known_stays_unknown() -> None:
    table = without(told(), ("AA12", "C2"), ("AA12", "C"))

    assert np.isnan(from_wholes(table).cell("AA12", "C2"))
    # The nation knows: of its 200 in machines, another region has 100.
    assert space(table).filled.cell("AA12", "C2") == pytest.approx(100)


def test_a_region_that_nobody_knows_enough_of_is_left_out() -> None:
    table = without(told(), ("AA12", "C2"), ("AA12", "C"), ("AA", "C2"), ("AA", "C"))
    ground = space(table).among(TABLE.part("making"))

    assert "AA12" not in ground.counts.rows
    assert "AA" not in ground.counts.rows
    assert len(ground.counts.rows) == len(REGIONS) - 1


# The answer


def test_what_it_lacks_comes_first_and_its_strengths_after() -> None:
    found = asked()

    assert set(found.table.rows) == set(MAKING)
    assert found.table.rows[-2:] in (("C1", "C2"), ("C2", "C1"))
    assert [found.group[str(row)] == "held" for row in found.table.rows] == [False] * 4 + [True] * 2
    assert [found.table.cell(row, "rank") for row in found.table.rows[:4]] == [1, 2, 3, 4]
    for row in found.table.rows[:4]:
        assert found.table.cell(row, "rca") < 1
        low, high = found.band(str(row), "rank")
        assert 1 <= low <= found.table.cell(row, "rank") <= high <= 4
    for row in found.table.rows[4:]:
        assert found.table.cell(row, "rca") >= 1
        assert np.isnan(found.table.cell(row, "gain"))
        assert np.isnan(found.band(str(row), "rank")).all()
    assert found.table.cell("C3", "persons") == 5
    assert found.origins[0].title == "Regions 2020"


def test_only_so_many_are_shown() -> None:
    found = asked(shown=1)

    assert len(found.table.rows) == 3
    assert found.middles == asked().middles
    assert 0 < found.middles["relatedness"] < 100


def test_it_says_what_a_reader_must_know() -> None:
    caveats = " ".join(asked().caveats)

    assert "what is near at hand, not what pays" in caveats
    assert "two-digit NACE" in caveats
    assert f"{len(REGIONS)} of Europe's regions in 2020" in caveats
    assert "Confidential" not in caveats
    assert "Närhet" in " ".join(opportunities(Opportunities("LL11"), space()).caveats)


def test_high_tech_decides_which_way_is_complex() -> None:
    found = asked()
    other = TABLE.model_copy(update={"high_tech": ("C5",)})
    turned = opportunities(Opportunities("LL11"), space(about=other))

    assert found.table.cell("C4", "complexity") > found.table.cell("C5", "complexity")
    for code in MAKING:
        assert turned.table.cell(code, "complexity") == pytest.approx(
            -found.table.cell(code, "complexity")
        )


def test_what_is_estimated_here_is_said_so() -> None:
    found = asked(without(told(), ("LL11", "C3"), ("LL11", "C4")))

    assert found.notes["C3"].endswith("The number is estimated.")
    assert any("Confidential in the region" in c and "tools; chips" in c for c in found.caveats)
    assert found.table.cell("C3", "persons") + found.table.cell("C4", "persons") == pytest.approx(5)


def test_what_is_not_known_here_is_said_so() -> None:
    table = without(told(), ("LL11", "C3"), ("LL11", "C"), ("LL", "C3"), ("LL", "C"))
    found = asked(table)

    assert found.table.cell("C3", "persons") == 0
    assert any(c.startswith("Not known in the region") and "tools" in c for c in found.caveats)


def test_an_empty_region_spoils_nothing() -> None:
    empty = told(REGIONS | {"BB19": (0, 0, 0, 0, 0, 0)})
    values = empty.values.copy()
    values[empty.rows.index("BB19")] = np.nan
    for table in (empty, Matrix(values, empty.rows, empty.columns)):
        assert asked(table).table.values == pytest.approx(asked().table.values, nan_ok=True)


def test_an_industry_that_nobody_works_in_is_left_out() -> None:
    nobody = {place: (*each[:5], 0.0) for place, each in REGIONS.items()}
    assert "C6" not in asked(told(nobody)).table.rows


@pytest.mark.parametrize("places", [("LL11",), ("LL11", "BB11"), ("LL11", "AA11", "BB11")])
def test_a_few_regions_are_enough_to_answer(places: tuple[str, ...]) -> None:
    found = asked(told({place: REGIONS[place] for place in places}))

    assert np.isfinite(found.table.values[:, :4]).all()
    unsettled = any("complexity is not settled" in caveat for caveat in found.caveats)
    assert unsettled == (len(places) == 1)
    if len(places) == 2:
        assert "Nothing that the region is strong in is near." in found.notes["C6"]
    if len(places) == 1:
        assert (
            found.sentence
            == "Littleland is strong in everything within making that the statistics have."
        )
        assert found.middles == {}


def test_it_refuses_what_is_not_there() -> None:
    with pytest.raises(UnanswerableQuestion, match=r"\(LL99\) is not among the regions"):
        opportunities(Opportunities("LL99"), space(region="LL99"))
    with pytest.raises(UnanswerableQuestion, match="no part called farms"):
        asked(among="farms")
    none = told(REGIONS | {"LL11": (0, 0, 0, 0, 0, 0)})
    with pytest.raises(UnanswerableQuestion, match="Nobody is known to work in making"):
        asked(none)


# The figures that come with the program


@pytest.fixture(scope="module")
def middle() -> Space:
    with gzip.open(STARTER, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    places, codes = (
        tuple(dict.fromkeys(row[name] for row in rows)) for name in ("place", "nace_r2")
    )
    values = np.full((len(places), len(codes)), np.nan)
    for row in rows:
        if row["value"]:
            values[places.index(row["place"]), codes.index(row["nace_r2"])] = float(row["value"])
    table = read_regions(CONTENT / "nms")
    assert table is not None
    name = Words(sv="Norra Mellansverige", en="North Middle Sweden")
    return Space(Matrix(values, places, codes), table, "SE31", name, 2014, ())


def test_steel_and_paper_are_near_electronics(middle: Space) -> None:
    found = opportunities(Opportunities("SE31"), middle)
    options = [str(row) for row in found.table.rows if found.group[str(row)] != "held"]

    assert found.table.cell("C24", "persons") == 19805
    assert found.table.cell("C24", "rca") == pytest.approx(8.49, abs=0.01)
    assert options[:6] == ["C26", "C32", "C22", "C29", "C21", "C20"]
    assert found.band("C26", "rank") == (1, 1)
    assert found.group["C26"] == found.group["C22"] == found.group["C29"] == "near_complex"
    assert found.table.cell("C26", "relatedness") == pytest.approx(34.75, abs=0.01)
    assert "elutrustning; massa, papper och pappersvaror; maskiner" in found.notes["C26"]
    assert "278 av Europas regioner år 2014" in " ".join(found.caveats)
    assert found.notes["C21"].endswith("Antalet är skattat.")
    assert found.notes["C24"] == "Styrka i dag."


def test_regions_all_over_have_an_answer(middle: Space) -> None:
    for code in ("SE11", "SE12", "SE21", "SE22", "SE23", "SE32", "SE33", "NO02", "IE02", "MT00"):
        here = Space(middle.told, middle.table, code, middle.name, 2014, ())
        found = opportunities(Opportunities(code, among="services"), here)
        assert np.isfinite(found.table.values[:, :4]).all(), code
        assert found.table.cell("J62", "complexity") > found.table.cell("G47", "complexity")
