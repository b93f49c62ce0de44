"""Pages about the site itself: what it is, how accessible it is, what robots may read."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from kraftsamling.plan.starter import PRACTICE_SLUG

# The day somebody last went through the site and what the statement says about it.
REVIEWED = date(2026, 11, 23)
ROBOTS = f"User-agent: *\nDisallow: /account/\nDisallow: /en/account/\nDisallow: /{PRACTICE_SLUG}/\nDisallow: /en/{PRACTICE_SLUG}/\n"


def about(request: HttpRequest) -> HttpResponse:
    return render(request, "web/about.html", {"hours": settings.SESSION_COOKIE_AGE // 3600})


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "web/accessibility.html",
        {"reviewed": REVIEWED, "operator": settings.OPERATOR, "site": request.get_host()},
    )


def robots(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("about/", about, name="about"),
    path("accessibility/", accessibility, name="accessibility"),
    path("robots.txt", robots, name="robots"),
]
