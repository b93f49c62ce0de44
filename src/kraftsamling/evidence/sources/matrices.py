"""Input-output tables as tables of the catalogue, and how their files are fetched.

A row of the catalogue's table is a line of the matrix, with all its cells in the column `cells`: a world table
of 77 x 45 is then 4,000 rows, written in 0.7 seconds and read in 0.2, in 77 MB. As a row for each cell it would be
13 million rows, whose keys alone take six seconds to check, and 1.5 seconds to read. Sellers are rows of
`flows`; a column of final demand is a row of `demand`, so that lines have a cell for each industry. Only
those of `direct`, what users of final demand give off themselves, have one for each column of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.contract import Fetched
from kraftsamling.evidence.sources.files import packed
from kraftsamling.evidence.sources.http import Http
from kraftsamling.evidence.sources.request import asked
from kraftsamling.evidence.sources.schema import MATRIX, NUMBERS, Dataset
from kraftsamling.kernel.content import Content
from kraftsamling.kernel.errors import SourceFault, UnanswerableQuestion
from kraftsamling.kernel.words import Words
from kraftsamling.measures.input_output import STRESSORS, Imported, InputOutputTable
from kraftsamling.measures.tables import Floats

FLOWS, DEMAND, OTHER, ADDED, OUTPUT = "flows", "demand", "other_inputs", "value_added", "output"
IMPORTED_FLOWS, IMPORTED_DEMAND = "imported_flows", "imported_demand"
STRESSED, DIRECT = "stressors", "direct"
ABOUT, CAVEAT = "about", "caveat"

Line = tuple[str, int, str, str, str]


class Matrix(Content):
    """What a request for an input-output table says.

    `file` is the address of the producer's file; without one it must be downloaded by hand from
    `page` and added. `year` is the year in the file, where it holds several or its name says none.
    """

    file: str = ""
    page: str = ""
    year: int | None = None


def fetch(dataset: Dataset, http: Http, last: Label | None) -> Fetched | None:
    """The zip that the producer has; nothing where it is the one we have.

    Raises `SourceFault` where it has no address that stays, and says how to add it by hand.
    """
    request = asked(dataset, Matrix)
    if not request.file:
        by_hand = "the producer hands this file out on a page, not at an address that stays"
        cure = f"Download it there, and run: kraftsamling evidence add {http.name.replace(',', '')} FILE"
        raise SourceFault(http.fault(request.page or dataset.url, by_hand, cure))
    return packed(http, request.file, last)


def as_table(tables: Iterable[InputOutputTable]) -> pa.Table:
    """The tables of some years, under `MATRIX`."""
    return pa.concat_tables(_as_table(table) for table in tables)


def from_table(kept: pa.Table, year: int | None = None) -> InputOutputTable:
    """The table of a year again; the newest, where none is said. Raises `UnanswerableQuestion`."""
    years = sorted(kept.column("year").unique().to_pylist())
    year = years[-1] if year is None else year
    if year not in years:
        raise UnanswerableQuestion(
            f"There is no table for {year}. There is one for {', '.join(map(str, years))}."
        )
    parts = _Parts(kept, year)
    flows, demand, other, about = (parts.labels(part) for part in (FLOWS, DEMAND, OTHER, ABOUT))
    names = dict[str, str]()
    for labels in (flows, demand, other):
        names |= {c: n for c, n in zip(labels["code"], labels["name"], strict=True) if n}
    imported = parts.cells(IMPORTED_FLOWS)
    return InputOutputTable(
        title=about["name"][0],
        year=year,
        unit=about["code"][0],
        places=tuple(flows["place"]),
        sectors=tuple(flows["code"]),
        Z=parts.cells(FLOWS),
        demand_places=tuple(demand["place"]),
        categories=tuple(demand["code"]),
        Y=parts.cells(DEMAND).T,
        value_added=parts.cells(ADDED)[0],
        x=parts.cells(OUTPUT)[0],
        other_inputs=parts.rows(OTHER),
        names=names,
        imported=Imported(imported, parts.cells(IMPORTED_DEMAND).T) if len(imported) else None,
        stressors=parts.rows(STRESSED),
        direct=parts.rows(DIRECT),
        caveats=tuple(parts.caveats()),
    )


class _Parts:
    """The lines of one year, by part and in order; cells are not copied where they lie together."""

    def __init__(self, kept: pa.Table, year: int) -> None:
        self.kept = kept
        self.year = kept.column("year").to_numpy() == year
        self.part = kept.column("part")
        self.position = kept.column("position").to_numpy()

    def _part(self, name: str, columns: list[str]) -> pa.Table:
        is_part = pc.equal(self.part, name).to_numpy()
        rows = np.flatnonzero(self.year & is_part)
        rows = rows[np.argsort(self.position[rows], kind="stable")]
        some = self.kept.select(columns)
        if len(rows) and (rows == np.arange(rows[0], rows[0] + len(rows))).all():
            return some.slice(int(rows[0]), len(rows))
        return some.take(rows)

    def labels(self, part: str) -> dict[str, list[str]]:
        labels: dict[str, list[str]] = self._part(part, ["place", "code", "name"]).to_pydict()
        return labels

    def cells(self, part: str) -> Floats:
        found = self._part(part, ["cells"]).column("cells")
        lines = found.chunk(0) if found.num_chunks == 1 else found.combine_chunks()
        flat: Floats = lines.flatten().to_numpy(zero_copy_only=False)
        return flat.reshape(len(lines), -1) if len(lines) else np.empty((0, 0))

    def rows(self, part: str) -> dict[str, Floats]:
        """The cells of each line by its code; a table may have no such part."""
        return dict(zip(self.labels(part)["code"], self.cells(part), strict=True))

    def caveats(self) -> Iterator[Words]:
        found = self.labels(CAVEAT)
        for sv, en in zip(found["code"], found["name"], strict=True):
            yield Words(sv=sv, en=en)


def _as_table(table: InputOutputTable) -> pa.Table:
    lines: list[Line] = []
    cells: list[Floats] = []

    names = {code: words.en for code, words in STRESSORS.items()} | dict(table.names)
    widths: list[int] = []

    def add(part: str, labels: Sequence[tuple[str, str]], values: Floats) -> None:
        for position, (place, code) in enumerate(labels):
            lines.append((part, position, place, code, names.get(code, "")))
        widths.extend([np.size(values) // len(labels)] * len(labels) if labels else ())
        cells.append(np.ascontiguousarray(values, dtype=np.float64))

    def add_rows(part: str, rows: Mapping[str, Floats]) -> None:
        add(part, [("", code) for code in rows], np.array(list(rows.values())))

    demand = list(zip(table.demand_places, table.categories, strict=True))
    add(FLOWS, table.industries, table.Z)
    add(DEMAND, demand, table.Y.T)
    add_rows(OTHER, table.other_inputs)
    add(ADDED, [("", "")], table.value_added)
    add(OUTPUT, [("", "")], table.x)
    if table.imported:
        add(IMPORTED_FLOWS, table.industries, table.imported.Z)
        add(IMPORTED_DEMAND, demand, table.imported.Y.T)
    add_rows(STRESSED, table.stressors)
    add_rows(DIRECT, table.direct)
    told = [(ABOUT, 0, "", table.unit, table.title)]
    told += [(CAVEAT, at, "", words.sv, words.en) for at, words in enumerate(table.caveats)]
    widths += [0] * len(told)
    flat = np.concatenate([line.ravel() for line in cells])
    return _under_schema(table.year, [*lines, *told], widths, flat)


def _under_schema(year: int, lines: list[Line], widths: list[int], flat: Floats) -> pa.Table:
    """Lines with their cells, as many as `widths` says; lines that are words only have none."""
    ends = np.cumsum([0, *widths]).astype(np.int32)
    listed = pa.ListArray.from_arrays(pa.array(ends), pa.array(flat), type=NUMBERS)
    columns: list[Any] = [pa.repeat(pa.scalar(year, pa.int64()), len(lines))]
    columns += [pa.array(column) for column in zip(*lines, strict=True)]
    return pa.table([*columns, listed], schema=MATRIX)
