"""Budgets and the share a call may have of them."""

from __future__ import annotations

from hypothesis import given, strategies as st

from kraftsamling.plan.money import Budget, Row, Share, Sum, budget, call_shares

SUMS = st.lists(
    st.builds(
        Sum,
        year=st.integers(2024, 2030),
        funder=st.sampled_from(["fund", "mill"]),
        kind=st.sampled_from(["eu", "private"]),
        amount=st.integers(0, 10**9),
        call=st.sampled_from(["", "erdf-a"]),
    )
)


def test_it_adds_up_by_funder_and_year() -> None:
    table = budget(
        [
            Sum(2027, "fund", "eu", 100, "erdf-a"),
            Sum(2029, "mill", "private", 60),
            Sum(2027, "fund", "eu", 20, "erdf-a"),
        ]
    )

    assert table == Budget(
        (2027, 2029),
        (Row("fund", "eu", "erdf-a", (120, 0)), Row("mill", "private", "", (0, 60))),
    )
    assert (table.by_year, table.total) == ((120, 60), 180)


@given(SUMS)
def test_it_loses_no_money(sums: list[Sum]) -> None:
    table = budget(sums)

    assert table.total == sum(s.amount for s in sums) == sum(table.by_year)


def test_it_has_no_years_without_money() -> None:
    assert budget([]) == Budget((), ())
    assert budget([]).by_year == ()
    assert call_shares(budget([]), {}) == ()


def test_it_warns_only_above_the_highest_share() -> None:
    for amount, too_large in ((50, False), (51, True), (0, False)):
        plan = budget(
            [Sum(2027, "fund", "eu", amount, "a"), Sum(2027, "m", "private", 100 - amount)]
        )
        (share,) = call_shares(plan, {"a": 50})
        assert share.too_large is too_large
        assert share.percent == amount


def test_it_cannot_judge_a_share_that_is_not_known() -> None:
    assert not Share("a", 100, 100, None).too_large
    assert Share("a", 0, 0, 50).percent == 0
    assert not Share("a", 0, 0, 50).too_large
