"""A strategy read whole: its files, checked against each other, and every framing in one place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Protocol

from kraftsamling.evidence.claims.asking import Ground, fault as claim_fault
from kraftsamling.evidence.claims.finding import within
from kraftsamling.evidence.figures import SERIES, Figures, read_figures
from kraftsamling.evidence.indicators.library import Indicators, read_indicators
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.evidence.places import Places, read_places
from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.kernel.content import Spot, fault, read
from kraftsamling.kernel.errors import ContentError, UnanswerableQuestion
from kraftsamling.kernel.near import near
from kraftsamling.kernel.place import Place
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


# Kinds of places, the largest first; of what has no kind nothing is known.
SIZES = ("union", "nation", "region", "county", "municipality", "")

# Framings that every plan shares, each a file under `common`.
COMMON_FRAMINGS = ("oecd", "sdg")


@dataclass(frozen=True, eq=False)
class Library:
    """Everything a plan's content files say about what is wanted, where, and by whom it is decided."""

    folder: Path
    land: schema.Land
    strategy: schema.Strategy
    own_framings: tuple[schema.Framing, ...]
    assessment: schema.Assessment
    fund_indicators: dict[str, schema.FundIndicator]
    figures: Figures
    indicators: Indicators
    gazetteer: Places

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
            self._own(region.name, region.code, region.county) for region in self.land.regions
        )
        around = (self._own(area.name, area.code) for area in (self.land.area, self.land.country))
        return (*regions, *around)

    def _own(self, name: Words, *codes: str) -> Place:
        """A place of the plan by its codes in `plan.yaml`, and by every other code it is known by."""
        known = next(
            (p for p in self.gazetteer.by_code.values() if set(p.codes) & set(codes)), None
        )
        every = dict.fromkeys((*(known.codes if known else ()), *filter(None, codes)))
        return Place(tuple(every), name, own=True, level=known.level if known else "")

    @cached_property
    def ground(self) -> Ground:
        """What claims are checked against: counties are places of the level of the plan's regions."""
        own = self.places[: len(self.land.regions)]
        levels = {place.level for place in own} & {"county"}
        nation = self.gazetteer.within(self.land.country.code, "county") if levels else ()
        return Ground(
            self.indicators,
            self.gazetteer,
            tuple(place.code for place in own),
            tuple(place.code for place in nation),
        )

    def places_of(self, indicator: Indicator) -> tuple[Place, ...]:
        """The plan's own places, and the union where the indicator is compared with it."""
        known = self.gazetteer.by_code.values() if "union" in indicator.peers else ()
        return (*self.places, *(place for place in known if place.level == "union"))

    def place_called(self, name: str) -> Place:
        """The place with this code or name, or the only one whose name begins so.

        Capitals do not matter, and a county may be called without the word for it. Of places that are
        called alike the largest is meant; "Uppsala kommun" is the municipality. Raises
        `UnanswerableQuestion` that names those it may have been.
        """
        wanted = name.strip().casefold()
        every: dict[str, Place] = {}
        for place in (*self.places, *self.gazetteer.by_code.values()):
            if wanted in (text.casefold() for text in (*place.codes, *_names(place, whole=True))):
                return place
            every.setdefault(place.code, place)
        called = [p for p in every.values() if wanted in map(str.casefold, _short_names(p))]
        if called:
            return min(called, key=lambda place: SIZES.index(place.level))
        begun = [
            place
            for place in every.values()
            if wanted and any(text.casefold().startswith(wanted) for text in _names(place))
        ]
        if len(begun) == 1:
            return begun[0]
        raise UnanswerableQuestion(_no_place(name, begun or self.places, every))

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


def _names(place: Place, *, whole: bool = False) -> tuple[str, ...]:
    """The names of a place; where `whole`, only those that no place of another kind has too."""
    if place.level == "municipality" and whole:
        return f"{place.name.sv} kommun", f"{place.name.en} Municipality"
    return place.name.sv, place.name.en


def _short_names(place: Place) -> tuple[str, ...]:
    """The names of a place without the word for what kind of place it is."""
    english = place.name.en.removesuffix(" County")
    return (*(text.removesuffix(" län") for text in _names(place)), english)


def _no_place(name: str, offered: Iterable[Place], every: dict[str, Place]) -> str:
    """That `name` is no place, or several, with those it may have been."""
    close = near(name, {code: _names(place) for code, place in every.items() if code})
    told = [every[code] for code in close] or list(offered)
    listed = ", ".join(f"{place.name.sv} ({place.code})" for place in told)
    return f"There is no place called {name}. Write a code or a name, such as: {listed}."


@lru_cache(maxsize=8)
def load(folder: Path) -> Library:
    """The library in `folder`, its `common` neighbour included. Read once per process.

    Raises `ContentError` naming file, line and cure; nothing is half-loaded.
    """
    common = folder.parent / "common"
    gazetteer = read_places(common)
    library = Library(
        folder=folder,
        land=read(folder / "plan.yaml", schema.Land),
        strategy=read(folder / "strategy.yaml", schema.Strategy),
        own_framings=(
            *read(folder / "framings.yaml", schema.Framings).framings,
            *_common_framings(common),
        ),
        assessment=read(common / "assessment.yaml", schema.Assessment),
        fund_indicators={
            indicator.code: indicator
            for indicator in read(common / "fund_indicators.yaml", schema.FundIndicators).indicators
        },
        figures=read_figures(folder),
        indicators=read_indicators(folder, read_sources(common / "sources"), gazetteer),
        gazetteer=gazetteer,
    )
    faults = list(_faults(library))
    if faults:
        raise ContentError("\n".join(faults))
    return library


def _common_framings(folder: Path) -> Iterator[schema.Framing]:
    for name in COMMON_FRAMINGS:
        yield read(folder / f"{name}.yaml", schema.Framing)


def _framing(code: str, places: Iterable[tuple[str, Words, Words | None]]) -> schema.Framing:
    return schema.Framing(
        code=code,
        name=FRAMING_NAMES[code],
        items=tuple(schema.Item(code=c, name=name, about=about) for c, name, about in places),
    )


def _faults(library: Library) -> Iterator[str]:
    """Every code used twice, and every reference between the files that leads nowhere."""
    for path, kind, codes in _codes(library):
        seen = set()
        for place, code in codes:
            if code in seen:
                sentence = f"{kind} {code} is there twice. Give one of them another code."
                yield fault(path, place, sentence)
            seen.add(code)
    yield from _unfounded(library)
    for path, place, sentence in (*_dangling(library), *_misplaced(library)):
        yield fault(path, place, f"{sentence} Correct the code, or add what it points at.")


class Coded(Protocol):
    """Anything that has a code."""

    @property
    def code(self) -> str: ...


def _codes(library: Library) -> Iterator[tuple[Path, str, list[tuple[Spot, str]]]]:
    """Each list of codes that must differ: its file, what they name, and where each is written."""
    plan, strategy = library.folder / "plan.yaml", library.folder / "strategy.yaml"
    lists: tuple[tuple[Path, str, str, Iterable[Coded]], ...] = (
        (plan, "regions", REGION, library.land.regions),
        (plan, "boards", "board", library.land.boards),
        (strategy, "challenges", CHALLENGE, library.strategy.challenges),
        (strategy, "priorities", PRIORITY, library.strategy.priorities),
        (strategy, "steps", STEP, library.strategy.steps),
        (strategy, "targets", "target", library.strategy.targets),
    )
    for path, field, kind, things in lists:
        yield path, kind, [((field, n), thing.code) for n, thing in enumerate(things)]
    yield (
        plan,
        MUNICIPALITY,
        [
            (("regions", n, "municipalities", k), municipality.code)
            for n, region in enumerate(library.land.regions)
            for k, municipality in enumerate(region.municipalities)
        ],
    )
    built_in: list[tuple[Spot, str]] = [((), code) for code in FRAMING_NAMES]
    written = [(place[:-1], framing.code) for _, place, framing in _written(library)]
    yield library.folder / "framings.yaml", "framing", built_in + written
    for path, place, framing in _written(library):
        items = [((*place, n), item.code) for n, item in enumerate(framing.items)]
        yield path, framing.code, items


def _written(library: Library) -> Iterator[tuple[Path, Spot, schema.Framing]]:
    """Each framing that a file holds, the file, and where its items are in it."""
    for n, framing in enumerate(library.own_framings):
        common = library.folder.parent / "common" / f"{framing.code}.yaml"
        if framing.code in COMMON_FRAMINGS:
            yield common, ("items",), framing
        else:
            yield library.folder / "framings.yaml", ("framings", n, "items"), framing


def _dangling(library: Library) -> Iterator[tuple[Path, Spot, str]]:
    """Each reference that leads nowhere: the file, the place, and what it points at in vain."""
    plan, strategy = library.folder / "plan.yaml", library.folder / "strategy.yaml"
    for n, board in enumerate(library.land.boards):
        if board.region not in library.regions:
            yield (
                plan,
                ("boards", n, "region"),
                f"board {board.code} is for region {board.region}, which is not among the regions.",
            )
    for n, step in enumerate(library.strategy.steps):
        named = [(CHALLENGE, step.challenge), *((PRIORITY, code) for code in step.priorities)]
        for framing_code, code in named:
            if library.item(framing_code, code) is None:
                yield (
                    strategy,
                    ("steps", n),
                    f"step {step.code} points at {framing_code} {code}, which does not exist.",
                )


def _unfounded(library: Library) -> Iterator[str]:
    """Each claim whose sentence is not in its text, or that speaks of what is not there."""
    path = library.folder / "strategy.yaml"
    for n, challenge in enumerate(library.strategy.challenges):
        for k, claim in enumerate(challenge.claims):
            spot: Spot = ("challenges", n, "claims", k)
            for language in ("sv", "en"):
                sentence = claim.sentence.in_language(language)
                if not within(sentence, challenge.about.in_language(language)):
                    yield fault(
                        path,
                        (*spot, "sentence", language),
                        f"claim: the text of {challenge.code} does not say this. Write the sentence "
                        "just as it stands there.",
                    )
            wrong = claim_fault(claim.asserts, library.ground)
            if wrong:
                yield fault(path, (*spot, "asserts"), f"claim: {wrong} Correct it, or add it.")


def _misplaced(library: Library) -> Iterator[tuple[Path, Spot, str]]:
    """Each item in a region, and each series about a theme, that is not there."""
    for path, place, framing in _written(library):
        for n, item in enumerate(framing.items):
            if item.region and item.region not in library.regions:
                yield (
                    path,
                    (*place, n, "region"),
                    (
                        f"{framing.code} {item.code} is in region {item.region}, which is not among "
                        "the regions."
                    ),
                )
    themes = {c.code for c in library.strategy.challenges} | {
        theme.code for theme in library.figures.themes
    }
    for indicator in library.indicators.every:
        for theme in {indicator.theme, *indicator.also} - themes:
            path, place = library.indicators.written[indicator.code]
            yield (
                path,
                (*place, "theme"),
                (
                    f"indicator {indicator.code} is about {theme}, which is neither a challenge nor "
                    "one of the themes."
                ),
            )
    for n, series in enumerate(library.figures.series):
        if series.theme not in themes:
            yield (
                library.folder / SERIES,
                ("series", n, "theme"),
                (
                    f"series {series.code} is about {series.theme}, which is neither a challenge nor "
                    "one of the themes."
                ),
            )
