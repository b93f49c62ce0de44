"""What each role sees when signed in: every page without an accessibility fault, forms included.

The coordinator, who may open most, has every page checked; the others those that nobody had before.
"""

from __future__ import annotations

import pytest

from tests.journeys.browsing import Reader, crawl

PRACTICE = "/practice/"

Kinds = set[tuple[str, str]]


@pytest.fixture(scope="module")
def seen() -> Kinds:
    """The kinds of pages already checked."""
    return set()


@pytest.mark.parametrize("start", ["/", "/en/"])
def test_it_has_no_accessibility_fault_for_a_coordinator(
    reader: Reader, seen: Kinds, start: str
) -> None:
    reader.sign_in("coordinator")

    found = crawl(reader, start, first=PRACTICE)
    seen |= set(found.pages)

    assert len(found.pages) >= 4
    assert not found.faults, "\n".join(found.faults)


@pytest.mark.parametrize("role", ["partner", "owner", "secretary", "analyst", "administrator"])
def test_it_has_no_accessibility_fault_for_others(reader: Reader, seen: Kinds, role: str) -> None:
    reader.sign_in(next(name for name in reader.site.signins if name.split("-")[0] == role))

    found = crawl(reader, "/", first=PRACTICE, known=seen)
    seen |= set(found.pages)

    assert len(found.pages) >= 4
    assert not found.faults, "\n".join(found.faults)
