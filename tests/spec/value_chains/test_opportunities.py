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


def test_tools_are_the_step_to_take() -> None:
    assert "Near and complex industries" in FOUND.sentence
    assert "within making: tools." in FOUND.sentence
    assert FOUND.notes["C3"] == (
        "Near what the region is strong in: machines; mills. Opens for chips."
    )


def test_cloth_is_not() -> None:
    assert FOUND.notes["C5"].startswith(
        "Further than most from what the region is strong in; nearest is mills."
    )
    ranks = {row: FOUND.table.cell(row, "rank") for row in EXPECTED}
    assert ranks["C5"] > ranks["C3"]
    assert ranks["C5"] > ranks["C4"]
