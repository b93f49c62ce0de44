"""Which industries a region could grow into: what is near what it is strong in, and what it opens for."""

from __future__ import annotations

from collections.abc import Mapping

from kraftsamling.kernel.labelled import Matrix
from kraftsamling.kernel.words import Words
from kraftsamling.measures.complexity import Quadrant
from kraftsamling.priorities.findings import Answer, Head
from kraftsamling.priorities.value_chains.engine.reasons import Reasons
from kraftsamling.priorities.value_chains.engine.standing import Stand
from kraftsamling.priorities.value_chains.question import Opportunities
from kraftsamling.priorities.value_chains.space import Ground, Space
from kraftsamling.priorities.value_chains.telling import PER_CENT, PERSONS, decimal, within

PLACE = Words(sv="plats", en="place")
SPREAD = Words(sv="standardavvikelser", en="standard deviations")
HEADS = {
    "persons": Head(Words(sv="Sysselsatta", en="Persons employed"), PERSONS, 0),
    "rca": Head(
        Words(sv="Specialisering", en="Specialisation"),
        Words(sv="gånger andelen i Europa", en="times the share in Europe"),
        2,
    ),
    "relatedness": Head(Words(sv="Närhet", en="Relatedness"), PER_CENT),
    "complexity": Head(Words(sv="Komplexitet", en="Complexity"), SPREAD, 2),
    "gain": Head(Words(sv="Strategiskt värde", en="Strategic gain"), SPREAD, 2),
    "rank": Head(Words(sv="Rang", en="Rank"), PLACE, 0),
}
GROUPS = {
    Quadrant.NEAR_COMPLEX: Words(sv="Nära och komplex", en="Near and complex"),
    Quadrant.NEAR_SIMPLE: Words(sv="Nära och enkel", en="Near and simple"),
    Quadrant.FAR_COMPLEX: Words(sv="Längre bort och komplex", en="Further and complex"),
    Quadrant.FAR_SIMPLE: Words(sv="Längre bort och enkel", en="Further and simple"),
    Quadrant.HELD: Words(sv="Styrka i dag", en="A strength today"),
}
SAID = Words(
    sv="Nära och komplexa branscher som {name} inte redan är stark i, inom {part}: {best}. Störst strategiskt "
    "värde har {first}.",
    en="Near and complex industries that {name} is not already strong in, within {part}: {best}. The "
    "strategic gain is greatest for {first}.",
)
NONE = Words(
    sv="Ingen bransch inom {part} som {name} inte redan är stark i är både nära och komplex. Störst "
    "strategiskt värde har {first}.",
    en="No industry within {part} that {name} is not already strong in is both near and complex. The "
    "strategic gain is greatest for {first}.",
)
ALL = Words(
    sv="{name} är stark i allt inom {part} som statistiken har.",
    en="{name} is strong in everything within {part} that the statistics have.",
)
MEANING = Words(
    sv="Närhet är hur mycket av det som brukar finnas i samma regioner som branschen som regionen är stark "
    "i. Den säger vad som ligger nära till hands, inte vad som lönar sig.",
    en="Relatedness is how much of what is usually found in the same regions as the industry the region is "
    "strong in. It says what is near at hand, not what pays.",
)
COARSE = Words(
    sv="Branscherna är grova (NACE på två siffror): i var och en finns både enkelt och avancerat. De "
    "jämförs inom {part}, i {count} av Europas regioner år {year}.",
    en="The industries are coarse (two-digit NACE): each holds both the simple and the advanced. They are "
    "compared within {part}, in {count} of Europe's regions in {year}.",
)
DIRECTION = Words(
    sv="Komplexiteten räknas så att högteknologiska branscher (enligt Eurostat) ligger över de andra. I "
    "det strategiska värdet ingår branschens egen komplexitet och det den gör nåbart.",
    en="Complexity is counted so that high-tech industries (as Eurostat has them) are above the others. In "
    "the strategic gain are the industry's own complexity and what it brings within reach.",
)
VARIED = Words(
    sv="Rangens intervall är bästa och sämsta plats när gränsen för en styrka är 0,8 till 1,2, när små tal "
    "dras mot snittet, när det som är skattat inte räknas som styrkor, och när närhet mäts på fem sätt "
    "(samstämmighet {agreement} av 1).",
    en="The band of the rank is the best and the worst place when the limit for a strength is 0.8 to 1.2, "
    "when small counts are drawn towards the mean, when what is estimated is not counted as strengths, and "
    "when relatedness is measured in five ways (agreement {agreement} of 1).",
)
UNSURE = Words(
    sv="Regionerna är så få eller så lika att komplexiteten inte är entydig.",
    en="The regions are so few or so alike that complexity is not settled.",
)
ESTIMATED = Words(
    sv="Sekretessbelagt i regionen och skattat ur vad som är kvar av helheten: {estimated}.",
    en="Confidential in the region and estimated from what is left of the whole: {estimated}.",
)
UNKNOWN = Words(
    sv="Inte känt i regionen, och räknat som noll: {unknown}.",
    en="Not known in the region, and counted as nought: {unknown}.",
)
GUESSED = Words(sv="Antalet är skattat.", en="The number is estimated.")


def opportunities(question: Opportunities, space: Space) -> Answer:
    """What the region is not strong in, by what it would open for; and then its strengths.

    Columns: persons; rca; relatedness density, without itself (per cent); complexity (PCI, on the scale
    where regions have mean 0 and deviation 1); gain (COG "stata": itself included) and rank by it, with
    the best and the worst of `WAYS` as its band. Gain and rank are NaN for strengths. `group` is the
    quadrant: Balland, Boschma, Crespo & Rigby (2019), Regional Studies 53(9). `notes` are the reasons.

    The `shown` first opportunities, and all strengths, the most specialised first. Raises
    `UnanswerableQuestion` for a place that is none of the regions, or has nobody in that part.
    """
    ground = space.among(space.table.part(question.among))
    stand = Stand.of(ground, space.table.high_tech)
    codes = [str(code) for code in ground.counts.columns]
    kept = [*stand.options[: question.shown], *stand.strengths]
    values, low, high = (table[kept] for table in stand.columns)
    notes = _notes(question, space.table.names, ground, stand)
    return Answer(
        question,
        Matrix(values, tuple(codes[n] for n in kept), tuple(HEADS)),
        space.table.unit.in_language(question.language),
        space.origins,
        _caveats(question, space, ground, stand),
        low=low,
        high=high,
        names={code: space.table.names[code] for code in codes},
        heads=HEADS,
        sentence=_said(question, space, ground, stand),
        notes={codes[n]: notes[codes[n]] for n in kept},
        group={codes[n]: stand.kinds[n].name.lower() for n in kept},
        groups={kind.name.lower(): words for kind, words in GROUPS.items()},
        middles={
            "relatedness": float(stand.relatedness[stand.options].mean()),
            "complexity": float(stand.space.pci.mean()),
        }
        if stand.options
        else {},
    )


def _notes(
    question: Opportunities, names: Mapping[str, Words], ground: Ground, stand: Stand
) -> dict[str, str]:
    """The kind of each, why of the options, and what was estimated."""
    language, codes = question.language, [str(code) for code in ground.counts.columns]
    said = [within(names[code], language) for code in codes]
    reasons = Reasons(said, stand.strong, stand.space.phi, stand.space.pci, language)
    notes = {}
    for n, (code, kind) in enumerate(zip(codes, stand.kinds, strict=True)):
        parts = [f"{GROUPS[kind].in_language(language)}."]
        parts += [reasons.of(n)] if kind is not Quadrant.HELD else []
        parts += [GUESSED.in_language(language)] if code in ground.estimated else []
        notes[code] = " ".join(parts)
    return notes


def _said(question: Opportunities, space: Space, ground: Ground, stand: Stand) -> str:
    language = question.language
    names = [within(space.table.names[str(c)], language) for c in ground.counts.columns]
    best = [names[n] for n in stand.options if stand.kinds[n] is Quadrant.NEAR_COMPLEX]
    words = (SAID if best else NONE) if stand.options else ALL
    return words.in_language(language).format(
        name=space.name.in_language(language),
        part=within(space.table.part(question.among).name, language),
        best="; ".join(best[:3]),
        first=names[stand.options[0]] if stand.options else "",
    )


def _caveats(
    question: Opportunities, space: Space, ground: Ground, stand: Stand
) -> tuple[str, ...]:
    """What every reader must know, in the language of the question."""
    language, table = question.language, space.table

    def listed(codes: tuple[str, ...]) -> str:
        return "; ".join(within(table.names[code], language) for code in codes)

    facts = {
        "part": within(table.part(question.among).name, language),
        "count": len(ground.counts.rows),
        "year": space.year,
        "agreement": decimal(stand.ranks.concordance, language, 2) if stand.ranks else "",
        "estimated": listed(ground.estimated),
        "unknown": listed(ground.unknown),
    }
    own = [MEANING, COARSE, DIRECTION]
    own += [VARIED] if stand.ranks else []
    own += [UNSURE] if not stand.space.complexity.determined else []
    own += [ESTIMATED] if ground.estimated else []
    own += [UNKNOWN] if ground.unknown else []
    said = [words.in_language(language).format(**facts) for words in own]
    return (*said, *(words.in_language(language) for words in table.oddities))
