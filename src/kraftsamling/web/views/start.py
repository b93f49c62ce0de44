"""The start page: what this is and how it goes, in half a minute."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from kraftsamling.plan.glance import counts, counts_by_priority, latest_changes
from kraftsamling.plan.models import Plan
from kraftsamling.plan.standing import VersionStand, stands
from kraftsamling.web.access import PlanRequest, main_plan, of_plan


def start(request: HttpRequest) -> HttpResponse:
    """The start page of the site is that of its main plan."""
    plan = main_plan()
    if plan is None:
        return render(request, "web/start_empty.html")
    request.plan = plan  # type: ignore[attr-defined]
    return render(request, "web/start.html", _glance(plan))


@of_plan
def plan_start(request: PlanRequest) -> HttpResponse:
    return render(request, "web/start.html", _glance(request.plan))


def _glance(plan: Plan) -> dict[str, Any]:
    versions = stands(plan)
    in_force = next((stand for stand in versions if stand.in_force), None)
    latest = versions[0] if versions else None
    counted = counts(plan)
    of_priority = counts_by_priority(plan)
    return {
        "shown": in_force or latest,
        "in_force": in_force,
        "next_version": latest if in_force and latest is not in_force else None,
        "since": _since(in_force),
        "states": [(state, count) for state, count in counted.by_state.items() if count],
        "total": counted.total,
        "earlier": counted.earlier,
        "priorities": [
            (priority, of_priority.get(priority.code, 0))
            for priority in plan.library.strategy.priorities
        ],
        "changes": latest_changes(plan, versions),
    }


def _since(stand: VersionStand | None) -> Any:
    """The day the last board adopted it, which is the day it came into force."""
    days = [board.counts.decided_on for board in stand.boards if board.counts] if stand else []
    return max(days) if days else None


# `<plan>/` would also catch other one-word addresses, so `urls` lists this module last.
urlpatterns = [
    path("", start, name="start"),
    path("<slug:plan>/", plan_start, name="plan_start"),
]
