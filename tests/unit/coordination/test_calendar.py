"""The day all boards could have decided: the quick way agrees with trying everything."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, strategies as st

from kraftsamling.coordination.calendar import MeetingDay, earliest_joint_decision
from tests.witnesses.joint_decision import joint_day

START = date(2027, 1, 1)
days = st.integers(0, 30).map(lambda n: START + timedelta(days=n))
meetings = st.builds(
    lambda board, day, ahead: MeetingDay(board, day, day - timedelta(days=ahead)),
    st.sampled_from(["north", "middle", "south", "elsewhere"]),
    days,
    st.integers(0, 10),
)


@given(
    st.lists(meetings, max_size=10),
    st.sampled_from([("north",), ("north", "middle"), ("north", "middle", "south")]),
    days,
)
def test_it_agrees_with_trying_every_choice(
    held: list[MeetingDay], boards: tuple[str, ...], ready: date
) -> None:
    found = earliest_joint_decision(held, boards, ready)

    assert found.day == joint_day(held, boards, ready)
    assert [board for board, _ in found.first] == list(boards)
    assert (found.day is None) is bool(found.missing)
    for board, meeting in found.first:
        if meeting:
            assert meeting in held
            assert (meeting.board, meeting.papers_due >= ready) == (board, True)


def test_it_says_which_board_has_no_meeting() -> None:
    meeting = MeetingDay("north", START, START)

    found = earliest_joint_decision([meeting], ("north", "middle"), START)

    assert found.missing == ("middle",)
    assert found.day is None


def test_it_passes_over_a_meeting_whose_papers_were_due_before() -> None:
    soon = MeetingDay("north", START + timedelta(days=3), START - timedelta(days=1))
    later = MeetingDay("north", START + timedelta(days=30), START)

    assert earliest_joint_decision([soon, later], ("north",), START).day == later.day
