"""The whole job, by hand: from a suggestion to a plan in force, followed up, verified and exported."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.journeys.browsing import Reader, Site
from tests.journeys.conftest import open_reader

PLAN = "/practice"
TITLE = "Gemensam provbänk för vätgasbrännare"


@contextmanager
def seated(browser: Browser, site: Site, role: str) -> Iterator[Reader]:
    """Somebody signed in at a screen of their own."""
    with ExitStack() as stack:
        reader = stack.enter_context(contextmanager(open_reader)(browser, site, "wide"))
        if role:
            reader.sign_in(role)
        yield reader


def send(reader: Reader, button: str = "main form button") -> None:
    """Press a button and wait for what it leads to."""
    with reader.page.expect_navigation():
        reader.page.locator(button).last.click()


def command(site: Site, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `kraftsamling` beside the server, on its data."""
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "kraftsamling.config.settings",
        "DATA_DIR": str(site.data),
        "DATABASE_URL": f"sqlite:///{site.data}/kraftsamling.sqlite3",
        "CONTENT_DIR": str(Path(__file__).resolve().parents[2] / "content"),
        "PLAN": "nms",
        "EXAMPLE_SIGNINS": "on",
    }
    program = [sys.executable, "-c", "from kraftsamling.cli.main import run; run()", *words]
    return subprocess.run(program, env=env, capture_output=True, text=True, check=False)


def decide(browser: Browser, site: Site, version: int, board: str, outcome: str) -> None:
    """The board's secretary records a decision; the coordinator attests it."""
    with seated(browser, site, f"secretary-{board}") as secretary:
        secretary.go(f"{PLAN}/versions/{version}/decisions/{board}/")
        secretary.expect_accessible()
        secretary.page.check(f"input[name=outcome][value={outcome}]")
        secretary.page.fill("input[name=decided_on]", date.today().isoformat())
        secretary.page.fill("input[name=paragraph]", "42")
        secretary.page.fill("input[name=diary_number]", "RUN 2026/17")
        if outcome != "adopted":
            secretary.page.fill("textarea[name=statement]", "Nämnden vill se en tydligare tidplan.")
        send(secretary)
        assert secretary.page.locator(f"form[action*='/{board}/attest/']").count() == 0
    with seated(browser, site, "coordinator") as coordinator:
        coordinator.go(f"{PLAN}/versions/{version}/")
        send(coordinator, f"form[action*='/{board}/attest/'] button")


def freeze(browser: Browser, site: Site, note: str) -> None:
    """The coordinator looks at what goes in, and freezes it."""
    with seated(browser, site, "coordinator") as coordinator:
        coordinator.go(f"{PLAN}/versions/freeze/")
        coordinator.expect_accessible()
        coordinator.page.fill("textarea[name=note], input[name=note]", note)
        send(coordinator)


def told(reader: Reader, path: str) -> str:
    """What a page says, checked for accessibility on the way."""
    reader.go(path)
    reader.expect_accessible()
    return reader.page.locator("main").inner_text()


@pytest.mark.slow
def test_it_carries_a_suggestion_all_the_way(browser: Browser, site: Site, tmp_path: Path) -> None:
    boards = ("gavleborg", "dalarna", "varmland")
    with seated(browser, site, "") as visitor:
        visitor.go(f"{PLAN}/suggest/")
        visitor.page.fill("input[name=title]", TITLE)
        visitor.page.fill("textarea[name=summary]", "Flera verkstäder kan prova innan de köper.")
        visitor.page.wait_for_timeout(4000)  # faster than a person writes is taken for a machine
        send(visitor, "button[name=look]")
        visitor.expect_accessible()
        send(visitor, "button[name=send]")
        assert TITLE not in told(visitor, f"{PLAN}/actions/")

    with seated(browser, site, "coordinator") as coordinator:
        assert TITLE in told(coordinator, f"{PLAN}/moderation/")
        coordinator.page.get_by_role("link", name=TITLE).first.click()
        coordinator.page.wait_for_load_state()
        number = int(re.findall(r"\d+", coordinator.page.url)[-1])
        send(coordinator, "button[name=accept]")
        complete(coordinator, number)
        coordinator.go(f"{PLAN}/actions/{number}/move/?to=ready")
        send(coordinator)
        assert "Klar för nämnderna" in told(coordinator, f"{PLAN}/actions/{number}/")

    freeze(browser, site, "Första versionen")
    decide(browser, site, 1, boards[0], "adopted")
    decide(browser, site, 1, boards[1], "referred_back")
    decide(browser, site, 1, boards[2], "adopted")

    with seated(browser, site, "coordinator") as coordinator:
        referred = told(coordinator, f"{PLAN}/versions/1/")
        assert "tydligare tidplan" in referred
        coordinator.go(f"{PLAN}/actions/{number}/edit/about/")
        coordinator.page.fill("textarea[name=summary]", "Prova innan köp, klart före midsommar.")
        send(coordinator, "button[name=save]")

    freeze(browser, site, "Tidplanen är tydligare")
    for board in boards:
        decide(browser, site, 2, board, "adopted")

    with seated(browser, site, "coordinator") as coordinator:
        assert "gäller" in told(coordinator, f"{PLAN}/versions/2/").lower()
        assert "midsommar" in told(coordinator, f"{PLAN}/versions/1/compare/2/")
        coordinator.go(f"{PLAN}/actions/{number}/progress/")
        coordinator.page.check("input[name=signal][value=on_track]")
        coordinator.page.fill("[name=text]", "Provbänken är beställd.")
        coordinator.page.fill("input[name=spent_to_date]", "1 000")
        coordinator.page.locator("main form details summary").first.click()
        coordinator.page.check("input[name=move_to][value=under_way]")
        send(coordinator)
        page = told(coordinator, f"{PLAN}/actions/{number}/")
        assert "Provbänken är beställd." in page
        assert "Pågår" in page
        told(coordinator, f"{PLAN}/overview/")
        told(coordinator, f"{PLAN}/")

    assert command(site, "audit", "verify").returncode == 0
    file = tmp_path / "version-2.json"
    export = command(site, "version", "export", "2", "-o", str(file), "--plan", "practice")
    assert export.returncode == 0, export.stderr
    assert command(site, "version", "verify", str(file)).returncode == 0
    changed = json.loads(file.read_text())
    changed["core"]["actions"][0]["title"] += "!"
    file.write_text(json.dumps(changed))
    refused = command(site, "version", "verify", str(file))
    assert refused.returncode == 1


def complete(reader: Reader, number: int) -> None:
    """Fill in what the boards need: dates, places, the responsible actor and the assessment."""
    edit = f"{PLAN}/actions/{number}/edit"
    reader.go(f"{edit}/about/")
    reader.page.fill("input[name=starts]", "2027-01-01")
    reader.page.fill("input[name=ends]", "2028-12-31")
    send(reader, "button[name=save]")
    reader.go(f"{edit}/where/")
    for place in ("C1", "P1", "SE312"):
        reader.page.check(f"input[value={place}]")
    send(reader, "button[name=save]")
    reader.go(f"{edit}/who/")
    reader.page.select_option("select[name=responsible]", index=1)
    send(reader, "button[name=save]")
    reader.go(f"{edit}/assessment/")
    for verdict in reader.page.locator("input[value=no_harm]").all():
        verdict.check()
    for reason in reader.page.locator("textarea[name$=-reason], input[name$=-reason]").all():
        reason.fill("Utrustningen finns redan.")
    reader.page.check("input[name=circularity-verdict][value=some]")
    send(reader, "button[name=save]")
