"""The same plan read by any framing: how many visible actions each place has, and the first of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Window
from django.db.models.functions import RowNumber

from kraftsamling.plan.models import Action, Placement, Plan
from kraftsamling.strategy import schema

SAMPLE = 3


@dataclass(frozen=True)
class Place:
    """One place of a framing. `item` is None for a code the content files no longer have."""

    code: str
    item: schema.Item | None
    count: int
    first: tuple[Action, ...]


@dataclass(frozen=True)
class Reading:
    """A plan read by one framing. An action can have several places, or none (`outside`)."""

    framing: schema.Framing
    places: tuple[Place, ...]
    total: int
    outside: int
    first_outside: tuple[Action, ...]


def read_by(plan: Plan, framing: schema.Framing) -> Reading:
    """Every place of `framing` with its visible actions; four queries however many there are."""
    counts = counted(plan, [framing.code])[framing.code]
    first = _first(plan, framing.code)
    placed = Placement.objects.filter(action=OuterRef("pk"), framing=framing.code)
    visible = Action.objects.filter(plan=plan, visible=True)
    unplaced = visible.exclude(Exists(placed))
    outside = unplaced.count()
    total = visible.count()
    known = [item.code for item in framing.items]
    gone = sorted(set(counts) - set(known))
    return Reading(
        framing=framing,
        places=tuple(
            Place(code, framing.item(code), counts.get(code, 0), tuple(first.get(code, ())))
            for code in (*known, *gone)
        ),
        total=total,
        outside=outside,
        first_outside=tuple(unplaced.order_by("number")[:SAMPLE]) if outside else (),
    )


def counted(plan: Plan, framings: Iterable[str]) -> dict[str, dict[str, int]]:
    """How many visible actions each place has, by framing and code. One query."""
    wanted = list(framings)
    found: dict[str, dict[str, int]] = {framing: {} for framing in wanted}
    rows = (
        Placement.objects.filter(framing__in=wanted, action__plan=plan, action__visible=True)
        .order_by()
        .values_list("framing", "code")
        .annotate(count=Count("pk"))
    )
    for framing, code, count in rows:
        found[framing][code] = count
    return found


def placed(plan: Plan, framing: str, code: str) -> QuerySet[Action]:
    """The visible actions at one place."""
    return Action.objects.filter(
        plan=plan, visible=True, placements__framing=framing, placements__code=code
    ).order_by("number")


def _first(plan: Plan, framing: str) -> dict[str, list[Action]]:
    """The first few actions at each place, in one query."""
    rows = (
        Placement.objects.filter(framing=framing, action__plan=plan, action__visible=True)
        .order_by("code", "action__number")
        .annotate(
            place=Window(RowNumber(), partition_by=F("code"), order_by=F("action__number").asc())
        )
        .filter(place__lte=SAMPLE)
        .select_related("action")
    )
    first: dict[str, list[Action]] = {}
    for row in rows:
        first.setdefault(row.code, []).append(row.action)
    return first
