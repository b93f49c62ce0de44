"""The versions of a plan, with their hashes and where they stand."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.views.decorators.http import require_safe

from kraftsamling.plan.models import Plan
from kraftsamling.plan.rights import sees
from kraftsamling.plan.standing import VersionStand, stands


@require_safe
def versions(request: HttpRequest, plan: str) -> JsonResponse:  # noqa: ARG001
    """Every version, latest first."""
    found = get_object_or_404(Plan, slug=plan)
    if not sees(found):
        raise Http404
    return JsonResponse(
        {
            "plan": found.slug,
            "practice": found.practice,
            "versions": [_version(stand) for stand in stands(found)],
        }
    )


def _version(stand: VersionStand) -> dict[str, Any]:
    version = stand.version
    return {
        "number": version.number,
        "frozen_at": version.frozen_at.astimezone(UTC).isoformat(),
        "actions": version.actions_count,
        "hash": version.hash,
        "core_hash": version.core_hash,
        "annex_hashes": {annex.board: annex.hash for annex in version.annexes.all()},
        "stands": stand.stand.value,
        "adopted_by": stand.adopted_by,
        "not_yet": stand.not_yet,
    }


urlpatterns = [path("plans/<slug:plan>/versions", versions, name="versions_json")]
