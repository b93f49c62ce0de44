"""The comparison builder: its page, its pictures and its files; the address is the whole question."""

from __future__ import annotations

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from kraftsamling.evidence.indicators.comparison import Comparison
from kraftsamling.web.access import PlanRequest, of_plan
from kraftsamling.web.charts import answers
from kraftsamling.web.forms.compare import CompareForm
from kraftsamling.web.forms.faults import said
from kraftsamling.web.indicators import compare
from kraftsamling.web.indicators.words import language
from kraftsamling.web.views.indicators import KINDS


@of_plan
def compare_page(request: PlanRequest) -> HttpResponse:
    """The form, and what it asks for. An address that says more than it must is made plain first."""
    form = CompareForm(request.GET, request.plan.library)
    asked = form.asked()
    plain = f"{reverse('compare', args=(request.plan.slug,))}?{asked.query}"
    if asked.indicator and form.is_valid() and not form.undecided and _differs(request, asked):
        return HttpResponseRedirect(plain)
    if not request.GET.getlist("place"):
        form = CompareForm(_filled(request, asked), request.plan.library)
    library = request.plan.library
    shown = compare.show(request.plan, asked)
    context = {
        "form": form,
        "asked": asked,
        "charts": [(one, _embed(request, one, asked)) for one in shown],
        "likes": compare.likes(library, asked),
        "nearest": compare.nearest(library),
        "places": compare.places(library, asked),
    }
    return render(request, "web/compare.html", context)


@of_plan
def compare_file(request: PlanRequest, code: str, kind: str) -> HttpResponse:
    """One indicator of the comparison as a picture or a file."""
    shown = one(request, code)
    if kind in answers.KINDS:
        if shown.chart is None:
            raise Http404(_("There is nothing to draw: no values are known for this question."))
        return answers.picture(request, shown.chart, "svg" if kind == "svg" else "png")
    if kind not in KINDS:
        raise Http404
    content_type, write = KINDS[kind]
    more = {"alike": shown.alike} if kind == "xlsx" else {}
    return HttpResponse(
        write(shown.trend, language(), **more),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{code}-compared.{kind}"'},
    )


def one(request: PlanRequest, code: str) -> compare.Shown:
    """The indicator of the address, compared as its query says. 404 where there is none.

    A file never answers another question: raises `BadRequest` for what could not be understood.
    """
    library = request.plan.library
    indicator = library.indicators.by_code.get(code)
    if indicator is None:
        raise Http404
    form = CompareForm(request.GET, library)
    asked = form.asked()
    # The address names the indicator; which others the page compares is another question.
    faults = {name: told for name, told in form.errors.items() if not name.startswith("indicator")}
    if faults:
        raise BadRequest(said(faults))
    return compare.one(request.plan, indicator, asked)


def _differs(request: PlanRequest, asked: Comparison) -> bool:
    return request.GET.urlencode() != asked.query


def _filled(request: PlanRequest, asked: Comparison) -> QueryDict:
    """What was asked, with the places that a question without places is about."""
    data = request.GET.copy()
    data.setlist("place", list(asked.place))
    return data


def _embed(request: PlanRequest, shown: compare.Shown, asked: Comparison) -> str:
    return request.build_absolute_uri(compare.embed_address(request.plan, shown.indicator, asked))


urlpatterns = [
    path("<slug:plan>/compare/", compare_page, name="compare"),
    path("<slug:plan>/compare/<slug:code>.<slug:kind>", compare_file, name="compare_file"),
]
