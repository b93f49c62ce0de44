"""The strategy: what is wanted, and how many actions each part of it has."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from kraftsamling.kernel.words import Words
from kraftsamling.plan.framings import counted
from kraftsamling.strategy.library import CHALLENGE, PRIORITY, STEP
from kraftsamling.strategy.schema import Priority, Step
from kraftsamling.web.access import PlanRequest, of_plan


@of_plan
def strategy_page(request: PlanRequest) -> HttpResponse:
    strategy = request.plan.library.strategy
    context = {
        "strategy": strategy,
        "counts": counted(request.plan, (CHALLENGE, PRIORITY, STEP)),
        "core": _of_kind(strategy.priorities, "core"),
        "integrated": _of_kind(strategy.priorities, "integrated"),
        "steering": _of_kind(strategy.priorities, "steering"),
        "step_notes": step_notes(strategy.steps),
        "regions": request.plan.library.regions,
    }
    return render(request, "web/strategy.html", context)


def _of_kind(priorities: tuple[Priority, ...], kind: str) -> list[Priority]:
    return [priority for priority in priorities if priority.kind == kind]


def step_notes(steps: tuple[Step, ...]) -> list[tuple[str, Words]]:
    """Each note once, with the codes of the steps it belongs to."""
    codes: dict[Words, list[str]] = {}
    for step in steps:
        if step.note:
            codes.setdefault(step.note, []).append(step.code)
    return [(", ".join(found), note) for note, found in codes.items()]


urlpatterns = [path("<slug:plan>/strategy/", strategy_page, name="strategy")]
