"""A real server, a real browser, and an accessibility check of every page and state they meet."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.browsing import LAYOUTS, Reader, Site

ROOT = Path(__file__).resolve().parents[2]
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here is a journey."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`kraftsamling start` on the real content, with a data folder and a port of its own."""
    with served(tmp_path_factory.mktemp("data"), ROOT / "content", "nms") as site:
        yield site


@contextmanager
def served(data: Path, content: Path, plan: str) -> Iterator[Site]:
    """A server of its own on this content, until the block ends."""
    port = _free_port()
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "kraftsamling.config.settings",
        "DATA_DIR": str(data),
        "DATABASE_URL": f"sqlite:///{data}/kraftsamling.sqlite3",
        "CONTENT_DIR": str(content),
        "PLAN": plan,
        "EXAMPLE_SIGNINS": "on",
    }
    log = data / "server.log"
    with log.open("w") as told:
        server = subprocess.Popen(
            [
                sys.executable,
                "-c",
                "from kraftsamling.cli.main import run; run()",
                "start",
                "--port",
                str(port),
            ],
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=subprocess.STDOUT,
        )
    try:
        site = Site(f"http://127.0.0.1:{port}", data, log)
        _wait(site, server)
        yield site
    finally:
        server.terminate()
        try:
            server.wait(timeout=10)
        except subprocess.TimeoutExpired:
            server.kill()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The system's chromium."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    assert path, "Chromium is missing: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def reader(browser: Browser, site: Site) -> Iterator[Reader]:
    """Somebody at a wide screen. An error in the console fails the test."""
    yield from open_reader(browser, site, "wide")


@pytest.fixture
def phone(browser: Browser, site: Site) -> Iterator[Reader]:
    """Somebody with a telephone."""
    yield from open_reader(browser, site, "narrow")


@pytest.fixture
def plain(browser: Browser, site: Site) -> Iterator[Reader]:
    """Somebody whose browser runs no JavaScript."""
    yield from open_reader(browser, site, "wide", javascript=False)


def open_reader(
    browser: Browser, site: Site, layout: str, *, javascript: bool = True
) -> Iterator[Reader]:
    width, height = LAYOUTS[layout]
    # The page's own policy bars the checker's script, so the checker goes around it; that the policy
    # is sent is a test of its own.
    context = browser.new_context(
        viewport={"width": width, "height": height},
        java_script_enabled=javascript,
        bypass_csp=javascript,
        locale="sv-SE",
        color_scheme="light",
        reduced_motion="reduce",
    )
    context.set_default_timeout(15_000)
    reader = Reader(context.new_page(), site, javascript=javascript)
    yield reader
    context.close()
    assert not reader.complaints, "\n".join(reader.complaints)


def _wait(site: Site, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(site.address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The server did not come up:\n{site.log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
