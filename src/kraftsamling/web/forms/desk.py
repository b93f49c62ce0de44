"""What lies on the desk of somebody who edits: the action, the library, actors and calls to choose."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q
from django.utils.translation import get_language

from kraftsamling.accounts.models import Actor, Sector
from kraftsamling.plan.models import Action, Call, Plan
from kraftsamling.plan.models.details import ChainLevel
from kraftsamling.strategy.library import Library
from kraftsamling.strategy.schema import Framing
from kraftsamling.web.forms.fields import Choices


@dataclass(frozen=True, eq=False)
class Desk:
    """The plan one writes in, the action one writes (none for a new one), and what can be chosen."""

    plan: Plan
    action: Action | None = None

    @property
    def library(self) -> Library:
        return self.plan.library

    @cached_property
    def language(self) -> str:
        return get_language() or "sv"

    def words(self, original: str, english: str) -> str:
        """What people wrote, in the reader's language where it is there."""
        return original if self.language.startswith("sv") else english or original

    @cached_property
    def actors(self) -> list[Actor]:
        """Practice actors in a practice plan, real ones in a real plan; always those already named."""
        chosen = Q(practice=self.plan.practice)
        if self.action:
            named = Q(actions=self.action) | Q(partnerships=self.action)
            chosen |= named | Q(money__action=self.action)
        return list(Actor.objects.filter(chosen).distinct())

    @cached_property
    def calls(self) -> list[Call]:
        return list(self.plan.calls.select_related("funder"))

    def actor_choices(self) -> Choices:
        """Every actor by its sector."""
        return [
            (
                sector.label,
                [
                    (actor.slug, self.words(actor.name, actor.name_en))
                    for actor in self.actors
                    if actor.sector == sector
                ],
            )
            for sector in Sector
            if any(actor.sector == sector for actor in self.actors)
        ]

    def framing_choices(self, framing: Framing) -> Choices:
        """Every place of a framing, by region where the places belong to regions."""
        names = [(item, item.name.in_language(self.language)) for item in framing.items]
        if not any(item.region for item in framing.items):
            return [(item.code, name) for item, name in names]
        groups: dict[str, Choices] = {}
        for item, name in names:
            region = self.library.regions.get(item.region)
            group = region.name.in_language(self.language) if region else item.region
            groups.setdefault(group, []).append((item.code, name))
        return list(groups.items())

    def indicator_choices(self) -> Choices:
        """Every indicator with its code, outputs and results apart."""
        return [
            (
                level.label,
                [
                    (i.code, f"{i.code} {i.name.in_language(self.language)}")
                    for i in self.library.fund_indicators.values()
                    if i.level == level
                ],
            )
            for level in (ChainLevel.OUTPUT, ChainLevel.RESULT)
        ]
