"""The chain: whatever is changed, taken away or added is found, at the event where it happened."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings as hypothesis_settings, strategies as st

from kraftsamling.accounts import audit, export
from kraftsamling.accounts.export import NotAnExport
from kraftsamling.accounts.models import GENESIS, Event

EVENTS = 12
TEXTS = ("who", "roles", "verb", "plan", "kind", "key")
HASHES = ("previous", "hash")
CONTENTS = ("before", "after")
FIELDS = (*TEXTS, *HASHES, *CONTENTS, "at", "number")

plenty = hypothesis_settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@pytest.fixture
def chain(db: None) -> int:
    """A dozen events about nothing much."""
    with transaction.atomic():
        for number in range(EVENTS):
            audit.record(
                "revised",
                by=None,
                plan="littleland",
                kind="action",
                key=number,
                before={"title": f"Före {number}"},
                after={"title": f"Efter {number}", "rows": [number, None, True]},
            )
    return EVENTS


def unlock() -> None:
    """What somebody with the database in their hands would do first."""
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            on = " ON accounts_event" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER accounts_event_no_{verb}{on}")


def tamper(number: int, field: str, value: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE accounts_event SET "{field}" = %s WHERE number = %s', [value, number]
        )


def tampered_value(event: Event, field: str, salt: int) -> Any:
    """Another value of the right kind for that field."""
    if field in TEXTS:
        return f"{getattr(event, field)}{salt}"[:30]
    if field in HASHES:
        return f"{salt:064x}"
    if field in CONTENTS:
        return json.dumps(getattr(event, field) | {"title": f"Ändrad {salt}"})
    if field == "at":
        return event.at + timedelta(microseconds=salt)
    return EVENTS + salt


def test_it_is_unbroken_when_nobody_touched_it(chain: int) -> None:
    found = audit.verify()

    assert found.unbroken
    assert (found.events, found.head) == (chain, audit.head())


def test_it_is_unbroken_when_empty(db: None) -> None:
    assert audit.verify() == audit.Verification(0, GENESIS)


@plenty
@given(
    number=st.integers(1, EVENTS),
    field=st.sampled_from(FIELDS),
    salt=st.integers(1, 10_000),
)
def test_it_finds_any_single_field_that_was_changed(
    chain: int, number: int, field: str, salt: int
) -> None:
    with transaction.atomic():
        unlock()
        tamper(number, field, tampered_value(Event.objects.get(number=number), field, salt))

        found = audit.verify()

        assert found.broken_at == number, (field, found)
        assert found.events == number - 1
        assert found.reason
        transaction.set_rollback(True)
    assert audit.verify().unbroken


@plenty
@given(
    number=st.integers(1, EVENTS), field=st.sampled_from(TEXTS + CONTENTS), salt=st.integers(1, 99)
)
def test_it_finds_a_change_whose_own_hash_was_mended(
    chain: int, number: int, field: str, salt: int
) -> None:
    """Whoever changes an event and mends its hash breaks the link after it; at the end, the head."""
    published = audit.head()
    with transaction.atomic():
        unlock()
        tamper(number, field, tampered_value(Event.objects.get(number=number), field, salt))
        tamper(number, "hash", Event.objects.get(number=number).computed_hash())

        found = audit.verify(sought=published)

        assert found.sought_at is None
        assert found.broken_at == (number + 1 if number < EVENTS else None)
        transaction.set_rollback(True)


@plenty
@given(number=st.integers(1, EVENTS))
def test_it_finds_a_missing_event(chain: int, number: int) -> None:
    published = audit.head()
    with transaction.atomic():
        unlock()
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM accounts_event WHERE number = %s", [number])

        found = audit.verify(sought=published)

        assert found.sought_at is None, "cutting off the end shows against a head kept elsewhere"
        assert found.broken_at == (number if number < EVENTS else None)
        transaction.set_rollback(True)


@plenty
@given(pair=st.lists(st.integers(1, EVENTS), min_size=2, max_size=2, unique=True))
def test_it_finds_two_events_that_changed_places(chain: int, pair: list[int]) -> None:
    one, other = sorted(pair)
    with transaction.atomic():
        unlock()
        for source, target in ((one, 999), (other, one), (999, other)):
            tamper(source, "number", target)

        assert audit.verify().broken_at == one
        transaction.set_rollback(True)


def test_it_finds_an_event_that_forks_off_an_earlier_one(chain: int) -> None:
    """A second history grown from event 5 cannot be appended: the link is to the wrong event."""
    forked = Event.objects.get(number=5)
    forked.number, forked.previous = chain + 1, Event.objects.get(number=4).hash
    events = [*Event.objects.order_by("number"), forked]
    forked.hash = forked.computed_hash()

    found = audit.walk(events)

    assert (found.broken_at, found.events) == (chain + 1, chain)


@pytest.mark.sqlite
def test_it_finds_content_that_is_no_longer_readable(chain: int) -> None:
    unlock()
    tamper(7, "at", "2026-99-99 00:00:00")

    assert audit.verify().broken_at == 7


@pytest.mark.parametrize("number", [1, 6, EVENTS])
def test_it_says_where_an_earlier_head_is(chain: int, number: int) -> None:
    hash_then = Event.objects.get(number=number).hash

    assert audit.verify(sought=hash_then).sought_at == number


def test_it_checks_an_export_by_the_same_rules(chain: int, tmp_path: Path) -> None:
    file = tmp_path / "trail.jsonl"
    lines = list(export.lines())
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    assert audit.walk(export.events(file)) == audit.verify()

    file.write_text("\n".join([*lines[:3], *lines[4:]]) + "\n", encoding="utf-8")
    assert audit.walk(export.events(file)).broken_at == 4

    lines[5] = lines[5].replace("Efter", "efter")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert audit.walk(export.events(file)).broken_at == 6


@pytest.mark.parametrize("text", ["hej", "[]", "{}", '{"at": "igår"}', '{"at": 3}'])
def test_it_names_the_line_that_is_no_event(chain: int, tmp_path: Path, text: str) -> None:
    file = tmp_path / "trail.jsonl"
    file.write_text(f"{next(export.lines())}\n{text}\n", encoding="utf-8")

    with pytest.raises(NotAnExport, match="line 2"):
        audit.walk(export.events(file))


def test_it_says_that_a_file_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotAnExport, match="cannot be read"):
        list(export.events(tmp_path / "gone.jsonl"))
