"""Challenges: what stands in the way, what answers it, and the figures that show how it goes."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language

from kraftsamling.evidence.monitor import Question, Reading, answer
from kraftsamling.plan.framings import counted, placed
from kraftsamling.plan.models import Plan
from kraftsamling.strategy.library import CHALLENGE, STEP
from kraftsamling.web.access import PlanRequest, of_plan
from kraftsamling.web.indicators import rows
from kraftsamling.web.monitor import Monitor, as_csv, present

SHOWN = 10


@of_plan
def challenge_list(request: PlanRequest) -> HttpResponse:
    library = request.plan.library
    steps = library.strategy.steps
    counts = counted(request.plan, (CHALLENGE,))[CHALLENGE]
    context = {
        "challenges": [
            (
                challenge,
                counts.get(challenge.code, 0),
                sum(step.challenge == challenge.code for step in steps),
                len(library.indicators.about(challenge.code)),
                library.figures.counted(challenge.code),
            )
            for challenge in library.strategy.challenges
        ],
        "themes": [
            (theme, len(library.indicators.about(theme.code)), library.figures.counted(theme.code))
            for theme in library.figures.themes
        ],
        "figures": len(library.figures.rows),
    }
    return render(request, "web/challenge_list.html", context)


@of_plan
def challenge_page(request: PlanRequest, code: str) -> HttpResponse:
    library = request.plan.library
    challenge = library.challenge(code)
    if challenge is None:
        return _spelt_so(request.plan, code)
    counts = counted(request.plan, (CHALLENGE, STEP))
    context = {
        "challenge": challenge,
        "others": [other for other in library.strategy.challenges if other != challenge],
        "steps": [
            (step, counts[STEP].get(step.code, 0))
            for step in library.strategy.steps
            if step.challenge == code
        ],
        "actions": placed(request.plan, CHALLENGE, code).select_related("responsible")[:SHOWN],
        "count": counts[CHALLENGE].get(code, 0),
        "theme": code,
        "monitor": monitor_of(request.plan, code),
        "indicators": rows.of(request.plan, code),
    }
    return render(request, "web/challenge.html", context)


def _spelt_so(plan: Plan, code: str) -> HttpResponse:
    """To the challenge whose code differs in capitals only. 404 where there is none."""
    for challenge in plan.library.strategy.challenges:
        if challenge.code.casefold() == code.casefold():
            return redirect("challenge", plan.slug, challenge.code, permanent=True)
    raise Http404


@of_plan
def theme_page(request: PlanRequest, theme: str) -> HttpResponse:
    library = request.plan.library
    chosen = next((t for t in library.figures.themes if t.code == theme), None)
    if chosen is None:
        raise Http404
    context = {
        "chosen": chosen,
        "theme": theme,
        "monitor": monitor_of(request.plan, theme),
        "indicators": rows.of(request.plan, theme),
    }
    return render(request, "web/theme.html", context)


@of_plan
def figures_csv(request: PlanRequest) -> HttpResponse:
    """Every figure of the plan, or of `?theme=`, with where each comes from."""
    figures = request.plan.library.figures
    themes = list(dict.fromkeys(series.theme for series in figures.series))
    asked = request.GET.get("theme")
    if asked and asked not in themes:
        raise Http404
    found = [reading for t in themes if not asked or t == asked for reading in ask(request.plan, t)]
    name = f"figures-{request.plan.slug}{f'-{asked}' if asked else ''}.csv"
    # The byte order mark lets spreadsheets see that the file is UTF-8.
    return HttpResponse(
        "\ufeff" + as_csv(found, figures),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def ask(plan: Plan, theme: str) -> tuple[Reading, ...]:
    """The findings of one theme."""
    question = Question(theme, get_language() or "sv")
    return answer(question, plan.library.figures, plan.library.places)


def monitor_of(plan: Plan, theme: str) -> Monitor:
    """The findings of one theme, ready to be shown."""
    return present(ask(plan, theme), plan.library.figures, plan.library.places)


urlpatterns = [
    path("<slug:plan>/challenges/", challenge_list, name="challenge_list"),
    path("<slug:plan>/challenges/<slug:code>/", challenge_page, name="challenge"),
    path("<slug:plan>/figures.csv", figures_csv, name="figures_csv"),
    path("<slug:plan>/figures/<slug:theme>/", theme_page, name="theme"),
]
