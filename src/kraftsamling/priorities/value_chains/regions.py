"""Which evidence opportunities are read from: persons by industry in every region of Europe."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kraftsamling.evidence.catalogue import Catalogue, Vintage
from kraftsamling.evidence.engine.protocol import Engine
from kraftsamling.evidence.indicators.inputs import register
from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.kernel.place import Place
from kraftsamling.priorities.value_chains.divisions import RegionTable
from kraftsamling.priorities.value_chains.space import Space


def current(table: RegionTable, catalogue: Catalogue) -> Vintage:
    """The newest vintage. Raises `UnanswerableQuestion` that says what to fetch."""
    return catalogue.needed(table.table)


def known(
    table: RegionTable, places: Sequence[Place], vintage: Vintage, engine: Engine
) -> tuple[Place, ...]:
    """Those of the places that the table tells something of in some year."""
    name = register(engine, table.table, vintage)
    codes = [*table.names, *table.wholes]
    return tuple(place for place in places if _told(table, name, place, codes, engine))


def load(table: RegionTable, place: Place, year: int, vintage: Vintage, engine: Engine) -> Space:
    """The place among the regions in `year`, or in the last year that something is told of it (0).

    Raises `UnanswerableQuestion` where the table has nothing of the place in that year.
    """
    name = register(engine, table.table, vintage)
    codes = [*table.names, *table.wholes]
    told = _told(table, name, place, codes, engine)
    period = str(year) if year else max(told, default="")
    if period not in told:
        raise UnanswerableQuestion(
            f"{table.table} has nothing of {place.name.en} in {year or 'any year'}. It has NUTS 2 regions"
            f"{', and of this one ' + ', '.join(sorted(told)) if told else ''}. Choose another."
        )
    rows = engine.sql(
        # Tables and columns are plain words (`Name`); what a person can write is a parameter.
        f"select place, {table.column} as part, value from {name}\n"  # noqa: S608
        f"where period = $period and {table.column} in $codes\n"
        f"order by place, part",
        {"period": period, "codes": codes},
    ).to_pydict()
    return Space(
        _matrix(rows["place"], rows["part"], rows["value"]),
        table,
        told[period],
        place.name,
        int(period[:4]),
        vintage.label.origins,
    )


def _told(
    table: RegionTable, name: str, place: Place, codes: list[str], engine: Engine
) -> dict[str, str]:
    """The periods that something is told of the place, and the code that it has there."""
    rows = engine.sql(
        f"select period, place from {name}\n"  # noqa: S608
        f"where place in $places and {table.column} in $codes and value is not null\n"
        f"group by period, place order by period, place",
        {"places": list(place.codes), "codes": codes},
    ).to_pydict()
    return dict(zip(rows["period"], rows["place"], strict=True))


def _matrix(places: list[str], parts: list[str], values: list[float | None]) -> Matrix:
    """Places by industries, in the order of their codes; NaN where there is no value, or no row."""
    rows, columns = ({code: n for n, code in enumerate(sorted(set(of)))} for of in (places, parts))
    table = np.full((len(rows), len(columns)), np.nan)
    at = [rows[place] for place in places], [columns[part] for part in parts]
    table[at] = np.array(values, dtype=float)
    return Matrix(table, tuple(rows), tuple(columns))
