"""How journeys read the site: signing in, checking a page, and finding every page there is."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

from django.urls import Resolver404, resolve
from django.utils import translation
from playwright.sync_api import ConsoleMessage, Error as PlaywrightError, Page, Response

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "src/kraftsamling/web/assets/node_modules/axe-core/axe.min.js"
LAYOUTS = {"wide": (1280, 900), "narrow": (390, 844)}
RULES = (
    "wcag2a",
    "wcag2aa",
    "wcag21a",
    "wcag21aa",
    "wcag22a",
    "wcag22aa",
    "best-practice",
)
# Addresses that answer with a file rather than a page, or that end the visit.
WAYS_OF_ASKING = 4
NOT_PAGES = re.compile(r"\.(json|csv|xlsx|ics|svg|png|txt|xml|pdf|zip|yaml|yml)$|/logout/")


@dataclass(frozen=True)
class Site:
    """A running server and its data folder."""

    address: str
    data: Path
    log: Path

    @cached_property
    def signins(self) -> dict[str, tuple[str, str]]:
        """E-mail and password of each example sign-in, by role."""
        examples = json.loads((self.data / "example-signins.json").read_text())
        return {entry["role"]: (entry["email"], entry["password"]) for entry in examples}


@dataclass
class Reader:
    """One browser window, and what went wrong in it."""

    page: Page
    site: Site
    javascript: bool = True
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        assert self.page.viewport_size
        self.size = self.page.viewport_size
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"{self.page.url}: {error}"))

    def _console(self, message: ConsoleMessage) -> None:
        # A refused page (403, 404) is told of in the console too; journeys look at its status.
        if message.type == "error" and "status of 4" not in message.text:
            self.complaints.append(f"{self.page.url}: console: {message.text}")

    def go(self, path: str) -> Response:
        """Open a page of the site; fails if the server does."""
        answer = self.page.goto(urljoin(self.site.address, path), wait_until="load")
        assert answer is not None, path
        assert answer.status < 500, f"{path}: {answer.status}\n{self.site.log.read_text()[-3000:]}"
        return answer

    def visit(self, address: str) -> Response | None:
        """Open an address that somebody linked to; nothing if it is a file and no page."""
        try:
            answer = self.go(address)
        except PlaywrightError as error:
            if "Download" in error.message or "ERR_ABORTED" in error.message:
                return None
            raise
        return answer if answer.headers.get("content-type", "").startswith("text/html") else None

    def sign_in(self, role: str) -> None:
        """Sign in with the example of that role."""
        email, password = self.site.signins[role]
        self.go("/account/login/")
        self.page.fill("input[name=login]", email)
        self.page.fill("input[name=password]", password)
        with self.page.expect_navigation():
            self.page.press("input[name=password]", "Enter")
        assert "/login/" not in self.page.url, f"{role} could not sign in"

    def check(self) -> list[str]:
        """What is wrong with the page as it stands, at a wide screen and then on a telephone."""
        faults = [*self._words()]
        for width, height in LAYOUTS.values():
            self.page.set_viewport_size({"width": width, "height": height})
            faults += [f"{fault} ({width} px)" for fault in (*self._axe(), *self._scroll())]
        self.page.set_viewport_size(self.size)
        return [f"{self.page.url} {fault}" for fault in faults]

    def expect_accessible(self) -> None:
        """Fail with every fault of the page as it stands."""
        faults = self.check()
        assert not faults, "\n".join(faults)

    def _words(self) -> Iterator[str]:
        language = "en" if urlsplit(self.page.url).path.startswith("/en/") else "sv"
        said = self.page.locator("html").get_attribute("lang")
        if said != language:
            yield f"says that it is in {said}, but its address is in {language}"
        if (headings := self.page.locator("h1").count()) != 1:
            yield f"has {headings} main headings"

    def _axe(self) -> Iterator[str]:
        self.page.evaluate(_axe_source())
        found = self.page.evaluate(
            "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", list(RULES)
        )
        for violation in found["violations"]:
            for node in violation["nodes"][:4]:
                target = " ".join(map(str, node["target"]))
                yield f"[{violation['id']}] {violation['help']}: {target}: {node['html'][:160]}"

    def _scroll(self) -> Iterator[str]:
        inner, outer = self.page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        if inner > outer:
            yield f"scrolls sideways: {inner} px in a window of {outer} px"

    def links(self) -> list[str]:
        """Every address of the site that the page links to, without fragments."""
        hrefs = self.page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
        return [
            href
            for href in dict.fromkeys(urldefrag(href).url for href in hrefs)
            if href.startswith(self.site.address + "/")
            and not NOT_PAGES.search(urlsplit(href).path)
        ]


@cache
def _axe_source() -> str:
    return AXE.read_text(encoding="utf-8")


def kind(address: str) -> tuple[str, str]:
    """What sort of page an address is: its language and name, and which questions it asks."""
    parts = urlsplit(address)
    language = "en" if parts.path.startswith("/en/") else "sv"
    with translation.override(language):
        try:
            name = resolve(parts.path).view_name
        except Resolver404:
            name = f"nowhere {parts.path}"
    asked = sorted({pair.partition("=")[0] for pair in parts.query.split("&") if pair})
    return f"{language} {name}", " ".join(asked)


@dataclass
class Crawl:
    """What was found by following links: one page of each kind, and everything wrong with them."""

    pages: dict[tuple[str, str], str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def is_new(self, sort: tuple[str, str]) -> bool:
        """Whether such a page has not been opened yet; a few ways of asking the same page are enough."""
        asked_already = sum(1 for name, _ in self.pages if name == sort[0])
        return sort not in self.pages and asked_already < WAYS_OF_ASKING


def crawl(
    reader: Reader,
    start: str,
    *,
    first: str = "",
    known: Container[tuple[str, str]] = (),
    limit: int = 200,
) -> Crawl:
    """Follow links from `start` in its language, and check one page of each kind, at most `limit`.

    Addresses with `first` in them are opened before others; kinds in `known` are opened, for their
    links, but not checked again. A page that refuses the reader (403) is a page too; a link to one
    that is not there is a fault.
    """
    waiting = deque([(reader.site.address + start, "the start")])
    language = kind(reader.site.address + start)[0][:2]
    found = Crawl()
    while waiting and len(found.pages) < limit:
        address, linked_from = waiting.popleft()
        sort = kind(address)
        if not found.is_new(sort) or sort[0][:2] != language:
            continue
        answer = reader.visit(address)
        if answer is None:
            continue
        if answer.status == 404:
            found.faults.append(f"{address} is not there (linked from {linked_from})")
            continue
        found.pages[sort] = address
        if sort not in known:
            found.faults += reader.check()
        for link in reader.links():
            (waiting.appendleft if first and first in link else waiting.append)((link, address))
    return found
