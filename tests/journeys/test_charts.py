"""Charts in a browser: at once without script, answering to the pointer with it, and never against the policy."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.handlers.wsgi import WSGIHandler
from django.test import override_settings
from playwright.sync_api import Browser, Page

from tests.journeys.browsing import LAYOUTS, Reader, Site
from tests.journeys.test_letters import COVERED

FIGURES = 5
# Tells of every refusal of the policy, also those that leave no word in the console.
LISTEN = """window.refused = [];
document.addEventListener("securitypolicyviolation", (event) =>
    window.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));"""

FORBIDDEN = """new Promise((done) => {
    document.addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective));
    document.body.insertAdjacentHTML("beforeend", "<p style='color: red'>x");
})"""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Silent(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:  # the tests tell what went wrong
        pass


@pytest.fixture(scope="module")
def chart_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The two pages on a port of their own, behind the site's own policy; no database."""
    middleware = ["csp.middleware.CSPMiddleware", "django.middleware.locale.LocaleMiddleware"]
    with override_settings(ROOT_URLCONF="tests.journeys.chart_pages", MIDDLEWARE=middleware):
        server = make_server("127.0.0.1", 0, StaticFilesHandler(WSGIHandler()), _Server, _Silent)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield Site(f"http://127.0.0.1:{server.server_port}", Path(), tmp_path_factory.mktemp("log"))
        server.shutdown()
        server.server_close()
        thread.join()


def reader(browser: Browser, site: Site, layout: str, *, javascript: bool = True) -> Reader:
    width, height = LAYOUTS[layout]
    page = browser.new_page(
        viewport={"width": width, "height": height}, java_script_enabled=javascript
    )
    page.add_init_script(LISTEN)
    return Reader(page, site, javascript)


def come_alive(page: Page) -> None:
    """Scroll past every chart, and wait until each answers to the pointer."""
    for number in range(FIGURES):
        page.locator("figure.chart").nth(number).scroll_into_view_if_needed()
        page.locator("figure.chart .chart-picture.is-live").nth(number).wait_for()


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_it_comes_alive_within_the_policy(
    browser: Browser, chart_site: Site, layout: str, language: str
) -> None:
    visitor = reader(browser, chart_site, layout)
    policy = visitor.go("/en/" if language == "en" else "/sv/").headers["content-security-policy"]
    come_alive(visitor.page)
    for number in range(FIGURES):
        visitor.page.locator("figure.chart summary").nth(number).click()

    visitor.expect_accessible()
    assert visitor.page.evaluate(COVERED) == []
    assert "unsafe" not in policy
    assert visitor.page.evaluate("window.refused") == []
    assert visitor.complaints == []
    # The listener hears: a style that the policy forbids is told of.
    assert visitor.page.evaluate(FORBIDDEN) == "style-src-attr"
    visitor.page.close()


def test_it_tells_values_under_the_pointer(browser: Browser, chart_site: Site) -> None:
    visitor = reader(browser, chart_site, "wide")
    visitor.go("/en/")
    come_alive(visitor.page)
    lines, bars, land, flows, points = (
        visitor.page.locator(".chart-live").nth(n) for n in range(FIGURES)
    )

    for chart, at, told in (
        (lines, (0.06, 0.5), "Södra Öja: 58.2"),
        (bars, (0.6, 0.22), "12,100 (9,800–14,400)"),
        (land, (0.6, 0.2), "Norrbottens län"),
        (flows, (0.3, 0.35), "22.1, 48"),
    ):
        chart.scroll_into_view_if_needed()
        box = chart.bounding_box()
        assert box is not None
        assert told not in chart.inner_text()
        visitor.page.mouse.move(box["x"] + at[0] * box["width"], box["y"] + at[1] * box["height"])
        chart.get_by_text(told).wait_for()
    dot = points.locator("path[stroke='#1f2625']").first
    dot.scroll_into_view_if_needed()
    dot.hover()
    points.get_by_text("Sysselsatta: 2,400").wait_for()
    assert visitor.page.evaluate("window.refused") == []
    visitor.page.close()


@pytest.mark.parametrize("layout", LAYOUTS)
def test_it_shows_pictures_and_tables_without_script(
    browser: Browser, chart_site: Site, layout: str
) -> None:
    visitor = reader(browser, chart_site, layout, javascript=False)
    visitor.go("/en/")

    for number in range(FIGURES):
        figure = visitor.page.locator("figure.chart").nth(number)
        figure.scroll_into_view_if_needed()
        image = figure.locator("img")
        box = image.bounding_box()
        assert box is not None
        assert box["width"] > 300
        assert (image.get_attribute("alt") or "").endswith(".")
        figure.locator("summary").click()
        assert figure.locator("tbody tr").count() >= 5
    visitor.page.close()


def test_it_opens_as_a_picture_by_itself(browser: Browser, chart_site: Site) -> None:
    visitor = reader(browser, chart_site, "wide")
    visitor.go("/en/employment.svg")

    assert visitor.page.locator("svg[role=img] title").first.text_content() == (
        "Sysselsatta i Åsmåla <och> Öja"
    )
    assert visitor.page.evaluate("document.querySelectorAll('path').length") > 10
    assert visitor.complaints == []
    visitor.page.close()
