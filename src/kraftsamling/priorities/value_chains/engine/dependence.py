"""Who supplies an industry, and who buys from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from kraftsamling.kernel.words import Words
from kraftsamling.measures.inside import REGION, REST, Inside
from kraftsamling.measures.tables import Floats
from kraftsamling.priorities.findings import Answer, Head
from kraftsamling.priorities.value_chains.question import Dependence
from kraftsamling.priorities.value_chains.region import Region
from kraftsamling.priorities.value_chains.telling import PER_CENT, decimal, largest, told, within

SUPPLIER, BUYER = "supplier", "buyer"
USERS, ELSEWHERE = "final", "other"
LEAST = 0.05
"""Per cent that other places must have together to have a row."""
OTHERS = Words(sv="Andra platser", en="Other places")
GROUPS = {
    SUPPLIER: Words(sv="Platser som levererar", en="Places that supply"),
    f"{SUPPLIER}_industry": Words(sv="Branscher som levererar", en="Industries that supply"),
    BUYER: Words(sv="Platser som köper", en="Places that buy"),
    f"{BUYER}_industry": Words(
        sv="Branscher och användare som köper", en="Industries and users that buy"
    ),
}
DIRECT = Head(Words(sv="Direkt", en="Directly"), PER_CENT)
ALL = Head(Words(sv="Med alla led", en="Through all steps"), PER_CENT)
FINAL = Words(sv="{place}: slutlig användning", en="{place}: final demand")
PAIR = Words(sv="{place}: {industry}", en="{place}: {industry}")
SAID = Words(
    sv="{share} procent av det som {industry} köper in kommer från utlandet, mest från {supplier}. "
    "Leverantörsländerna har koncentrationen {buying} och köparländerna {selling} (Herfindahl: 0 är "
    "många lika stora, 1 ett enda).",
    en="{share} per cent of what {industry} buys comes from abroad, most of all from {supplier}. The "
    "concentration of supplying countries is {buying} and of buying ones {selling} (Herfindahl: 0 is "
    "many of equal size, 1 a single one).",
)
CAVEAT = Words(
    sv="Direkt är andelen av branschens inköp eller försäljning. Med alla led är, för leverantörer, vems "
    "värde som finns i priset och, för köpare, var produkten till slut används.",
    en="Directly is the share of the industry's purchases or sales. Through all steps is, for suppliers, "
    "whose value is in the price and, for buyers, where the product is used in the end.",
)


def dependence(question: Dependence, region: Region) -> Answer:
    """Suppliers and buyers of one industry, in per cent: places first, then industries in places.

    Rows are supplier:PLACE, supplier:PLACE:INDUSTRY, buyer:PLACE and buyer:PLACE:INDUSTRY (`final` is
    final demand there), the `shown` largest of each by the direct share. An empty industry is the one
    with the most jobs.
    """
    at = region.industry(question.industry) if question.industry else int(region.persons.argmax())
    inside, shown = region.inside, question.shown

    def direct_at(delta: float) -> Floats:
        return _every(inside, _suppliers(inside, delta, at), _buyers(inside, delta, at))

    def through_at(delta: float) -> Floats:
        ending = _ending(inside, 100 * inside.markets_at(delta)[at])
        return _every(inside, 100 * inside.origins(delta)[:, at], ending)

    parts = list(_largest(inside, inside.band(direct_at).middle, shown))
    direct, through = (
        inside.band(_with_others(number, parts)) for number in (direct_at, through_at)
    )
    names = dict(_names(region))
    kept = _in_order(parts, len(names) - 2, direct.high)
    columns = {"direct": (DIRECT, direct), "all": (ALL, through)}
    sentence = _said(question, region, at, direct.middle)
    return told(
        question, region, names, columns, sentence, CAVEAT, kept=kept, groups=(GROUPS, _group)
    )


def _group(row: str) -> str:
    """The kind of a row: its side, and whether it is a whole place."""
    side, _place, *industry = row.split(":")
    return f"{side}_industry" if industry else side


def _suppliers(inside: Inside, delta: float, at: int) -> Floats:
    """Per cent of what the industry buys, by industry of the world, (N,)."""
    return _per_cent(inside.purchases(delta)[:, at])


def _buyers(inside: Inside, delta: float, at: int) -> Floats:
    """Per cent of what it sells, by industry of the world and then final demand by place, (N + P,)."""
    final = inside.demand(delta)[inside.at[REGION].start + at]
    return _per_cent(np.concatenate([inside.sales(delta)[at], final]))


def _ending(inside: Inside, markets: Floats) -> Floats:
    """By place as the buyers are. An industry is on the way, not where it ends: nothing is said of it."""
    return np.concatenate([np.full(len(inside.x), np.nan), markets])


def _per_cent(amounts: Floats) -> Floats:
    total = amounts.sum()
    shares: Floats = 100 * amounts / total if total else np.zeros_like(amounts)
    return shares


def _every(inside: Inside, suppliers: Floats, buyers: Floats) -> Floats:
    """All rows of the answer: places and pairs of suppliers, then of buyers."""
    size = len(inside.x)
    sold, final = buyers[:size], buyers[size:]
    places = _places(inside, np.nan_to_num(sold)) + final
    return np.concatenate([_places(inside, suppliers), suppliers, places, sold, final])


def _places(inside: Inside, amounts: Floats) -> Floats:
    summed: Floats = amounts.reshape(len(inside.places), -1).sum(axis=1)
    return summed


def _names(region: Region) -> Iterator[tuple[str, Words]]:
    """The code and name of every row of `_every`, in its order."""
    for side in (SUPPLIER, BUYER):
        for place, name in region.places.items():
            yield f"{side}:{place}", name
        for place, name in region.places.items():
            for industry in region.industries:
                yield f"{side}:{place}:{industry.code}", _joined(PAIR, name, industry.name)
        if side == BUYER:
            for place, name in region.places.items():
                yield f"{side}:{place}:{USERS}", _joined(FINAL, name, name)
    for side in (SUPPLIER, BUYER):
        yield f"{side}:{ELSEWHERE}", OTHERS


def _joined(form: Words, place: Words, industry: Words) -> Words:
    return Words(
        sv=form.sv.format(place=place.sv, industry=within(industry, "sv")),
        en=form.en.format(place=place.en, industry=within(industry, "en")),
    )


def _largest(inside: Inside, direct: Floats, shown: int) -> Iterator[list[int]]:
    """The largest of each kind: places that supply, pairs that supply, places that buy, pairs that do."""
    places, size = len(inside.places), len(inside.x)
    begin = 0
    for many in (places, size, places, size + places):
        yield [begin + n for n in largest(direct[begin : begin + many], shown)]
        begin += many


def _with_others(
    number: Callable[[float], Floats], parts: list[list[int]]
) -> Callable[[float], Floats]:
    """The same with two numbers more: what other places supply, and what other places buy."""

    def wider(delta: float) -> Floats:
        every = number(delta)
        others = [100 - every[parts[kind]].sum() if parts[kind] else 0.0 for kind in (0, 2)]
        return np.append(every, np.maximum(others, 0))

    return wider


def _in_order(parts: list[list[int]], others: int, direct: Floats) -> list[int]:
    """The rows as they are shown: after the places of a side come the others, if there are any."""
    rest = [[n] if direct[n] >= LEAST else [] for n in (others, others + 1)]
    return [*parts[0], *rest[0], *parts[1], *parts[2], *rest[1], *parts[3]]


def _said(question: Dependence, region: Region, at: int, direct: Floats) -> str:
    inside, language = region.inside, question.language
    places, size = len(inside.places), len(inside.x)
    suppliers = direct[:places]
    buyers = direct[places + size : 2 * places + size]
    if not suppliers.any() or not buyers.any():
        return ""
    home = [inside.places.index(part) for part in (REGION, REST)]
    away = suppliers * region.countries
    return SAID.in_language(language).format(
        share=decimal(suppliers.sum() - suppliers[home].sum(), language),
        industry=within(region.industries[at].name, language),
        supplier=list(region.places.values())[int(away.argmax())].in_language(language),
        buying=decimal(float((suppliers / 100) ** 2 @ np.ones(places)), language, 2),
        selling=decimal(float((buyers / 100) ** 2 @ np.ones(places)), language, 2),
    )
