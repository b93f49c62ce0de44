"""Suggesting an action (anybody), proposing one (signed in), and handling what has come in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from kraftsamling.accounts.models import User
from kraftsamling.accounts.roles import Permission
from kraftsamling.plan.editors import may_edit
from kraftsamling.plan.models import Action
from kraftsamling.plan.moderating import accept, decline, send_in, waiting
from kraftsamling.plan.moving import NotYet
from kraftsamling.plan.search import similar_actions
from kraftsamling.web.access import PlanRequest, of_plan, require
from kraftsamling.web.forms.desk import Desk
from kraftsamling.web.forms.moving import ReasonForm
from kraftsamling.web.forms.suggest import NewAction, ProposeForm, SuggestForm
from kraftsamling.web.keeping import typed
from kraftsamling.web.limits import within

SUGGESTIONS_PER_HOUR = 10
BUTTONS = ("csrfmiddlewaretoken", "send", "change", "look", "suggested")


@of_plan
def suggest(request: PlanRequest) -> HttpResponse:
    form = SuggestForm(Desk(request.plan), typed(request))
    if not _to_send(request, form):
        return _form_or_preview(request, form, "web/suggest.html")
    if not within(request, "suggest", SUGGESTIONS_PER_HOUR):
        form.add_error(
            None,
            _(
                "Many suggestions have come from your network in the last hour, so we take a pause. "
                "Wait a while and press Send again; everything you have written is still here."
            ),
        )
        return _form_or_preview(request, form, "web/suggest.html")
    action = send_in(
        request.plan,
        form.content(),
        by=None,
        once=form.cleaned_data["once"],
        email=form.cleaned_data["email"],
    )
    return redirect("suggest_thanks", request.plan.slug, action.number)


@of_plan
def suggest_thanks(request: PlanRequest, number: int) -> HttpResponse:
    return render(request, "web/suggest_thanks.html", {"number": number})


@of_plan
def propose(request: PlanRequest) -> HttpResponse:
    require(request, Permission.PROPOSE)
    assert isinstance(request.user, User)
    data = typed(request)
    form = ProposeForm(Desk(request.plan), data)
    if not _to_send(request, form):
        return _form_or_preview(request, form, "web/propose.html")
    action = send_in(request.plan, form.content(), by=request.user, once=form.cleaned_data["once"])
    messages.success(
        request,
        _("Thank you. Your proposal is number %(number)s, and waits to be handled.")
        % {"number": action.number},
    )
    if may_edit(request.user, action):
        return redirect("action_edit", request.plan.slug, action.number)
    return redirect("action", request.plan.slug, action.number)


@of_plan
def moderation(request: PlanRequest) -> HttpResponse:
    require(request, Permission.MODERATE)
    actions = list(waiting(request.plan))
    suggestions = [action for action in actions if not action.visible]
    proposals = [action for action in actions if action.visible]
    return render(
        request, "web/moderation.html", {"suggestions": suggestions, "proposals": proposals}
    )


@of_plan
def moderate(request: PlanRequest, number: int) -> HttpResponse:
    require(request, Permission.MODERATE)
    assert isinstance(request.user, User)
    action = get_object_or_404(waiting(request.plan), number=number)
    data = typed(request)
    form = ReasonForm(data if data and "decline" in data else None)
    if request.method == "POST":
        try:
            if "accept" in request.POST:
                accept(action, by=request.user)
                return _handled(request, _("%(title)s is now a draft in the plan."), action)
            if form.is_valid():
                decline(action, by=request.user, reason=form.cleaned_data["reason"])
                return _handled(request, _("%(title)s is declined."), action)
        except NotYet as fault:
            messages.error(request, str(fault))
            return redirect("moderation", request.plan.slug)
    similar = similar_actions(request.plan, action.title, besides=action.pk)
    asked: dict[str, Any] = {"action": action, "form": form, "similar": similar}
    return render(request, "web/moderate.html", asked | {"places": _places(action)})


def _to_send(request: PlanRequest, form: NewAction) -> bool:
    return request.method == "POST" and "send" in request.POST and form.is_valid()


def _form_or_preview(request: PlanRequest, form: NewAction, template: str) -> HttpResponse:
    """The form, until it is right and its writer wants to look through it; then the preview.

    The preview shows similar actions also to those without JavaScript.
    """
    wants_form = request.method != "POST" or "change" in request.POST
    if wants_form or (form.errors and not _only_general(form)):
        return render(request, template, {"form": form})
    context = {
        "form": form,
        "similar": similar_actions(request.plan, form.cleaned_data["title"]),
        "kept": [
            (name, value)
            for name, values in form.typed.lists()
            if name not in BUTTONS
            for value in values
        ],
    }
    return render(request, template.replace(".html", "_preview.html"), context)


def _only_general(form: NewAction) -> bool:
    return set(form.errors) == {"__all__"} and "title" in form.cleaned_data


def _handled(request: PlanRequest, sentence: str, action: Action) -> HttpResponse:
    messages.success(request, sentence % {"title": f"“{action.title}”"})
    return redirect("moderation", request.plan.slug)


def _places(action: Action) -> list[tuple[str, list[str]]]:
    """The action's places, framing by framing, in the reader's language."""
    desk = Desk(action.plan, action)
    found: dict[str, list[str]] = {}
    for placement in action.placements.all():
        item = desk.library.item(placement.framing, placement.code)
        framing = desk.library.framings.get(placement.framing)
        if item and framing:
            name = framing.name.in_language(desk.language)
            found.setdefault(name, []).append(item.name.in_language(desk.language))
    return list(found.items())


urlpatterns = [
    path("<slug:plan>/suggest/", suggest, name="suggest"),
    path("<slug:plan>/suggest/thanks/<int:number>/", suggest_thanks, name="suggest_thanks"),
    path("<slug:plan>/propose/", propose, name="propose"),
    path("<slug:plan>/moderation/", moderation, name="moderation"),
    path("<slug:plan>/moderation/<int:number>/", moderate, name="moderate"),
]
