"""Pages of actions: the list, and one action."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path

from kraftsamling.plan.models import Action
from kraftsamling.web.access import PlanRequest, of_plan


@of_plan
def action_list(request: PlanRequest) -> HttpResponse:
    actions = request.plan.actions.filter(visible=True).select_related("responsible")[:50]
    return render(request, "web/action_list.html", {"actions": actions})


@of_plan
def action_page(request: PlanRequest, number: int) -> HttpResponse:
    action = (
        Action.objects.filter(plan=request.plan, number=number)
        .select_related("responsible")
        .first()
    )
    if action is None or not action.visible:
        raise Http404
    return render(request, "web/action.html", {"action": action})


urlpatterns = [
    path("<slug:plan>/actions/", action_list, name="action_list"),
    path("<slug:plan>/actions/<int:number>/", action_page, name="action"),
]
