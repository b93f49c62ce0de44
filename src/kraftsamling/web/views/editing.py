"""Editing an action, section by section; and the merge where two people have edited at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from kraftsamling.accounts.models import User
from kraftsamling.plan.content import Content
from kraftsamling.plan.merging import merge
from kraftsamling.plan.models import Action
from kraftsamling.plan.moving import requirements
from kraftsamling.plan.rights import allowed
from kraftsamling.plan.states import State, Transition, ways_on
from kraftsamling.plan.working import Clash, Seen, last_writer, save, see
from kraftsamling.web.access import PlanRequest, action_of, of_plan, require_edit
from kraftsamling.web.forms.desk import Desk
from kraftsamling.web.forms.merging import MergeForm
from kraftsamling.web.forms.sections import (
    BY_CODE,
    SECTIONS,
    Section,
    all_fields,
    begun,
    section_of,
)
from kraftsamling.web.keeping import typed

# What the boards have received: a change goes into the next version.
WITH_THE_BOARDS = frozenset({State.READY, State.IN_VERSION, State.UNDER_WAY})


@of_plan
def action_edit_start(request: PlanRequest, number: int) -> HttpResponse:
    action = action_of(request, number)
    require_edit(request, action)
    content = see(action, all_fields()).content
    context = {
        "action": action,
        "sections": [(section, begun(section, content)) for section in SECTIONS],
        "checklist": [(asked, section_of(asked.field)) for asked in requirements(action)],
        "moves": _moves(request, action),
        "with_the_boards": action.state in WITH_THE_BOARDS,
    }
    return render(request, "web/edit/start.html", context)


@of_plan
def action_edit(request: PlanRequest, number: int, section: str) -> HttpResponse:
    action = action_of(request, number)
    require_edit(request, action)
    part = BY_CODE.get(section)
    if part is None:
        raise Http404
    data = typed(request)
    desk = Desk(request.plan, action)
    if data is None:
        seen = see(action, part.fields)
        return _page(request, desk, part, part.form(desk, seen.content), seen)
    if "clash" in data:
        return _settle(request, desk, part, data)
    seen = Seen.opened(data.get("seen", ""), action)
    form = part.form(desk, seen.content, data)
    if "more" in data:
        return _page(request, desk, part, form.with_more(), seen)
    if request.method != "POST" or not form.is_valid():
        return _page(request, desk, part, form, seen)
    return _save(request, desk, part, form.content(), seen)


def _page(
    request: PlanRequest, desk: Desk, section: Section, form: Any, seen: Seen
) -> HttpResponse:
    assert desk.action
    context = {
        "action": desk.action,
        "desk": desk,
        "section": section,
        "form": form,
        "seen": seen.sealed(desk.action),
        "with_the_boards": desk.action.state in WITH_THE_BOARDS,
    }
    return render(request, section.template, context)


def _save(
    request: PlanRequest, desk: Desk, section: Section, mine: Content, seen: Seen
) -> HttpResponse:
    assert desk.action
    assert isinstance(request.user, User)
    outcome = save(desk.action, mine, seen=seen, by=request.user, check=section.check)
    if isinstance(outcome, Clash):
        return _clash(request, desk, section, outcome)
    messages.success(request, _("Saved: %(section)s.") % {"section": section.title})
    if outcome.revision > seen.revision + 1 and seen.revision:
        messages.info(
            request, _("Somebody else had saved meanwhile. What both of you wrote is kept.")
        )
    if desk.action.state == State.READY and outcome.state == State.DRAFT:
        messages.warning(
            request, _("The action is a draft again, because something the boards need is missing.")
        )
    return redirect("action_edit", request.plan.slug, desk.action.number)


def _clash(request: PlanRequest, desk: Desk, section: Section, clash: Clash) -> HttpResponse:
    """What does not merge by itself is chosen on the merge page; what merges into nonsense is mended."""
    if clash.merge.conflicts or clash.merge.untied:
        return _merge_page(request, desk, section, clash, MergeForm(desk, section, clash, None))
    messages.warning(
        request, _("Somebody else has saved meanwhile, and together it does not add up:")
    )
    return _mend(request, desk, section, clash, clash.merge.content)


def _settle(request: PlanRequest, desk: Desk, section: Section, data: Any) -> HttpResponse:
    """The merge page comes back with its choices."""
    assert desk.action
    clash = Clash.opened(data["clash"], desk.action)
    if clash is None or set(clash.theirs.content) != set(section.fields):
        messages.error(request, _("The merge page could not be read. Nothing has been changed."))
        return redirect("action_edit", request.plan.slug, desk.action.number, section.code)
    form = MergeForm(desk, section, clash, data)
    if request.method != "POST" or not form.is_valid():
        return _merge_page(request, desk, section, clash, form)
    settled = merge(clash.base, clash.theirs.content, clash.mine, form.settled()).content
    if section.check(settled):
        return _mend(request, desk, section, clash, settled)
    return _save(request, desk, section, settled, clash.theirs)


def _mend(
    request: PlanRequest, desk: Desk, section: Section, clash: Clash, content: Content
) -> HttpResponse:
    """The section's form with the merged content, and what is wrong with it."""
    for fault in section.check(content):
        messages.error(request, fault)
    return _page(request, desk, section, section.form(desk, content), clash.theirs)


def _merge_page(
    request: PlanRequest, desk: Desk, section: Section, clash: Clash, form: MergeForm
) -> HttpResponse:
    assert desk.action
    context = {
        "action": desk.action,
        "section": section,
        "form": form,
        "clash": clash.sealed(desk.action),
        "writer": last_writer(desk.action),
    }
    return render(request, "web/edit/merge.html", context)


def _moves(request: PlanRequest, action: Action) -> list[Transition]:
    """The steps the reader may take the action by hand."""
    return [
        way
        for way in ways_on(action.state)
        if way.target != State.IN_VERSION
        and allowed(request.user, way.permission, request.plan, actor_id=action.responsible_id)
    ]


urlpatterns = [
    path("<slug:plan>/actions/<int:number>/edit/", action_edit_start, name="action_edit"),
    path("<slug:plan>/actions/<int:number>/edit/<slug:section>/", action_edit, name="action_edit"),
]
