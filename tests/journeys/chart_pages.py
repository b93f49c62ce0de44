"""A site of two pages that hold nothing but charts: what any page with charts has in common."""

from __future__ import annotations

from dataclasses import replace

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path
from django.utils.translation import get_language

from kraftsamling.web import charts
from kraftsamling.web.charts import answers
from tests import drawn

PAGE = """{% load static %}<!doctype html>
<html lang="{{ language }}" data-color-scheme="light"><head><meta charset="utf-8"><title>Charts</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="{% static 'icon.svg' %}"><link rel="stylesheet" href="{% static 'app.css' %}">
<script src="{% static 'charts.js' %}" defer></script></head>
<body><main class="wrap"><h1>Charts</h1>
{% for chart in charts %}{% include "web/parts/chart.html" %}{% endfor %}</main></body></html>"""

EVERY = (
    *(drawn.lines(), drawn.bars().ranked(), drawn.counties()),
    *(drawn.flows(), drawn.points()),
)
CHARTS = {chart.code: chart for chart in EVERY}


def linked(chart: charts.Chart) -> charts.Chart:
    """The chart with its addresses, as a page gives them."""
    shapes = "/shapes.geojson" if isinstance(chart, charts.MapChart) else ""
    links = charts.Links(
        svg=f"/{get_language()}/{chart.code}.svg",
        png=f"/{get_language()}/{chart.code}.png",
        boundaries=shapes,
    )
    return replace(chart, links=links)


def page(request: HttpRequest) -> HttpResponse:
    engine = Engine.get_default()
    shown = [linked(chart) for chart in CHARTS.values()]
    context = Context({"charts": shown, "language": get_language()})
    return HttpResponse(engine.from_string(PAGE).render(context))


def svg(request: HttpRequest, code: str) -> HttpResponse:
    return answers.picture(request, CHARTS[code], "svg")


def png(request: HttpRequest, code: str) -> HttpResponse:
    return answers.picture(request, CHARTS[code], "png")


def shapes(request: HttpRequest) -> HttpResponse:
    return HttpResponse(
        (drawn.BOUNDARIES / "counties.geojson").read_bytes(), "application/geo+json"
    )


urlpatterns = [
    path("favicon.ico", lambda request: HttpResponse(status=204)),
    path("shapes.geojson", shapes),
    *i18n_patterns(path("", page), path("<slug:code>.svg", svg), path("<slug:code>.png", png)),
]
