"""The indicators of a plan, and how each has developed: the finding that its page shows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from kraftsamling.api.missing import in_json, plan_called
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.evidence.indicators.study import trend
from kraftsamling.evidence.indicators.understanding import LANGUAGES, understood
from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.plan.models import Plan
from kraftsamling.reports.findings import plain
from kraftsamling.strategy.library import Library


@require_safe
@in_json
def indicators(request: HttpRequest, plan: str) -> JsonResponse:  # noqa: ARG001
    """Every indicator, in the order of the plan's files."""
    found = plan_called(plan)
    every = found.library.indicators.every
    return JsonResponse(
        {"plan": found.slug, "indicators": [_indicator(found, indicator) for indicator in every]}
    )


@require_safe
@in_json
def indicator(request: HttpRequest, plan: str, code: str) -> JsonResponse:
    """How one indicator has developed: in the plan's places and the union, or in each `?place=`.

    `first` and `last` are periods, `as_of` a day, `language` sv or en. What cannot be understood is
    answered with 400 and a sentence.
    """
    found = plan_called(plan)
    try:
        known = found.library.indicators.called(code)
    except UnanswerableQuestion as error:
        raise Http404(str(error)) from error
    try:
        question = _question(request, known, found.library)
    except UnanswerableQuestion as error:
        return JsonResponse({"error": str(error)}, status=400)
    return JsonResponse(plain(trend(question, known)))


def _indicator(plan: Plan, indicator: Indicator) -> dict[str, Any]:
    return {
        "code": indicator.code,
        "name": indicator.name.model_dump(),
        "definition": indicator.definition.model_dump(),
        "unit": indicator.unit.model_dump(),
        "theme": indicator.theme,
        "kind": indicator.kind,
        "direction": indicator.direction,
        "values": reverse("indicator_values_json", args=(plan.slug, indicator.code)),
    }


def _question(request: HttpRequest, indicator: Indicator, library: Library) -> Question:
    """The question in the address. Raises `UnanswerableQuestion` that says what to write instead."""
    asked = request.GET
    places = tuple(library.place_called(name).code for name in asked.getlist("place"))
    question = Question(
        indicator.code,
        places or tuple(place.code for place in library.places_of(indicator)),
        asked.get("first", ""),
        asked.get("last", ""),
        _day(asked.get("as_of", "")),
        asked.get("language", LANGUAGES[0]),
    )
    return understood(question, indicator)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UnanswerableQuestion(
            f"as_of={text} is no day. Write year, month and day, such as 2025-03-01."
        ) from error


urlpatterns = [
    path("plans/<slug:plan>/indicators", indicators, name="indicators_json"),
    path("plans/<slug:plan>/indicators/<slug:code>", indicator, name="indicator_values_json"),
]
