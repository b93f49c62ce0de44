"""Which markets the jobs of a region hang on."""

from __future__ import annotations

import numpy as np

from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.kernel.words import Words
from kraftsamling.measures.tables import Floats
from kraftsamling.priorities.findings import Answer, Head
from kraftsamling.priorities.value_chains.engine.position import abroad
from kraftsamling.priorities.value_chains.question import Markets
from kraftsamling.priorities.value_chains.region import Region
from kraftsamling.priorities.value_chains.telling import JOBS, PER_CENT, decimal, told

SHARE = Head(Words(sv="Andel av jobben", en="Share of the jobs"), PER_CENT)
SAID = Words(
    sv="{share} procent av jobben i {name} hänger på slutlig användning utomlands, mest i {most} "
    "({jobs} jobb).",
    en="{share} per cent of the jobs in {name} hang on final demand abroad, most of all in {most} "
    "({jobs} jobs).",
)
CAVEAT = Words(
    sv="En marknad är där produkten till slut används, inte dit den först säljs. Jobb antas följa "
    "produktionen.",
    en="A market is where the product is used in the end, not where it is first sold. Jobs are taken to "
    "follow output.",
)


def markets(question: Markets, region: Region) -> Answer:
    """Jobs by the place of the final demand they hang on, the most first: persons and per cent.

    For one industry, or for all of them together. The places add up to all jobs.
    """
    inside, persons = region.inside, _persons(question, region)
    if not persons.any():
        raise UnanswerableQuestion(
            f"Nobody works in {question.industry} here, so no market carries its jobs. Choose another."
        )
    jobs = inside.band(lambda delta: persons @ inside.markets_at(delta))
    share = inside.band(lambda delta: 100 * (persons @ inside.markets_at(delta)) / persons.sum())
    order = np.argsort(-jobs.middle, kind="stable")
    kept = [int(n) for n in order if jobs.high[n] >= 0.5]
    columns = {"jobs": (JOBS, jobs), "share": (SHARE, share)}
    sentence = _said(question, region, persons, jobs.middle)
    return told(question, region, region.places, columns, sentence, CAVEAT, kept=kept)


def _persons(question: Markets, region: Region) -> Floats:
    """Persons of the industries asked about; the others nought."""
    # An industry with jobs and no output sells nowhere, so nothing can be said of its jobs.
    persons = np.where(region.inside.output > 0, region.persons, 0.0)
    if not question.industry:
        return persons
    only = np.zeros_like(persons)
    at = region.industry(question.industry)
    only[at] = persons[at]
    return only


def _said(question: Markets, region: Region, persons: Floats, jobs: Floats) -> str:
    inside, language = region.inside, question.language
    away = jobs * region.countries
    share = 100 * float(abroad(jobs[:, None], inside)[0]) / persons.sum()
    most = int(away.argmax())
    return SAID.in_language(language).format(
        share=decimal(share, language),
        name=region.name.in_language(language),
        most=list(region.places.values())[most].in_language(language),
        jobs=decimal(away[most], language),
    )
