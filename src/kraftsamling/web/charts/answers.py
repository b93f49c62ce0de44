"""Pictures as answers of the site: the one on the page, and those to take home."""

from __future__ import annotations

from hashlib import sha256
from typing import Literal

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.translation import get_language

from kraftsamling.web.charts.kinds import Chart
from kraftsamling.web.charts.pictures import png, size, svg

KINDS = {"svg": "image/svg+xml", "png": "image/png"}


def picture(request: HttpRequest, chart: Chart, kind: Literal["svg", "png"]) -> HttpResponse:
    """The chart as a picture in the reader's language.

    `?size=narrow` gives the one for telephones, `?alone` the one with title and source (PNG always
    has them) as a file with a name. A browser that has the same picture already is told so.
    """
    language = get_language() or "sv"
    alone = kind == "png" or "alone" in request.GET
    narrow = not alone and request.GET.get("size") == "narrow"
    width, height = size(chart, language, narrow=narrow, alone=alone)
    body = (
        png(chart, language, width, height)
        if kind == "png"
        else svg(chart, language, width, height, alone=alone).encode()
    )
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    if request.headers.get("If-None-Match") == tag:
        return HttpResponseNotModified()
    answer = HttpResponse(body, content_type=KINDS[kind])
    answer["ETag"] = tag
    if alone:
        answer["Content-Disposition"] = f'attachment; filename="{chart.code}.{kind}"'
    return answer
