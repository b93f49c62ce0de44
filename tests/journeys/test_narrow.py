"""On a telephone nothing that should be read lies beyond the right edge."""

from __future__ import annotations

import pytest

from tests.journeys.browsing import Reader

BEYOND = """() => [...document.querySelectorAll('.side-by-side td *, .source td *, .source-fault')]
  .filter(one => one.getClientRects().length && !one.closest('.ds-sr-only'))
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(one => one.textContent.trim())"""


@pytest.mark.parametrize("start", ["/", "/en/"])
@pytest.mark.parametrize("page", ["nms/indicators/", "nms/challenges/C2/"])
def test_it_shows_every_number_of_the_lists(phone: Reader, start: str, page: str) -> None:
    phone.go(f"{start}{page}")

    assert phone.page.locator(".side-by-side .spark").count() > 10
    assert phone.page.evaluate(BEYOND) == []
