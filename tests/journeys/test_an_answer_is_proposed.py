"""An answer about value chains becomes a proposal in the plan, in a browser, and keeps what it rests on."""

from __future__ import annotations

import pytest

from tests.journeys.browsing import Reader

SHOCK = "/practice/questions/value_chains/shock/"


@pytest.mark.parametrize("start", [SHOCK, f"/en{SHOCK}"])
def test_a_shock_is_asked_about_and_proposed(reader: Reader, start: str) -> None:
    page = reader.page
    reader.sign_in("partner")
    reader.go(start)
    page.select_option("#lever1", "market:DEU")
    page.locator("#part1").fill("30")
    with page.expect_navigation():
        page.locator(".filters button").click()
    reader.expect_accessible()
    assert page.locator("#lever1").input_value() == "market:DEU"
    assert page.locator("#part1 + output").inner_text().startswith("30")
    said = page.locator(".summary").inner_text()
    assert page.locator("table.banded tbody tr").count() > 10
    assert page.locator("figure.chart svg").count() >= 1

    page.fill("#propose_title", "Sell to more than one country")
    with page.expect_navigation():
        page.locator("#propose_title ~ button, form button[name=send]").last.click()

    reader.expect_accessible()
    number = page.url.split("/actions/")[1].split("/")[0]
    language = "/en" if start.startswith("/en") else ""
    reader.go(f"{language}/practice/actions/{number}/")
    reader.expect_accessible()
    assert page.locator("h1").inner_text() == "Sell to more than one country"
    assert said in page.locator("main").inner_text()
    link = page.locator("a[href*='/questions/value_chains/shock/']").first
    assert "falls=market%3ADEU%3A30" in str(link.get_attribute("href"))
    with page.expect_navigation():
        link.click()
    assert page.locator(".summary").inner_text() == said
