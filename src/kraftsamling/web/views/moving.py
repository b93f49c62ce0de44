"""Taking an action from state to state: a page that says what it takes, and a button."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from kraftsamling.accounts.models import User
from kraftsamling.accounts.roles import Permission
from kraftsamling.plan.models import Action
from kraftsamling.plan.moderating import accept, decline
from kraftsamling.plan.moving import NotYet, move, obstacles, requirements
from kraftsamling.plan.states import State, Transition, transition
from kraftsamling.web.access import PlanRequest, action_of, of_plan, require
from kraftsamling.web.forms.moving import ReasonForm
from kraftsamling.web.forms.sections import section_of
from kraftsamling.web.keeping import typed


@of_plan
def action_move(request: PlanRequest, number: int) -> HttpResponse:
    action = action_of(request, number)
    data = typed(request)
    way = transition(action.state, (data or request.GET).get("to", ""))
    if way is None or way.target == State.IN_VERSION:
        return _no_such_way(request, action)
    require(request, way.permission, actor_id=action.responsible_id)
    assert isinstance(request.user, User)
    form = ReasonForm(data) if way.reason_required else None
    faults = obstacles(action, way.target)
    if request.method == "POST" and not faults and (form is None or form.is_valid()):
        reason = form.cleaned_data["reason"] if form else ""
        try:
            return _moved(request, _move(action, way, by=request.user, reason=reason))
        except NotYet as fault:
            faults = str(fault).split("\n")
    mending = [
        (asked.cure, section_of(asked.field)) for asked in requirements(action) if not asked.met
    ]
    context = {
        "action": action,
        "way": way,
        "form": form,
        "mending": mending if way.target == State.READY else [],
        "faults": faults,
    }
    return render(request, "web/action_move.html", context)


def _move(action: Action, way: Transition, *, by: User, reason: str) -> Action:
    if way.source == State.PROPOSED and way.target == State.DRAFT:
        return accept(action, by=by)
    if way.source == State.PROPOSED:
        return decline(action, by=by, reason=reason)
    return move(action, way.target, by=by, reason=reason)


def _moved(request: PlanRequest, action: Action) -> HttpResponse:
    messages.success(
        request,
        _("Action %(number)s is now: %(state)s.")
        % {"number": action.number, "state": action.get_state_display().lower()},
    )
    return _back(request, action)


def _no_such_way(request: PlanRequest, action: Action) -> HttpResponse:
    """A step that is not in the table: perhaps somebody else has just taken it."""
    require(request, Permission.MARK_READY, actor_id=action.responsible_id)
    messages.error(
        request,
        _("Action %(number)s is %(state)s, and cannot take that step.")
        % {"number": action.number, "state": action.get_state_display().lower()},
    )
    return _back(request, action)


def _back(request: PlanRequest, action: Action) -> HttpResponse:
    if action.visible:
        return redirect("action", request.plan.slug, action.number)
    return redirect("moderation", request.plan.slug)


urlpatterns = [
    path("<slug:plan>/actions/<int:number>/move/", action_move, name="action_move"),
]
