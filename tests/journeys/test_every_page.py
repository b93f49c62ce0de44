"""Every page a visitor finds, in both languages and both layouts, has no accessibility fault.

Pages are found by following links, so a new page is here as soon as something links to it.
"""

from __future__ import annotations

import urllib.request

import pytest

from tests.journeys.browsing import Reader, Site, crawl


@pytest.mark.parametrize("start", ["/", "/en/"])
def test_it_has_no_accessibility_fault_for_a_visitor(reader: Reader, start: str) -> None:
    found = crawl(reader, start)

    assert len(found.pages) >= 4
    assert not found.faults, "\n".join(found.faults)


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


def test_it_says_in_words_that_a_page_is_not_there(phone: Reader) -> None:
    answer = phone.go("/nms/actions/99999/")

    assert answer.status == 404
    phone.expect_accessible()


def test_the_checker_finds_what_is_wrong(phone: Reader) -> None:
    phone.go("/")
    phone.page.evaluate(
        """document.documentElement.lang = 'en';
        document.querySelector('main').innerHTML = '<img src="/static/icon.svg"><p>Wide</p>';
        document.querySelector('main p').style.width = '1500px'"""
    )

    told = "\n".join(phone.check())

    assert "[image-alt]" in told
    assert "scrolls sideways" in told
    assert "says that it is in en, but its address is in sv" in told
    assert "has 0 main headings" in told
