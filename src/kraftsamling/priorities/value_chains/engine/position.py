"""Where each industry of a region stands in the world's chains."""

from __future__ import annotations

import numpy as np

from kraftsamling.kernel.words import Words
from kraftsamling.measures.inside import REGION, REST, Inside
from kraftsamling.measures.regional import Band
from kraftsamling.measures.tables import Floats
from kraftsamling.priorities.findings import Answer, Head
from kraftsamling.priorities.value_chains.question import Position
from kraftsamling.priorities.value_chains.region import Region
from kraftsamling.priorities.value_chains.telling import (
    JOBS,
    PER_CENT,
    STEPS,
    Column,
    decimal,
    largest,
    told,
    within,
)

UP = Head(Words(sv="Steg till slutlig användning", en="Steps to final demand"), STEPS)
DOWN = Head(Words(sv="Steg från insatserna", en="Steps from inputs"), STEPS)
OWN = Head(Words(sv="Skapat i regionen", en="Made in the region"), PER_CENT)
REST_OF_IT = Head(
    Words(sv="Skapat i övriga landet", en="Made in the rest of the country"), PER_CENT
)
ABROAD = Head(Words(sv="Skapat utomlands", en="Made abroad"), PER_CENT)
HANGING = Head(
    Words(sv="Jobb som hänger på utlandet", en="Jobs that hang on markets abroad"), PER_CENT
)
SAID = Words(
    sv="Längst från den slutliga användningen ligger {upstream}, med {steps} steg. Flest jobb som hänger på "
    "utlandet finns i {hanging}: {share} procent av {jobs} jobb.",
    en="Furthest from final demand is {upstream}, by {steps} steps. Most jobs that hang on markets abroad "
    "are in {hanging}: {share} per cent of {jobs} jobs.",
)
CAVEAT = Words(
    sv="Var något är skapat gäller värdet i priset på branschens produkt. Jobb antas följa produktionen.",
    en="What was made where is value in the price of the product. Jobs are taken to follow output.",
)
SPOKEN_OF = 100
"""Persons an industry must have to be named in the sentence."""


def position(question: Position, region: Region) -> Answer:
    """Each industry that has jobs: its distance to both ends of the chain, and whose value it carries.

    Columns: jobs; upstreamness and downstreamness in steps; the parts of the price of its product that
    are value added in the region, the rest of the country and abroad (per cent, they add up to 100);
    and the part of its output that ends as final demand abroad, however many steps away.
    """
    inside = region.inside
    up, hanging = (
        inside.upstreamness(),
        inside.band(lambda d: 100 * abroad(inside.markets_at(d).T, inside)),
    )
    columns: dict[str, Column] = {
        "jobs": (JOBS, region.persons),
        "hanging": (HANGING, hanging),
        "upstreamness": (UP, up),
        "own": (OWN, _content(inside, REGION)),
        "rest": (REST_OF_IT, _content(inside, REST)),
        "abroad": (ABROAD, inside.band(lambda d: 100 * abroad(inside.content_at(d), inside))),
        "downstreamness": (DOWN, inside.downstreamness()),
    }
    names = {industry.code: industry.name for industry in region.industries}
    kept = np.flatnonzero((region.persons >= 0.5) & (inside.output > 0)).tolist()
    return told(
        question, region, names, columns, _said(question, region, up, hanging), CAVEAT, kept=kept
    )


def abroad(shares: Floats, inside: Inside) -> Floats:
    """What is neither of the region nor of the rest of its country: (places, n) -> (n,)."""
    home = [inside.places.index(part) for part in (REGION, REST)]
    away: Floats = shares.sum(axis=0) - shares[home].sum(axis=0)
    return away


def _content(inside: Inside, part: str) -> Band:
    at = inside.places.index(part)
    return inside.band(lambda delta: 100 * inside.content_at(delta)[at])


def _said(question: Position, region: Region, up: Band, hanging: Band) -> str:
    there = region.persons >= SPOKEN_OF
    furthest = largest(np.where(there, up.middle, 0), 1)
    most = largest(region.persons * hanging.middle, 1)
    if not furthest or not most:
        return ""
    names = [within(industry.name, question.language) for industry in region.industries]
    return SAID.in_language(question.language).format(
        upstream=names[furthest[0]],
        steps=decimal(up.middle[furthest[0]], question.language, 1),
        hanging=names[most[0]],
        share=decimal(hanging.middle[most[0]], question.language),
        jobs=decimal(region.persons[most[0]], question.language),
    )
