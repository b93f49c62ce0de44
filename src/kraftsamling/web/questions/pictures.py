"""Answers as charts: which picture shows the answer to which question."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from kraftsamling.kernel.words import Words
from kraftsamling.measures.inside import REGION, REST
from kraftsamling.priorities.findings import Answer
from kraftsamling.web import charts
from kraftsamling.web.charts import Bar, BarChart, Links

Where = Callable[[str], Links]
MOST = 12
HANGING = Words(sv="Jobb som hänger på utlandet", en="Jobs that hang on markets abroad")
MARKETS = Words(sv="Jobb efter marknad", en="Jobs by market")
LOST = Words(sv="Förlorade jobb efter bransch", en="Jobs lost by industry")
COUNTIES = Words(sv="Förlorade jobb efter län", en="Jobs lost by county")
FELT = {
    "market": Words(sv="Om en marknad faller", en="If a market falls"),
    "supplier": Words(sv="Om en leverantör faller", en="If a supplier falls"),
    "industry": Words(sv="Om en bransch här faller", en="If an industry here falls"),
}
SUPPLIERS = Words(
    sv="Varifrån branschen köper, direkt", en="Where the industry buys from, directly"
)
BUYERS = Words(sv="Vem branschen säljer till, direkt", en="Whom the industry sells to, directly")


def bars(
    found: Answer, code: str, column: str, title: Words, where: Where, rows: list[str]
) -> Iterator[BarChart]:
    """The rows as bars with their bands; nothing where there is none."""
    shown = [row for row in rows if not math.isnan(found.table.cell(row, column))][:MOST]
    if shown:
        head = found.heads[column]
        yield BarChart(
            code=code,
            title=title,
            unit=head.unit,
            source=", ".join(dict.fromkeys(origin.producer for origin in found.origins)),
            decimals=head.decimals,
            links=where(code),
            period="",
            bars=tuple(_bar(found, row, column) for row in shown),
        )


def _bar(found: Answer, row: str, column: str) -> Bar:
    low, high = found.band(row, column)
    own = {REGION, REST} & set(row.split(":")[:2]) or (":" not in row and row not in (REGION, REST))
    return Bar(
        found.names[row],
        found.table.cell(row, column),
        bool(own),
        None if math.isnan(low) else (low, high),
    )


def _rows(found: Answer, start: str = "", parts: int | None = None) -> list[str]:
    """The labels of rows that begin so, with that many parts between colons."""
    return [
        row
        for row in map(str, found.table.rows)
        if row.startswith(start) and (parts is None or row.count(":") == parts)
    ]


def position(found: Answer, where: Where) -> Iterator[charts.Chart]:
    """Industries with most jobs by how much they hang on markets abroad."""
    by_jobs = sorted(_rows(found), key=lambda row: -found.table.cell(row, "jobs"))
    shown = sorted(by_jobs[:MOST], key=lambda row: -found.table.cell(row, "hanging"))
    yield from bars(found, "hanging", "hanging", HANGING, where, shown)


def markets(found: Answer, where: Where) -> Iterator[charts.Chart]:
    yield from bars(found, "markets", "jobs", MARKETS, where, _rows(found))


def dependence(found: Answer, where: Where) -> Iterator[charts.Chart]:
    yield from bars(found, "suppliers", "direct", SUPPLIERS, where, _rows(found, "supplier:", 1))
    yield from bars(found, "buyers", "direct", BUYERS, where, _rows(found, "buyer:", 1))


def shock(found: Answer, where: Where) -> Iterator[charts.Chart]:
    yield from bars(found, "industries", "jobs", LOST, where, _rows(found)[1:])


def exposure(found: Answer, where: Where) -> Iterator[charts.Chart]:
    for kind, title in FELT.items():
        yield from bars(found, kind, "jobs", title, where, _rows(found, f"{kind}:"))


PICTURES: dict[tuple[str, str], Callable[[Answer, Where], Iterator[charts.Chart]]] = {
    ("value_chains", "position"): position,
    ("value_chains", "markets"): markets,
    ("value_chains", "dependence"): dependence,
    ("value_chains", "shock"): shock,
    ("value_chains", "exposure"): exposure,
}
