"""One question about one indicator, answered once: its numbers, its outlook, and its charts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.urls import reverse

from kraftsamling.evidence.indicators.engine import Trend
from kraftsamling.evidence.indicators.outlook import Outlook, outlook
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.evidence.indicators.study import trend
from kraftsamling.kernel.place import Place
from kraftsamling.plan.models import Plan
from kraftsamling.web import charts
from kraftsamling.web.indicators.asking import Asked
from kraftsamling.web.indicators.compared import Nearest, nearest
from kraftsamling.web.indicators.pictures import bar_chart, line_chart, map_chart
from kraftsamling.web.indicators.places import all_own, coloured, own_places, peers
from kraftsamling.web.indicators.words import group_name, language

TREND, BARS, MAP = "trend", "bars", "map"


@dataclass(frozen=True, eq=False)
class Answer:
    """What the page and each of its pictures are made of; nothing is counted before it is needed."""

    plan: Plan
    indicator: Indicator
    asked: Asked

    @cached_property
    def found(self) -> Trend:
        """The indicator in every place there is."""
        return all_places(self.indicator, self.asked)

    @cached_property
    def place(self) -> Place:
        """The plan's place that was chosen."""
        return next(p for p in own_places(self.plan.library) if p.code == self.asked.place)

    @cached_property
    def ahead(self) -> Outlook | None:
        """The outlook of the chosen place; what was known in the past has none."""
        if self.place not in self.found.places or self.asked.as_of:
            return None
        return outlook(self.found, self.place, self.asked.group, self.around)

    @property
    def around(self) -> tuple[Place, ...]:
        """The larger places that the chosen one lies in, whose aims are yardsticks for it."""
        return self.plan.library.gazetteer.around(self.place)

    @cached_property
    def near(self) -> Nearest:
        """The places most like the chosen one."""
        return nearest(self.plan.library, self.found, self.place, self.asked.group)

    @property
    def group(self) -> str:
        """The name of the chosen group of people; empty where none are told apart."""
        if not self.asked.group:
            return ""
        return group_name(self.asked.group, self.plan.library.figures).lower()

    def picture(self, name: str) -> charts.Chart | None:
        """One of the page's charts by its name; nothing where there is nothing to draw."""
        match name:
            case "trend":
                return self.trend()
            case "bars":
                return self.bars()
            case "map":
                return self.map()
        return None

    def trend(self) -> charts.LineChart | None:
        """The development in the plan's places and those around, with the outlook."""
        library = self.plan.library
        chart = line_chart(
            self.found,
            coloured(library),
            peers(library, self.indicator),
            group=self.asked.group,
            called=self.group,
            outlook=self.ahead,
            links=self._links(TREND),
        )
        return chart if chart.periods else None

    def bars(self) -> charts.BarChart | None:
        """The plan's places beside those most like the chosen one, and those around them."""
        library = self.plan.library
        own = coloured(library)
        known = self.place in self.found.places
        latest = self.found.latest(self.place, self.asked.group) if known else None
        if latest is None:
            return None
        others = (other.place for other in self.near.places if other.place not in own)
        chart = bar_chart(
            self.found,
            own,
            (*others, *peers(library, self.indicator)),
            group=self.asked.group,
            called=self.group,
            period=latest[0],
            links=self._links(BARS),
        )
        return chart if len(chart.bars) > 1 else None

    def map(self) -> charts.MapChart | None:
        """The country, place by place; the plan's regions and municipalities outlined."""
        return map_chart(
            self.found,
            settings.CONTENT_DIR / "common",
            own=all_own(self.plan.library),
            group=self.asked.group,
            called=self.group,
            links=self._links(MAP),
        )

    def _links(self, picture: str) -> charts.Links:
        """The addresses of a chart's files; those of the data are the same for each chart."""
        csv, xlsx, data = (
            address(self.plan, self.indicator, self.asked, f"indicator_{kind}")
            for kind in ("csv", "xlsx", "json")
        )
        svg, png = (
            reverse("indicator_picture", args=(self.plan.slug, self.indicator.code, picture, kind))
            for kind in ("svg", "png")
        )
        query = self.asked.query
        return charts.Links(
            svg=f"{svg}?{query}", png=f"{png}?{query}", csv=csv, xlsx=xlsx, json_stat=data
        )


def all_places(indicator: Indicator, asked: Asked) -> Trend:
    """The indicator in every place there is: what the page, its map and its files are made of."""
    return trend(question(indicator, asked), indicator)


def question(indicator: Indicator, asked: Asked) -> Question:
    """What evidence is asked, in the reader's language."""
    return Question(indicator.code, (), asked.first, asked.last, asked.as_of, language())


def address(plan: Plan, indicator: Indicator, asked: Asked, name: str) -> str:
    """Where a picture or a file of this very question is."""
    return f"{reverse(name, args=(plan.slug, indicator.code))}?{asked.query}"
