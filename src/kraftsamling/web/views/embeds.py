"""Charts that other sites may show: these addresses, and no others, may be framed by anyone."""

from __future__ import annotations

from functools import wraps
from typing import Any, cast

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.clickjacking import xframe_options_exempt

from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.web import charts
from kraftsamling.web.access import PlanRequest, View, of_plan
from kraftsamling.web.indicators.answer import Answer, address
from kraftsamling.web.views import compare
from kraftsamling.web.views.indicators import asked_of, indicator_of


def framed(view: View) -> View:
    """Let any site show this answer in a frame; search engines are asked to show the page instead."""

    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = view(request, *args, **kwargs)
        answer["X-Robots-Tag"] = "noindex"
        return answer

    return cast("View", csp_replace({"frame-ancestors": ["*"]})(xframe_options_exempt(shown)))


@framed
@of_plan
def indicator_embed(request: PlanRequest, code: str) -> HttpResponse:
    """The development of an indicator, as its page shows it."""
    indicator = indicator_of(request.plan, code)
    asked = asked_of(request, indicator)
    chart = Answer(request.plan, indicator, asked).trend()
    whole = address(request.plan, indicator, asked, "indicator")
    return _embed(request, indicator, chart, whole)


@framed
@of_plan
def compare_embed(request: PlanRequest, code: str) -> HttpResponse:
    """One indicator of a comparison."""
    shown = compare.one(request, code)
    query = request.GET.urlencode()
    whole = f"{reverse('compare', args=(request.plan.slug,))}?indicator={code}&{query}"
    return _embed(request, shown.indicator, shown.chart, whole)


def _embed(
    request: PlanRequest, indicator: Indicator, chart: charts.Chart | None, whole: str
) -> HttpResponse:
    context = {
        "chart": chart,
        "indicator": indicator,
        "whole": request.build_absolute_uri(whole),
    }
    return render(request, "web/embed.html", context)


urlpatterns = [
    path("<slug:plan>/indicators/<slug:code>/embed/", indicator_embed, name="indicator_embed"),
    path("<slug:plan>/compare/<slug:code>/embed/", compare_embed, name="compare_embed"),
]
