"""How often one address may do something: counted in the cache, forgotten after the hour."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

HOUR = 3600


def address(request: HttpRequest) -> str:
    """Where the request comes from. Behind a proxy we trust, the address that proxy saw."""
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    if settings.HTTPS and forwarded:
        return forwarded.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def within(request: HttpRequest, what: str, limit: int) -> bool:
    """Count one more `what` from this address; whether it is among the first `limit` this hour.

    The address itself is not kept, only a keyed hash of it.
    """
    key = salted_hmac(f"limit:{what}", address(request)).hexdigest()
    cache.add(key, 0, HOUR)
    return cache.incr(key) <= limit
