"""A strategy read whole: its files, checked against each other, and every framing in one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from kraftsamling.evidence.figures import SERIES, Figures, read_figures
from kraftsamling.evidence.monitor import Place
from kraftsamling.kernel.content import read
from kraftsamling.kernel.errors import ContentError
from kraftsamling.kernel.words import Words
from kraftsamling.strategy import schema

# Framings every plan has, in the order they are shown; the plan's own and the common ones follow.
CHALLENGE, PRIORITY, STEP = "challenge", "priority", "step"
REGION, MUNICIPALITY = "region", "municipality"

FRAMING_NAMES = {
    CHALLENGE: Words(sv="Utmaning", en="Challenge"),
    PRIORITY: Words(sv="Prioritering", en="Priority"),
    STEP: Words(sv="Steg", en="Step"),
    REGION: Words(sv="Region", en="Region"),
    MUNICIPALITY: Words(sv="Kommun", en="Municipality"),
}


@dataclass(frozen=True, eq=False)
class Library:
    """Everything a plan's content files say about what is wanted, where, and by whom it is decided."""

    folder: Path
    land: schema.Land
    strategy: schema.Strategy
    own_framings: tuple[schema.Framing, ...]
    assessment: schema.Assessment
    indicators: dict[str, schema.Indicator]
    figures: Figures

    @cached_property
    def framings(self) -> dict[str, schema.Framing]:
        """Every framing by code: the built-in five, the plan's own, the common ones."""
        built_in = {
            CHALLENGE: ((c.code, c.name, c.about) for c in self.strategy.challenges),
            PRIORITY: ((p.code, p.name, p.about) for p in self.strategy.priorities),
            STEP: ((s.code, s.name, None) for s in self.strategy.steps),
            REGION: ((r.code, r.name, None) for r in self.land.regions),
        }
        framings = {code: _framing(code, places) for code, places in built_in.items()}
        framings[MUNICIPALITY] = schema.Framing(
            code=MUNICIPALITY,
            name=FRAMING_NAMES[MUNICIPALITY],
            items=tuple(
                schema.Item(code=m.code, name=Words(sv=m.name, en=m.name), region=region.code)
                for region in self.land.regions
                for m in region.municipalities
            ),
        )
        return framings | {framing.code: framing for framing in self.own_framings}

    @cached_property
    def boards(self) -> dict[str, schema.Board]:
        return {board.code: board for board in self.land.boards}

    @cached_property
    def regions(self) -> dict[str, schema.Region]:
        return {region.code: region for region in self.land.regions}

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """The plan's own places as figures know them: each region, the whole area, the country."""
        regions = (
            Place(tuple(filter(None, (region.county, region.code))), region.name, own=True)
            for region in self.land.regions
        )
        around = (
            Place((area.code,), area.name, own=True) for area in (self.land.area, self.land.country)
        )
        return (*regions, *around)

    def challenge(self, code: str) -> schema.Challenge | None:
        return next((c for c in self.strategy.challenges if c.code == code), None)

    def item(self, framing: str, code: str) -> schema.Item | None:
        """The named place in the named framing, if both are there."""
        found = self.framings.get(framing)
        return found.item(code) if found else None

    def suggested(self, priorities: Iterable[str]) -> dict[str, list[str]]:
        """Where an action under these priorities usually belongs in the common framings."""
        wanted = set(priorities)
        places: dict[str, list[str]] = {}
        for priority in self.strategy.priorities:
            if priority.code in wanted:
                for framing, codes in priority.suggests.model_dump().items():
                    known = [code for code in codes if self.item(framing, code)]
                    places.setdefault(framing, [])
                    places[framing] += [c for c in known if c not in places[framing]]
        return places


@lru_cache(maxsize=8)
def load(folder: Path) -> Library:
    """The library in `folder`, its `common` neighbour included. Read once per process.

    Raises `ContentError` naming file, line and cure; nothing is half-loaded.
    """
    library = Library(
        folder=folder,
        land=read(folder / "plan.yaml", schema.Land),
        strategy=read(folder / "strategy.yaml", schema.Strategy),
        own_framings=(
            *read(folder / "framings.yaml", schema.Framings).framings,
            *_common_framings(folder.parent / "common"),
        ),
        assessment=read(folder.parent / "common" / "assessment.yaml", schema.Assessment),
        indicators={
            indicator.code: indicator
            for indicator in read(
                folder.parent / "common" / "indicators.yaml", schema.Indicators
            ).indicators
        },
        figures=read_figures(folder),
    )
    faults = list(_faults(library))
    if faults:
        raise ContentError("\n".join(faults))
    return library


def _common_framings(folder: Path) -> Iterator[schema.Framing]:
    for name in ("oecd", "sdg"):
        yield read(folder / f"{name}.yaml", schema.Framing)


def _framing(code: str, places: Iterable[tuple[str, Words, Words | None]]) -> schema.Framing:
    return schema.Framing(
        code=code,
        name=FRAMING_NAMES[code],
        items=tuple(schema.Item(code=c, name=name, about=about) for c, name, about in places),
    )


def _faults(library: Library) -> Iterator[str]:
    """Every reference between the files that leads nowhere, and every code used twice."""
    for code, framing in library.framings.items():
        codes = [item.code for item in framing.items]
        for twice in sorted({c for c in codes if codes.count(c) > 1}):
            yield _fault(library, f"{code} {twice} is there twice. Give one of them another code.")
    for board in library.land.boards:
        if board.region not in library.regions:
            yield _fault(
                library,
                f"board {board.code} is for region {board.region}, which is not among the regions.",
            )
    for step in library.strategy.steps:
        places = [(CHALLENGE, step.challenge), *((PRIORITY, code) for code in step.priorities)]
        for framing_code, place in places:
            if library.item(framing_code, place) is None:
                yield _fault(
                    library,
                    f"step {step.code} points at {framing_code} {place}, which does not exist.",
                    "strategy.yaml",
                )
    themes = {c.code for c in library.strategy.challenges} | {
        theme.code for theme in library.figures.themes
    }
    for series in library.figures.series:
        if series.theme not in themes:
            yield _fault(
                library,
                f"series {series.code} is about {series.theme}, which is neither a challenge nor one "
                "of the themes.",
                SERIES,
            )


def _fault(library: Library, sentence: str, file: str = "plan.yaml") -> str:
    path = library.folder / file
    return f"{path}: {sentence} Correct the code, or add what it points at."
