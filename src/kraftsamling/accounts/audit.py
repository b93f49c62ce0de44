"""Writing the audit trail, and checking that nobody rewrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from kraftsamling.accounts.models import GENESIS, Event, User
from kraftsamling.kernel.canonical import normalised
from kraftsamling.kernel.errors import KraftsamlingError

Progress = Callable[[int], None]

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
    """What a walk along the whole chain found.

    `events` hold, up to `head`. `broken_at` is the number of the first event that is missing or does
    not hold. `sought_at` is the event whose hash was asked for, if the walk met it.
    """

    events: int
    head: str
    broken_at: int | None = None
    reason: str = ""
    sought_at: int | None = None

    @property
    def unbroken(self) -> bool:
        return self.broken_at is None


def verify(*, sought: str = "", progress: Progress | None = None) -> Verification:
    """Walk the chain in the database from the first event; see `walk`."""
    return walk(_kept(), sought=sought, progress=progress)


def _kept() -> Iterator[Event]:
    """Every event in the database. Raises ValueError at the very event that cannot be read."""
    number = 0
    events = Event.objects.order_by("number")
    try:
        for event in events.iterator(chunk_size=2000):
            number = event.number
            yield event
    except ValueError:
        # The database hands over many at a time, so one that cannot be read hides its neighbours.
        for left in list(events.filter(number__gt=number).values_list("number", flat=True)):
            yield events.get(number=left)


def walk(
    events: Iterable[Event], *, sought: str = "", progress: Progress | None = None
) -> Verification:
    """Recompute every hash from the first event, and stop at the first broken link.

    `sought` is a hash published earlier: `sought_at` tells which event it belongs to, None if it is
    not in the chain. `progress` is called with the number of each event that holds. Asks no database
    by itself, so an exported chain is walked by the same rules.
    """
    number, previous = 0, GENESIS
    sought_at = 0 if sought == GENESIS else None
    remaining = iter(events)
    while True:
        try:
            event = next(remaining, None)
        except ValueError as error:
            reason = f"it cannot be read ({error})"
            return Verification(number, previous, number + 1, reason, sought_at)
        if event is None:
            return Verification(number, previous, sought_at=sought_at)
        fault = _fault(event, number + 1, previous)
        if fault:
            return Verification(number, previous, number + 1, fault, sought_at)
        number, previous = event.number, event.hash
        if previous == sought:
            sought_at = number
        if progress:
            progress(number)


def _fault(event: Event, number: int, previous: str) -> str:
    if event.number > number:
        return "it is missing"
    if event.number < number:
        return f"event {event.number} stands in its place"
    if event.previous != previous:
        return "it does not point at the event before it"
    if event.hash != _computed_hash(event):
        return "its content does not match its hash"
    return ""


def _computed_hash(event: Event) -> str:
    """The hash its content has now; empty where the content is no longer of a kind that has one."""
    try:
        return event.computed_hash()
    except (AttributeError, TypeError, ValueError, KraftsamlingError):
        return ""


def _queue_up() -> None:
    """Let one writer at a time extend the chain. SQLite's IMMEDIATE transactions already do."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN_LOCK])
