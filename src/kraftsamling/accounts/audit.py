"""Writing the audit trail, and checking that nobody rewrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from kraftsamling.accounts.models import GENESIS, Event, User
from kraftsamling.kernel.canonical import normalised

CHAIN_LOCK = (
    0x6B72_6166_74  # any number of our own; names the chain among PostgreSQL's advisory locks
)


def record(
    verb: str,
    *,
    by: User | None,
    kind: str,
    key: object,
    plan: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    who: str = "",
) -> Event:
    """Append one event to the chain, inside the transaction of the change it tells of.

    `before` and `after` hold the changed fields only, as JSON values. Without `by`, `who` says
    "visitor" or "system" (the default).
    """
    assert connection.in_atomic_block, "an event belongs in the transaction of its change"
    _queue_up()
    last = Event.objects.order_by("-number").values_list("number", "hash").first()
    number, previous = last or (0, GENESIS)
    event = Event(
        number=number + 1,
        at=timezone.now(),
        who=f"user:{by.pk}" if by else who or "system",
        roles=", ".join(sorted({grant.role for grant in by.held_grants})) if by else "",
        verb=verb,
        plan=plan,
        kind=kind,
        key=str(key),
        before=normalised(before or {}),
        after=normalised(after or {}),
        previous=previous,
    )
    event.hash = event.computed_hash()
    event.save(force_insert=True)
    return event


def head() -> str:
    """The hash of the latest event: publish it, and every earlier event is pinned."""
    last = Event.objects.order_by("-number").values_list("hash", flat=True).first()
    return last or GENESIS


@dataclass(frozen=True)
class Verification:
    """What a walk along the whole chain found: how many events hold, and the first break, if any."""

    events: int
    head: str
    broken_at: int | None = None
    reason: str = ""

    @property
    def unbroken(self) -> bool:
        return self.broken_at is None


def verify() -> Verification:
    """Walk the chain from the first event, recompute every hash, stop at the first broken link."""
    number, previous = 0, GENESIS
    for event in Event.objects.order_by("number").iterator(chunk_size=2000):
        fault = _fault(event, number + 1, previous)
        if fault:
            return Verification(number, previous, event.number, fault)
        number, previous = event.number, event.hash
    return Verification(number, previous)


def _fault(event: Event, number: int, previous: str) -> str:
    if event.number != number:
        return f"event {number} is missing"
    if event.previous != previous:
        return "it does not point at the event before it"
    if event.hash != event.computed_hash():
        return "its content does not match its hash"
    return ""


def _queue_up() -> None:
    """Let one writer at a time extend the chain. SQLite's IMMEDIATE transactions already do."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
