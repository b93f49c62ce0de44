"""How the tests of whole files ask and are asked: a door to a recorded producer, and labels of what came."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.http import Http
from kraftsamling.evidence.sources.pacing import Clock
from kraftsamling.evidence.sources.schema import Limits
from kraftsamling.kernel.origin import Origin
from tests.recorded import Recorded

TODAY = datetime(2024, 6, 1, tzinfo=UTC)


def door(producer: Recorded, today: datetime = TODAY, **more: Any) -> Http:
    """A door that neither waits nor looks at the real clock."""
    clock = Clock(now=lambda: 0, sleep=lambda _seconds: None, date=today.timestamp)
    return Http(Limits(calls=1000), name="littleland, x", mirror=producer.url, clock=clock, **more)


def kept(fetched: Fetched, at: datetime = TODAY) -> Label:
    """The label of a vintage that was fetched."""
    digest = hashlib.sha256(fetched.body).hexdigest()
    origin = Origin("x", "x", fetched.url, "CC0", at.date(), fetched.published, digest)
    return Label("x", "x", digest, at, (origin,), fetched.etag, fetched.modified)
