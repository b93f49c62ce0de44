"""Editing many actions at once: choose them on the list, choose the change, see it, confirm it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _, ngettext

from kraftsamling.accounts.models import User
from kraftsamling.accounts.roles import Permission
from kraftsamling.plan.asking import actors_by_slug
from kraftsamling.plan.bulk import MOST, Effect, NotAsShown, apply, effects
from kraftsamling.plan.differences import Difference, differences
from kraftsamling.web.access import PlanRequest, of_plan, require
from kraftsamling.web.forms.bulk import BulkForm


@dataclass(frozen=True)
class EffectShown:
    """One action of the confirmation: what changes, word by word, or why nothing does."""

    effect: Effect
    differences: list[Difference]


@of_plan
def action_bulk(request: PlanRequest) -> HttpResponse:
    require(request, Permission.BULK_EDIT)
    assert isinstance(request.user, User)
    plan, data = request.plan, request.POST if request.method == "POST" else request.GET
    chosen = _chosen(data.getlist("n"))
    actors = actors_by_slug(plan)
    form = BulkForm(plan, actors, data if "change" in data or "check" in data else None)
    context: dict[str, Any] = {"form": form, "numbers": list(chosen), "most": MOST}
    context["too_many"] = len(data.getlist("n")) > MOST
    if chosen and not context["too_many"] and form.is_valid():
        change = form.change_chosen
        if request.method == "POST":
            try:
                made = apply(plan, chosen, change, by=request.user)
            except NotAsShown as refused:
                context["faults"] = str(refused).splitlines()
            else:
                return _done(request, len(made))
        found = effects(plan, chosen, change, by=request.user)
        names = {slug: actor.name for slug, actor in actors.items()}
        context["changing"] = [
            EffectShown(
                effect,
                differences(
                    _named(effect.before, names), _named(effect.after, names), plan.library
                ),
            )
            for effect in found
            if effect.changes
        ]
        context["refused"] = [effect for effect in found if effect.refused]
        context["fields"] = [
            (name, form[name].value()) for name in form.fields if form[name].value()
        ]
        return render(request, "web/action_bulk_confirm.html", context)
    context["actions"] = plan.actions.filter(number__in=list(chosen))
    status = 422 if form.is_bound and not form.is_valid() else 200
    return render(request, "web/action_bulk.html", context, status=status)


def _done(request: PlanRequest, count: int) -> HttpResponse:
    told = ngettext("%(n)s action was changed.", "%(n)s actions were changed.", count)
    messages.success(request, told % {"n": count})
    return redirect(reverse("action_list", args=[request.plan.slug]))


def _chosen(values: list[str]) -> dict[int, int]:
    """Number -> revision from "12" (revision 0: not confirmed yet) or "12:3"; other text is passed over."""
    found: dict[int, int] = {}
    for value in values[:MOST]:
        number, _colon, revision = value.partition(":")
        if _is_number(number) and (_is_number(revision) or not revision):
            found[int(number)] = int(revision or 0)
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def _named(content: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """The responsible actor by name, as people know it."""
    if "responsible" not in content:
        return content
    slug = content["responsible"]
    return content | {"responsible": names.get(slug, slug) or _("nobody")}


urlpatterns = [path("<slug:plan>/actions/bulk/", action_bulk, name="action_bulk")]
