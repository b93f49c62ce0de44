"""Actors: the list, one actor, and adding or editing one."""

from __future__ import annotations

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kraftsamling.accounts.actors import ActorChangedMeanwhile, ActorTaken, add, edit, state
from kraftsamling.accounts.models import Actor, User
from kraftsamling.accounts.roles import Permission
from kraftsamling.plan.actors import actions_of, actors_of, kept_in, responsible_for
from kraftsamling.plan.rights import allowed
from kraftsamling.web import keeping
from kraftsamling.web.access import PlanRequest, of_plan, require
from kraftsamling.web.forms.actors import ActorFilter, ActorForm
from kraftsamling.web.views.members import sees_members

PAGE = 60
ACTIONS = 25


@of_plan
def actor_list(request: PlanRequest) -> HttpResponse:
    form = ActorFilter(request.GET, library=request.plan.library)
    actors = actors_of(request.plan)
    if form.is_valid():
        chosen = form.cleaned_data
        if chosen["sector"]:
            actors = actors.filter(sector=chosen["sector"])
        if chosen["region"]:
            actors = actors.filter(region="" if chosen["region"] == "none" else chosen["region"])
    page = Paginator(actors, PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "query": _query(request.GET),
        "counts": responsible_for(request.plan, list(page.object_list)),
        "regions": request.plan.library.regions,
        "may_manage": allowed(request.user, Permission.MANAGE_ACTORS, request.plan),
    }
    return render(request, "web/actor_list.html", context)


@of_plan
def actor_page(request: PlanRequest, slug: str) -> HttpResponse:
    actor = get_object_or_404(actors_of(request.plan), slug=slug)
    actions = Paginator(actions_of(request.plan, actor), ACTIONS)
    context = {
        "actor": actor,
        "region": request.plan.library.regions.get(actor.region),
        "page": actions.get_page(request.GET.get("page")),
        "may_edit": kept_in(actor, request.plan)
        and allowed(request.user, Permission.MANAGE_ACTORS, request.plan),
        "sees_members": sees_members(request.user, actor),
    }
    return render(request, "web/actor.html", context)


@of_plan
@require_http_methods(["GET", "POST"])
def actor_new(request: PlanRequest) -> HttpResponse:
    require(request, Permission.MANAGE_ACTORS)
    form = ActorForm(keeping.typed(request), library=request.plan.library)
    if request.method == "POST" and form.is_valid():
        try:
            actor = add(
                form.content(),
                by=cast("User", request.user),
                plan=request.plan.slug,
                practice=request.plan.practice,
                slug=form.cleaned_data["slug"],
            )
        except ActorTaken as taken:
            form.add_error(taken.field, str(taken))
        else:
            messages.success(request, _("%(name)s is now among the actors.") % {"name": actor.name})
            return redirect("actor", request.plan.slug, actor.slug)
    return _form_page(request, form)


@of_plan
@require_http_methods(["GET", "POST"])
def actor_edit(request: PlanRequest, slug: str) -> HttpResponse:
    require(request, Permission.MANAGE_ACTORS)
    actor = get_object_or_404(actors_of(request.plan), slug=slug)
    if not kept_in(actor, request.plan):
        messages.error(
            request, _("%(name)s is real and cannot be changed here.") % {"name": actor.name}
        )
        return redirect("actor", request.plan.slug, actor.slug)
    form = ActorForm(keeping.typed(request), library=request.plan.library, actor=actor)
    if request.method == "POST" and form.is_valid():
        try:
            edit(
                actor,
                form.content(),
                by=cast("User", request.user),
                plan=request.plan.slug,
                seen=form.cleaned_data["seen"],
            )
        except ActorTaken as taken:
            form.add_error(taken.field, str(taken))
        except ActorChangedMeanwhile as changed:
            _show_what_is_saved(form, actor, str(changed))
        else:
            messages.success(request, _("Saved."))
            return redirect("actor", request.plan.slug, actor.slug)
    return _form_page(request, form, slug=slug, name=actor.name)


def _show_what_is_saved(form: ActorForm, now: Actor, reason: str) -> None:
    """Tell, at each field that differs, what it says now; a second save is then a choice."""
    form.add_error(None, reason)
    for field, typed in form.content().items():
        saved = getattr(now, field)
        if saved != typed:
            form.add_error(field, _("Saved now: %(saved)s") % {"saved": saved or _("(nothing)")})
    form.data = {name: form.data.get(name, "") for name in form.data} | {"seen": state(now)}


def _form_page(
    request: PlanRequest, form: ActorForm, *, slug: str = "", name: str = ""
) -> HttpResponse:
    context = {"form": form, "actor_slug": slug, "actor_name": name}
    return render(request, "web/actor_form.html", context)


def _query(parameters: QueryDict) -> str:
    rest = parameters.copy()
    rest.pop("page", None)
    return f"{rest.urlencode()}&" if rest else ""


urlpatterns = [
    path("<slug:plan>/actors/", actor_list, name="actor_list"),
    path("<slug:plan>/actors/new/", actor_new, name="actor_new"),
    path("<slug:plan>/actors/<slug:slug>/", actor_page, name="actor"),
    path("<slug:plan>/actors/<slug:slug>/edit/", actor_edit, name="actor_edit"),
]
