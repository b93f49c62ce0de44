"""Where a region could sell more: the potential of each market, in the manner of the ITC."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from kraftsamling.evidence.centres import ORIGIN
from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.kernel.words import Words
from kraftsamling.measures.export_potential import realised, unrealised
from kraftsamling.measures.regional import Band
from kraftsamling.measures.tables import Floats, matrix
from kraftsamling.priorities.findings import Answer, Head
from kraftsamling.priorities.value_chains.engine.selling import Selling
from kraftsamling.priorities.value_chains.question import Potential
from kraftsamling.priorities.value_chains.region import Region
from kraftsamling.priorities.value_chains.telling import PER_CENT, Column, decimal, told, within

SMALL = 100
"""Where no market's potential reaches this, amounts have a decimal."""
TIMES = Words(sv="gånger", en="times")
SAID = Words(
    sv="Mest att vinna finns enligt måttstocken i {market}: {left} {unit} ({low} till {high}) utöver de {sold} "
    "som {name} säljer dit i dag{of}.",
    en="By this yardstick most is to be gained in {market}: {left} {unit} ({low} to {high}), on top of the "
    "{sold} that {name} sells there today{of}.",
)
NEXT = Words(sv="Därefter kommer {names}.", en="Next come {names}.")
SUREST = Words(
    sv="Vilken lätthet man än räknar med är minst {least} inte sålt i {surest}; ingen annan marknad har så "
    "mycket som minst.",
    en="Whichever ease is used, at least {least} is not sold yet in {surest}; no other market has as much at "
    "the least.",
)
USED = Words(
    sv="I alla {count} marknader tillsammans är {used} procent av potentialen använd.",
    en="In all {count} markets together {used} per cent of the potential is used.",
)
REACHED = Words(
    sv="{name} säljer i dag minst så mycket{of} som måttstocken väntar i var och en av {count} marknader.",
    en="{name} sells at least as much{of} today as the yardstick expects in each of {count} markets.",
)
OF = Words(sv="inom {industry}", en="of {industry}")
MEANING = Words(
    sv="Potentialen är en måttstock och varken prognos eller tak: utbud gånger efterfrågan gånger lätthet, på "
    "ITC:s sätt. Den visar vad som skulle säljas om landets andel av världens export gällde även på "
    "marknaden, och frågar inte om någon kan eller vill producera mer.",
    en="Potential is a yardstick, neither a forecast nor a ceiling: supply times demand times ease, in the "
    "manner of the ITC. It shows what would be sold if the country's share of the world's exports held in "
    "the market too, and does not ask whether anybody can or wants to make more.",
)
ADDS_UP = Words(
    sv="Över alla branscher summerar landets potential på en marknad till det som säljs där: metoden fördelar "
    "känd handel. Lätthet är det landet säljer på marknaden mot vad utbudet ensamt skulle ge."
    " Det som är osålt i en bransch står mot det som säljs utöver potentialen i en annan, och "
    "lättheten antas vara densamma för alla branscher på en marknad.",
    en="Over all industries the country's potential in a market adds up to what is sold there: the method "
    "spreads known trade. Ease is what the country sells in the market over what supply alone would give."
    " What is not sold in one industry stands against what is sold beyond potential "
    "in another, and ease is taken to be the same for all industries in a market.",
)
SUPPLY = Words(
    sv="Utbudet avläses i tidigare export, så det som ännu inte säljs utomlands har ingen potential. Regionens "
    "export är landets, delad efter andel av produktionen i varje bransch, och lättheten är landets.",
    en="Supply is read from past exports, so what is not sold abroad yet has no potential. The region's "
    "exports are the country's, split by share of output in each industry, and ease is the country's.",
)
GRAVITY = Words(
    sv="Intervallen går mellan potentialen med dagens lätthet och med den väntade. Den väntade kommer av en "
    "gravitationsekvation med avståndet mellan ländernas största städer och varje lands sammanlagda handel, "
    "för {count} länder; språk, gränser och avtal är inte med. Den gäller där inget säljs i dag.",
    en="The bands run between potential with the ease of today and with the expected one. That comes of a "
    "gravity equation with the distance between the countries' largest cities and the whole trade of "
    "each, for {count} countries; language, borders and agreements are not in it. It is used where "
    "nothing is sold today.",
)
COARSE = Words(
    sv="Branscherna är grova, och tjänster är med. Handeln är från {year}: marknader, avtal och sanktioner kan "
    "ha ändrats sedan dess.",
    en="The industries are coarse, and services are in them. The trade is of {year}: markets, agreements and "
    "sanctions may have changed since.",
)
LEFT_OUT = Words(
    sv="Inte med som marknader, eftersom de inte har någon plats att mäta avstånd från: {names}. Dit hör också "
    "länder som tabellen inte skiljer ut. Det som säljs dit räknas ändå i världens handel.",
    en="Left out as markets, since they have no place to measure distances from: {names}. Countries that the table "
    "does not tell apart are in them. What is sold there still counts in the world's trade.",
)
UNSETTLED = Words(
    sv="Gravitationsekvationen blev inte färdig, så den väntade lättheten är osäker.",
    en="The gravity equation did not settle, so the expected ease is unsure.",
)


def potential(question: Potential, region: Region, selling: Selling) -> Answer:
    """Markets by what is not sold there yet, for one industry or for all of them together.

    Columns: sold, potential and unrealised in the unit of the table; used, the part of potential that
    is sold, per cent; today and expected, the ease of the country with the market. Unrealised and used
    are made industry by industry and added up. Bands are between ease of today and expected ease.
    Raises `UnanswerableQuestion` where nothing is sold abroad.
    """
    of = [region.industry(question.industry)] if question.industry else slice(None)
    sold, could, usual = (t[:, of] for t in (selling.sold, selling.could, selling.usual))
    if not sold.any():
        raise UnanswerableQuestion(
            f"{region.name.en} sells nothing of {question.industry or 'any industry'} to any of the "
            f"{len(selling.markets)} markets, so it has no supply to measure. Choose another industry."
        )

    left = _both(_left(sold), could, usual)
    unit, small = region.world.unit, _decimals(could)
    names = [region.places[code] for code in selling.markets]
    columns: dict[str, Column] = {
        "sold": (_head("Säljs i dag", "Sold today", unit, small), sold.sum(axis=1)),
        "potential": (
            _head("Potential", "Potential", unit, small),
            _both(lambda p: p.sum(axis=1), could, usual),
        ),
        "unrealised": (_head("Inte sålt än", "Not sold yet", unit, small), left),
        "used": (
            _head("Använt av potentialen", "Potential used", PER_CENT, 0),
            _both(_used(sold), could, usual),
        ),
        "today": (_head("Lätthet i dag", "Ease today", TIMES, 2), selling.today),
        "expected": (_head("Väntad lätthet", "Expected ease", TIMES, 2), selling.expected),
    }
    order = np.lexsort((-could.sum(axis=1), -left.middle))  # the last decides first
    there = (could.sum(axis=1) > 0) | (usual.sum(axis=1) > 0)
    kept = [int(n) for n in order if there[n]]
    found = told(
        question,
        region,
        dict(zip(selling.markets, names, strict=True)),
        columns,
        _said(question, region, [names[n] for n in kept], (sold[kept], could[kept], usual[kept])),
        kept=kept[: question.shown],
    )
    own = _caveats(question, region, selling)
    return replace(
        found,
        origins=(*found.origins, ORIGIN),
        caveats=region.caveats(question.language, *own, varied=False),
    )


def _head(sv: str, en: str, unit: Words, decimals: int) -> Head:
    return Head(Words(sv=sv, en=en), unit, decimals)


def _both(number: Callable[[Floats], Floats], could: Floats, usual: Floats) -> Band:
    """With the ease of today, and between that and the expected one."""
    own, other = number(could), number(usual)
    return Band((), np.minimum(own, other), own, np.maximum(own, other))


def _left(sold: Floats) -> Callable[[Floats], Floats]:
    """What is not sold of each market's potential, (markets,)."""

    def left(could: Floats) -> Floats:
        found = matrix(unrealised(could, sold)).sum(axis=1)
        # What is left of rounding is nothing.
        return np.where(found > 1e-9 * could.sum(axis=1), found, 0.0)

    return left


def _used(sold: Floats) -> Callable[[Floats], Floats]:
    """Per cent of each market's potential that is sold; NaN where it has none."""

    def used(could: Floats) -> Floats:
        all_of_it = could.sum(axis=1)
        part = matrix(realised(could, sold)).sum(axis=1)
        shares: Floats = np.full_like(part, np.nan)
        np.divide(100 * part, all_of_it, out=shares, where=all_of_it > 0)
        return shares

    return used


def _decimals(could: Floats) -> int:
    return int(could.sum(axis=1).max() < SMALL)


def _said(
    question: Potential,
    region: Region,
    names: list[Words],
    amounts: tuple[Floats, Floats, Floats],
) -> str:
    """The market with most that is not sold, the next two, and how much of all potential is used.

    names and amounts (sold, could, usual) of all markets, the first as they are shown.
    """
    language, (sold, could, usual) = question.language, amounts
    left, called = _both(_left(sold), could, usual), [n.in_language(language) for n in names]
    some = [name for name, much in zip(called, left.middle, strict=True) if much > 0]
    surest = int(left.low.argmax())
    small = _decimals(could)
    said = [SAID, *([NEXT] if some[1:] else []), *([SUREST] if surest else []), USED]
    facts = {
        "market": called[0],
        "unit": region.world.unit.in_language(language),
        "left": decimal(left.middle[0], language, small),
        "low": decimal(left.low[0], language, small),
        "high": decimal(left.high[0], language, small),
        "sold": decimal(sold[0].sum(), language, small),
        "name": region.name.in_language(language),
        "of": _of(question, region),
        "count": len(names),
        "used": decimal(100 - 100 * left.middle.sum() / could.sum(), language),
        "names": ", ".join(some[1:3]),
        "surest": called[surest],
        "least": decimal(left.low[surest], language, small),
    }
    return " ".join(w.in_language(language).format(**facts) for w in (said if some else [REACHED]))


def _of(question: Potential, region: Region) -> str:
    """The industry inside a sentence; nothing where it is all of them."""
    if not question.industry:
        return ""
    name = region.industries[region.industry(question.industry)].name
    words = OF.in_language(question.language)
    return f" {words.format(industry=within(name, question.language))}"


def _caveats(question: Potential, region: Region, selling: Selling) -> list[Words]:
    language = question.language
    gone = [region.places[code].in_language(language) for code in selling.left_out]
    facts = {
        "count": len(selling.markets) + 1,
        "year": region.year,
        "names": ", ".join(gone),
    }
    own = [MEANING, ADDS_UP, SUPPLY, GRAVITY, COARSE]
    own += [LEFT_OUT] if gone else []
    own += [] if selling.settled else [UNSETTLED]
    return [Words(sv=w.sv.format(**facts), en=w.en.format(**facts)) for w in own]
