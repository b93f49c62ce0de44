"""What can be asked about value chains, in the order it is read."""

from __future__ import annotations

from kraftsamling.kernel.words import Words
from kraftsamling.measures.inside import REGION
from kraftsamling.priorities.asking import Choices, Kind, Slice
from kraftsamling.priorities.value_chains.chains import read_chains
from kraftsamling.priorities.value_chains.divisions import read_regions
from kraftsamling.priorities.value_chains.question import (
    Carbon,
    Dependence,
    Exposure,
    Kind as Falls,
    Markets,
    Opportunities,
    Position,
    Potential,
    Shock,
)
from kraftsamling.priorities.value_chains.study import (
    among_regions,
    answer,
    emissions_told,
    emitting,
    growing,
    region,
    selling_more,
)
from kraftsamling.strategy.library import CHALLENGE, PRIORITY, Library

GROWING = "opportunities"
FALLS = {
    Falls.MARKET: Words(sv="Marknad: {name}", en="Market: {name}"),
    Falls.SUPPLIER: Words(sv="Leverantör: {name}", en="Supplier: {name}"),
    Falls.INDUSTRY: Words(sv="Bransch här: {name}", en="Industry here: {name}"),
}


def here(library: Library) -> bool:
    """Whether the plan has value chains."""
    return read_chains(library.folder) is not None


def choices(field: str, kind: str, library: Library) -> Choices:
    """What may be chosen for a field of a kind of question: places, industries, what may fall away.

    Of places only those that the question has an answer for.
    """
    if field == "place":
        own = (*library.places[-2:-1], *library.places[:-2])
        if kind == GROWING:
            own = among_regions(own, library)
        return tuple((place.code, place.name) for place in own)
    if field == "among":
        table = read_regions(library.folder)
        return tuple((part.code, part.name) for part in table.parts) if table else ()
    if field not in ("industry", "falls"):
        return ()
    known = region(Position(library.places[-2].code), library)
    industries = tuple((i.code, i.name) for i in known.industries if i.code in known.working)
    if field == "industry":
        return industries
    places = tuple((code, name) for code, name in known.places.items())
    suppliers = tuple((code, name) for code, name in places if code != REGION)
    levers = {Falls.MARKET: places, Falls.SUPPLIER: suppliers, Falls.INDUSTRY: industries}
    return tuple(
        (f"{kind}:{code}", _named(FALLS[kind], name))
        for kind, named in levers.items()
        for code, name in named
    )


def _named(form: Words, name: Words) -> Words:
    return Words(sv=form.sv.format(name=name.sv), en=form.en.format(name=name.en))


def under(library: Library) -> dict[str, list[str]]:
    """The priority and the challenge of the plan that value chains belong to."""
    found = read_chains(library.folder)
    return {PRIORITY: [found[0].priority], CHALLENGE: [found[0].challenge]} if found else {}


SLICE = Slice(
    code="value_chains",
    name=Words(sv="Globala värdekedjor", en="Global value chains"),
    tells=Words(
        sv="Var regionens branscher står i världens handel, vilka de beror av och vad som händer om något "
        "faller bort.",
        en="Where the region's industries stand in the world's trade, whom they depend on, and what happens "
        "if something falls away.",
    ),
    here=here,
    choices=choices,
    under=under,
    kinds=(
        Kind(
            "position",
            Words(sv="Var står branscherna?", en="Where do the industries stand?"),
            Words(
                sv="Hur långt från den slutliga användningen, och hur mycket av värdet som skapas här.",
                en="How far from final demand, and how much of the value is made here.",
            ),
            Position,
            answer,
        ),
        Kind(
            "markets",
            Words(sv="Vilka marknader hänger jobben på?", en="Which markets do the jobs hang on?"),
            Words(
                sv="Var produkterna till slut används, hur många led det än är dit.",
                en="Where the products are used in the end, however many steps away.",
            ),
            Markets,
            answer,
        ),
        Kind(
            "dependence",
            Words(sv="Vem beror av vem?", en="Who depends on whom?"),
            Words(
                sv="Leverantörer och köpare till en bransch, direkt och med alla led.",
                en="Suppliers and buyers of an industry, directly and through all steps.",
            ),
            Dependence,
            answer,
        ),
        Kind(
            "shock",
            Words(sv="Vad händer om något faller bort?", en="What if something falls away?"),
            Words(
                sv="En marknad, en leverantör eller en bransch: jobb och förädlingsvärde, län för län.",
                en="A market, a supplier or an industry: jobs and value added, county by county.",
            ),
            Shock,
            answer,
        ),
        Kind(
            "exposure",
            Words(sv="Vad skulle kännas mest?", en="What would be felt most?"),
            Words(
                sv="Alla marknader, leverantörer och branscher efter hur många jobb som hänger på dem.",
                en="All markets, suppliers and industries by how many jobs hang on them.",
            ),
            Exposure,
            answer,
        ),
        Kind(
            GROWING,
            Words(sv="Vad kan regionen växa in i?", en="What could the region grow into?"),
            Words(
                sv="Branscher som ligger nära det regionen är stark i, och vad de skulle öppna för.",
                en="Industries that are near what the region is strong in, and what they would open for.",
            ),
            Opportunities,
            growing,
        ),
        Kind(
            "potential",
            Words(sv="Var kunde mer säljas?", en="Where could more be sold?"),
            Words(
                sv="Marknad för marknad: det som säljs i dag, och en måttstock för vad som kunde säljas.",
                en="Market by market: what is sold today, and a yardstick for what could be.",
            ),
            Potential,
            selling_more,
        ),
        Kind(
            "carbon",
            Words(
                sv="Hur mycket koldioxid finns i det som görs och köps?",
                en="How much carbon is in what is made and bought?",
            ),
            Words(
                sv="Utsläppen bakom branschernas produkter och bakom det som köps, efter var de sker.",
                en="The emissions behind the industries' products and behind what is bought, by where they are.",
            ),
            Carbon,
            emitting,
            here=emissions_told,
        ),
    ),
)
