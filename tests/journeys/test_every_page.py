"""Every page a visitor finds, in both languages and both layouts, has no accessibility fault.

Pages are found by following links, so a new page is here as soon as something links to it.
"""

from __future__ import annotations

import urllib.error
import urllib.request

import pytest

from tests.journeys.browsing import LAYOUTS, Reader, Site, crawl


@pytest.mark.parametrize("start", ["/", "/en/"])
def test_it_has_no_accessibility_fault_for_a_visitor(reader: Reader, start: str) -> None:
    found = crawl(reader, [start])

    assert len(found.pages) >= 4
    assert not found.broken, "\n".join(found.broken)
    assert not (faults := reader.check_all(found.pages.values())), "\n".join(faults)


def test_it_speaks_the_language_of_its_address(reader: Reader) -> None:
    for start, language in (("/", "sv"), ("/en/", "en")):
        for address in crawl(reader, [start], limit=25).pages.values():
            reader.go(address)
            assert reader.page.locator("html").get_attribute("lang") == language, address
            assert reader.page.locator("h1").count() == 1, address


def test_it_works_without_javascript(plain: Reader) -> None:
    plain.go("/")

    assert plain.page.locator("h1").is_visible()
    for link in plain.links()[:12]:
        assert plain.visit(link) is None or plain.page.locator("h1").count() == 1, link


def test_it_sends_the_policy_that_the_checker_goes_around(site: Site) -> None:
    with urllib.request.urlopen(site.address) as answer:
        policy = answer.headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy.partition("script-src")[2].partition(";")[0]


def test_it_says_in_words_that_a_page_is_not_there(reader: Reader, phone: Reader) -> None:
    for somebody in (reader, phone):
        answer = somebody.go("/nms/actions/99999/")
        assert answer.status == 404
        assert somebody.page.locator("h1").count() == 1
        somebody.expect_accessible()


def test_the_checker_finds_what_is_wrong(phone: Reader) -> None:
    phone.go("/")
    phone.page.evaluate(
        """document.querySelector('main').innerHTML =
        '<img src="/static/icon.svg"><div style="width:900px">wide</div>'"""
    )

    told = "\n".join(phone.check())

    assert "[image-alt]" in told
    assert "scrolls sideways" in told
    assert LAYOUTS["narrow"] == (390, 844)
