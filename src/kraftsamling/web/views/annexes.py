"""A region's annex as it stands now: reading it, and writing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from kraftsamling.accounts.roles import Permission
from kraftsamling.plan.annexes import annex_of, write_annex
from kraftsamling.plan.editing import ChangedMeanwhile
from kraftsamling.plan.freezing import latest
from kraftsamling.plan.rights import allowed
from kraftsamling.strategy.schema import Board
from kraftsamling.web.access import PlanRequest, of_plan, require
from kraftsamling.web.forms.versions import AnnexForm
from kraftsamling.web.keeping import typed


@of_plan
def annex_page(request: PlanRequest, board: str) -> HttpResponse:
    context = {
        "board": _board(request, board),
        "region": request.plan.library.regions[_board(request, board).region],
        "annex": annex_of(request.plan, board),
        "latest": latest(request.plan),
        "may_edit": allowed(request.user, Permission.EDIT_ANNEX, request.plan, board=board),
    }
    return render(request, "web/annex.html", context)


@of_plan
def annex_edit(request: PlanRequest, board: str) -> HttpResponse:
    require(request, Permission.EDIT_ANNEX, board=board)
    found = _board(request, board)
    annex = annex_of(request.plan, board)
    opened = {"text": annex.text, "text_en": annex.text_en, "revision": annex.revision}
    form = AnnexForm(typed(request), initial=opened)
    theirs = None
    if request.method == "POST" and form.is_valid():
        assert request.user.is_authenticated
        try:
            write_annex(request.plan, board, by=request.user, **form.cleaned_data)
        except ChangedMeanwhile as error:
            form.add_error(None, str(error))
            theirs = annex_of(request.plan, board)
            form.carry("revision", theirs.revision)
        else:
            messages.success(
                request, _("The annex is saved. It goes into the next version frozen.")
            )
            return redirect("annex", request.plan.slug, board)
    context = {"form": form, "board": found, "theirs": theirs}
    return render(request, "web/annex_edit.html", context)


def _board(request: PlanRequest, code: str) -> Board:
    board = request.plan.library.boards.get(code)
    if board is None:
        raise Http404
    return board


urlpatterns = [
    path("<slug:plan>/annexes/<slug:board>/", annex_page, name="annex"),
    path("<slug:plan>/annexes/<slug:board>/edit/", annex_edit, name="annex_edit"),
]
