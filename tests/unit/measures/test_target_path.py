"""The path to a target, and where a value stands on it."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from kraftsamling.measures.target_path import NoPath, Standing, path, stand


def test_it_adds_the_same_each_period() -> None:
    assert path(2020, 100, 2025, 50) == {
        2020: 100,
        2021: 90,
        2022: 80,
        2023: 70,
        2024: 60,
        2025: 50,
    }


def test_it_adds_the_same_share_each_period() -> None:
    found = path(2020, 100, 2023, 72.9, shape="geometric")

    assert found == pytest.approx({2020: 100, 2021: 90, 2022: 81, 2023: 72.9})


def test_it_passes_every_milestone() -> None:
    found = path(2020, 0, 2030, 100, {2028: 90, 2024: 20})

    assert [found[year] for year in (2022, 2024, 2026, 2028, 2029, 2030)] == [
        10,
        20,
        55,
        90,
        95,
        100,
    ]


@given(
    start=st.integers(1990, 2020),
    years=st.integers(1, 30),
    values=st.tuples(st.floats(0.1, 1e6), st.floats(0.1, 1e6)),
    shape=st.sampled_from(["linear", "geometric"]),
)
def test_it_goes_all_the_way_and_never_back(
    start: int, years: int, values: tuple[float, float], shape: str
) -> None:
    found = path(start, values[0], start + years, values[1], shape=shape)  # type: ignore[arg-type]

    assert list(found) == list(range(start, start + years + 1))
    assert (found[start], found[start + years]) == values
    low, high = sorted(values)
    assert all(low * (1 - 1e-9) <= value <= high * (1 + 1e-9) for value in found.values())


@pytest.mark.parametrize("milestones", [{2019: 1.0}, {2020: 1.0}, {2030: 1.0}, {2031: 1.0}])
def test_it_refuses_milestones_outside_the_path(milestones: dict[int, float]) -> None:
    with pytest.raises(NoPath, match="The baseline comes first"):
        path(2020, 0, 2030, 10, milestones)


def test_it_refuses_a_target_before_the_baseline() -> None:
    with pytest.raises(NoPath, match="2020 comes no later than 2025"):
        path(2025, 0, 2020, 10)


@pytest.mark.parametrize(("baseline", "target"), [(0, 10), (10, 0), (-5, 5)])
def test_it_refuses_equal_shares_through_zero(baseline: float, target: float) -> None:
    with pytest.raises(NoPath, match="Choose a linear path"):
        path(2020, baseline, 2030, target, shape="geometric")


@pytest.mark.parametrize(
    ("value", "standing"),
    # Half way from 100 to 50 the path is at 75, and a twentieth of the whole way is 2.5.
    [(70, "ahead"), (72.4, "ahead"), (72.5, "on"), (77.5, "on"), (77.6, "behind"), (90, "behind")],
)
def test_it_tells_where_a_value_stands(value: float, standing: str) -> None:
    assert stand(path(2020, 100, 2030, 50), 2025, value, "down") is Standing(standing)


def test_it_tells_up_from_down() -> None:
    way = path(2020, 50, 2030, 100)

    assert stand(way, 2025, 90, "up") is Standing.AHEAD
    assert stand(way, 2025, 60, "up") is Standing.BEHIND
    assert stand(way, 2025, 60, "up", tolerance=0.4) is Standing.ON


def test_it_requires_no_worse_where_the_target_is_to_stay() -> None:
    way = path(2020, 50, 2030, 50)

    assert stand(way, 2025, 50, "up") is Standing.ON
    assert stand(way, 2025, 49.9, "up") is Standing.BEHIND
    assert stand(way, 2025, 49.9, "down") is Standing.AHEAD


def test_it_requires_the_target_after_its_period() -> None:
    assert stand(path(2020, 0, 2030, 100), 2035, 80, "up") is Standing.BEHIND


def test_it_cannot_tell_before_the_baseline() -> None:
    with pytest.raises(NoPath, match="begins in 2020"):
        stand(path(2020, 0, 2030, 100), 2019, 80, "up")
