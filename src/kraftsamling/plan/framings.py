"""The same plan read by any framing: how many visible actions each place has, and the first of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce
from operator import or_
from typing import Any, ParamSpec, TypeVar

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import GENESIS
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


def read_by(plan: Plan, framing: str) -> Reading:
    """Every place of `framing` with its visible actions. At most six queries, however many there are."""
    return _current(_read)(plan, framing)


def counted(plan: Plan, framings: Iterable[str]) -> dict[str, dict[str, int]]:
    """How many visible actions each place has, by framing and code. Two queries at most."""
    return _current(_counted)(plan, tuple(framings))


def placed(plan: Plan, framing: str, code: str) -> QuerySet[Action]:
    """The visible actions at one place."""
    return Action.objects.filter(
        plan=plan, visible=True, placements__framing=framing, placements__code=code
    ).order_by("number")


P = ParamSpec("P")
R = TypeVar("R")


def _current(answer: Callable[P, R]) -> Callable[P, R]:
    """`answer`, kept until something is written.

    Every write appends an event, so the head of the audit trail is another whenever the answer could
    be. It is read before the answer: at worst a newer answer is kept under a head that nobody will
    ask for again. A trail without events (GENESIS) says nothing, so nothing is kept under it.
    """

    def ask(*args: P.args, **kwargs: P.kwargs) -> R:
        head = audit.head()
        if head == GENESIS:
            return answer(*args, **kwargs)
        kept = _kept(head)
        key = (answer.__name__, *args)
        if key not in kept:
            kept[key] = answer(*args, **kwargs)
        found: R = kept[key]
        return found

    return ask


@lru_cache(maxsize=4)
def _kept(head: str) -> dict[tuple[object, ...], Any]:  # noqa: ARG001
    """What has been answered since `head`: some kilobytes per plan and framing."""
    return {}


def _read(plan: Plan, code: str) -> Reading:
    framing = plan.library.framings[code]
    counts = _counted(plan, (framing.code,))[framing.code]
    first = _first(plan, framing.code, counts)
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


def _counted(plan: Plan, framings: tuple[str, ...]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {framing: {} for framing in framings}
    rows = (
        Placement.objects.filter(framing__in=framings, action__plan=plan, action__visible=True)
        .order_by()
        .values_list("framing", "code")
        .annotate(count=Count("pk"))
    )
    for framing, code, count in rows:
        found[framing][code] = count
    return found


def _first(plan: Plan, framing: str, codes: Iterable[str]) -> dict[str, list[Action]]:
    """The first few actions at each place, in one query.

    A subquery per place stops after its first few rows. Numbering every row with a window took ten
    times as long with 10,000 actions. Keys are handed out in the order of numbers, and the index on
    placements is sorted by them.
    """
    at_place = [
        Placement.objects.filter(
            framing=framing, code=code, action__plan=plan, action__visible=True
        )
        .order_by("action_id")
        .values("pk")[:SAMPLE]
        for code in codes
    ]
    first: dict[str, list[Action]] = {}
    if at_place:
        chosen = reduce(or_, (Q(pk__in=rows) for rows in at_place))
        for row in Placement.objects.filter(chosen).select_related("action").order_by("action_id"):
            first.setdefault(row.code, []).append(row.action)
    return first
