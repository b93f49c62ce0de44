"""The same plan in any framing."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from kraftsamling.plan.framings import read_by
from kraftsamling.web.access import PlanRequest, of_plan


@of_plan
def framing_start(request: PlanRequest) -> HttpResponse:
    return redirect("framing", request.plan.slug, next(iter(request.plan.library.framings)))


@of_plan
def framing_page(request: PlanRequest, framing: str) -> HttpResponse:
    library = request.plan.library
    if framing not in library.framings:
        raise Http404
    reading = read_by(request.plan, framing)
    regions = dict.fromkeys(place.item.region if place.item else "" for place in reading.places)
    context = {
        "framings": library.framings.values(),
        "reading": reading,
        "by_region": [
            (
                library.regions.get(code),
                [p for p in reading.places if (p.item.region if p.item else "") == code],
            )
            for code in regions
        ],
    }
    return render(request, "web/framing.html", context)


urlpatterns = [
    path("<slug:plan>/framings/", framing_start, name="framing_start"),
    path("<slug:plan>/framings/<slug:framing>/", framing_page, name="framing"),
]
