"""What the forms of value chains offer, from the figures that come with the program."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from kraftsamling.evidence.store import load_starters
from kraftsamling.priorities.value_chains.question import Potential
from kraftsamling.priorities.value_chains.slice import SLICE, choices
from kraftsamling.strategy.library import Library, load

CONTENT = Path(__file__).resolve().parents[3] / "content"


@pytest.fixture(scope="module")
def library() -> Library:
    return load(CONTENT / "nms")


@pytest.fixture
def figures(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR, settings.CONTENT_DIR = tmp_path, CONTENT
    load_starters()


@pytest.mark.usefixtures("figures")
@pytest.mark.slow
def test_only_places_that_have_an_answer_are_offered(library: Library) -> None:
    """Counties are inside the world, but no NUTS 2 regions of Europe."""
    offered = {
        kind.code: [code for code, _name in choices("place", kind.code, library)]
        for kind in SLICE.kinds
    }

    assert offered["opportunities"] == ["SE31"]
    assert offered["potential"] == ["SE31", "SE313", "SE312", "SE311"]
    # A county is answered, as it is offered.
    found = SLICE.kind("potential").answer(Potential("SE312", language="en"), library)
    assert "Dalarna" in found.sentence
    assert len(found.table.rows) == 14
