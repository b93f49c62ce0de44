"""When producers may be asked: one pace per host for all threads of the process, and how long to wait."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC
from email.utils import parsedate_to_datetime

from kraftsamling.evidence.sources.schema import Limits


@dataclass(frozen=True)
class Patience:
    """How much we put up with. Times are in seconds, and `size` is in bytes.

    `first` is the wait before the second try, doubled before each later one. A producer that asks for
    more than `longest` is left alone. An answer must begin within `silence` and be whole by `deadline`.
    """

    tries: int = 5
    first: float = 2
    longest: float = 120
    silence: float = 60
    deadline: float = 600
    size: int = 1_000_000_000

    def wait(self, tried: int) -> float:
        """How long to wait after so many tries."""
        return min(self.first * float(2 ** (tried - 1)), self.longest)


@dataclass(eq=False)
class Pace:
    """When one host was last asked, and may next be asked."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    times: deque[float] = field(default_factory=lambda: deque(maxlen=1000))
    rested: float = 0

    def turn(self, now: float, limits: Limits) -> float:
        """Take the next free turn; how long it is until then."""
        with self.lock:
            turn = max(now, self.rested)
            if len(self.times) >= limits.calls:
                turn = max(turn, self.times[-limits.calls] + limits.seconds)
            self.times.append(turn)
            return turn - now

    def rest(self, until: float) -> None:
        """Let nobody ask before `until`."""
        with self.lock:
            self.rested = max(self.rested, until)


@dataclass(eq=False)
class Clock:
    """Time, and each host's pace by it. Tests give one that stands still until somebody sleeps."""

    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    date: Callable[[], float] = time.time
    paces: dict[str, Pace] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def pace(self, host: str) -> Pace:
        """The pace of `host`, which all who share this clock keep."""
        with self.lock:
            return self.paces.setdefault(host, Pace())

    def turn(self, host: str, limits: Limits) -> None:
        """Sleep until `host` may be asked."""
        wait = self.pace(host).turn(self.now(), limits)
        if wait > 0:
            self.sleep(wait)

    def until(self, said: str) -> float | None:
        """The seconds that a `Retry-After` header asks for, as a number or as a date; else nothing."""
        try:
            return max(0.0, float(said))
        except ValueError:
            pass
        try:
            date = parsedate_to_datetime(said)
        except ValueError:
            return None
        date = date if date.tzinfo else date.replace(tzinfo=UTC)
        return max(0.0, date.timestamp() - self.date())


# What everything in this process goes by.
CLOCK = Clock()
