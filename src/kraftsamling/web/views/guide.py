"""The user guide, one page per role."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import get_language

from kraftsamling.web.guide import PAGES, guide_page


def guide(request: HttpRequest, role: str = "") -> HttpResponse:
    if role not in PAGES:
        raise Http404
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    return render(request, "web/guide.html", {"page": guide_page(role, language), "role": role})


urlpatterns = [
    path("guide/", guide, name="guide"),
    path("guide/<slug:role>/", guide, name="guide_role"),
]
