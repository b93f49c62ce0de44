"""Actions along years."""

from __future__ import annotations

from datetime import date

from hypothesis import given, strategies as st

from kraftsamling.plan.models import Action
from kraftsamling.plan.states import State
from kraftsamling.web.timeline import MOST_YEARS, YEAR, timeline

TODAY = date(2027, 6, 1)
DAYS = st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31))


@given(st.lists(st.tuples(DAYS, DAYS, st.sampled_from(list(State))), max_size=8))
def test_it_keeps_every_bar_on_the_drawing(
    rows: list[tuple[date | None, date | None, State]],
) -> None:
    actions = [Action(starts=s, ends=e, state=state) for s, e, state in rows]

    drawn = timeline(actions, TODAY)

    assert len(drawn.years) <= MOST_YEARS
    assert len(drawn.bars) + len(drawn.undated) == len(actions)
    for bar in drawn.bars:
        assert 0 <= bar.x < drawn.width
        assert bar.width >= 4


def test_it_shows_whole_years_up_to_today() -> None:
    action = Action(starts=date(2025, 1, 1), ends=date(2026, 1, 1), state=State.UNDER_WAY)

    drawn = timeline([action], TODAY)

    assert drawn.years == (2025, 2026, 2027)
    assert (drawn.bars[0].x, drawn.bars[0].width) == (0, YEAR)
    assert drawn.today == 241


def test_it_does_not_claim_that_what_is_over_goes_on() -> None:
    for state, goes_on in ((State.UNDER_WAY, True), (State.DONE, False)):
        (bar,) = timeline([Action(starts=date(2025, 1, 1), state=state)], TODAY).bars
        assert (bar.width > YEAR) is goes_on
