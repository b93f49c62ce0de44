"""A sentence is bound to data, new figures come, and the page says that it no longer holds."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.bound import RISEN, lay_out, publish
from tests.journeys.browsing import Reader, Site
from tests.journeys.conftest import open_reader, served

OWN = "Antalet jobb i Nordlän har minskat sedan 2019."


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "content", claim=True)


@pytest.fixture
def littleland(tmp_path: Path, content: Path) -> Iterator[Site]:
    (tmp_path / "data").mkdir()
    with served(tmp_path / "data", content, "littleland") as site:
        yield site


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def reader(request: pytest.FixtureRequest, browser: Browser, littleland: Site) -> Iterator[Reader]:
    yield from open_reader(browser, littleland, "wide", javascript=request.param)


def send(reader: Reader, button: str) -> None:
    with reader.page.expect_navigation():
        reader.page.locator(button).click()


def accessible(reader: Reader) -> None:
    if reader.javascript:
        reader.expect_accessible()


def new_figures(site: Site, content: Path) -> None:
    """As when a producer has revised its table, and `load` has read it."""
    publish(content, RISEN, "2025-01-01")
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "kraftsamling.config.settings",
        "DATA_DIR": str(site.data),
        "DATABASE_URL": f"sqlite:///{site.data}/kraftsamling.sqlite3",
        "CONTENT_DIR": str(content),
        "PLAN": "littleland",
        "EXAMPLE_SIGNINS": "on",
    }
    program = [sys.executable, "-c", "from kraftsamling.cli.main import run; run()", "load"]
    told = subprocess.run(program, env=env, capture_output=True, text=True, check=True)
    assert "practice: 1 claim has turned." in told.stdout


def test_it_is_bound_and_turns(reader: Reader, littleland: Site, content: Path) -> None:
    page = reader.page
    reader.sign_in("coordinator")
    reader.go("/practice/claims/bind/action:1/?indicator=jobs")
    page.check("input[name=sentence][value=own]")
    page.fill("textarea[name=own]", OWN)
    page.select_option("select[name=place]", "LL11")
    page.check("input[name=says][value=fallen]")
    send(reader, "button[name=look]")
    assert page.locator(".ds-error-summary").is_visible()
    accessible(reader)
    page.fill("input[name=since]", "2019")
    send(reader, "button[name=look]")
    assert "4\u00a0500; 2023: 2\u00a0650" in page.locator(".claim-look").inner_text()
    accessible(reader)
    send(reader, "button[name=save]")
    assert page.locator("#claim-1 .claim-card").get_attribute("data-truth") == "holds"
    accessible(reader)

    new_figures(littleland, content)

    reader.go("/practice/actions/1/")
    card = page.locator("#claim-1 .claim-card")
    assert card.get_attribute("data-truth") == "fails"
    assert "5\u00a0200" in card.inner_text()
    reader.go("/practice/")
    assert OWN in page.locator(".my-claims").inner_text()
    accessible(reader)
    reader.go("/practice/claims/?state=outdated")
    assert page.locator(".claim-card[data-truth=fails]").count() == 2
    accessible(reader)
    # In the challenge the sentence is marked where it stands, and says what the data say now.
    reader.go("/littleland/challenges/C1/")
    assert "5\u00a0200" in page.locator(".claimed mark ~ .claimed-now").inner_text()
    accessible(reader)

    reader.go("/practice/claims/1/withdraw/")
    accessible(reader)
    send(reader, "main form button")
    assert page.locator("#claim-1").count() == 0
