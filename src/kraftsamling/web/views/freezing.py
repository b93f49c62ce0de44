"""Freezing the plan: what would go in, what has changed, what is left out; then the freeze itself."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from kraftsamling.accounts.roles import Permission
from kraftsamling.plan.freezing import CannotFreeze, draft_of, freeze, latest, obstacles
from kraftsamling.plan.frozen import differences_to_draft
from kraftsamling.plan.states import PLANNED, State
from kraftsamling.web.access import PlanRequest, of_plan, require
from kraftsamling.web.forms.versions import FreezeForm
from kraftsamling.web.keeping import typed
from kraftsamling.web.version_changes import ACTIONS, facts, sections
from kraftsamling.web.version_status import board_names

SHOWN = 50


@of_plan
def freeze_page(request: PlanRequest) -> HttpResponse:
    require(request, Permission.FREEZE)
    form = FreezeForm(typed(request))
    if request.method == "POST" and form.is_valid():
        assert request.user.is_authenticated
        try:
            version = freeze(request.plan, by=request.user, **form.cleaned_data)
        except CannotFreeze as error:
            form.add_error(None, str(error).split("\n"))
        else:
            messages.success(
                request,
                _("Version %(number)s is frozen. The boards can now decide on it.")
                % {"number": version.number},
            )
            return redirect("version", request.plan.slug, version.number)
    return render(request, "web/freeze.html", _preview(request, form))


def _preview(request: PlanRequest, form: FreezeForm) -> dict[str, object]:
    draft = draft_of(request.plan)
    before = latest(request.plan)
    found = differences_to_draft(before, draft) if before else None
    actions = found.core.of(*ACTIONS) if found else None
    left_out = request.plan.actions.filter(state__in=(State.PROPOSED, State.DRAFT), visible=True)
    ready = request.plan.actions.filter(state=State.READY)
    boards = request.plan.library.land.boards
    named = ({"code": b.code, "name": b.name.sv, "name_en": b.name.en} for b in boards)
    names = board_names(named)
    form.carry("seen", draft.hash)
    return {
        "form": form,
        "before": before,
        "draft": draft,
        "obstacles": obstacles(request.plan, draft),
        "count": len(draft.core["actions"]),
        "ready": ready[:SHOWN],
        "ready_count": ready.count(),
        "standing_count": request.plan.actions.filter(state__in=PLANNED - {State.READY}).count(),
        "left_out": left_out[:SHOWN],
        "left_out_count": left_out.count(),
        "actions": actions,
        "added": actions.added[:SHOWN] if actions else (),
        "changed": actions.changed[:SHOWN] if actions else (),
        "removed": actions.removed[:SHOWN] if actions else (),
        "sections": sections(found.core) if found else (),
        "facts": facts(found.core) if found else (),
        "annexes": [names.get(b, b) for b, c in found.annexes.items() if c] if found else (),
        "empty_annexes": [names.get(b, b) for b, c in draft.annexes.items() if not c["text"]],
    }


urlpatterns = [path("<slug:plan>/versions/freeze/", freeze_page, name="freeze")]
