"""From tables to a finding: what is added, what is missing, what is marked, what is hidden."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kraftsamling.evidence.engine.duck import DuckEngine
from kraftsamling.evidence.indicators import inputs
from kraftsamling.evidence.indicators.engine import Trend, answer
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.revising import differences
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.evidence.indicators.status import letters
from tests.statistics import PLACES, catalogue, publish

Ask = Callable[..., Trend]


def indicator(formula: str, **fields: Any) -> Indicator:
    told = {
        "code": "jobs",
        "name": {"sv": "Jobb", "en": "Jobs"},
        "definition": {"sv": "Jobb.", "en": "Jobs."},
        "theme": "C1",
        "unit": {"sv": "personer", "en": "persons"},
        "direction": "up",
        "moved_by": {"sv": "Företagen", "en": "Firms"},
        "formula": formula,
    }
    return Indicator.model_validate(told | fields)


@pytest.fixture
def engine() -> Iterator[DuckEngine]:
    engine = DuckEngine(1)
    yield engine
    engine.close()


@pytest.fixture
def ask(tmp_path: Path, engine: DuckEngine) -> Ask:
    known = catalogue(tmp_path, jobs=("industry", "sex"), people=())

    def asked(
        told: Indicator, *places: str, jobs: str = "", people: str = "", **asks: Any
    ) -> Trend:
        for table, rows in (("jobs", jobs), ("people", people)):
            if rows:
                publish(known, table, rows)
        question = Question(told.code, places, **asks)
        found = inputs.vintages(question, told, known)
        return answer(question, told, inputs.load(question, told, found, engine), PLACES)

    ask = asked
    ask.known = known  # type: ignore[attr-defined]
    return ask


BOTH = {"jobs": {"table": "jobs", "where": {"industry": ["C"], "sex": ["1", "2"]}}}
JOBS = """
LL11,2020,C,1,60,
LL11,2020,C,2,40,
LL11,2021,C,1,66,p
LL11,2021,C,2,,c
LL12,2020,C,1,10,
"""


def test_it_adds_what_is_named(ask: Ask) -> None:
    found = ask(indicator("jobs", terms=BOTH), "LL11", jobs=JOBS)

    assert [place.name.en for place in found.places] == ["North"]
    assert found.table.values[0, 0] == 100
    assert found.periods == ("2020", "2021")


def test_a_confidential_part_makes_no_sum(ask: Ask) -> None:
    found = ask(indicator("jobs", terms=BOTH), "LL11", jobs=JOBS)

    assert np.isnan(found.table.values[0, 1])
    assert letters(int(found.marks[0, 1])) == "pc"


def test_a_part_that_is_not_there_makes_no_sum(ask: Ask) -> None:
    found = ask(indicator("jobs", terms=BOTH), "LL12", jobs=JOBS)

    assert np.isnan(found.table.values).all()
    assert letters(int(found.marks[0, 0])) == "m"


def test_it_leaves_out_the_place_itself(ask: Ask) -> None:
    """Here the first column says where those work who live in the place."""
    rows = """
LL11,2020,LL11,1,60,
LL11,2020,LL12,1,5,
LL11,2020,LL13,1,2,p
LL12,2020,LL12,1,80,
LL12,2020,LL13,1,4,
LL,2020,LL11,1,1,
LL,2020,LL12,1,2,
LL,2020,LL13,1,3,
"""
    work = {"industry": ["LL11", "LL12", "LL13"], "sex": ["1"]}
    told = indicator(
        "jobs", terms={"jobs": {"table": "jobs", "where": work, "elsewhere": "industry"}}
    )
    found = ask(told, "LL11", "LL12", "LL", jobs=rows)

    values = dict(
        zip((place.code for place in found.places), found.table.values[:, 0], strict=True)
    )
    assert values["LL11"] == 7
    # What is not there is missing, also where the place itself would have made up the number.
    assert np.isnan(values["LL12"])
    assert values["LL"] == 6
    assert letters(int(found.marks[found.places.index(PLACES.called("LL11")), 0])) == "p"


def test_it_divides_groups_by_a_term_for_all(ask: Ask) -> None:
    told = indicator(
        "jobs / people * 100",
        terms={
            "jobs": {
                "table": "jobs",
                "where": {"industry": ["C"]},
                "by": {"column": "sex", "groups": {"women": "2", "men": "1"}},
            },
            "people": {"table": "people"},
        },
    )
    found = ask(told, "LL11", jobs=JOBS, people="LL11,2020,200,\nLL11,2021,0,")

    assert [(m.period, m.group) for m in found.moments] == [
        ("2020", "women"),
        ("2020", "men"),
        ("2021", "women"),
        ("2021", "men"),
    ]
    assert found.table.values[0].tolist()[:2] == [20, 30]
    assert np.isnan(found.table.values[0, 2:]).all()
    assert found.latest(found.places[0], "women") == ("2020", 20)


def test_it_reads_last_year_where_it_is_told_to(ask: Ask) -> None:
    told = indicator(
        "now / before * 100",
        terms={"now": {"table": "people"}, "before": {"table": "people", "shift": 1}},
    )
    found = ask(told, "LL", people="LL,2019,100,\nLL,2020,110,\nLL,2022,120,")

    values, _marks = found.row(found.places[0])
    there = dict(zip(found.periods, values.tolist(), strict=True))
    assert there["2020"] == pytest.approx(110)
    assert [p for p, value in there.items() if not np.isnan(value)] == ["2020"]


def test_it_keeps_within_the_periods_asked_for(ask: Ask) -> None:
    people = "\n".join(f"LL,{year},{year},e" for year in range(2010, 2020))
    told = indicator("people", terms={"people": {"table": "people"}})
    found = ask(told, "LL", people=people, first="2013", last="2015")

    assert found.periods == ("2013", "2014", "2015")
    assert letters(int(found.marks[0, 0])) == "e"


def test_it_marks_a_break_it_was_told_of(ask: Ask) -> None:
    told = indicator(
        "people",
        terms={"people": {"table": "people"}},
        breaks=[{"period": "2020", "why": {"sv": "Ny källa.", "en": "New source."}}],
    )
    found = ask(told, "LL", people="LL,2019,1,\nLL,2020,2,", language="en")

    assert [letters(int(mark)) for mark in found.marks[0]] == ["", "b"]
    assert found.caveats == ("From 2020 it is measured anew: New source.",)


def test_it_hides_the_few_whatever_place_is_asked_for(ask: Ask) -> None:
    told = indicator("people", terms={"people": {"table": "people"}}, counts="people")
    people = "LL11,2020,3,\nLL12,2020,30,\nLL13,2020,300,\nLL,2020,333,"
    asked = [
        ask(told, *places, people=people if not n else "").table.values.ravel()
        for n, places in enumerate([(), ("LL12",), ("LL13",)])
    ]

    assert [str(value) for value in asked[0]] == ["333.0", "nan", "nan", "300.0"]
    assert np.isnan(asked[1]).all()
    assert asked[2].tolist() == [300]


def test_it_says_what_has_not_been_fetched(ask: Ask) -> None:
    found = ask(indicator("people", terms={"people": {"table": "people"}}), "LL", language="en")

    assert found.table.values.size == 0
    assert "people. Fetch them with the command kraftsamling fetch" in found.caveats[0]


def test_it_names_every_origin(ask: Ask) -> None:
    found = ask(indicator("people", terms={"people": {"table": "people"}}), people="LL,2020,1,")

    (origin,) = found.origins
    assert origin.producer == "Littleland's statistics office"
    assert origin.accessed == date(2026, 1, 15)
    assert len(origin.sha256) == 64


def test_it_reads_the_tables_as_they_were_known(ask: Ask) -> None:
    known: Any = ask.known  # type: ignore[attr-defined]
    told = indicator("people", terms={"people": {"table": "people"}})
    publish(known, "people", "LL,2020,100,\nLL,2021,50,", day="2025-02-01")
    publish(known, "people", "LL,2020,104,\nLL,2021,50,\nLL,2022,9,", day="2026-02-01")

    before = ask(told, "LL", as_of=date(2025, 12, 31))
    now = ask(told, "LL")

    assert before.table.values.tolist() == [[100, 50]]
    assert now.table.values.tolist() == [[104, 50, 9]]
    (revised,) = differences(before, now)
    assert (revised.moment.period, revised.before, revised.now, revised.difference) == (
        "2020",
        100,
        104,
        4,
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"formula": "jobs / people", "terms": BOTH}, "speaks of people, which is no term"),
        ({"formula": "1", "terms": BOTH}, "does not use the term jobs"),
        ({"formula": "jobs", "terms": BOTH, "counts": "people"}, "names people, which is no term"),
        (
            {"formula": "jobs", "terms": {"jobs": BOTH["jobs"] | {"elsewhere": "industry"}}},
            "elsewhere names industry, of which 'where' has no two codes",
        ),
    ],
)
def test_an_indicator_agrees_with_itself(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        indicator(**fields)
