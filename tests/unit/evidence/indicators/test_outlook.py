"""Where a trend is heading, said without claiming why."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.outlook import AHEAD, FURTHEST, aims_for, outlook
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.evidence.monitor import Moment
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.measures.target_path import Standing
from tests.statistics import PLACES

NORTH = PLACES.called("LL11")


def trend(values: dict[str, float], language: str = "en", **fields: Any) -> Trend:
    indicator = Indicator.model_validate(
        {
            "code": "share",
            "name": {"sv": "Andel", "en": "Share"},
            "definition": {"sv": "Andel.", "en": "Share."},
            "theme": "C1",
            "unit": {"sv": "procent", "en": "per cent"},
            "decimals": 1,
            "direction": "up",
            "formula": "share",
            "terms": {"share": {"table": "share"}},
            "moved_by": {"sv": "Alla", "en": "All"},
        }
        | fields
    )
    return Trend(
        question=Question("share", ("LL11",), language=language),
        table=Matrix(
            np.array([list(values.values())]), (NORTH,), tuple(Moment(code) for code in values)
        ),
        unit=indicator.unit.in_language(language),
        origins=(),
        indicator=indicator,
        marks=np.zeros((1, len(values)), dtype=np.int64),
    )


RISING = {f"{2005 + n}": 10 + n + 0.3 * (-1) ** n for n in range(16)}
AIM = {
    "place": "LL11",
    "period": "2025",
    "value": 28,
    "baseline": "2015",
    "adopted_by": {"sv": "Nämnden", "en": "The board"},
    "source": "https://board.littleland.example",
}


def test_it_goes_on_after_the_last_value() -> None:
    found = outlook(trend(RISING), NORTH)

    assert found is not None
    assert found.periods == tuple(f"{2021 + n}" for n in range(AHEAD))
    assert (
        np.diff(found.forecast.intervals[0.8].upper - found.forecast.intervals[0.8].lower) >= 0
    ).all()
    assert "between" in found.sentence
    assert "nothing about causes" in found.sentence


def test_it_tells_the_chance_of_arriving() -> None:
    chances = []
    for value in (20, 30, 60):
        found = outlook(trend(RISING, aims=[AIM | {"value": value}]), NORTH)
        assert found is not None
        assert found.reaches[0].chance is not None
        chances.append(found.reaches[0].chance)

    assert chances == sorted(chances, reverse=True)
    assert chances[0] > 0.9 > 0.1 > chances[-1]


def test_it_says_where_the_latest_value_stands_on_the_way() -> None:
    standings = []
    for value in (22, 30, 60):
        found = outlook(trend(RISING, aims=[AIM | {"value": value}]), NORTH)
        assert found is not None
        standings.append(found.reaches[0].standing)
        assert found.reaches[0].required["2025"] == value
        assert found.reaches[0].required["2015"] == RISING["2015"]

    assert standings == [Standing.AHEAD, Standing.ON, Standing.BEHIND]


def test_it_says_no_chance_of_what_is_far_away() -> None:
    found = outlook(trend(RISING, aims=[AIM | {"period": f"{2021 + FURTHEST}"}]), NORTH)

    assert found is not None
    assert found.reaches[0].chance is None
    assert "too far away" in found.reaches[0].sentence


def test_an_aim_that_has_passed_has_no_chance_left_to_tell() -> None:
    found = outlook(trend(RISING, aims=[AIM | {"period": "2019", "value": 20}]), NORTH)

    assert found is not None
    assert found.reaches[0].chance is None
    assert found.reaches[0].standing == Standing.AHEAD


LARGER = (PLACES.called("LL1"), PLACES.called("LL"))


def test_the_aim_of_a_larger_place_is_a_yardstick_with_way_and_chance() -> None:
    aims = [AIM | {"place": "LL", "value": 60}, AIM, AIM | {"place": "LL12", "value": 1}]
    found = outlook(trend(RISING, aims=aims), NORTH, around=LARGER)
    own = outlook(trend(RISING, aims=[AIM | {"value": 60}]), NORTH)

    assert found is not None
    assert own is not None
    # Its own first; nothing of its neighbour's.
    assert [reach.of for reach in found.reaches] == [None, PLACES.called("LL")]
    yardstick, same = found.reaches[1], own.reaches[0]
    assert (yardstick.required, yardstick.standing) == (same.required, same.standing)
    assert yardstick.chance == pytest.approx(same.chance)


def test_it_has_no_yardstick_that_it_was_not_told_lies_around() -> None:
    found = outlook(trend(RISING, aims=[AIM | {"place": "LL"}]), NORTH)

    assert found is not None
    assert found.reaches == ()


@pytest.mark.parametrize(("group", "held"), [("", ["", "women"]), ("women", ["women"])])
def test_an_aim_for_everybody_is_held_against_each_group(group: str, held: list[str]) -> None:
    told = trend(RISING, aims=[AIM | {"group": group}]).indicator

    assert [g for g in ("", "women") if aims_for(told, NORTH, g)] == held


def test_what_was_reached_when_the_way_began_is_to_be_kept() -> None:
    below = outlook(trend(RISING, aims=[AIM | {"value": 15}]), NORTH)
    fallen = outlook(trend(RISING, direction="down", aims=[AIM | {"value": 22}]), NORTH)

    assert below is not None
    assert fallen is not None
    assert set(below.reaches[0].required.values()) == {15}
    assert below.reaches[0].standing == Standing.AHEAD
    # It was below 22 in 2015, and no longer is.
    assert set(fallen.reaches[0].required.values()) == {22}
    assert fallen.reaches[0].standing == Standing.BEHIND


def test_it_speaks_swedish() -> None:
    found = outlook(trend(RISING, language="sv", aims=[AIM]), NORTH)

    assert found is not None
    assert "28,0 procent" in found.reaches[0].sentence
    assert "säger inget om vad som har orsakat" in found.reaches[0].sentence


def test_every_other_year_goes_on_every_other_year() -> None:
    found = outlook(trend({f"{1999 + 2 * n}": 5.0 + n % 3 for n in range(13)}), NORTH)

    assert found is not None
    assert found.periods[:2] == ("2025", "2027")


@pytest.mark.parametrize(
    "values",
    [{}, {"2020": 1.0}, {"2019": 1.0, "2020": 2.0}, {"2018-2020": 1.0, "2020-2022": 2.0}],
)
def test_it_gives_none_where_little_is_known(values: dict[str, float]) -> None:
    assert outlook(trend(values), NORTH) is None


def test_it_is_no_finer_than_the_numbers_it_is_made_from() -> None:
    hundreds = {year: value // 1 * 1700 for year, value in RISING.items()}
    found = outlook(trend(hundreds, decimals=0), NORTH)

    assert found is not None
    assert "is from 2020" in found.sentence
    low, high = re.findall(r"between ([\d,]+) and ([\d,]+)", found.sentence)[0]
    assert low.endswith("00")
    assert high.endswith("00")
