"""What a form carries and may not change: signed on its way out, opened on its way back."""

from __future__ import annotations

from typing import Any

from django.core import signing

SALT = "kraftsamling.sealed"
WEEK = 7 * 24 * 3600


def seal(content: dict[str, Any]) -> str:
    """`content` (JSON values) signed, so that nobody can claim what was never said."""
    return signing.dumps(content, salt=SALT, compress=True)


def opened(sealed: str) -> dict[str, Any] | None:
    """What was sealed; None where it was changed, is older than a week, or is nothing."""
    try:
        found: dict[str, Any] = signing.loads(sealed, salt=SALT, max_age=WEEK)
    except signing.BadSignature:
        return None
    return found
