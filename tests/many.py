"""A plan with many actions, made quickly: for tests and figures about size."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from kraftsamling.accounts.models import Actor, Sector
from kraftsamling.measures.text import stems
from kraftsamling.plan.models import Action, ActionTerm, MoneyLine, Placement, Plan, Standing
from kraftsamling.plan.states import State

SUBJECTS = ("Kompetens", "Robotar", "Cirkulära affärer", "Mötesplatser", "Export", "Testbäddar")
STATES = (*State,)


def fill(plan: Plan, count: int, *, actors: int = 0) -> None:
    """Add `count` actions with places, money and search terms, written past `editing.propose`."""
    Actor.objects.bulk_create(
        Actor(slug=f"many-{n}", name=f"Aktör {n}", sector=Sector.PUBLIC, practice=plan.practice)
        for n in range(actors)
    )
    people = list(Actor.objects.filter(practice=plan.practice))
    first = plan.last_number + 1
    Action.objects.bulk_create(
        _action(plan, number, people[number % len(people)])
        for number in range(first, first + count)
    )
    plan.last_number += count
    plan.save()
    made = list(plan.actions.filter(number__gte=first))
    codes = {
        name: [i.code for i in f.items] for name, f in plan.library.framings.items() if f.items
    }
    Placement.objects.bulk_create(
        Placement(action=a, framing=framing, code=places[a.number % len(places)])
        for a in made
        for framing, places in codes.items()
    )
    MoneyLine.objects.bulk_create(
        MoneyLine(action=a, year=2027, funder=people[0], kind="regional", amount=100_000)
        for a in made
    )
    ActionTerm.objects.bulk_create(
        ActionTerm(action=a, term=term, in_title=True) for a in made for term in stems(a.title)
    )


def _action(plan: Plan, number: int, responsible: Actor) -> Action:
    starts = date(2026, 1, 1) + timedelta(days=number % 700)
    state = STATES[number % len(STATES)]
    return Action(
        plan=plan,
        number=number,
        title=f"{SUBJECTS[number % len(SUBJECTS)]} i industrin, omgång {number}",
        summary="Företag, forskare och regioner arbetar tillsammans. " * 4,
        state=state,
        stop_reason="Pengarna tog slut." if state == State.STOPPED else "",
        standing=Standing.PEOPLE,
        responsible=responsible,
        starts=starts,
        ends=starts + timedelta(days=500),
        started_at=timezone.now(),
        planned_total=100_000,
    )
