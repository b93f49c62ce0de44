"""Littleland in the world's chains: what each answer says, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures.inside import REGION, REST as REST_OF_IT
from kraftsamling.priorities.findings import Answer
from kraftsamling.priorities.value_chains.activity import persons
from kraftsamling.priorities.value_chains.engine.dependence import dependence
from kraftsamling.priorities.value_chains.engine.markets import markets
from kraftsamling.priorities.value_chains.engine.position import position
from kraftsamling.priorities.value_chains.engine.shock import exposure, losses, shock
from kraftsamling.priorities.value_chains.question import (
    Dependence,
    Exposure,
    Fall,
    Kind,
    Markets,
    Position,
    Shock,
    fall,
)
from tests.chains import JOBS, REST, WORLD, region


def column(found: Answer, name: str) -> np.ndarray:
    return np.asarray(found.table.values[:, found.table.columns.index(name)])


# Persons


def test_groups_are_told_apart_by_the_mix_of_the_region_around() -> None:
    jobs = Matrix(np.array([[100.0, 10, 20], [50, 5, 5]]), ("a", "b"), ("making", "shops", "care"))
    detail = Matrix(
        np.array([[100.0, 60, 30, np.nan], [80, 20, 40, 20]]), ("A", "B"), ("C", "C1", "C2", "C3")
    )
    found = persons(jobs, detail, {"a": "A", "b": "B"}, WORLD.industries, np.ones(4))

    assert found.counts.values.sum(axis=1).tolist() == [130, 60]
    # The tenth that is confidential in A is what is left of its whole.
    assert found.counts.values[0].tolist() == pytest.approx([60, 40, 10, 20])
    assert found.counts.values[1].tolist() == pytest.approx([12.5, 37.5, 5, 5])
    assert found.estimated == {"A": ("C3",)}


def test_without_detail_the_nation_s_sizes_decide() -> None:
    jobs = Matrix(np.array([[100.0, 10, np.nan]]), ("a",), ("making", "shops", "care"))
    found = persons(jobs, None, {}, WORLD.industries, np.array([3.0, 1, 9, 9]))

    assert found.counts.values[0].tolist() == pytest.approx([75, 25, 10, 0])
    assert found.estimated == {}


# Position


def test_each_industry_stands_somewhere_in_the_chain() -> None:
    found = position(Position("LL1", language="en"), region())

    assert found.table.rows == ("mills", "machines", "shops", "care")
    assert column(found, "jobs").tolist() == [1000, 700, 800, 1400]
    whole = column(found, "own") + column(found, "rest") + column(found, "abroad")
    assert whole == pytest.approx(100, abs=0.5)
    assert found.table.cell("care", "upstreamness") == pytest.approx(1)
    assert found.table.cell("care", "hanging") == pytest.approx(0, abs=1e-9)
    low, high = found.band("mills", "own")
    assert low <= found.table.cell("mills", "own") <= high
    assert np.isnan(found.band("mills", "jobs")).all()
    assert found.origins
    assert any("FLQ" in caveat for caveat in found.caveats)
    assert any("C3" in caveat for caveat in found.caveats)
    assert "mills" in found.sentence or "machines" in found.sentence


def test_an_industry_without_jobs_is_left_out() -> None:
    jobs = JOBS.copy()
    jobs[:, 1] = 0
    assert "machines" not in position(Position("LL1"), region(jobs)).table.rows


# Markets


def test_every_job_hangs_on_some_market() -> None:
    found = markets(Markets("LL1"), region())

    assert set(found.table.rows) == {REGION, REST_OF_IT, "AA", "BB"}
    assert column(found, "jobs").sum() == pytest.approx(JOBS.sum(), rel=0.01)
    assert column(found, "share").sum() == pytest.approx(100, abs=1)
    assert list(column(found, "jobs")) == sorted(column(found, "jobs"), reverse=True)


def test_care_is_used_at_home() -> None:
    found = markets(Markets("LL1", industry="care", language="en"), region())

    assert set(found.table.rows) == {REGION, REST_OF_IT}
    assert column(found, "jobs").sum() == pytest.approx(1400)
    assert found.sentence.startswith("0 per cent of the jobs in Littleland")


def test_an_industry_that_is_not_there_is_named_with_others() -> None:
    with pytest.raises(UnanswerableQuestion, match=r"called ships .* mills"):
        markets(Markets("LL1", industry="ships"), region())
    jobs = JOBS.copy()
    jobs[:, 1] = 0
    with pytest.raises(UnanswerableQuestion, match="Nobody works in machines"):
        markets(Markets("LL1", industry="machines"), region(jobs))


# Dependence


def test_suppliers_and_buyers_are_shares_of_all_there_is() -> None:
    found = dependence(Dependence("LL1", "mills", shown=50), region())
    direct = dict(zip(found.table.rows, column(found, "direct"), strict=True))
    through = dict(zip(found.table.rows, column(found, "all"), strict=True))

    for side in ("supplier", "buyer"):
        places = [r for r in map(str, direct) if r.startswith(side) and r.count(":") == 1]
        pairs = [r for r in map(str, direct) if r.startswith(side) and r.count(":") == 2]
        assert sum(direct[row] for row in places) == pytest.approx(100, abs=0.5)
        assert sum(direct[row] for row in pairs) == pytest.approx(100, abs=0.5)
        assert sum(through[row] for row in places) == pytest.approx(100, abs=0.5)
    assert direct["supplier:AA"] == pytest.approx(
        sum(direct[f"supplier:AA:{code}"] for code in ("mills", "machines", "shops"))
    )
    assert "supplier:AA:care" not in direct
    assert found.names["buyer:AA:final"].en == "Aland: final demand"


def test_what_is_not_shown_is_added_up() -> None:
    few = dependence(Dependence("LL1", "mills", shown=1), region())
    direct = dict(zip(few.table.rows, column(few, "direct"), strict=True))

    for side in ("supplier", "buyer"):
        places = [r for r in map(str, direct) if r.startswith(side) and r.count(":") == 1]
        assert len(places) == 2
        assert places[1] == f"{side}:other"
        assert sum(direct[row] for row in places) == pytest.approx(100)


def test_the_industry_with_most_jobs_is_asked_about_when_none_is_chosen() -> None:
    assert (
        dependence(Dependence("LL1"), region()).table.values
        == dependence(Dependence("LL1", "care"), region()).table.values
    ).all()


# Shocks


def test_a_market_that_falls_takes_what_hangs_on_it() -> None:
    here = region()
    found = shock(Shock("LL1", ("market:AA:50",)), here)
    hanging = markets(Markets("LL1"), here)
    half = hanging.table.cell("AA", "jobs") / 2

    assert found.table.rows[0] == "all"
    assert found.table.cell("all", "jobs") == pytest.approx(half, rel=0.01)
    assert found.table.cell("all", "jobs") == pytest.approx(
        found.table.cell("all", "LL11") + found.table.cell("all", "LL12"), rel=0.01
    )
    assert found.table.cell("all", "jobs") == pytest.approx(
        column(found, "jobs")[1:].sum(), rel=0.01
    )


def test_nobody_loses_more_than_everything() -> None:
    here = region()
    markets_all = (f"market:{place}" for place in here.places)
    everything = (*markets_all, "industry:mills", "supplier:AA")
    found = shock(Shock("LL1", everything), here)

    assert column(found, "output").max() == pytest.approx(100)
    assert found.table.cell("all", "jobs") <= JOBS.sum() + 1e-6


def test_an_industry_that_falls_away_takes_others_with_it() -> None:
    found = shock(Shock("LL1", ("industry:mills:100",), language="en"), region())

    assert found.table.cell("mills", "output") == pytest.approx(100)
    assert found.table.cell("all", "jobs") > 1000
    assert "jobs in Littleland hang on it" in found.sentence


def test_nothing_falls_until_something_is_chosen() -> None:
    found = shock(Shock("LL1"), region())

    assert found.table.rows == ("all",)
    assert found.table.cell("all", "jobs") == 0
    assert "Välj något" in found.sentence


def test_a_hundred_scenarios_are_each_as_if_alone() -> None:
    here = region()
    scenarios = [
        (Fall(Kind.MARKET, "AA", share), Fall(Kind.SUPPLIER, "BB", 100 - share))
        for share in range(100)
    ]
    together = losses(here, scenarios)

    for n in (0, 37, 99):
        assert together[:, :, n] == pytest.approx(losses(here, [scenarios[n]])[:, :, 0])


@pytest.mark.parametrize(
    "text", ["market", "market:", "weather:AA", "market:AA:x", "market:AA:101", "market:AA:-1", ""]
)
def test_a_fall_that_cannot_be_read_says_how_to_write_it(text: str) -> None:
    with pytest.raises(UnanswerableQuestion, match="market:DEU:30"):
        fall(text)


def test_a_fall_is_read_and_written() -> None:
    assert fall("market:AA") == Fall(Kind.MARKET, "AA", 100)
    assert str(fall("supplier:AA:12,5")) == "supplier:AA:12.5"
    with pytest.raises(UnanswerableQuestion, match="no place called DEU"):
        shock(Shock("LL1", ("market:DEU",)), region())


def test_exposure_ranks_every_lever() -> None:
    here = region()
    found = exposure(Exposure("LL1", share=10, language="en"), here)

    assert {str(row).partition(":")[0] for row in found.table.rows} == {
        "market",
        "supplier",
        "industry",
    }
    assert f"supplier:{REGION}" not in found.table.rows
    for kind in Kind:
        jobs = [
            v
            for r, v in zip(found.table.rows, column(found, "jobs"), strict=True)
            if str(r).startswith(kind)
        ]
        assert jobs == sorted(jobs, reverse=True)
    one = shock(Shock("LL1", ("market:AA:10",)), here)
    assert found.table.cell("market:AA", "jobs") == pytest.approx(one.table.cell("all", "jobs"))


def test_the_whole_country_as_a_region_leaves_nothing_to_the_rest() -> None:
    here = region(rest=np.zeros_like(REST))
    found = markets(Markets("LL1"), here)

    assert REST_OF_IT not in found.table.rows
    assert column(found, "share").sum() == pytest.approx(100, abs=1)
