"""A plan of any size, made up: for measuring, and for tests that count queries.

The same numbers always give the same plan. Rows are written in bulk, past the functions that write for
people, so the totals and the audit chain are made here to match.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import Actor, Event, Sector
from kraftsamling.kernel.canonical import normalised
from kraftsamling.measures.text import stems
from kraftsamling.plan.models import (
    Action,
    ActionTerm,
    Answer,
    ChainItem,
    Milestone,
    MoneyLine,
    Placement,
    Plan,
    ProgressReport,
    Risk,
    Standing,
)
from kraftsamling.plan.models.details import CIRCULARITY, ChainLevel, MoneyKind, Verdict
from kraftsamling.plan.models.progress import Signal
from kraftsamling.plan.states import State
from kraftsamling.strategy.library import MUNICIPALITY, REGION

BATCH = 500
WHATS = (
    *(
        "Testbädd",
        "Nätverk",
        "Utbildning",
        "Förstudie",
        "Rådgivning",
        "Pilotlinje",
        "Mentorprogram",
    ),
    *("Demonstrator", "Kompetensforum", "Innovationscheck", "Delad verkstad", "Praktikprogram"),
)
ABOUTS = (
    *("för återvunnet stål", "om vätgas i processindustrin", "för skogens biprodukter"),
    *("inom additiv tillverkning", "för små underleverantörer", "om cirkulära flöden"),
    *("med kvinnor i industrin", "för lokala energisystem", "kring artificiell intelligens"),
    *("för batteriåtervinning", "om livslångt lärande", "för digitala tvillingar"),
)
WHERE = ("i norr", "i söder", "längs älven", "vid kusten", "i hela regionen", "i glesbygd")
SENTENCES = (
    "Företag, lärosäten och det offentliga arbetar tillsammans från behov till färdig lösning.",
    "Resultaten delas öppet så att fler kan bygga vidare på dem.",
    "Arbetet prövas först i liten skala och växer om det håller vad det lovar.",
    "De som berörs är med från början: anställda, elever, kunder och grannar.",
    "Erfarenheter från tidigare satsningar tas om hand och kostnaderna följs varje kvartal.",
    "Målet är att mindre företag ska våga ställa om utan att bära hela risken själva.",
)
REPORTS = (
    "Första träffen hölls med tolv företag och gav tre konkreta behov att gå vidare med.",
    "Upphandlingen är klar och utrustningen levereras enligt plan.",
    "Rekryteringen drog ut på tiden, vi är en månad efter.",
    "Samarbetsavtalet är undertecknat av alla parter.",
)
STATES = (
    *(State.UNDER_WAY,) * 9,
    *(State.PROPOSED, State.DRAFT, State.READY, State.IN_VERSION, State.IN_VERSION),
    *(State.DONE, State.DONE, State.STOPPED),
)


@dataclass(frozen=True)
class Size:
    """How large a plan: actions, organisations, and how many indicator codes the chains use."""

    actions: int
    organisations: int = 20
    indicators: int = 40


@transaction.atomic
def grow(plan: Plan, size: Size, *, today: date) -> None:
    """Add what `plan` lacks to be of `size`; what is there stays as it is."""
    actors = _actors(plan, size.organisations)
    while plan.last_number < size.actions:
        numbers = range(plan.last_number + 1, min(plan.last_number + BATCH, size.actions) + 1)
        _add(plan, numbers, actors, size, today)
        plan.last_number = numbers[-1]
    plan.save(update_fields=["last_number"])


def _actors(plan: Plan, count: int) -> list[Actor]:
    regions = [region.code for region in plan.library.land.regions]
    known = set(Actor.objects.values_list("slug", flat=True))
    wanted = [
        Actor(
            slug=f"made-{n}",
            name=f"Organisation {n}",
            sector=Sector.values[n % len(Sector.values)],
            region=regions[n % len(regions)],
            roles="Driver utveckling och provar nytt",
        )
        for n in range(1, count + 1)
    ]
    Actor.objects.bulk_create(actor for actor in wanted if actor.slug not in known)
    return list(Actor.objects.filter(slug__in=[actor.slug for actor in wanted]).order_by("pk"))


def _add(plan: Plan, numbers: range, actors: list[Actor], size: Size, today: date) -> None:
    """One batch of actions with everything that hangs on them."""
    dice = random.Random(numbers[0])
    actions = [_action(plan, n, actors, dice, today) for n in numbers]
    milestones = [row for action in actions for row in _milestones(action, dice, today)]
    money = [row for action in actions for row in _money(action, actors, dice)]
    reports = [row for action in actions for row in _reports(action, dice, today)]
    _keep_in_step(milestones, money, reports)
    Action.objects.bulk_create(actions)
    Milestone.objects.bulk_create(milestones)
    MoneyLine.objects.bulk_create(money)
    ProgressReport.objects.bulk_create(reports)
    chains = [_chain(action, plan, size, dice) for action in actions]
    for links in zip(*chains, strict=True):  # what others lead to first, so that it can be named
        ChainItem.objects.bulk_create(links)
    Risk.objects.bulk_create(row for action in actions for row in _risks(action, dice))
    Answer.objects.bulk_create(row for action in actions for row in _answers(action, plan))
    ActionTerm.objects.bulk_create(row for action in actions for row in _terms(action))
    Placement.objects.bulk_create(
        Placement(action=action, framing=framing, code=code)
        for action in actions
        for framing, code in _places(plan, dice)
    )
    partners = Action.partners.through
    partners.objects.bulk_create(
        partners(action_id=action.pk, actor_id=actor.pk)
        for action in actions
        for actor in dice.sample(actors, 3)
    )
    _tell(plan, actions)


def _action(
    plan: Plan, number: int, actors: list[Actor], dice: random.Random, today: date
) -> Action:
    title = f"{dice.choice(WHATS)} {dice.choice(ABOUTS)} {dice.choice(WHERE)}"
    state = dice.choice(STATES)
    starts = today - timedelta(days=dice.randrange(0, 700))
    begun = state in (State.UNDER_WAY, State.DONE)
    return Action(
        plan=plan,
        number=number,
        state=state,
        standing=Standing.PEOPLE,
        title=title,
        title_en=f"Action {number}" if number % 2 else "",
        summary=" ".join(dice.sample(SENTENCES, 5)),
        responsible=actors[number % len(actors)],
        starts=starts,
        ends=starts + timedelta(days=dice.randrange(400, 1400)),
        equality_use=dice.choice(("active", "partly")),
        equality="Arbetsgruppen är jämnt sammansatt och nyttan följs upp för kvinnor och män.",
        stop_reason="Finansieringen uteblev." if state == State.STOPPED else "",
        started_at=_moment(starts) if begun else None,
    )


def _places(plan: Plan, dice: random.Random) -> Iterator[tuple[str, str]]:
    for framing, content in plan.library.framings.items():
        codes = [item.code for item in content.items]
        most = {REGION: len(codes), MUNICIPALITY: 2}.get(framing, 2)
        for code in dice.sample(codes, min(len(codes), dice.randint(1, max(1, most)))):
            yield framing, code


def _terms(action: Action) -> Iterator[ActionTerm]:
    in_title = stems(f"{action.title} {action.title_en}")
    for term in sorted(in_title | stems(action.summary)):
        yield ActionTerm(action=action, term=term[:60], in_title=term in in_title)


def _milestones(action: Action, dice: random.Random, today: date) -> Iterator[Milestone]:
    assert action.starts is not None
    for n, text in enumerate(("Avtal klara", "Första provet", "Utvärdering", "Överlämning")):
        due = action.starts + timedelta(days=120 * (n + 1))
        reached = due < today and (action.state == State.DONE or dice.random() < 0.8)
        yield Milestone(action=action, text=text, due=due, done_on=due if reached else None)


def _money(action: Action, actors: list[Actor], dice: random.Random) -> Iterator[MoneyLine]:
    assert action.starts is not None
    for n in range(4):
        yield MoneyLine(
            action=action,
            year=action.starts.year + n % 3,
            funder=dice.choice(actors),
            kind=MoneyKind.values[n],
            amount=dice.randrange(1, 40) * 50_000,
        )


def _chain(action: Action, plan: Plan, size: Size, dice: random.Random) -> list[ChainItem]:
    """The four links of the chain, the last of them first."""
    codes = sorted(plan.library.fund_indicators)[: size.indicators]
    links: list[ChainItem] = []
    for position, level in reversed(list(enumerate(ChainLevel.values))):
        measured = level in (ChainLevel.OUTPUT, ChainLevel.RESULT)
        link = ChainItem(
            action=action,
            level=level,
            position=position,
            text=dice.choice(SENTENCES),
            indicator=dice.choice(codes) if measured else "",
            target=dice.randrange(1, 50) if measured else None,
            leads_to=links[-1] if links else None,
        )
        links.append(link)
    return links


def _risks(action: Action, dice: random.Random) -> Iterator[Risk]:
    for text in ("Nyckelpersoner slutar", "Efterfrågan uteblir"):
        yield Risk(
            action=action,
            text=text,
            likelihood=dice.randint(1, 3),
            consequence=dice.randint(1, 3),
            countermeasure="Vi delar kunskapen mellan flera och stämmer av varje kvartal.",
        )


def _answers(action: Action, plan: Plan) -> Iterator[Answer]:
    assessment = plan.library.assessment
    for objective in assessment.objectives:
        yield Answer(
            action=action,
            objective=objective.code,
            verdict=Verdict.NO_HARM,
            reason="Ingen betydande påverkan.",
        )
    yield Answer(
        action=action,
        objective=CIRCULARITY,
        verdict=assessment.circularity.levels[0].code,
        reason="Utrustning delas mellan företag.",
    )


def _reports(action: Action, dice: random.Random, today: date) -> Iterator[ProgressReport]:
    if action.started_at is None:
        return
    last = today - timedelta(days=dice.randrange(0, 160))
    for n in (2, 1, 0):
        yield ProgressReport(
            action=action,
            at=_moment(last - timedelta(days=60 * n)),
            signal=dice.choice(Signal.values),
            text=dice.choice(REPORTS),
            spent_to_date=100_000 * (4 - n),
            by="system",
        )


def _keep_in_step(
    milestones: list[Milestone], money: list[MoneyLine], reports: list[ProgressReport]
) -> None:
    """The columns of the actions that the functions for people keep in step, made to match."""
    for line in money:
        line.action.planned_total += line.amount
    for milestone in sorted(milestones, key=lambda m: m.due, reverse=True):
        if milestone.done_on is None:
            milestone.action.next_due = milestone.due
    for told in reports:
        told.action.last_word_at, told.action.last_signal = told.at, told.signal
        told.action.spent_total = told.spent_to_date or 0


def _tell(plan: Plan, actions: list[Action]) -> None:
    """One event for each action, chained as `audit.record` would have done one by one."""
    last = Event.objects.order_by("-number").first()
    number, previous = (last.number, last.hash) if last else (0, audit.head())
    events, at = [], timezone.now()
    for action in actions:
        number += 1
        after: dict[str, Any] = normalised({"title": action.title, "state": str(action.state)})
        event = Event(
            number=number,
            at=at,
            who="system",
            verb="proposed",
            plan=plan.slug,
            kind="action",
            key=str(action.number),
            after=after,
            previous=previous,
        )
        event.hash = previous = event.computed_hash()
        events.append(event)
    Event.objects.bulk_create(events)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime(day.year, day.month, day.day, 9))
