"""Asking producers politely: paced, retried, and told apart when they fail."""

from __future__ import annotations

import json as jsonlib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal, Self

import httpx

from kraftsamling.evidence.sources.faults import NotThere, Passing, TooLarge, Unreachable, told
from kraftsamling.evidence.sources.pacing import CLOCK, Clock, Patience
from kraftsamling.evidence.sources.parts import Ask, Parts
from kraftsamling.evidence.sources.schema import Limits
from kraftsamling.kernel.errors import SourceFault

# What is asked for, so that a web page or a cut answer is known for what it is.
Form = Literal["json", "text", "bytes"]
Progress = Callable[[int, int], None]

NAME = "kraftsamling (official statistics for a joint plan; asks seldom, and says who it is)"
AGAIN = "Run kraftsamling fetch again later"
NETWORK = f"Check the network. {AGAIN}"
LOOK = "Look at the producer's page, and correct request in source.yaml"


@dataclass(frozen=True)
class Answer:
    """What came back. `unchanged` is HTTP 304: what we have is the latest."""

    url: str
    body: bytes
    etag: str = ""
    modified: str = ""
    unchanged: bool = False

    @cached_property
    def json(self) -> Any:
        """The body as JSON; parsed once. Raises `ValueError`."""
        return jsonlib.loads(self.body.removeprefix(b"\xef\xbb\xbf").decode())


class Http:
    """One producer's door, for one dataset.

    `name` says which source and dataset a fault is about. With `mirror`, `https://host/path` is asked
    as `<mirror>/host/path`. In `parts` the answered parts of a question are kept until all of it has
    been answered, so that a run that was cut goes on from there; they are forgotten when an answer is
    found wanting, for it may be one of them. Doors that share `down` do not ask a host again that one of
    them could not reach. `progress` hears (done, total).
    """

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        name: str = "",
        mirror: str = "",
        parts: Path | None = None,
        down: dict[str, str] | None = None,
        progress: Progress = lambda _done, _total: None,
        patience: Patience | None = None,
        clock: Clock = CLOCK,
    ) -> None:
        self.limits = limits or Limits()
        self.name = name
        self.mirror = mirror.rstrip("/")
        self.down = {} if down is None else down
        self.progress = progress
        self.patience = patience or Patience()
        self.clock = clock
        self.kept = Parts(parts) if parts else None
        self.client = httpx.Client(
            verify=_trust(),
            timeout=httpx.Timeout(self.patience.silence, connect=min(10, self.patience.silence)),
            follow_redirects=True,
            headers={"User-Agent": NAME},
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, fault: type[BaseException] | None, *_rest: object) -> None:
        self.client.close()
        if self.kept and not _cut(fault):
            self.kept.forget()

    def get(
        self,
        url: str,
        params: dict[str, Any] | None = None,
        *,
        etag: str = "",
        modified: str = "",
        form: Form = "json",
    ) -> Answer:
        """The answer to a GET. Raises `SourceFault` with what happened and what to do.

        `TooLarge` where less must be asked for, `NotThere` where the address is gone. With `etag` or
        `modified` (of the copy we have) the answer may be `unchanged`, and then it has no body.
        """
        headers = {"If-None-Match": etag, "If-Modified-Since": modified}
        asked = Ask(url, params or {}).address
        request = self.client.build_request(
            "GET",
            self._door(asked),
            headers={name: value for name, value in headers.items() if value},
        )
        return self._asked(request, asked, form)

    def post(self, url: str, json: Any, *, form: Form = "json") -> Answer:
        """The answer to a POST of `json`; as `get`."""
        return self._asked(self.client.build_request("POST", self._door(url), json=json), url, form)

    def part(self, ask: Ask) -> Answer:
        """The answer to one part of a larger question; from the last run where that was cut."""
        known = self.kept.find(ask) if self.kept else None
        if known is not None:
            return Answer(ask.address, known)
        if ask.json is None:
            answer = self.get(ask.url, ask.params or None, form=ask.form)
        else:
            answer = self.post(ask.url, ask.json, form=ask.form)
        if self.kept:
            self.kept.keep(ask, answer.body)
        return answer

    def fault(self, url: str, happened: str, cure: str = AGAIN) -> str:
        """One sentence of a fault: which source and dataset, which address, what, and what to do."""
        return f"{self.name or httpx.URL(url).host}: {happened} ({url}). {cure}."

    def _door(self, url: str) -> str:
        return f"{self.mirror}/{url.split('://', 1)[1]}" if self.mirror else url

    def _asked(self, request: httpx.Request, url: str, form: Form) -> Answer:
        """Ask, and ask again where that may help."""
        host = httpx.URL(url).host
        if request.url.host in self.down:
            raise Unreachable(self.fault(url, self.down[request.url.host], NETWORK))
        for tried in range(1, self.patience.tries + 1):
            self.clock.turn(host, self.limits)
            try:
                return self._answer(request, url, form)
            except Passing as error:
                wait = self.patience.wait(tried) if error.wait is None else error.wait
                if tried == min(self.patience.tries, error.tries or self.patience.tries):
                    raise Passing(f"{error} It was tried {tried} times.") from error
                if wait > self.patience.longest:
                    raise Passing(
                        f"{error} The producer asks to be left alone for {wait:.0f} seconds."
                    ) from error
                self.clock.pace(host).rest(self.clock.now() + wait)
        raise AssertionError("patience means at least one try")

    def _answer(self, request: httpx.Request, url: str, form: Form) -> Answer:
        begun = self.clock.now()
        with self._told(request, url):
            response = self.client.send(request, stream=True)
            try:
                body = self._body(response, url, begun)
            finally:
                response.close()
        answer = Answer(
            url,
            body,
            etag=response.headers.get("ETag", ""),
            modified=response.headers.get("Last-Modified", ""),
        )
        if response.status_code == httpx.codes.NOT_MODIFIED:
            return replace(answer, body=b"", unchanged=True)
        self._refused(response, answer)
        self._whole(answer, form)
        return answer

    @contextmanager
    def _told(self, request: httpx.Request, url: str) -> Iterator[None]:
        """Say what the network did in words. Who cannot be reached at all is not tried again."""
        try:
            yield
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            reach = f"the producer cannot be reached: {error or 'no answer'}"
            self.down[request.url.host] = reach
            raise Unreachable(self.fault(url, reach, NETWORK)) from error
        except httpx.TimeoutException as error:
            silence = f"nothing came for {self.patience.silence:.0f} seconds"
            raise Passing(self.fault(url, silence)) from error
        except (httpx.RemoteProtocolError, httpx.NetworkError) as error:
            raise Passing(self.fault(url, "the connection was cut before all had come")) from error
        except httpx.DecodingError as error:
            raise Passing(self.fault(url, "the answer is not packed as it says")) from error
        except httpx.TransportError as error:
            reach = f"the producer cannot be reached: {error}"
            raise Passing(self.fault(url, reach, NETWORK)) from error
        except httpx.TooManyRedirects as error:
            raise SourceFault(
                self.fault(url, "the address leads round in a circle", LOOK)
            ) from error

    def _body(self, response: httpx.Response, url: str, begun: float) -> bytes:
        """All of the body, unless it takes too long or grows too large."""
        size, chunks = 0, []
        for chunk in response.iter_bytes():
            chunks.append(chunk)
            size += len(chunk)
            if size > self.patience.size:
                raise TooLarge(
                    self.fault(url, f"the answer is larger than {self.patience.size:,} bytes", LOOK)
                )
            if self.clock.now() - begun > self.patience.deadline:
                slow = f"only {size:,} bytes had come after {self.patience.deadline:.0f} seconds"
                raise Passing(self.fault(url, slow))
        return b"".join(chunks)

    def _refused(self, response: httpx.Response, answer: Answer) -> None:
        """Raise what a status other than 2xx means."""
        status = response.status_code
        if response.is_success:
            return
        said = told(answer.body)
        happened = f"the producer answered {status} {response.reason_phrase}".rstrip()
        happened += f", and says: {said}" if said else ""
        if status == 413 or (status in (400, 403) and _too_many(said)):
            raise TooLarge(self.fault(answer.url, happened, "Ask for fewer codes in source.yaml"))
        if status in (404, 410):
            raise NotThere(
                self.fault(answer.url, happened, f"It may have been moved or renamed. {LOOK}")
            )
        if status in (408, 425, 429) or status >= 500:
            fault = Passing(self.fault(answer.url, happened))
            fault.wait = self.clock.until(response.headers.get("Retry-After", ""))
            raise fault
        raise SourceFault(self.fault(answer.url, happened, LOOK))

    def _whole(self, answer: Answer, form: Form) -> None:
        """Raise `Passing` where the body is not what was asked for."""
        body = answer.body
        if not body.strip():
            raise Passing(self.fault(answer.url, "the answer is empty"))
        if form == "bytes":
            return
        if (
            body[:1000]
            .lstrip(b"\xef\xbb\xbf \t\r\n")
            .lower()
            .startswith((b"<!doctype html", b"<html"))
        ):
            page = f"a web page came instead of data, and says: {told(body)}"
            fault = Passing(self.fault(answer.url, page))
            # A page about maintenance stands there for hours.
            fault.tries = 2
            raise fault
        try:
            _ = answer.json if form == "json" else body.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise SourceFault(
                self.fault(answer.url, f"the text is not UTF-8: byte {error.start + 1:,}", LOOK)
            ) from error
        except RecursionError as error:
            raise SourceFault(
                self.fault(answer.url, "the JSON is nested too deep to be read")
            ) from error
        except ValueError as error:
            raise Passing(
                self.fault(answer.url, f"the JSON is broken or cut short: {error}")
            ) from error


@cache
def _trust() -> ssl.SSLContext:
    """Whose certificates are believed; reading them takes longer than many a question."""
    return httpx.create_ssl_context()


def _cut(fault: type[BaseException] | None) -> bool:
    """Whether a run was cut before it had all, with nothing wrong in what it had."""
    return fault is not None and (
        issubclass(fault, Passing | Unreachable) or not issubclass(fault, Exception)
    )


def _too_many(said: str) -> bool:
    """PxWeb answers 403 or 400 to a question that is too large, and says so in words."""
    said = said.lower()
    return any(word in said for word in ("too many", "cells", "too large", "för många", "för stor"))
