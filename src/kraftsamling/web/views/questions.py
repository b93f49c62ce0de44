"""Questions of the priorities: what can be asked, the answer to one, its pictures and files."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _

from kraftsamling.accounts.roles import Permission
from kraftsamling.kernel.errors import UnanswerableQuestion, UnusableData
from kraftsamling.plan.rights import allowed
from kraftsamling.priorities.asking import Kind, Slice
from kraftsamling.priorities.findings import Answer
from kraftsamling.priorities.registry import SLICES, slice_called
from kraftsamling.reports import answer_files
from kraftsamling.web.access import PlanRequest, of_plan
from kraftsamling.web.charts import answers
from kraftsamling.web.indicators.words import language
from kraftsamling.web.questions import page
from kraftsamling.web.questions.asking import Form, form_of
from kraftsamling.web.questions.proposing import Proposing, proposing

FILES: dict[str, tuple[str, Callable[[Answer, str], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", answer_files.as_csv),
    "xlsx": (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        answer_files.as_xlsx,
    ),
}


@of_plan
def question_list(request: PlanRequest) -> HttpResponse:
    """Every question that the plan has what it takes to ask."""
    library = request.plan.library
    slices = [(one, one.offered(library)) for one in SLICES if one.here(library)]
    return render(request, "web/question_list.html", {"slices": slices})


@of_plan
def question_page(request: PlanRequest, slice_code: str, kind: str) -> HttpResponse:
    slice_, asked = _asked(request, slice_code, kind)
    others = [kind for kind in slice_.offered(request.plan.library) if kind != asked]
    context = {"slice": slice_, "kind": asked, "others": others}
    try:
        form = form_of(request.GET, slice_, asked, request.plan.library)
        context["form"] = form
        found = asked.answer(form.question, request.plan.library)
    except (UnanswerableQuestion, UnusableData) as error:
        context["fault"] = str(error)
        return render(request, "web/question.html", context)
    context["fault"] = form.fault
    context["page"] = page.of(request.plan, slice_, asked, form, found)
    context["proposing"] = _proposing(request, slice_, asked, form, found)
    return render(request, "web/question.html", context)


@of_plan
def question_picture(
    request: PlanRequest, slice_code: str, kind: str, picture: str, file: str
) -> HttpResponse:
    slice_, asked = _asked(request, slice_code, kind)
    form, found = _answered(request, slice_, asked)
    for chart in page.pictures(request.plan, slice_, asked, form, found):
        if chart.code == picture and file in answers.KINDS:
            return answers.picture(request, chart, "svg" if file == "svg" else "png")
    raise Http404(_("There is nothing to draw: no values are known for this question."))


def _file(file: str) -> Callable[..., HttpResponse]:
    content_type, write = FILES[file]

    @of_plan
    def question_file(request: PlanRequest, slice_code: str, kind: str) -> HttpResponse:
        slice_, asked = _asked(request, slice_code, kind)
        _form, found = _answered(request, slice_, asked)
        return HttpResponse(
            write(found, language()),
            content_type=content_type,
            headers={"Content-Disposition": f'attachment; filename="{kind}.{file}"'},
        )

    return question_file  # type: ignore[return-value]


def _asked(request: PlanRequest, slice_code: str, kind: str) -> tuple[Slice, Kind]:
    """The question of an address; 404 where the plan has none such."""
    try:
        slice_ = slice_called(slice_code)
        asked = slice_.kind(kind)
    except UnanswerableQuestion as error:
        raise Http404(str(error)) from error
    if not slice_.here(request.plan.library):
        raise Http404
    return slice_, asked


def _answered(request: PlanRequest, slice_: Slice, kind: Kind) -> tuple[Form, Answer]:
    """The form and its answer; a file never answers another question. Raises `BadRequest`."""
    try:
        form = form_of(request.GET, slice_, kind, request.plan.library)
        if form.fault:
            raise BadRequest(form.fault)
        return form, kind.answer(form.question, request.plan.library)
    except (UnanswerableQuestion, UnusableData) as error:
        raise BadRequest(str(error)) from error


def _proposing(
    request: PlanRequest, slice_: Slice, kind: Kind, form: Form, found: Answer
) -> Proposing | None:
    """What a proposal made of the answer begins with, for those who may propose."""
    if not allowed(request.user, Permission.PROPOSE, request.plan) or not found.sentence:
        return None
    return proposing(request.plan, slice_, kind, form, found)


urlpatterns = [
    path("<slug:plan>/questions/", question_list, name="question_list"),
    *(
        path(
            f"<slug:plan>/questions/<slug:slice_code>/<slug:kind>.{file}",
            _file(file),
            name=f"question_{file}",
        )
        for file in FILES
    ),
    path("<slug:plan>/questions/<slug:slice_code>/<slug:kind>/", question_page, name="question"),
    path(
        "<slug:plan>/questions/<slug:slice_code>/<slug:kind>/<slug:picture>.<slug:file>",
        question_picture,
        name="question_picture",
    ),
]
