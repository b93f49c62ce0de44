"""The versions of a plan, with their hashes and where they stand."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from kraftsamling.api.missing import in_json, plan_called
from kraftsamling.plan.standing import VersionStand, stands


@require_safe
@in_json
def versions(request: HttpRequest, plan: str) -> JsonResponse:  # noqa: ARG001
    """Every version, latest first."""
    found = plan_called(plan)
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
