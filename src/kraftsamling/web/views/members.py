"""An organisation's members: who takes part for it."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kraftsamling.accounts import rights
from kraftsamling.accounts.models import Actor, User
from kraftsamling.accounts.roles import Permission
from kraftsamling.web.access import PlanRequest, of_plan


def sees_members(person: User | AnonymousUser, actor: Actor) -> bool:
    """Those who keep the actors, and the members themselves."""
    if rights.role_allows(person, Permission.MANAGE_ACTORS):
        return True
    return isinstance(person, User) and any(
        grant.actor_id == actor.pk for grant in person.held_grants
    )


@of_plan
@never_cache
def actor_members(request: PlanRequest, slug: str) -> HttpResponse:
    actor = get_object_or_404(Actor, slug=slug)
    if not sees_members(request.user, actor):
        raise PermissionDenied(
            _(
                "Only its own members, coordinators and administrators see who takes part for an actor."
            )
        )
    grants = actor.grants.select_related("user").order_by("user__name", "role")
    grants = grants.filter(user__in=User.objects.listed(), user__is_active=True)
    if getattr(request.user, "is_example", False):
        grants = grants.filter(user__is_example=True)
    context = {
        "actor": actor,
        "grants": grants,
        "may_manage": not rights.refusal(request.user, Permission.MANAGE_PEOPLE),
    }
    return render(request, "web/actor_members.html", context)


urlpatterns = [
    path("<slug:plan>/actors/<slug:slug>/members/", actor_members, name="actor_members"),
]
