"""The head of the audit trail."""

from __future__ import annotations

from datetime import UTC

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from kraftsamling.accounts.models import GENESIS, Event


@require_safe
def head(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """The hash to keep: whoever keeps it can tell later whether anything before it was rewritten."""
    last = Event.objects.first()
    return JsonResponse(
        {
            "events": last.number if last else 0,
            "head": last.hash if last else GENESIS,
            "at": last.at.astimezone(UTC).isoformat() if last else None,
            "hash": "SHA-256 over canonical JSON (RFC 8785)",
        }
    )


urlpatterns = [path("audit/head", head, name="audit_json")]
