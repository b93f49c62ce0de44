"""What could Littleland grow into?

Regions of a small Europe, and what each is strong in:

            mills  machines  tools  chips  cloth  shoes
    LL11      x       x
    AA11      x       x        x
    AA12              x        x      x
    AA13                       x      x
    BB11                                     x      x
    BB12      x                              x      x
    BB13                                     x

Tools are found with machines in two regions of three and with mills in one; with chips in two. So of all
that is near tools, (1/3 + 2/3) of (1/3 + 2/3 + 2/3) is what Littleland has.
"""

from __future__ import annotations

from fractions import Fraction

import pytest

from kraftsamling.priorities.value_chains.engine.opportunities import opportunities
from kraftsamling.priorities.value_chains.question import Opportunities
from tests.regions import space

FOUND = opportunities(Opportunities("LL11", language="en"), space())

#            relatedness  where it stands
EXPECTED = {
    "C3": (60.0, "near_complex"),
    "C4": (100 / 3, "far_complex"),
    "C5": (100 / 3, "far_simple"),
    "C6": (100 / 3, "far_simple"),
}


@pytest.mark.parametrize("industry", EXPECTED)
def test_what_is_near_and_what_is_complex(industry: str) -> None:
    near, kind = EXPECTED[industry]

    assert FOUND.table.cell(industry, "relatedness") == pytest.approx(near)
    assert FOUND.group[industry] == kind


# How often two industries are in the same regions, over the regions of the one in most of them.
THIRD, TWO = Fraction(1, 3), Fraction(2, 3)
NEAR = {
    ("C1", "C2"): TWO,
    ("C1", "C3"): THIRD,
    ("C1", "C5"): THIRD,
    ("C1", "C6"): THIRD,
    ("C2", "C3"): TWO,
    ("C2", "C4"): THIRD,
    ("C3", "C4"): TWO,
    ("C5", "C6"): TWO,
}
ALL = ("C1", "C2", "C3", "C4", "C5", "C6")


def near(one: str, other: str) -> Fraction:
    return (
        Fraction(1) if one == other else NEAR.get((min(one, other), max(one, other)), Fraction(0))
    )


@pytest.mark.parametrize("industry", EXPECTED)
def test_what_a_step_would_bring_within_reach(industry: str) -> None:
    """Each thing that is lacking, the step itself too, by its complexity and how near the step is to it."""
    gain = sum(
        near(industry, lacking)
        / sum(near(other, lacking) for other in ALL)
        * Fraction(FOUND.table.cell(lacking, "complexity"))
        for lacking in EXPECTED
    )

    assert FOUND.table.cell(industry, "gain") == pytest.approx(float(gain))


def test_tools_are_the_step_to_take() -> None:
    assert "Near and complex industries" in FOUND.sentence
    assert "within making: tools." in FOUND.sentence
    assert FOUND.notes["C3"] == (
        "Near and complex. Of what the region is strong in, nearest is machines; mills. Opens for chips."
    )


def test_cloth_is_not() -> None:
    assert FOUND.notes["C5"].startswith(
        "Further and simple. Of what the region is strong in, nearest is mills."
    )
    ranks = {row: FOUND.table.cell(row, "rank") for row in EXPECTED}
    assert ranks["C5"] > ranks["C3"]
    assert ranks["C5"] > ranks["C4"]
