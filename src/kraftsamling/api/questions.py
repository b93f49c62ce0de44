"""Questions of the priorities for programs: the same findings as on the pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from kraftsamling.api.missing import in_json, plan_called
from kraftsamling.evidence.indicators.understanding import LANGUAGES
from kraftsamling.kernel.errors import UnanswerableQuestion, UnusableData
from kraftsamling.priorities.asking import read
from kraftsamling.priorities.registry import SLICES, slice_called
from kraftsamling.reports.answers import plain


@require_safe
@in_json
def questions(request: HttpRequest, plan: str) -> JsonResponse:  # noqa: ARG001
    """Every question that the plan has what it takes to ask."""
    found = plan_called(plan)
    asked = [
        {
            "slice": slice_.code,
            "kind": kind.code,
            "name": kind.name.model_dump(),
            "tells": kind.tells.model_dump(),
            "answer": reverse("question_json", args=(found.slug, slice_.code, kind.code)),
        }
        for slice_ in SLICES
        if slice_.here(found.library)
        for kind in slice_.offered(found.library)
    ]
    return JsonResponse({"plan": found.slug, "questions": asked})


@require_safe
@in_json
def question(request: HttpRequest, plan: str, slice_code: str, kind: str) -> JsonResponse:
    """The answer to one question; its fields are parameters, `place` the whole area if left out.

    What cannot be understood or answered is answered with 400 and a sentence.
    """
    library = plan_called(plan).library
    try:
        slice_ = slice_called(slice_code)
        asked = slice_.kind(kind)
    except UnanswerableQuestion as error:
        raise Http404(str(error)) from error
    said = {name: request.GET.getlist(name) for name in request.GET}
    said.setdefault("place", [library.places[-2].code])
    language = request.GET.get("language", LANGUAGES[0])
    try:
        if language not in LANGUAGES:
            raise UnanswerableQuestion(f"language={language} is not known. Write sv or en.")
        found = asked.answer(read(asked.question, said, language), library)
    except (UnanswerableQuestion, UnusableData) as error:
        return JsonResponse({"error": str(error)}, status=400)
    return JsonResponse(plain(found, slice_, asked))


urlpatterns = [
    path("plans/<slug:plan>/questions", questions, name="questions_json"),
    path(
        "plans/<slug:plan>/questions/<slug:slice_code>/<slug:kind>", question, name="question_json"
    ),
]
