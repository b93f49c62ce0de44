"""Reporting progress: the form, and the link in a mail that leads to it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kraftsamling.accounts.roles import Permission
from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.plan.models import Action
from kraftsamling.plan.report_links import LinkBroken, LinkExpired, number_in
from kraftsamling.plan.reporting import closed, report, steps_on
from kraftsamling.web.access import PlanRequest, of_plan, require
from kraftsamling.web.forms.progress import ProgressForm
from kraftsamling.web.keeping import typed


@of_plan
def progress(request: PlanRequest, number: int) -> HttpResponse:
    action = get_object_or_404(
        Action.objects.select_related("responsible"), plan=request.plan, number=number
    )
    require(request, Permission.REPORT_PROGRESS, actor_id=action.responsible_id)
    refused = closed(action)
    if refused:
        return _page(request, action, {"refused": refused}, status=409 if request.POST else 200)
    steps = steps_on(action)
    form = ProgressForm(
        typed(request),
        action=action,
        milestones=list(action.milestones.all()),
        steps=[step for step, obstacles in steps if not obstacles],
        currency=request.plan.library.land.currency,
    )
    if request.method == "POST" and form.is_valid() and _reported(form, action, request):
        messages.success(request, _("Thank you. Your report is in the plan."))
        return redirect("action", request.plan.slug, action.number)
    context = {
        "form": form,
        "last": action.reports.first(),
        "in_the_way": [(step, obstacles) for step, obstacles in steps if obstacles],
    }
    return _page(request, action, context, status=422 if form.errors else 200)


@require_safe
@of_plan
def report_link(request: PlanRequest, token: str) -> HttpResponse:
    """From a mail, by way of signing in, to the form of exactly one action."""
    try:
        number = number_in(token, request.plan)
    except LinkExpired as error:
        return _refuse_link(request, error, 410, error.number)
    except LinkBroken as error:
        return _refuse_link(request, error, 404)
    form = reverse("progress", args=(request.plan.slug, number))
    return redirect(form) if request.user.is_authenticated else redirect_to_login(form)


def _reported(form: ProgressForm, action: Action, request: PlanRequest) -> bool:
    """Whether the report was written; if the plan refuses, its reason is put on the form."""
    content: dict[str, Any] = dict(form.cleaned_data)
    for name in ("reached", "unreached"):
        content[name] = [int(pk) for pk in content.get(name, ())]
    assert request.user.is_authenticated
    try:
        report(action, by=request.user, **content)
    except KraftsamlingError as error:
        form.add_error(None, str(error))
        return False
    return True


def _page(
    request: PlanRequest, action: Action, context: dict[str, Any], *, status: int
) -> HttpResponse:
    return render(request, "web/progress.html", {"action": action} | context, status=status)


def _refuse_link(
    request: PlanRequest, error: KraftsamlingError, status: int, number: int | None = None
) -> HttpResponse:
    context = {"reason": str(error), "number": number}
    return render(request, "web/report_link.html", context, status=status)


urlpatterns = [
    path("<slug:plan>/actions/<int:number>/progress/", progress, name="progress"),
    path("<slug:plan>/report/<str:token>/", report_link, name="report_link"),
]
