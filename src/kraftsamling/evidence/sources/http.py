"""Asking producers politely: paced, retried, and told apart when they fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from kraftsamling.evidence.sources.schema import Limits


@dataclass(frozen=True)
class Answer:
    """What came back. `unchanged` is HTTP 304: what we have is the latest."""

    url: str
    body: bytes
    etag: str = ""
    modified: str = ""
    unchanged: bool = False


class Http:
    """One producer's door. `mirror` stands before every address when set (`http://host/` + address)."""

    def __init__(self, limits: Limits | None = None, *, mirror: str = "") -> None:
        self.limits = limits or Limits()
        self.mirror = mirror
        self.client = httpx.Client(timeout=60, follow_redirects=True)

    def __enter__(self) -> Http:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.client.close()

    def get(
        self,
        url: str,
        params: dict[str, Any] | None = None,
        *,
        etag: str = "",
        modified: str = "",
    ) -> Answer:
        """The answer to a GET. Raises `SourceFault` with what happened and what to do."""
        raise NotImplementedError

    def post(self, url: str, json: Any) -> Answer:
        """The answer to a POST of `json`; as `get`."""
        raise NotImplementedError
