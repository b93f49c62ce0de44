"""Nothing that should be read lies beyond the right edge, least of all on a telephone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.journeys.browsing import Reader, Site

BEYOND = """() => [...document.querySelectorAll('.side-by-side td *, .source-table :is(th, td)')]
  .filter(one => one.getClientRects().length && !one.closest('.ds-sr-only'))
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .map(one => one.textContent.trim())"""

SCROLLING = """() => [...document.querySelectorAll('.source .table-wrap')]
  .filter(one => one.scrollWidth > one.clientWidth + 1).length"""


@pytest.mark.parametrize("start", ["/", "/en/"])
@pytest.mark.parametrize("page", ["nms/indicators/", "nms/challenges/C2/"])
def test_it_shows_every_number_of_the_lists(phone: Reader, start: str, page: str) -> None:
    phone.go(f"{start}{page}")

    assert phone.page.locator(".side-by-side .spark").count() > 10
    assert phone.page.evaluate(BEYOND) == []


@pytest.fixture
def refused(site: Site) -> Iterator[None]:
    """A producer that could not be reached, told of with an address that nothing breaks."""
    address = "https://statistics.example/" + "table" * 60
    told = ("scb", "TAB900", "2026-01-02", "failed", f"Refused ({address}).", "2026-01-01", "", "")
    columns = "source, dataset, at, outcome, sentence, failing_since, etag, modified"
    with closing(sqlite3.connect(site.data / "kraftsamling.sqlite3", timeout=20)) as kept, kept:
        (first,) = kept.execute(
            f"INSERT INTO evidence_check ({columns}) VALUES (?,?,?,?,?,?,?,?) RETURNING id", told
        ).fetchone()
    yield
    with closing(sqlite3.connect(site.data / "kraftsamling.sqlite3", timeout=20)) as kept, kept:
        kept.execute("DELETE FROM evidence_check WHERE id = ?", (first,))


@pytest.mark.parametrize("start", ["/", "/en/"])
@pytest.mark.parametrize("layout", ["reader", "phone"])
def test_it_shows_the_whole_of_a_failure(
    request: pytest.FixtureRequest, refused: None, layout: str, start: str
) -> None:
    visitor: Reader = request.getfixturevalue(layout)
    visitor.go(f"{start}nms/sources/")

    assert visitor.page.locator(".source-table").count() > 5
    assert visitor.page.get_by_text("statistics.example").count() == 1
    assert visitor.page.evaluate(BEYOND) == []
    assert visitor.page.evaluate(SCROLLING) == 0
    visitor.expect_accessible()


LONG = """word => document.querySelectorAll('.claim-sentence q, .claim-facts dd, .claimed').forEach(one => {
  one.firstChild.textContent = word; })"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def test_it_breaks_a_word_that_is_wider_than_the_screen(phone: Reader) -> None:
    phone.go("/en/nms/challenges/C2/")
    assert phone.page.locator(".claim-sentence q").count() > 0
    phone.page.evaluate(LONG, "a" * 600)

    assert phone.page.evaluate(SIDEWAYS) == 0


@pytest.mark.parametrize("start", ["/", "/en/"])
@pytest.mark.parametrize(
    ("page", "most"),
    [("nms/challenges/C2/", 9000), ("nms/indicators/", 10_000), ("nms/sources/", 8000)],
)
def test_it_can_be_scrolled_through_on_a_telephone(
    phone: Reader, start: str, page: str, most: int
) -> None:
    phone.go(f"{start}{page}")

    assert phone.page.evaluate("document.documentElement.scrollHeight") < most
    phone.page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
    assert phone.page.evaluate(BEYOND) == []
    phone.expect_accessible()


def test_a_link_opens_the_fold_that_it_points_into(phone: Reader) -> None:
    phone.go("/en/nms/challenges/C2/")
    link = phone.page.locator(".side-by-side a[href^='#']").first
    card = phone.page.locator(link.get_attribute("href") or "")
    assert not card.is_visible()
    link.click()

    card.wait_for()
    assert card.locator("xpath=ancestor::details").get_attribute("open") is not None
