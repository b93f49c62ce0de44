"""A page of the list of actions: each with the names of its places and what calls for attention."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, gettext as _

from kraftsamling.plan.lateness import late
from kraftsamling.plan.models import Action, Placement, Plan
from kraftsamling.plan.silence import silent
from kraftsamling.strategy.library import PRIORITY, REGION

SHOWN = (PRIORITY, REGION)


@dataclass(frozen=True)
class ActionRow:
    """One action as the list shows it."""

    action: Action
    priorities: tuple[str, ...]
    where: str
    late: bool
    silent: bool

    @property
    def years(self) -> str:
        """The years it runs: "2027", "2027–2028", "2027–" where no end is given."""
        first, last = (str(d.year) if d else "" for d in (self.action.starts, self.action.ends))
        return first if first == last else f"{first}–{last}"


def action_rows(plan: Plan, actions: list[Action], today: date) -> list[ActionRow]:
    """The rows of `actions`, in their order. One query, for the places of them all."""
    language = get_language() or "sv"
    names = {
        (framing, item.code): item.name.in_language(language)
        for framing in SHOWN
        for item in plan.library.framings[framing].items
    }
    held: dict[tuple[int, str], list[str]] = {}
    places = Placement.objects.filter(action__in=actions, framing__in=SHOWN)
    for pk, framing, code in places.values_list("action", "framing", "code"):
        held.setdefault((pk, framing), []).append(names.get((framing, code), code))
    return [
        ActionRow(
            action,
            tuple(held.get((action.pk, PRIORITY), ())),
            _where(held.get((action.pk, REGION), ()), len(plan.library.regions)),
            late(action, today),
            silent(action, today, plan.library.land.silent_after_days),
        )
        for action in actions
    ]


def _where(regions: Sequence[str], of: int) -> str:
    """The names of the regions; all of them in one word."""
    return _("All regions") if len(regions) == of > 1 else ", ".join(regions)
