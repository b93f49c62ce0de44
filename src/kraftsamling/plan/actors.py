"""The actors of a plan, and what each of them does in it."""

from __future__ import annotations

from django.db.models import Case, Count, Q, QuerySet, Value, When

from kraftsamling.accounts.models import Actor
from kraftsamling.plan.models import Action, Plan


def actors_of(plan: Plan) -> QuerySet[Actor]:
    """Who can be seen in `plan`: practice actors only in a practice plan, real ones everywhere."""
    return Actor.objects.all() if plan.practice else Actor.objects.filter(practice=False)


def kept_in(actor: Actor, plan: Plan) -> bool:
    """Whether `actor` is edited in `plan`: what is real is never changed from a practice plan."""
    return actor.practice == plan.practice


def responsible_for(plan: Plan, actors: list[Actor]) -> dict[int, int]:
    """How many visible actions each of `actors` is responsible for. One query."""
    return dict(
        Action.objects.filter(plan=plan, visible=True, responsible__in=actors)
        .order_by()
        .values_list("responsible")
        .annotate(count=Count("pk"))
    )


def actions_of(plan: Plan, actor: Actor) -> QuerySet[Action]:
    """The visible actions of `actor`, those it is responsible for first; `leads` tells them apart."""
    partner = Action.partners.through.objects.filter(actor=actor).values("action")
    return (
        Action.objects.filter(plan=plan, visible=True)
        .filter(Q(responsible=actor) | Q(pk__in=partner))
        .annotate(leads=Case(When(responsible=actor, then=Value(True)), default=Value(False)))
        .order_by("-leads", "number")
    )
