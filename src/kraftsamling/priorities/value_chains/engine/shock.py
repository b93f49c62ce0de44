"""What is lost when a market, a supplier or an industry falls away; and what would be felt most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from kraftsamling.kernel.words import Words
from kraftsamling.measures.inside import REGION
from kraftsamling.measures.regional import Band
from kraftsamling.measures.tables import Floats
from kraftsamling.priorities.findings import Answer, Head
from kraftsamling.priorities.value_chains.question import Exposure, Fall, Kind, Shock
from kraftsamling.priorities.value_chains.region import Region
from kraftsamling.priorities.value_chains.telling import PER_CENT, PERSONS, decimal, largest, told

EVERY = "all"
EVERYTHING = Words(sv="Alla branscher", en="All industries")
LOST = Words(sv="Förlorade jobb", en="Jobs lost")
OUTPUT = Head(Words(sv="Förlorad produktion", en="Output lost"), PER_CENT)
SAID = Words(
    sv="Faller detta bort hänger {jobs} jobb i {name} på det ({low}–{high}), {share} procent av alla.",
    en="If this falls away, {jobs} jobs in {name} hang on it ({low}-{high}), {share} per cent of all.",
)
NOTHING = Words(
    sv="Välj något som faller bort: en marknad, en leverantör eller en bransch.",
    en="Choose something that falls away: a market, a supplier or an industry.",
)
MOST = Words(
    sv="Mest skulle det kännas om {what}: {jobs} jobb vid ett bortfall på {share} procent.",
    en="It would be felt most if {what}: {jobs} jobs at a fall of {share} per cent.",
)
FALLS = {
    Kind.MARKET: Words(sv="efterfrågan i {name} faller", en="demand in {name} falls"),
    Kind.SUPPLIER: Words(sv="leveranserna från {name} faller", en="deliveries from {name} fall"),
    Kind.INDUSTRY: Words(sv="{name} här faller", en="{name} here falls"),
}
GROUPS = {
    Kind.MARKET.value: Words(sv="Om en marknad faller", en="If a market falls"),
    Kind.SUPPLIER.value: Words(sv="Om en leverantör faller", en="If a supplier falls"),
    Kind.INDUSTRY.value: Words(sv="Om en bransch här faller", en="If an industry here falls"),
}
CAVEATS = (
    Words(
        sv="Det är en räkning på vad som hänger ihop i en tabell, ingen prognos: priser, lager, ersättare "
        "och nya kunder finns inte med. Jobb antas följa produktionen.",
        en="This works out what hangs together in a table and is no forecast: prices, stocks, substitutes "
        "and new customers are not in it. Jobs are taken to follow output.",
    ),
    Words(
        sv="En leverantör som faller bort ersätts inte, och köparen tappar den del av produktionen som "
        "insatsen är av kostnaden. Kan insatsen inte undvaras blir det mer, och levererar någon annan blir "
        "det mindre.",
        en="A supplier that falls away is not replaced, and the buyer loses the part of output that the input "
        "is of costs. Where the input cannot be done without it is more, and where somebody else delivers, "
        "less.",
    ),
    Words(
        sv="Flera bortfall läggs ihop, så summan är en övre gräns; mer än allt går aldrig förlorat.",
        en="Several falls are added up, so the sum is an upper limit; never more than everything is lost.",
    ),
)


def shock(question: Shock, region: Region) -> Answer:
    """Output, value added and jobs lost in each industry, jobs by county too; the first row is all.

    Bands are over delta. What falls is added up, and no industry loses more than all of its output.
    """
    lost = losses(region, [question.levers])[:, :, 0]
    counties = {
        code: (Head(Words(sv=f"{LOST.sv}, {name.sv}", en=f"{LOST.en}, {name.en}"), PERSONS, 0), row)
        for (code, name), row in zip(region.counties.items(), region.jobs.values, strict=True)
    }
    value = Head(Words(sv="Förlorat förädlingsvärde", en="Value added lost"), region.world.unit)
    jobs = _band(_totalled(lost * region.persons))
    columns = {
        "jobs": (Head(LOST, PERSONS, 0), jobs),
        **{code: (head, _band(_totalled(lost * row))) for code, (head, row) in counties.items()},
        "output": (OUTPUT, _band(100 * _weighted(lost, region.inside.output))),
        "value": (value, _band(_totalled(lost * _value_added(region)))),
    }
    names = {EVERY: EVERYTHING, **{i.code: i.name for i in region.industries}}
    felt = largest(np.maximum(jobs.high[1:], 0), len(region.industries))
    kept = [0, *(1 + n for n in felt if jobs.high[1 + n] >= 0.5)]
    return told(
        question, region, names, columns, _said(question, region, jobs), *CAVEATS, kept=kept
    )


def losses(region: Region, scenarios: Sequence[Sequence[Fall]]) -> Floats:
    """The part of output lost in each industry, 0 to 1: (deltas, industries, scenarios)."""
    levers: dict[Kind, Floats] = {
        Kind.MARKET: np.zeros((len(region.places), len(scenarios))),
        Kind.SUPPLIER: np.zeros((len(region.places), len(scenarios))),
        Kind.INDUSTRY: np.zeros((len(region.codes), len(scenarios))),
    }
    for column, falls in enumerate(scenarios):
        for fall in falls:
            row = region.industry if fall.kind is Kind.INDUSTRY else region.place
            levers[fall.kind][row(fall.code), column] += fall.share / 100
    shares = [np.minimum(levers[kind], 1) for kind in Kind]
    lost = region.inside.responses.to(*shares)
    output = region.inside.output[:, None]
    parts = np.divide(lost, output, out=np.zeros_like(lost), where=output != 0)
    limited: Floats = np.minimum(parts, 1)
    return limited


def exposure(question: Exposure, region: Region) -> Answer:
    """Every market, supplier and industry by the jobs that hang on a fall of `share` per cent in it.

    All are worked out at once, as many scenarios as there are levers. Rows are written as falls are,
    market:DEU and so on, the most first within each kind.
    """
    levers = list(_levers(region, question.share))
    lost = losses(region, [(fall,) for fall in levers])
    jobs = _band(np.einsum("dnk,n->dk", lost, region.persons))
    share = Band(
        jobs.deltas,
        *(100 * part / region.persons.sum() for part in (jobs.low, jobs.middle, jobs.high)),
    )
    columns = {
        "jobs": (Head(LOST, PERSONS, 0), jobs),
        "share": (Head(Words(sv="Andel av jobben", en="Share of the jobs"), PER_CENT), share),
    }
    names = {f"{fall.kind}:{fall.code}": _named(fall, region) for fall in levers}
    kept = [
        n
        for kind in Kind
        for n in largest(np.where([f.kind is kind for f in levers], jobs.middle, 0), question.shown)
    ]
    sentence = _felt_most(question, region, levers, jobs.middle)
    return told(
        question,
        region,
        names,
        columns,
        sentence,
        *CAVEATS[:2],
        kept=kept,
        groups=(GROUPS, lambda row: row.partition(":")[0]),
    )


def _levers(region: Region, share: float) -> Iterator[Fall]:
    for place in region.places:
        yield Fall(Kind.MARKET, place, share)
    for place in region.places:
        if place != REGION:
            yield Fall(Kind.SUPPLIER, place, share)
    for n, code in enumerate(region.codes):
        if region.persons[n] >= 0.5:
            yield Fall(Kind.INDUSTRY, code, share)


def _named(fall: Fall, region: Region) -> Words:
    """The place or the industry."""
    if fall.kind is Kind.INDUSTRY:
        return region.industries[region.industry(fall.code)].name
    return region.places[fall.code]


def _value_added(region: Region) -> Floats:
    found: Floats = region.inside.value_added[region.inside.at[REGION]]
    return found


def _totalled(amounts: Floats) -> Floats:
    """All industries together first, then each: (deltas, n) -> (deltas, 1 + n)."""
    return np.concatenate([amounts.sum(axis=1, keepdims=True), amounts], axis=1)


def _weighted(shares: Floats, by: Floats) -> Floats:
    """As `_totalled`, where the first is the share of the whole."""
    return np.concatenate([(shares @ by / by.sum())[:, None], shares], axis=1)


def _band(each: Floats) -> Band:
    """(deltas, n) -> the least, the median and the greatest."""
    return Band((), each.min(axis=0), np.median(each, axis=0), each.max(axis=0))


def _said(question: Shock, region: Region, jobs: Band) -> str:
    language = question.language
    if not question.falls:
        return NOTHING.in_language(language)
    return SAID.in_language(language).format(
        jobs=decimal(jobs.middle[0], language),
        low=decimal(jobs.low[0], language),
        high=decimal(jobs.high[0], language),
        name=region.name.in_language(language),
        share=decimal(100 * jobs.middle[0] / region.persons.sum(), language, 1),
    )


def _felt_most(question: Exposure, region: Region, levers: list[Fall], jobs: Floats) -> str:
    """The largest that is another country."""
    countries = {code for code, one in zip(region.places, region.countries, strict=True) if one}
    away = [f.kind is not Kind.INDUSTRY and f.code in countries for f in levers]
    most = largest(np.where(away, jobs, 0), 1)
    if not most:
        return ""
    fall, language = levers[most[0]], question.language
    name = _named(fall, region).in_language(language)
    return MOST.in_language(language).format(
        what=FALLS[fall.kind].in_language(language).format(name=name),
        jobs=decimal(jobs[most[0]], language),
        share=decimal(question.share, language),
    )
