"""What is not there: told to programs as JSON, not as a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import re_path

from kraftsamling.plan.models import Plan
from kraftsamling.plan.rights import sees

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], JsonResponse]


def in_json(view: View[P]) -> View[P]:
    """Answer 404 with a sentence where `view` raises `Http404`."""

    @wraps(view)
    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> JsonResponse:
        try:
            return view(request, *args, **kwargs)
        except Http404 as error:
            return JsonResponse({"error": str(error)}, status=404)

    return answered


def plan_called(slug: str) -> Plan:
    """The plan. Raises `Http404` with a sentence where there is none, or none that may be seen."""
    sentence = f"There is no plan called {slug}."
    try:
        found = get_object_or_404(Plan, slug=slug)
    except Http404 as error:
        raise Http404(sentence) from error
    if not sees(found):
        raise Http404(sentence)
    return found


@in_json
def nothing(request: HttpRequest) -> JsonResponse:
    """Any other address under /api/."""
    raise Http404(
        f"There is nothing at {request.path}. There are /api/audit/head, "
        "/api/plans/PLAN/indicators, /api/plans/PLAN/indicators/CODE, /api/plans/PLAN/questions, "
        "/api/plans/PLAN/questions/SLICE/KIND and /api/plans/PLAN/versions."
    )


urlpatterns = [re_path("", nothing, name="nothing_json")]
