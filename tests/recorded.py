"""A producer on 127.0.0.1 that answers as recorded, and misbehaves when told to.

    with Recorded({"/host/path": Reply(body)}, faults=[Fault("429", retry_after="3")]) as producer:
        Http(mirror=producer.url).get("https://host/path")

A route is a path (with or without its query, in any order of parameters), or "POST " and a path. What it
leads to is bytes, a `Reply`, or a function of the `Asked`. Each fault is played once, in order, before
the routes answer; one with `path` waits for a request to that path.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

Kind = Literal[
    "429",
    "413",
    "403",
    "404",
    "500",
    "503",
    "drip",
    "cut",
    "truncated",
    "html",
    "empty",
    "latin1",
    "hang",
]
PAGE = b"<!DOCTYPE html><html><head><title>x</title></head><body><h1>Planned maintenance</h1></body></html>"


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    query: dict[str, str]
    body: bytes
    headers: dict[str, str]


@dataclass(frozen=True)
class Reply:
    """One answer."""

    body: bytes = b""
    status: int = 200
    kind: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """What goes wrong once. `path` is the beginning of the path it waits for."""

    kind: Kind
    path: str = "/"
    retry_after: str = ""
    body: bytes = b""
    # Between two bytes of a slow drip, or before anything at all when hanging; in seconds.
    pause: float = 0.02


Route = bytes | Reply | Callable[[Asked], Reply]


class Recorded:
    """The server; `asked` is every request so far."""

    def __init__(self, routes: Mapping[str, Route], faults: Iterable[Fault] = ()) -> None:
        self.routes = dict(routes)
        self.faults = list(faults)
        self.asked: list[Asked] = []
        self.lock = threading.Lock()
        self.server = ThreadingHTTPServer(
            ("127.0.0.1", 0), type("Handler", (_Handler,), {"recorded": self})
        )
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> Recorded:
        # Its own loop looks for the end twice a second; tests are in more of a hurry.
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _fault: BaseException | None,
        _at: TracebackType | None,
    ) -> None:
        self.server.shutdown()
        self.server.server_close()

    def fault(self, asked: Asked) -> Fault | None:
        """The next fault for this request, which it uses up."""
        with self.lock:
            self.asked.append(asked)
            for number, fault in enumerate(self.faults):
                if asked.path.startswith(fault.path):
                    return self.faults.pop(number)
        return None

    def reply(self, asked: Asked) -> Reply:
        """What was recorded for this request; 404 for what was not."""
        for route, answer in self.routes.items():
            if _fits(route, asked):
                if callable(answer):
                    return answer(asked)
                return answer if isinstance(answer, Reply) else Reply(answer)
        return Reply(b'{"title": "Not found"}', 404)


def conditional(body: bytes, etag: str, kind: str = "application/json") -> Callable[[Asked], Reply]:
    """A route that answers 304 to those who have the latest."""

    def answer(asked: Asked) -> Reply:
        if asked.headers.get("if-none-match") == etag:
            return Reply(status=304, headers={"ETag": etag})
        return Reply(body, kind=kind, headers={"ETag": etag})

    return answer


def _query(text: str) -> dict[str, str]:
    """The parameters; one that is there several times has its values joined by commas."""
    found: dict[str, str] = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


def _fits(route: str, asked: Asked) -> bool:
    method, address = route.split(" ", 1) if route.startswith("POST ") else ("GET", route)
    wanted = urlsplit(address)
    query = _query(wanted.query)
    return (
        method == asked.method
        and unquote(wanted.path) == asked.path
        and query.items() <= asked.query.items()
    )


class _Handler(BaseHTTPRequestHandler):
    recorded: Recorded
    protocol_version = "HTTP/1.1"
    # Otherwise each answer waits 40 ms for the client to say that it has seen the headers.
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        asked = Asked(
            self.command,
            unquote(address.path),
            _query(address.query),
            self.rfile.read(length),
            {name.lower(): value for name, value in self.headers.items()},
        )
        fault = self.recorded.fault(asked)
        if fault is None:
            self.send(self.recorded.reply(asked))
        else:
            self.misbehave(fault, self.recorded.reply(asked))

    do_POST = do_GET  # noqa: N815

    def send(self, reply: Reply, *, length: int | None = None) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.kind)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if reply.status != 304:
            self.send_header("Content-Length", str(len(reply.body) if length is None else length))
        self.end_headers()
        self.wfile.write(reply.body)

    def misbehave(self, fault: Fault, right: Reply) -> None:
        half = right.body[: len(right.body) // 2]
        match fault.kind:
            case "drip":
                self.drip(right.body, fault.pause)
            case "hang":
                time.sleep(fault.pause)
                self.close_connection = True
            case "cut":
                self.send(Reply(half), length=len(right.body))
                self.close_connection = True
            case "truncated":
                self.send(Reply(half))
            case "html":
                self.send(Reply(PAGE, kind="text/html"))
            case "empty":
                self.send(Reply(b""))
            case "latin1":
                self.send(Reply('{"label": "Värmland"}'.encode("latin-1")))
            case status:
                wait = {"Retry-After": fault.retry_after} if fault.retry_after else {}
                self.send(Reply(fault.body, int(status), headers=wait))

    def drip(self, body: bytes, pause: float) -> None:
        self.send(Reply(b""), length=len(body))
        try:
            for byte in body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(pause)
        except OSError:
            self.close_connection = True

    def log_message(self, *_said: Any) -> None:
        pass
