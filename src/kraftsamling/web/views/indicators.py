"""Indicators: the list, the page of one, its pictures and its files."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.plan.models import Plan
from kraftsamling.reports import indicator_files
from kraftsamling.web.access import PlanRequest, of_plan
from kraftsamling.web.charts import answers
from kraftsamling.web.forms.faults import said
from kraftsamling.web.indicators import page, rows
from kraftsamling.web.indicators.answer import Answer, address, all_places
from kraftsamling.web.indicators.asking import Asked, IndicatorForm
from kraftsamling.web.indicators.places import own_places, usual_place
from kraftsamling.web.indicators.words import language

KINDS: dict[str, tuple[str, Callable[..., bytes]]] = {
    "csv": ("text/csv; charset=utf-8", indicator_files.as_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        indicator_files.as_xlsx,
    ),
    "json": ("application/json", indicator_files.as_json_stat),
}


@of_plan
def indicator_list(request: PlanRequest) -> HttpResponse:
    """Every indicator by theme, with how it goes in the plan's places."""
    library = request.plan.library
    themes = rows.themes(library)
    chosen = request.GET.get("theme", "")
    wanted = rows.Wanted(request.GET.get("q", "").strip()[:100], request.GET.get("kind", ""))
    found = [
        rows.of(request.plan, code, wanted)
        for code in ([chosen] if chosen in themes else list(themes))
    ]
    context = {
        "themes": themes.values(),
        "chosen": chosen,
        "wanted": wanted,
        "groups": [group for group in found if group.any],
        "count": len(library.indicators.every),
    }
    return render(request, "web/indicator_list.html", context)


@of_plan
def indicator_page(request: PlanRequest, code: str) -> HttpResponse:
    indicator = indicator_of(request.plan, code)
    form = _form(request, indicator)
    asked = form.asked(indicator)
    shown = page.of(request.plan, indicator, asked)
    embed = address(request.plan, indicator, asked, "indicator_embed")
    context = {
        "page": shown,
        "indicator": indicator,
        "form": form,
        "embed": request.build_absolute_uri(embed),
    }
    return render(request, "web/indicator.html", context)


@of_plan
def indicator_picture(request: PlanRequest, code: str, picture: str, kind: str) -> HttpResponse:
    indicator = indicator_of(request.plan, code)
    chart = Answer(request.plan, indicator, asked_of(request, indicator)).picture(picture)
    if chart is None or kind not in answers.KINDS:
        raise Http404(_("There is nothing to draw: no values are known for this question."))
    return answers.picture(request, chart, "svg" if kind == "svg" else "png")


def _file(kind: str) -> Callable[..., HttpResponse]:
    content_type, write = KINDS[kind]

    @of_plan
    def indicator_file(request: PlanRequest, code: str) -> HttpResponse:
        indicator = indicator_of(request.plan, code)
        found = all_places(indicator, asked_of(request, indicator))
        return HttpResponse(
            write(found, language()),
            content_type=content_type,
            headers={"Content-Disposition": f'attachment; filename="{code}.{kind}"'},
        )

    return indicator_file  # type: ignore[return-value]


def indicator_of(plan: Plan, code: str) -> Indicator:
    """The indicator of an address; 404 where there is none."""
    found = plan.library.indicators.by_code.get(code)
    if found is None:
        raise Http404
    return found


def _form(request: PlanRequest, indicator: Indicator) -> IndicatorForm:
    library = request.plan.library
    return IndicatorForm(
        request.GET,
        indicator=indicator,
        places=own_places(library),
        figures=library.figures,
        usual=usual_place(library, indicator),
    )


def asked_of(request: PlanRequest, indicator: Indicator) -> Asked:
    """What the query of an address asks of an indicator; a file never answers another question.

    Raises `BadRequest` naming what could not be understood.
    """
    form = _form(request, indicator)
    asked = form.asked(indicator)
    if form.errors:
        raise BadRequest(said(form.errors))
    return asked


urlpatterns = [
    path("<slug:plan>/indicators/", indicator_list, name="indicator_list"),
    *(
        path(f"<slug:plan>/indicators/<slug:code>.{kind}", _file(kind), name=f"indicator_{kind}")
        for kind in KINDS
    ),
    path("<slug:plan>/indicators/<slug:code>/", indicator_page, name="indicator"),
    path(
        "<slug:plan>/indicators/<slug:code>/<slug:picture>.<slug:kind>",
        indicator_picture,
        name="indicator_picture",
    ),
]
