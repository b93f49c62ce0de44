"""The blocks of an input-output table: industries, final demand, and what stands beneath and beside them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NoReturn

import numpy as np

from kraftsamling.evidence.formats.grid import WAIT
from kraftsamling.kernel.errors import UnusableData
from kraftsamling.kernel.words import Words
from kraftsamling.measures.input_output import UNITS, InputOutputTable, stacked
from kraftsamling.measures.tables import Floats

# Each cell of a table in whole units is up to half a unit off. In a sum this does not even out: most cells
# of a world table are small, and those below a half have all become 0.
HALF = 0.5
# Below this share of output a difference is nobody's concern.
SLIGHT = 1e-6

Label = tuple[str, str]


@dataclass(frozen=True, eq=False)
class Flows:
    """All cells of a table that has its names: rows of industries first, and then what is beneath.

    `industries` are in the order of the rows and, in the same order, of the first columns of `values`;
    `demand` are the columns after those. `beneath` are the rows below by name, and `output` is the
    column of totals where there is one.
    """

    file: str
    industries: list[Label]
    demand: list[Label]
    values: Floats
    beneath: Mapping[str, Floats]
    output: Floats | None = None

    @property
    def between(self) -> Floats:
        return self.values[:, : len(self.industries)]

    @property
    def final(self) -> Floats:
        return self.values[:, len(self.industries) :]


def refuse(file: str, said: str) -> NoReturn:
    """Raise `UnusableData` about a file."""
    raise UnusableData(f"{file}: {said} {WAIT}.")


def same_industries(file: str, rows: Sequence[Label], columns: Sequence[Label]) -> None:
    """Raise `UnusableData` unless rows and columns are the same industries in the same order.

    Every place must have every sector, so a country of which a part is missing is told of.
    """
    for kind, some, others in (("column", rows, columns), ("row", columns, rows)):
        there = set(others)
        if gone := [label for label in some if label not in there]:
            refuse(file, f"flows between industries: {_listed(gone)} has no {kind}.")
    twice = (
        sorted({label for label in rows if rows.count(label) > 1})
        if len(set(rows)) < len(rows)
        else []
    )
    if twice:
        refuse(file, f"flows between industries: {_listed(twice)} is there more than once.")
    if list(rows) != list(columns):
        at = next(
            i for i, (row, column) in enumerate(zip(rows, columns, strict=True)) if row != column
        )
        refuse(
            file,
            f"flows between industries: row {at + 1} is {_named(rows[at])}, but column {at + 1} is "
            f"{_named(columns[at])}. Rows and columns must be in the same order.",
        )
    _every_sector(file, rows)


def _every_sector(file: str, industries: Sequence[Label]) -> None:
    sectors = dict.fromkeys(sector for _place, sector in industries)
    there = set(industries)
    places = [place for place, _sector in industries]
    turns = [place for at, place in enumerate(places) if not at or places[at - 1] != place]
    if torn := [place for place in dict.fromkeys(turns) if turns.count(place) > 1]:
        refuse(
            file, f"flows between industries: the industries of {torn[0]} do not stand together."
        )
    for place in dict.fromkeys(places):
        gone = [sector for sector in sectors if (place, sector) not in there]
        if gone:
            refuse(
                file,
                f"flows between industries: {place} has no {', '.join(gone[:5])}"
                f"{f' and {len(gone) - 5} more' if len(gone) > 5 else ''}, which other countries have.",
            )


def same_places(
    file: str,
    industries: Sequence[Label],
    demand: Sequence[Label],
    *,
    parts: Callable[[str], str | None] = lambda _place: None,
) -> None:
    """Raise `UnusableData` unless every place has both industries and final demand, each column once.

    `parts` gives the country of a part, which has no final demand of its own.
    """
    selling = dict.fromkeys(place for place, _ in industries if not parts(place))
    buying = dict.fromkeys(place for place, _ in demand)
    if gone := [place for place in selling if place not in buying]:
        refuse(file, f"final demand: {', '.join(gone[:5])} has no column.")
    if gone := [place for place in buying if place not in selling]:
        refuse(file, f"final demand: {', '.join(gone[:5])} has columns, but no industries.")
    if twice := [label for label in dict.fromkeys(demand) if demand.count(label) > 1]:
        refuse(file, f"final demand: the column {_listed(twice)} is there more than once.")


def by_place(industries: Sequence[Label], demand: Sequence[Label]) -> list[int]:
    """The order in which columns of final demand stand together, country by country as the industries do."""
    order = {place: at for at, place in enumerate(dict.fromkeys(place for place, _ in industries))}
    return sorted(range(len(demand)), key=lambda at: order[demand[at][0]])


def year_in(texts: Sequence[str], given: int | None, file: str) -> int:
    """`given`, or the last year between 1960 and 2099 in the first of `texts` that has one."""
    if given is not None:
        return given
    for text in texts:
        found = re.findall(r"(?<!\d)(19[6-9]\d|20\d\d)(?!\d)", text)
        if found:
            return int(found[-1])
    raise UnusableData(f"{file} does not say of which year it is. Give the year (year=2011).")


def accounted(
    table: InputOutputTable, stated: Mapping[str, tuple[Floats, Floats]] | None = None
) -> InputOutputTable:
    """`table` with a caveat for each way in which its published numbers do not agree with each other.

    Rows (sales and output) and columns (inputs, value added and output) are held against x. `stated`
    are more totals of the file by what they are called, (n,) each, with what we find
    in their place. What rounding explains is no caveat.
    """
    n, d = table.Y.shape
    half = HALF if _whole(table) else 0.0
    sold = table.Z.sum(axis=1) + table.Y.sum(axis=1)
    found = [
        _stray(table, ROWS, sold - table.x, half * (n + d)),
        _stray(table, COLUMNS, stacked(table) - table.x, half * (n + 1 + len(table.other_inputs))),
        *(
            _stray(table, _total(name), ours - theirs, half * (n + d))
            for name, (theirs, ours) in (stated or {}).items()
        ),
    ]
    return replace(table, caveats=(*table.caveats, *(caveat for caveat in found if caveat)))


ROWS = Words(
    sv="vad raderna summerar till skiljer sig från den produktion som tabellen anger",
    en="what the rows add up to differs from the output that the table states",
)
COLUMNS = Words(
    sv="insatser och förädlingsvärde summerar inte till den produktion som tabellen anger",
    en="inputs and value added do not add up to the output that the table states",
)


def _total(name: str) -> Words:
    return Words(
        sv=f"summan {name} i filen skiljer sig från summan av sina delar",
        en=f"the total {name} in the file differs from the sum of its parts",
    )


def _stray(table: InputOutputTable, what: Words, gap: Floats, rounding: float) -> Words | None:
    """How many industries are further from each other than rounding explains, and the worst of them."""
    apart = np.abs(gap) > rounding + SLIGHT * np.maximum(np.abs(table.x), 1)
    if not apart.any():
        return None
    worst = int(np.argmax(np.where(apart, np.abs(gap), 0)))
    name = f"{table.places[worst]} {table.sectors[worst]}"
    unit, many = UNITS[table.unit], int(apart.sum())
    size = f"{abs(gap[worst]):,.0f}" if abs(gap[worst]) >= 10 else f"{abs(gap[worst]):.3g}"
    share = abs(gap[worst]) / abs(table.x[worst]) if table.x[worst] else None
    part = "" if share is None else f" ({100 * share:.2g} %)"
    return Words(
        sv=f"{table.title} {table.year}: {what.sv}, mer än avrundning förklarar, i {many} branscher; "
        f"mest i {name}, {size.replace(',', ' ')} {unit.sv}{part.replace('.', ',')}.",
        en=f"{table.title} {table.year}: {what.en}, by more than rounding explains, in {many} industries; "
        f"most in {name}, {size} {unit.en}{part}.",
    )


def _whole(table: InputOutputTable) -> bool:
    """Whether the table is published in whole numbers, seen in its first rows and in all of demand."""
    some = table.Z[:50]
    return bool((some == np.rint(some)).all() and (np.rint(table.Y) == table.Y).all())


def merged(flows: Flows, part_of: Callable[[str], str | None]) -> tuple[Flows, tuple[str, ...]]:
    """`flows` with parts of countries put into their country, and which parts those were.

    `part_of` gives the country of a part, and nothing for a whole one. Raises `UnusableData` where
    the country is not there.
    """
    whole = {label: at for at, label in enumerate(flows.industries)}
    parts = {at: part_of(place) for at, (place, _) in enumerate(flows.industries)}
    parts = {at: country for at, country in parts.items() if country}
    if not parts:
        return flows, ()
    values, n = flows.values, len(flows.industries)
    beneath = {name: row.copy() for name, row in flows.beneath.items()}
    output = None if flows.output is None else flows.output.copy()
    for at, country in parts.items():
        label = (str(country), flows.industries[at][1])
        if label not in whole:
            refuse(
                flows.file,
                f"{flows.industries[at][0]} is a part of {country}, which has no {label[1]}.",
            )
        into = whole[label]
        values[into] += values[at]
        values[:, into] += values[:, at]
        for row in beneath.values():
            row[into] += row[at]
        if output is not None:
            output[into] += output[at]
    kept = [at for at in range(n) if at not in parts]
    columns = [*kept, *range(n, values.shape[1])]
    names = dict.fromkeys(flows.industries[at][0] for at in parts)
    return (
        Flows(
            flows.file,
            [flows.industries[at] for at in kept],
            flows.demand,
            values[np.ix_(kept, columns)],
            {name: row[columns[: row.size - len(parts)]] for name, row in beneath.items()},
            None if output is None else output[kept],
        ),
        tuple(names),
    )


def _named(label: Label) -> str:
    return " ".join(label)


def _listed(labels: Sequence[Label]) -> str:
    return ", ".join(_named(label) for label in labels[:3]) + (
        f" and {len(labels) - 3} more" if len(labels) > 3 else ""
    )
