"""Places to compare with: those whose industry is most like that of a place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from kraftsamling.evidence.catalogue import Vintage
from kraftsamling.evidence.indicators.inputs import register
from kraftsamling.evidence.indicators.schema import Structure
from kraftsamling.evidence.indicators.study import engine
from kraftsamling.evidence.store import catalogue
from kraftsamling.kernel.finding import Finding
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.kernel.place import Place
from kraftsamling.kernel.words import Words
from kraftsamling.measures.regional import krugman

HOW = Words(
    sv="Avståndet är summan av skillnaderna i branschernas andelar, från 0 (lika) till 2 (inget "
    "gemensamt): Krugmans index över {about}, {period}.",
    en="The distance is the sum of the differences in the shares of industries, from 0 (alike) to 2 "
    "(nothing in common): Krugman's index over {about}, {period}.",
)


@dataclass(frozen=True)
class Likeness:
    """Which places have an industry most like that of `place`."""

    place: str
    language: str = "sv"


def similar(question: Likeness, structure: Structure) -> Finding:
    """The places of the same level by how far their industry is from that of the place, nearest first.

    The table has a row per place and one column, the distance. Empty where the structure table has
    not been loaded, or does not have the place.
    """
    vintage = catalogue().current(structure.table)
    if vintage is None:
        return Finding(question, Matrix(np.empty((0, 1)), (), ("distance",)), "", ())
    return _similar(question, structure, vintage)


@lru_cache(maxsize=64)
def _similar(question: Likeness, structure: Structure, vintage: Vintage) -> Finding:
    counts, period = _counts(structure, vintage)
    rows: tuple[Place, ...] = counts.rows  # type: ignore[assignment]
    own = next((place for place in rows if question.place in place.codes), None)
    ranked: list[tuple[float, Place]] = []
    if own is not None:
        apart = krugman(counts)
        ranked = sorted(
            ((apart.cell(own, place), place) for place in rows if place != own),
            key=lambda pair: (pair[0], pair[1].code),
        )
        ranked = [pair for pair in ranked if np.isfinite(pair[0])]
    language = question.language
    how = HOW.in_language(language).format(
        about=structure.about.in_language(language), period=period
    )
    return Finding(
        question=question,
        table=Matrix(
            np.array([[distance] for distance, _ in ranked]).reshape(-1, 1),
            tuple(place for _, place in ranked),
            ("distance",),
        ),
        unit="0-2",
        origins=vintage.label.origins,
        caveats=(how,),
    )


def _counts(structure: Structure, vintage: Vintage) -> tuple[Matrix, str]:
    """Places by industries in the last period, and that period. A cell that is not there is NaN."""
    name = register(engine(), structure.table, vintage)
    parameters: dict[str, object] = {
        f"w_{column}": list(codes) for column, codes in structure.where.items()
    }
    conditions = "".join(f" and {column} in $w_{column}" for column in structure.where)
    rows = engine().sql(
        # Columns and tables are plain words (`Name`); what a person can write is a parameter.
        f"select place, {structure.column} as part, sum(value) as value, period from {name}\n"  # noqa: S608
        f"where period = (select max(period) from {name}){conditions}\n"
        f"group by place, {structure.column}, period order by place, part",
        parameters,
    )
    places = catalogue().places
    level = [
        place
        for code in dict.fromkeys(rows.column("place").to_pylist())
        if (place := places.called(code)).level == structure.level
    ]
    parts = list(dict.fromkeys(rows.column("part").to_pylist()))
    values = np.full((len(level), len(parts)), np.nan)
    at = {place.code: n for n, place in enumerate(level)}
    for row in rows.to_pylist():
        if row["place"] in at and row["value"] is not None:
            values[at[row["place"]], parts.index(row["part"])] = row["value"]
    period = rows.column("period")[0].as_py() if rows.num_rows else ""
    return Matrix(values, tuple(level), tuple(parts)), period
