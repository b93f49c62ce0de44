"""Which evidence feeds an indicator: the rows of its tables, one query for all of its terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from math import prod
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from kraftsamling.evidence.catalogue import Catalogue, Vintage
from kraftsamling.evidence.engine.protocol import Engine
from kraftsamling.evidence.indicators.comparing import Industries
from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.schema import Indicator, Structure, Term
from kraftsamling.evidence.indicators.status import LETTERS, Marks, marks
from kraftsamling.evidence.places import Places
from kraftsamling.kernel.labelled import Matrix, Numbers

Texts = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Observed:
    """The numbers of one term: parallel arrays, one entry per place, period and group.

    A value is NaN where any of the rows behind it has none, or is not there at all.
    """

    places: Texts
    periods: Texts
    groups: Texts
    values: Numbers
    marks: Marks


@dataclass(frozen=True, eq=False)
class Inputs:
    """All the evidence one question needs, with the vintage of each table it came from.

    `missing` names the tables that nothing has been loaded into.
    """

    terms: dict[str, Observed]
    vintages: dict[str, Vintage]
    missing: tuple[str, ...] = field(default=())


def vintages(question: Question, indicator: Indicator, catalogue: Catalogue) -> dict[str, Vintage]:
    """The vintage of each table that answers the question; tables that have none are left out."""
    as_of = _moment(question.as_of)
    names = dict.fromkeys(term.table for term in indicator.terms.values())
    found = {name: catalogue.current(name, as_of) for name in names}
    return {name: vintage for name, vintage in found.items() if vintage}


def _moment(as_of: date | None) -> datetime | None:
    """The moment itself, or the end of the day."""
    if as_of is None or isinstance(as_of, datetime):
        return as_of
    return datetime.combine(as_of, time.max, tzinfo=UTC)


def load(
    question: Question, indicator: Indicator, known: dict[str, Vintage], engine: Engine
) -> Inputs:
    """The rows that the question needs, from the vintages `known`, in one query."""
    missing = tuple(
        dict.fromkeys(t.table for t in indicator.terms.values() if t.table not in known)
    )
    if missing:
        return Inputs({}, known, missing)
    names = {table: register(engine, table, vintage) for table, vintage in known.items()}
    # Whether a number would give another away depends on its siblings, whichever place is asked for.
    asked = () if indicator.counts else question.places
    parameters: dict[str, Any] = {"places": list(asked)} if asked else {}
    texts = [
        _select(name, term, names[term.table], parameters, number)
        for number, (name, term) in enumerate(indicator.terms.items())
    ]
    query = "\nunion all\n".join(texts) + "\norder by term, place, period, part"
    rows = engine.sql(query, parameters)
    terms = {name: _observed(rows, name, term) for name, term in indicator.terms.items()}
    return Inputs(terms, known)


_registered: WeakKeyDictionary[Engine, dict[str, Path]] = WeakKeyDictionary()


def register(engine: Engine, table: str, vintage: Vintage) -> str:
    """The name a vintage is known by to the engine. Its file never changes, so once is enough."""
    name = f"{table}_{vintage.file.stem[:12]}_{vintage.file.stem[-8:]}"
    known = _registered.setdefault(engine, {})
    if known.get(name) != vintage.file:
        engine.table(name, [vintage.file])
        known[name] = vintage.file
    return name


def _select(name: str, term: Term, table: str, parameters: dict[str, Any], number: int) -> str:
    """The rows of one term, added up over the codes it names."""
    conditions = list(_conditions(term, parameters, number))
    where = f"\nwhere {' and '.join(conditions)}" if conditions else ""
    part = term.by.column if term.by else "''"
    group = f"place, period, {term.by.column}" if term.by else "place, period"
    several = prod(len(codes) for codes in term.where.values())
    expected = _expected(term, several, number)
    # A sum is a number only where every row behind it is there and has one.
    return (
        f"select '{name}' as term, place, period, {part} as part,\n"
        f"  case when count(value) = {expected} then sum(value) end as value,\n"
        f"  count(*) as found, {expected} as expected, {_marks(several)} as status\n"
        f"from {table}{where}\ngroup by {group}"
    )


def _expected(term: Term, several: int, number: int) -> str:
    """How many rows a sum has: fewer by the place's own, where that is left out."""
    if term.elsewhere is None:
        return str(several)
    codes = len(term.where[term.elsewhere])
    own = f"case when place in $c{number}_{term.elsewhere} then 1 else 0 end"
    return f"({several // codes} * ({codes} - {own}))"


def _conditions(term: Term, parameters: dict[str, Any], number: int) -> Iterator[str]:
    for column, codes in term.where.items():
        key = f"c{number}_{column}"
        parameters[key] = list(codes)
        yield f"{column} in ${key}"
    if term.elsewhere:
        yield f"{term.elsewhere} <> place"
    if term.by:
        key = f"b{number}_{term.by.column}"
        parameters[key] = list(term.by.codes)
        yield f"{term.by.column} in ${key}"
    if "places" in parameters:
        yield "place in $places"


def _marks(expected: int) -> str:
    """The letters of the status of one row, or of all rows that are added."""
    if expected == 1:
        return "max(status)"
    seen = (
        f"max(case when status like '%{letter}%' then '{letter}' else '' end)" for letter in LETTERS
    )
    return f"concat({', '.join(seen)})"


def _observed(rows: pa.Table, name: str, term: Term) -> Observed:
    own = rows.filter(pc.equal(rows.column("term"), name))
    status = own.column("status").fill_null("").to_numpy(zero_copy_only=False)
    partial = pc.less(own.column("found"), own.column("expected")).to_numpy(zero_copy_only=False)
    groups = own.column("part").to_numpy(zero_copy_only=False)
    if term.by:
        groups = np.array([term.by.group(code) for code in groups], dtype=object)
    return Observed(
        own.column("place").to_numpy(zero_copy_only=False),
        own.column("period").to_numpy(zero_copy_only=False),
        groups,
        own.column("value").to_numpy(zero_copy_only=False).astype(float),
        marks(status) | np.where(partial, marks("m"), 0),
    )


def industries(
    structure: Structure, vintage: Vintage, engine: Engine, places: Places
) -> Industries:
    """The places of the structure's level by industries, in the last period of the table."""
    name = register(engine, structure.table, vintage)
    parameters: dict[str, object] = {f"w_{c}": list(codes) for c, codes in structure.where.items()}
    conditions = "".join(f" and {column} in $w_{column}" for column in structure.where)
    rows = engine.sql(
        # Tables and columns are plain words (`Name`); what a person can write is a parameter.
        f"select place, {structure.column} as part, period, sum(value) as value from {name}\n"  # noqa: S608
        f"where period = (select max(period) from {name}){conditions}\n"
        f"group by place, {structure.column}, period order by place, part",
        parameters,
    ).to_pylist()
    level = {
        row["place"]: place
        for row in rows
        if (place := places.called(row["place"])).level == structure.level
    }
    parts = list(dict.fromkeys(row["part"] for row in rows))
    values = np.full((len(level), len(parts)), np.nan)
    at = {code: n for n, code in enumerate(level)}
    for row in rows:
        if row["place"] in at and row["value"] is not None:
            values[at[row["place"]], parts.index(row["part"])] = row["value"]
    period = rows[0]["period"] if rows else ""
    return Industries(
        Matrix(values, tuple(level.values()), tuple(parts)), period, vintage.label.origins
    )
