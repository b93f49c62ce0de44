"""Following every link of the site without a browser."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client

HREF = re.compile(r'<a\b[^>]*\bhref="([^"]+)"')


@dataclass
class Walk:
    """Pages that answered, and links that led nowhere (with the page they were on)."""

    pages: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


def walk(client: Client, start: str, *, limit: int = 60, each: int = 3) -> Walk:
    """Open pages from `start` by their links: at most `limit`, and `each` of one view.

    A refusal (403) or a way elsewhere (302) is an answer; 404 is a broken link. Errors are raised.
    """
    walked, waiting, known = Walk(), deque([(start, "the start")]), {start}
    views: dict[str, int] = {}
    while waiting and len(walked.pages) < limit:
        address, linked_from = waiting.popleft()
        answer = client.get(address)
        if answer.status_code == 404:
            walked.broken.append(f"{address} (linked from {linked_from})")
            continue
        walked.pages.append(address)
        if answer.status_code != 200 or "text/html" not in answer.get("Content-Type", ""):
            continue
        view = answer.resolver_match.view_name if answer.resolver_match else ""
        views[view] = views.get(view, 0) + 1
        if views[view] > each:
            continue
        for href in HREF.findall(answer.content.decode()):
            link = urldefrag(urljoin(address, unescape(href))).url
            if not urlsplit(link).netloc and not urlsplit(link).scheme and link not in known:
                known.add(link)
                waiting.append((link, address))
    return walked
