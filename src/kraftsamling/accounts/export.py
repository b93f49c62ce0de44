"""The audit trail as a file: one event a line, checkable by anybody without this database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from kraftsamling.accounts.models import Event
from kraftsamling.kernel.canonical import canonical_json
from kraftsamling.kernel.errors import KraftsamlingError


class NotAnExport(KraftsamlingError):
    """The file is not an exported audit trail."""


def lines() -> Iterator[str]:
    """Every event from the first, each as canonical JSON (RFC 8785) with its hash.

    Take "hash" away from a line, write the rest as canonical JSON again, and its SHA-256 is "hash".
    """
    for event in Event.objects.order_by("number").iterator(chunk_size=2000):
        yield canonical_json(event.content() | {"hash": event.hash})


def events(path: Path) -> Iterator[Event]:
    """The events of an exported file, in the order they stand there, none of them saved.

    Raises `NotAnExport` for a line that is no event.
    """
    try:
        with path.open(encoding="utf-8") as file:
            for number, line in enumerate(file, start=1):
                yield _event(path, number, line)
    except (OSError, UnicodeDecodeError) as error:
        raise NotAnExport(
            f"{path} cannot be read ({error}). Give a file made by 'kraftsamling audit export'."
        ) from error


def _event(path: Path, number: int, line: str) -> Event:
    try:
        fields: dict[str, Any] = json.loads(line)
        return Event(**fields | {"at": datetime.fromisoformat(fields["at"])})
    except (ValueError, TypeError, KeyError) as error:
        raise NotAnExport(
            f"{path}, line {number}: this is not an event. "
            "Give a file made by 'kraftsamling audit export', unchanged."
        ) from error
