"""How much carbon is in what a region makes and buys, and where it was emitted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.kernel.labelled import Numbers
from kraftsamling.kernel.words import Words
from kraftsamling.measures.embodied import Embodied
from kraftsamling.measures.inside import REGION, REST
from kraftsamling.measures.regional import Band
from kraftsamling.measures.tables import Floats
from kraftsamling.priorities.findings import Answer, Head
from kraftsamling.priorities.value_chains.engine.position import abroad
from kraftsamling.priorities.value_chains.question import Carbon
from kraftsamling.priorities.value_chains.region import Region
from kraftsamling.priorities.value_chains.telling import (
    PER_CENT,
    Column,
    decimal,
    largest,
    told,
    within,
)

ALL, FROM, INDUSTRY = "all", "from", "industry"
SHOWN = 10
"""Places shown of those where what is bought was emitted."""
TONNES = Words(sv="ton koldioxidekvivalenter", en="tonnes of CO2 equivalents")
PER_MILLION = Words(sv="ton per miljon", en="tonnes per million")
HEADS = {
    "emitted": Head(Words(sv="Utsläpp", en="Emissions"), TONNES, 0),
    "per_million": Head(Words(sv="Bakom produkten", en="Behind the product"), PER_MILLION),
    "own": Head(Words(sv="I regionen", en="In the region"), PER_CENT),
    "rest": Head(Words(sv="I övriga landet", en="In the rest of the country"), PER_CENT),
    "abroad": Head(Words(sv="Utomlands", en="Abroad"), PER_CENT),
}
WHOLE = {
    "production": Words(sv="Utsläppt av dem som finns här", en="Emitted by those who are here"),
    "consumption": Words(
        sv="Bakom det som till slut används här", en="Behind what is used here in the end"
    ),
    "exports": Words(
        sv="Utsläppt här, för användning på andra platser",
        en="Emitted here, for use in other places",
    ),
    "imports": Words(
        sv="Utsläppt på andra platser, för användning här",
        en="Emitted in other places, for use here",
    ),
}
GROUPS = {
    ALL: Words(sv="Regionen som helhet", en="The region as a whole"),
    FROM: Words(sv="Var det som används här släpptes ut", en="Where what is used here was emitted"),
    INDUSTRY: Words(
        sv="Branscherna här och deras produkter", en="Industries here and their products"
    ),
}
SAID = Words(
    sv="I {name} släpps {production} ton koldioxidekvivalenter ut. Bakom det som till slut används där "
    "ligger {consumption} ton, varav {abroad} procent utomlands. Mest per miljon ligger bakom det som "
    "{industry} gör: {most} ton, varav {own} procent i regionen.",
    en="{production} tonnes of CO2 equivalents are emitted in {name}. Behind what is used there in the end "
    "are {consumption} tonnes, {abroad} per cent of it abroad. Most per million is behind what "
    "{industry} makes: {most} tonnes, {own} per cent of it in the region.",
)
COUNTED = Words(
    sv="Växthusgaser vägs samman efter hur mycket de värmer på hundra år (IPCC AR5); koldioxid från "
    "biomassa räknas inte. En miljon är i tabellens enhet, {unit}.",
    en="Greenhouse gases are added up by how much they warm in a hundred years (IPCC AR5); carbon dioxide "
    "from biomass is not counted. A million is in the table's unit, {unit}.",
)
SHARED = Words(
    sv="En bransch antas släppa ut lika mycket per krona i regionen som i landet. Det stämmer inte för "
    "enskilda stora anläggningar: deras utsläpp finns i anläggningsregister, inte här.",
    en="An industry is taken to emit as much per unit of output in the region as in the country. That is "
    "not so for single large plants: their emissions are in registers of plants, not here.",
)
DIRECT = Words(
    sv="Det som hushåll och andra slutliga användare själva släpper ut, som i bilar och pannor, ingår med "
    "regionens del av landets produktion.",
    en="What households and other final users emit themselves, such as in cars and boilers, is in by the "
    "region's part of the country's output.",
)
NOT_DIRECT = Words(
    sv="Det som hushåll och andra slutliga användare själva släpper ut, som i bilar och pannor, ingår inte.",
    en="What households and other final users emit themselves, such as in cars and boilers, is not in.",
)
TWICE = Words(
    sv="Utsläppen bakom olika branschers produkter kan inte läggas ihop: det ena är ofta insats i det andra.",
    en="Emissions behind the products of several industries cannot be added up: one is often an input to "
    "another.",
)
UNPLACED = Words(
    sv="{tonnes} ton i tabellen hör till branscher utan produktion och ingår inte.",
    en="{tonnes} tonnes in the table belong to industries without output and are not in.",
)


def carbon(question: Carbon, region: Region) -> Answer:
    """Emissions of the region as a whole, by where they are behind what is used here, and by industry.

    Columns: tonnes emitted; tonnes behind a million of an industry's product, anywhere and through all
    steps; and the part of either that was emitted in the region, the rest of the country and abroad
    (per cent, they add up to 100 for each delta). An industry's tonnes are its part of the country's.
    Raises `UnanswerableQuestion` where the table does not tell of emissions.
    """
    embodied = region.carbon
    if embodied is None:
        raise UnanswerableQuestion(
            f"The table of {region.year} that {region.world.name.en} has here does not tell what "
            "industries emit. Choose another year, or add the producer's file again."
        )
    names = dict(_names(region))
    band = region.inside.band(lambda delta: _table(embodied, delta))
    columns = dict(_columns(band, len(region.industries)))
    kept = _kept(region, band.middle[:, 0])
    caveats = _caveats(question, region, embodied)
    return told(
        question,
        region,
        names,
        columns,
        _said(question, region, names, band.middle, kept),
        *caveats,
        kept=kept,
        groups=(GROUPS, _group),
    )


def _names(region: Region) -> Iterator[tuple[str, Words]]:
    """The code and name of every row of `_table`, in its order."""
    yield from ((f"{ALL}:{code}", name) for code, name in WHOLE.items())
    yield from ((f"{FROM}:{place}", name) for place, name in region.places.items())
    yield from ((industry.code, industry.name) for industry in region.industries)


def _group(row: str) -> str:
    kind, colon, _rest = row.partition(":")
    return kind if colon else INDUSTRY


def _table(embodied: Embodied, delta: float) -> Floats:
    """Every number of the answer, (rows, columns); NaN where a row has none."""
    return np.vstack([_whole(embodied, delta), _by_industry(embodied, delta)])


def _whole(embodied: Embodied, delta: float) -> Floats:
    found, inside = embodied.accounts(delta), embodied.inside
    home = inside.places.index(REGION)
    bought = found.consumption
    away = np.where(np.arange(len(bought)) == home, 0, bought)
    here = np.where(np.arange(len(bought)) == home, 1.0, 0)
    amounts = (found.production, bought.sum(), found.exports, found.imports)
    where = np.stack([here, bought, here, away], axis=1)
    return np.vstack(
        [
            np.column_stack([amounts, np.full(4, np.nan), _shares(embodied, where)]),
            np.column_stack([bought, np.full((len(bought), 4), np.nan)]),
        ]
    )


def _by_industry(embodied: Embodied, delta: float) -> Floats:
    inside = embodied.inside
    behind, own = embodied.in_products(delta), embodied.given[inside.at[REGION]]
    return np.column_stack([own, behind.sum(axis=0), _shares(embodied, behind)])


def _shares(embodied: Embodied, amounts: Floats) -> Floats:
    """(places, rows) -> (rows, 3): per cent in the region, in the rest of the country and abroad."""
    inside, total = embodied.inside, amounts.sum(axis=0)
    own, rest = (amounts[inside.places.index(part)] for part in (REGION, REST))
    parts = np.stack([own, rest, abroad(amounts, inside)], axis=1)
    shares: Floats = np.divide(
        100 * parts, total[:, None], out=np.full(parts.shape, np.nan), where=total[:, None] != 0
    )
    return shares


def _columns(band: Band, industries: int) -> Iterator[tuple[str, Column]]:
    """A band for each column; what an industry itself emits does not move with delta, and has none."""
    for at, (code, head) in enumerate(HEADS.items()):
        low, middle, high = (part[:, at].copy() for part in (band.low, band.middle, band.high))
        if code == "emitted":
            low[-industries:] = high[-industries:] = np.nan
        yield code, (head, Band(band.deltas, low, middle, high))


def _kept(region: Region, emitted: Numbers) -> list[int]:
    """Rows as they are shown: the whole, the places with most, and industries that have jobs, most first."""
    first, second = len(WHOLE), len(WHOLE) + len(region.places)
    there = (region.persons >= 0.5) & (region.inside.output > 0)
    own = np.flatnonzero(there)
    order = own[np.argsort(-emitted[second:][own], kind="stable")]
    return [
        *range(first),
        *(first + at for at in largest(emitted[first:second], SHOWN)),
        *(second + int(at) for at in order),
    ]


def _said(
    question: Carbon, region: Region, names: Mapping[str, Words], table: Numbers, kept: list[int]
) -> str:
    start, language = len(WHOLE) + len(region.places), question.language
    industries = [at for at in kept if at >= start]
    if not industries or not table[0, 0]:
        return ""
    most = max(industries, key=lambda at: table[at, 1])
    return SAID.in_language(language).format(
        name=region.name.in_language(language),
        production=decimal(table[0, 0], language),
        consumption=decimal(table[1, 0], language),
        abroad=decimal(table[1, 4], language),
        industry=within(list(names.values())[most], language),
        most=decimal(table[most, 1], language, 1),
        own=decimal(table[most, 2], language),
    )


def _caveats(question: Carbon, region: Region, embodied: Embodied) -> Iterator[Words]:
    unit = region.world.unit
    yield Words(sv=COUNTED.sv.format(unit=unit.sv), en=COUNTED.en.format(unit=unit.en))
    yield SHARED
    yield DIRECT if embodied.direct.any() else NOT_DIRECT
    yield TWICE
    if embodied.unplaced >= 0.5:
        tonnes = decimal(embodied.unplaced, question.language)
        yield Words(sv=UNPLACED.sv.format(tonnes=tonnes), en=UNPLACED.en.format(tonnes=tonnes))
