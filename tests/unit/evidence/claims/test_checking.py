"""Whether the data say what a sentence says: each kind of sentence, and what cannot be told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, strategies as st
from pydantic import ValidationError

from kraftsamling.evidence.claims.assertion import NEEDS, SAYS, Assertion
from kraftsamling.evidence.claims.checking import check
from kraftsamling.evidence.claims.verdict import Truth, Verdict
from kraftsamling.evidence.claims.wording import wording
from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.evidence.indicators.status import marks
from kraftsamling.evidence.monitor import Moment
from kraftsamling.kernel.labelled import Matrix
from tests.statistics import PLACES
from tests.witnesses import claims as witness

HOLDS, FAILS, UNTOLD = Truth.HOLDS, Truth.FAILS, Truth.UNTOLD

# What is told of one period: a value, a mark, or both.
Cell = float | str | tuple[float, str] | None


def indicator(**fields: Any) -> Indicator:
    told = {
        "code": "jobs",
        "name": {"sv": "Jobb", "en": "Jobs"},
        "definition": {"sv": "Jobb.", "en": "Jobs."},
        "theme": "C1",
        "unit": {"sv": "jobb", "en": "jobs"},
        "direction": "up",
        "moved_by": {"sv": "Företagen", "en": "Firms"},
        "formula": "people",
        "terms": {"people": {"table": "jobs"}},
    }
    return Indicator.model_validate(told | fields)


def trend(
    cells: dict[str, dict[int, Cell]], *, group: str = "", of: Indicator | None = None
) -> Trend:
    """The finding with these cells, by place and year."""
    years = sorted({year for row in cells.values() for year in row})
    values, noted = np.full((len(cells), len(years)), np.nan), []
    for n, row in enumerate(cells.values()):
        letters = []
        for k, year in enumerate(years):
            cell = row.get(year)
            value, letter = cell if isinstance(cell, tuple) else (cell, "")
            letter = value if isinstance(value, str) else letter
            values[n, k] = value if isinstance(value, float | int) else np.nan
            letters.append(letter)
        noted.append(letters)
    places = tuple(PLACES.by_code[code] for code in cells)
    return Trend(
        question=Question("jobs", tuple(cells)),
        table=Matrix(values, places, tuple(Moment(str(year), group) for year in years)),
        unit="jobb",
        origins=(),
        indicator=of or indicator(),
        marks=marks(np.array(noted, dtype=str).reshape(values.shape)),
    )


def asserted(says: str, **fields: Any) -> Assertion:
    return Assertion.model_validate({"indicator": "jobs", "place": "LL11", "says": says} | fields)


def told(says: str, row: dict[int, Cell], **fields: Any) -> Verdict:
    return check(asserted(says, **fields), trend({"LL11": row}))


FELL: dict[int, Cell] = {2019: 4500.0, 2021: 4000.0, 2023: 2650.0}


@pytest.mark.parametrize(
    ("says", "fields", "truth"),
    [
        ("fallen", {"since": "2019"}, HOLDS),
        ("risen", {"since": "2019"}, FAILS),
        ("unchanged", {"since": "2019", "tolerance": 1849}, FAILS),
        ("unchanged", {"since": "2019", "tolerance": 1850}, HOLDS),
        ("above", {"value": 2649}, HOLDS),
        ("above", {"value": 2650}, FAILS),
        ("below", {"value": 2650.5}, HOLDS),
        ("below", {"value": 2650}, FAILS),
        ("above", {"value": 3000, "until": "2021"}, HOLDS),
        ("fallen", {"since": "2019", "until": "2021"}, HOLDS),
    ],
)
def test_it_tells_whether_it_holds(says: str, fields: dict[str, Any], truth: Truth) -> None:
    assert told(says, FELL, **fields).truth is truth


def test_it_says_why_with_the_numbers_of_the_finding() -> None:
    found = told("fallen", FELL, since="2019")

    assert [(one.period, one.value) for one in found.numbers] == [("2019", 4500), ("2023", 2650)]
    assert found.why.sv == "Norra 2019: 4\u00a0500; 2023: 2\u00a0650 (jobb)."
    assert found.why.en == "North 2019: 4,500; 2023: 2,650 (jobs)."
    assert found.as_of == "2023"


def test_it_compares_values_as_they_are_shown() -> None:
    """A sentence must not say "has risen" beside 12 and 12."""
    row: dict[int, Cell] = {2019: 11.6, 2023: 12.4}

    assert told("risen", row, since="2019").truth is FAILS
    fine = trend({"LL11": row}, of=indicator(decimals=1))
    assert check(asserted("risen", since="2019"), fine).truth is HOLDS


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ({2023: 5.0}, "2019: no value"),
        ({2019: "c", 2023: 5.0}, "2019: confidential"),
        ({2019: 5.0, 2023: "c"}, "2023: confidential"),
        ({2019: 5.0, 2023: "s"}, "2023: too few to be shown"),
        ({2019: "m", 2023: 5.0}, "2019: missing in the source"),
        ({2019: 5.0}, "nothing newer than 2019"),
        ({2019: 5.0, 2023: "m"}, "nothing newer than 2019"),
        ({2019: 5.0, 2023: (6.0, "f")}, "nothing newer than 2019"),
        ({}, "no data for North"),
    ],
)
def test_it_says_what_cannot_be_told_and_why(row: dict[int, Cell], why: str) -> None:
    found = told("risen", row, since="2019")

    assert found.truth is UNTOLD
    assert why in found.why.en


def test_it_says_of_a_preliminary_value_that_it_is() -> None:
    found = told("risen", {2019: 5.0, 2023: (6.0, "p")}, since="2019")

    assert found.truth is HOLDS
    assert found.why.en == "North 2019: 5; 2023: 6, preliminary (jobs)."


def test_it_does_not_compare_across_a_break() -> None:
    crossed = told("fallen", {2019: 9.0, 2021: (7.0, "b"), 2023: 5.0}, since="2019")

    assert crossed.truth is UNTOLD
    assert "anew from 2021, so 2019 and 2023 cannot be compared" in crossed.why.en
    assert told("fallen", {2019: (9.0, "b"), 2023: 5.0}, since="2019").truth is HOLDS
    before = told("fallen", {2019: 9.0, 2020: 8.0, 2021: (7.0, "b")}, since="2019", until="2020")
    assert before.truth is HOLDS


def test_it_knows_a_break_in_a_year_without_a_value() -> None:
    broken = indicator(breaks=[{"period": "2021", "why": {"sv": "Nytt.", "en": "New."}}])

    found = check(
        asserted("fallen", since="2019"), trend({"LL11": {2019: 9.0, 2023: 5.0}}, of=broken)
    )

    assert found.truth is UNTOLD


def test_it_speaks_of_one_period_where_it_says_until() -> None:
    assert told("fallen", FELL, since="2019", until="2021").as_of == "2021"
    assert told("fallen", FELL, since="2019", until="2022").truth is UNTOLD


THREE: dict[str, dict[int, Cell]] = {
    "LL11": {2022: 5.0, 2023: 7.0},
    "LL12": {2022: 4.0, 2023: 6.0},
    "LL13": {2022: 3.0, 2023: 8.0},
}


@pytest.mark.parametrize(
    ("says", "fields", "codes", "truth", "other"),
    [
        ("above_place", {"other": "LL12"}, ("LL11", "LL12"), HOLDS, "LL12"),
        ("below_place", {"other": "LL12"}, ("LL11", "LL12"), FAILS, "LL12"),
        ("highest", {"among": "plan"}, ("LL11", "LL12", "LL13"), FAILS, "LL13"),
        ("highest", {"among": "plan", "until": "2022"}, ("LL11", "LL12", "LL13"), HOLDS, "LL12"),
        ("lowest", {"among": "nation"}, ("LL11", "LL12", "LL13"), FAILS, "LL12"),
    ],
)
def test_it_compares_places(
    says: str, fields: dict[str, Any], codes: tuple[str, ...], truth: Truth, other: str
) -> None:
    found = check(asserted(says, **fields), trend({code: THREE[code] for code in codes}))

    assert found.truth is truth
    assert [one.place.code for one in found.numbers] == ["LL11", other]


def test_it_compares_places_in_the_newest_period_they_share() -> None:
    cells: dict[str, dict[int, Cell]] = {
        "LL11": {2022: 5.0, 2023: 1.0},
        "LL12": {2022: 4.0, 2023: None},
    }

    found = check(asserted("above_place", other="LL12"), trend(cells))

    assert (found.truth, found.as_of) == (HOLDS, "2022")


def test_it_is_not_highest_where_another_is_as_high() -> None:
    cells: dict[str, dict[int, Cell]] = {"LL11": {2023: 5.2}, "LL12": {2023: 4.8}}

    assert check(asserted("highest", among="plan"), trend(cells)).truth is FAILS


def test_it_cannot_tell_of_the_highest_while_one_is_withheld() -> None:
    hidden = THREE | {"LL13": {2023: "c"}}

    assert check(asserted("highest", among="plan"), trend(hidden)).truth is UNTOLD
    # But one that is higher settles it, whoever else is hidden.
    lower = hidden | {"LL12": {2023: 9.0}}
    assert check(asserted("highest", among="plan"), trend(lower)).truth is FAILS


def test_it_has_nothing_to_say_without_peers_data_or_group() -> None:
    assert check(asserted("highest", among="plan"), trend({"LL11": FELL})).truth is UNTOLD
    empty = trend({})
    for until in ("", "2023"):
        assert check(asserted("risen", since="2019", until=until), empty).truth is UNTOLD
    women = trend({"LL11": FELL}, group="women")
    assert check(asserted("fallen", since="2019"), women).truth is UNTOLD
    assert check(asserted("fallen", since="2019", group="women"), women).truth is HOLDS


@pytest.mark.parametrize(
    "fields",
    [
        {"says": "risen"},
        {"says": "risen", "since": "lately"},
        {"says": "risen", "since": "2019", "value": 3},
        {"says": "risen", "since": "2019", "until": "2018"},
        {"says": "unchanged", "since": "2019"},
        {"says": "unchanged", "since": "2019", "tolerance": -1},
        {"says": "above", "value": float("inf")},
        {"says": "above_place", "other": "LL11"},
        {"says": "highest"},
    ],
)
def test_it_refuses_what_says_too_little_or_too_much(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        asserted(**fields)


@pytest.mark.parametrize("says", SAYS)
def test_it_has_words_for_each_kind(says: str) -> None:
    needs = {"since": "2019", "tolerance": 1.5, "value": 3, "other": "LL12", "among": "plan"}

    claim = asserted(says, **{name: needs[name] for name in NEEDS[says]})  # type: ignore[index]
    found = wording(claim, indicator(), PLACES)

    assert found.en.startswith("Jobs, North: ")
    assert "{" not in found.sv + found.en


# --- The witness ---------------------------------------------------------------------------------

YEARS = range(2018, 2024)
cell = st.one_of(
    st.none(),
    st.sampled_from("cmns"),
    st.tuples(
        st.integers(-30, 30).map(lambda tenths: tenths / 10), st.sampled_from(["", "b", "p", "f"])
    ),
)
row = st.dictionaries(st.sampled_from(YEARS), cell, max_size=6)


@given(
    rows=st.tuples(row, row, row),
    says=st.sampled_from(SAYS),
    since=st.sampled_from(YEARS),
    until=st.one_of(st.just(""), st.sampled_from(YEARS).map(str)),
    limit=st.integers(0, 4).map(lambda halves: halves / 2),
    decimals=st.sampled_from([0, 1]),
)
def test_it_agrees_with_the_slow_plain_way(
    rows: tuple[dict[int, Cell], ...],
    says: str,
    since: int,
    until: str,
    limit: float,
    decimals: int,
) -> None:
    if until and says in ("risen", "fallen", "unchanged") and int(until) <= since:
        until = ""
    every = {
        "since": str(since),
        "tolerance": limit,
        "value": limit,
        "other": "LL12",
        "among": "plan",
    }

    needed = {name: every[name] for name in NEEDS[says]}  # type: ignore[index]
    codes = ["LL11"] + (
        ["LL12"] if "other" in needed else ["LL12", "LL13"] if "among" in needed else []
    )
    cells = dict(zip(codes, rows, strict=False))

    found = check(
        asserted(says, until=until, **needed), trend(cells, of=indicator(decimals=decimals))
    )

    plain = [_plain(one, decimals) for one in cells.values()]
    asked = {name: str(value) for name, value in needed.items()}
    expected = witness.holds(says, plain[0], plain[1:], until=until, **asked)
    assert found.truth is {True: HOLDS, False: FAILS, None: UNTOLD}[expected]


def _plain(cells: dict[int, Cell], decimals: int) -> witness.Cells:
    found: witness.Cells = {}
    for year, told_cell in cells.items():
        value, letters = told_cell if isinstance(told_cell, tuple) else (told_cell, "")
        letters = value if isinstance(value, str) else letters
        number = f"{value:.{decimals}f}" if isinstance(value, float | int) else None
        found[year] = (number, letters)
    return found
