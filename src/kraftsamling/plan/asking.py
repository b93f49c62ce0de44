"""Answering an `ActionQuestion` from the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.db.models import F, QuerySet

from kraftsamling.accounts.models import Actor, Sector
from kraftsamling.plan.actors import actors_of
from kraftsamling.plan.lateness import is_late
from kraftsamling.plan.models import Action, MoneyLine, Placement, Plan, Standing
from kraftsamling.plan.questions import BY_FIT, ActionQuestion, Known
from kraftsamling.plan.search import by_fit, matching
from kraftsamling.plan.silence import is_silent
from kraftsamling.plan.states import State

ORDERS = {
    "number": ("-number",),
    "title": ("title", "number"),
    "starts": (F("starts").asc(nulls_last=True), "number"),
    "ends": (F("ends").asc(nulls_last=True), "number"),
    "money": ("-planned_total", "number"),
    "changed": ("-updated_at", "number"),
}


def known_in(plan: Plan, actors: dict[str, Actor]) -> Known:
    """What a question to `plan` may name; `actors` are those that take part, by slug."""
    return Known(
        states=State.values,
        standings=Standing.values,
        sectors=Sector.values,
        actors=actors,
        framings={
            code: tuple(item.code for item in framing.items)
            for code, framing in plan.library.framings.items()
        },
    )


def actors_by_slug(plan: Plan) -> dict[str, Actor]:
    """The actors that can be named in `plan`, by slug and in order of name. One query."""
    return {actor.slug: actor for actor in actors_of(plan)}


def seen(plan: Plan, *, moderates: bool) -> QuerySet[Action]:
    """The actions of `plan` this reader may see: suggestions not yet handled only by who handles them."""
    return plan.actions.all() if moderates else plan.actions.filter(visible=True)


def answer(
    question: ActionQuestion, plan: Plan, *, today: date, moderates: bool = False
) -> QuerySet[Action]:
    """The actions asked for, in the order asked for. Nothing is fetched yet."""
    actions = _of_whom(_where(seen(plan, moderates=moderates), question), question)
    if question.states:
        actions = actions.filter(state__in=question.states)
    if question.standings:
        actions = actions.filter(standing__in=question.standings)
    if question.late:
        actions = actions.filter(is_late(today))
    if question.silent:
        actions = actions.filter(is_silent(today, plan.library.land.silent_after_days))
    if question.text:
        actions = matching(actions, question.text)
    if question.order == BY_FIT:
        return by_fit(actions, question.text)
    return actions.order_by(*ORDERS[question.order])


def in_order(keys: Iterable[int]) -> list[Action]:
    """The actions with these keys, in the order of the keys, their responsible actors with them."""
    keys = list(keys)
    found = Action.objects.select_related("responsible").in_bulk(keys)
    return [found[key] for key in keys]


def _where(actions: QuerySet[Action], question: ActionQuestion) -> QuerySet[Action]:
    """Those in any of the places of each framing asked for."""
    for framing, places in groupby(question.places, key=lambda place: place[0]):
        there = Placement.objects.filter(framing=framing, code__in=[code for _, code in places])
        actions = actions.filter(pk__in=there.values("action"))
    return actions


def _of_whom(actions: QuerySet[Action], question: ActionQuestion) -> QuerySet[Action]:
    """Those of the actors, funders and sectors asked for."""
    if question.responsible:
        named = Actor.objects.filter(slug__in=question.responsible)
        actions = actions.filter(responsible__in=named)
    if question.funders:
        lines = MoneyLine.objects.filter(funder__slug__in=question.funders)
        actions = actions.filter(pk__in=lines.values("action"))
    if question.sectors:
        actions = actions.filter(responsible__in=Actor.objects.filter(sector__in=question.sectors))
    return actions
