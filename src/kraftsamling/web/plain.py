"""Addresses as the database can take them."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

NUL = "\x00"


def without_nul(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Drop NUL from what an address asks: no text has it, and PostgreSQL refuses it outright."""

    def door(request: HttpRequest) -> HttpResponse:
        if "%00" in request.META.get("QUERY_STRING", ""):
            asked = request.GET.copy()
            for name, values in asked.lists():
                asked.setlist(name, [value.replace(NUL, "") for value in values])
            request.GET = asked  # type: ignore[assignment]
        return get_response(request)

    return door
