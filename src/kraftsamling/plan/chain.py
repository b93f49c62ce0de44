"""Gaps in the chain activity -> output -> result -> outcome. Pure: the links in, what is missing out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kraftsamling.plan.models.details import ChainLevel

LEVELS = tuple(ChainLevel)
# Where an indicator belongs: outputs and results are counted, activities and outcomes are told.
COUNTED = (ChainLevel.OUTPUT, ChainLevel.RESULT)


@dataclass(frozen=True)
class Link:
    """One link; `leads_to` is the place of another in the same sequence."""

    level: str
    leads_to: int | None = None
    indicator: str = ""
    has_target: bool = False


class Gap(Enum):
    """What can be missing, in the words shown."""

    NO_ACTIVITY = "no_activity"
    NO_OUTPUT = "no_output"
    NO_RESULT = "no_result"
    NO_OUTCOME = "no_outcome"
    LEADS_NOWHERE = "leads_nowhere"
    LEADS_BACK = "leads_back"
    RESTS_ON_NOTHING = "rests_on_nothing"
    NO_INDICATOR = "no_indicator"
    WRONG_INDICATOR = "wrong_indicator"
    NO_TARGET = "no_target"

    @property
    def title(self) -> str | Promise:
        return TITLES[self]


TITLES: dict[Gap, str | Promise] = {
    Gap.NO_ACTIVITY: _("No activity is written: what shall be done?"),
    Gap.NO_OUTPUT: _("No output is written: what do the activities give?"),
    Gap.NO_RESULT: _("No result is written: what changes for those it is for?"),
    Gap.NO_OUTCOME: _("No outcome is written: what is it all for?"),
    Gap.LEADS_NOWHERE: _("leads to nothing"),
    Gap.LEADS_BACK: _("leads to a link that comes before it, or to its own level"),
    Gap.RESTS_ON_NOTHING: _("nothing leads here"),
    Gap.NO_INDICATOR: _("has no indicator"),
    Gap.WRONG_INDICATOR: _("has an indicator of another level"),
    Gap.NO_TARGET: _("has an indicator but no target value"),
}


@dataclass(frozen=True)
class Missing:
    """One gap, and the place of the link it is about (None: the whole chain)."""

    gap: Gap
    place: int | None = None


def gaps(links: Sequence[Link], indicator_levels: Mapping[str, str]) -> list[Missing]:
    """Everything that is missing in `links`: whole levels first, then link by link.

    `indicator_levels` says which level each known indicator counts ("output" or "result"). A chain
    without links has no gaps: it is not written yet. A link is not blamed for a level that is missing
    as a whole.
    """
    if not links:
        return []
    there = {link.level for link in links}
    whole = [
        Missing(gap)
        for level, gap in zip(LEVELS, tuple(Gap)[: len(LEVELS)], strict=True)
        if level not in there
    ]
    return whole + [
        Missing(gap, place)
        for place in range(len(links))
        for gap in _of(place, links, there, indicator_levels)
    ]


def _of(
    place: int, links: Sequence[Link], there: set[str], indicator_levels: Mapping[str, str]
) -> list[Gap]:
    link = links[place]
    height = _height(link.level)
    found = []
    if link.leads_to is None:
        if any(_height(level) > height for level in there):
            found.append(Gap.LEADS_NOWHERE)
    elif _height(links[link.leads_to].level) <= height:
        found.append(Gap.LEADS_BACK)
    rested_on = any(other.leads_to == place for other in links)
    if not rested_on and any(_height(level) < height for level in there):
        found.append(Gap.RESTS_ON_NOTHING)
    if link.level in COUNTED:
        if not link.indicator:
            found.append(Gap.NO_INDICATOR)
        elif indicator_levels.get(link.indicator) != link.level:
            found.append(Gap.WRONG_INDICATOR)
        elif not link.has_target:
            found.append(Gap.NO_TARGET)
    return found


def _height(level: str) -> int:
    return LEVELS.index(ChainLevel(level))
