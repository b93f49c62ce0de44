"""Recording and attesting a board's decision on a version."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kraftsamling.accounts.roles import Permission
from kraftsamling.plan.deciding import (
    NotDecided,
    attest,
    latest_decision,
    overtaken_by,
    record_decision,
)
from kraftsamling.plan.frozen import annexes_of
from kraftsamling.plan.models import Version
from kraftsamling.web.access import PlanRequest, of_plan, require
from kraftsamling.web.forms.versions import DecisionForm
from kraftsamling.web.keeping import typed


@of_plan
def decision_record(request: PlanRequest, number: int, board: str) -> HttpResponse:
    require(request, Permission.RECORD_DECISION, board=board)
    version = _version(request, number, board)
    before = latest_decision(version, board)
    form = DecisionForm(typed(request), initial={"seen": before.pk if before else 0})
    if request.method == "POST" and form.is_valid():
        assert request.user.is_authenticated
        told = form.cleaned_data
        told["seen"] = told["seen"] or 0
        try:
            record_decision(version, board, by=request.user, **told)
        except NotDecided as error:
            for field, cure in error.faults.items():
                form.add_error(field or None, cure)
            before = latest_decision(version, board)
            form.carry("seen", before.pk if before else 0)
        else:
            messages.success(
                request,
                _("The decision is recorded. It counts when somebody else has attested it."),
            )
            return redirect("version", request.plan.slug, number)
    elif form.is_bound:
        form.look_through(version)
    context = {
        "form": form,
        "version": version,
        "board": board,
        "annex": annexes_of(version)[board],
        "annex_hash": version.annexes.get(board=board).hash,
        "before": before,
        "overtaken_by": overtaken_by(version),
    }
    return render(request, "web/decision_record.html", context)


@require_POST
@of_plan
def decision_attest(request: PlanRequest, number: int, board: str) -> HttpResponse:
    require(request, Permission.ATTEST_DECISION, board=board)
    version = _version(request, number, board)
    key = request.POST.get("decision", "")
    if not key.isdecimal():
        raise Http404
    decision = get_object_or_404(version.decisions.filter(board=board), pk=int(key))
    assert request.user.is_authenticated
    try:
        attest(decision, by=request.user)
    except NotDecided as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The decision is attested. From now on it counts."))
    return redirect("version", request.plan.slug, number)


def _version(request: PlanRequest, number: int, board: str) -> Version:
    version = get_object_or_404(request.plan.versions.defer("core"), number=number)
    if not version.annexes.filter(board=board).exists():
        raise Http404
    return version


urlpatterns = [
    path(
        "<slug:plan>/versions/<int:number>/decisions/<slug:board>/",
        decision_record,
        name="decision_record",
    ),
    path(
        "<slug:plan>/versions/<int:number>/decisions/<slug:board>/attest/",
        decision_attest,
        name="decision_attest",
    ),
]
