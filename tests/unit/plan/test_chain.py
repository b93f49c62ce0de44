"""Gaps in the chain from activity to outcome."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from kraftsamling.plan.chain import Gap, Link, Missing, gaps

LEVELS = {"RCO01": "output", "RCR03": "result"}
WHOLE = [
    Link("activity", 1),
    Link("output", 2, "RCO01", True),
    Link("result", 3, "RCR03", True),
    Link("outcome"),
]


def test_it_finds_nothing_in_a_whole_chain() -> None:
    assert gaps(WHOLE, LEVELS) == []


def test_it_finds_nothing_in_a_chain_not_written_yet() -> None:
    assert gaps([], LEVELS) == []


@pytest.mark.parametrize(
    ("place", "link", "found"),
    [
        (0, Link("activity"), [Missing(Gap.LEADS_NOWHERE, 0), Missing(Gap.RESTS_ON_NOTHING, 1)]),
        (1, Link("output", 2), [Missing(Gap.NO_INDICATOR, 1)]),
        (1, Link("output", 2, "RCR03", True), [Missing(Gap.WRONG_INDICATOR, 1)]),
        (1, Link("output", 2, "XXX", True), [Missing(Gap.WRONG_INDICATOR, 1)]),
        (2, Link("result", 3, "RCR03"), [Missing(Gap.NO_TARGET, 2)]),
        (
            2,
            Link("result", 1, "RCR03", True),
            [Missing(Gap.LEADS_BACK, 2), Missing(Gap.RESTS_ON_NOTHING, 3)],
        ),
    ],
)
def test_it_points_at_the_link_that_is_broken(place: int, link: Link, found: list[Missing]) -> None:
    links = [*WHOLE[:place], link, *WHOLE[place + 1 :]]

    assert gaps(links, LEVELS) == found


def test_it_blames_a_missing_level_once() -> None:
    assert gaps([Link("output", None, "RCO01", True)], LEVELS) == [
        Missing(Gap.NO_ACTIVITY),
        Missing(Gap.NO_RESULT),
        Missing(Gap.NO_OUTCOME),
    ]


@given(
    st.lists(
        st.tuples(st.sampled_from(["activity", "output", "result", "outcome"]), st.integers(0, 9)),
        min_size=1,
        max_size=8,
    )
)
def test_it_has_a_place_in_the_chain_for_every_gap(shape: list[tuple[str, int]]) -> None:
    links = [Link(level, to if to < len(shape) else None) for level, to in shape]

    for missing in gaps(links, LEVELS):
        assert missing.place is None or 0 <= missing.place < len(links)
        assert str(missing.gap.title)
