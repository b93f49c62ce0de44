"""Answers as charts: which picture shows the answer to which question."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from kraftsamling.kernel.words import Words
from kraftsamling.measures.inside import REGION, REST
from kraftsamling.priorities.findings import Answer
from kraftsamling.web import charts
from kraftsamling.web.charts import (
    Axis,
    Bar,
    BarChart,
    Flow,
    FlowChart,
    Kind,
    Links,
    Node,
    Point,
    Quadrants,
    ScatterChart,
    Stage,
)

WHOLE = Words(
    sv="Utsläpp här, och bakom det som används här",
    en="Emissions here, and behind what is used here",
)
EMITTED = Words(sv="Var det som används här släpptes ut", en="Where what is used here was emitted")
BEHIND = Words(
    sv="Utsläpp bakom en miljon av branschens produkt",
    en="Emissions behind a million of the product",
)
NOT_SOLD = Words(sv="Inte sålt än, efter marknad", en="Not sold yet, by market")
CHANCES = Words(sv="Nära och komplext", en="Near and complex")
QUADRANTS = ("far_complex", "near_complex", "far_simple", "near_simple")
"""The kinds of the corners: upper left and right, then lower."""
COLOURS = {"held": 0, "near_complex": 1}
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

CHAIN = Words(sv="Leverantörer och köpare, direkt", en="Suppliers and buyers, directly")
STAGES = (
    Words(sv="Köper av", en="Buys from"),
    Words(sv="Branschen", en="The industry"),
    Words(sv="Säljer till", en="Sells to"),
)
INDUSTRY = Words(sv="Branschen", en="The industry")
STANDING = Words(sv="Branschernas plats i kedjan", en="Where the industries stand in the chain")
STEPS = Words(sv="Steg till slutlig användning", en="Steps to final demand")
ABROAD = Words(
    sv="Del av jobben som hänger på utlandet, procent",
    en="Part of the jobs that hangs on markets abroad, per cent",
)
CORNERS = Quadrants(
    upper_left=Words(sv="Nära användaren, för utlandet", en="Near the user, for abroad"),
    upper_right=Words(sv="Långt från användaren, för utlandet", en="Far from the user, for abroad"),
    lower_left=Words(sv="Nära användaren, för hemmet", en="Near the user, for home"),
    lower_right=Words(sv="Långt från användaren, för hemmet", en="Far from the user, for home"),
)


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
            source=_producers(found),
            decimals=head.decimals,
            links=where(code),
            period="",
            bars=tuple(_bar(found, row, column) for row in shown),
        )


def _bar(found: Answer, row: str, column: str) -> Bar:
    low, high = found.band(row, column)
    parts = row.split(":")
    own = {REGION, REST, "all"} & set(parts[:2]) or (":" not in row and row not in (REGION, REST))
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
    """Industries by their distance from the user and how much they hang on markets abroad."""
    yield from _standing(found, where)
    by_jobs = sorted(_rows(found), key=lambda row: -found.table.cell(row, "jobs"))
    shown = sorted(by_jobs[:MOST], key=lambda row: -found.table.cell(row, "hanging"))
    yield from bars(found, "hanging", "hanging", HANGING, where, shown)


def markets(found: Answer, where: Where) -> Iterator[charts.Chart]:
    yield from bars(found, "markets", "jobs", MARKETS, where, _rows(found))


def _standing(found: Answer, where: Where) -> Iterator[ScatterChart]:
    rows = sorted(_rows(found), key=lambda row: -found.table.cell(row, "jobs"))
    if not rows:
        return
    jobs = [found.table.cell(row, "jobs") for row in rows]

    def mean(column: str) -> float:
        """Of all jobs, not of all industries."""
        values = (found.table.cell(row, column) for row in rows)
        return sum(v * many for v, many in zip(values, jobs, strict=True)) / sum(jobs)

    yield ScatterChart(
        code="standing",
        title=STANDING,
        unit=found.heads["jobs"].unit,
        source=_producers(found),
        links=where("standing"),
        x=Axis(STEPS, mean("upstreamness"), 1),
        y=Axis(ABROAD, mean("hanging"), 0),
        kinds=(Kind(INDUSTRY, 0),),
        points=tuple(
            Point(
                found.names[row],
                found.table.cell(row, "upstreamness"),
                found.table.cell(row, "hanging"),
                many,
                own=True,
            )
            for row, many in zip(rows, jobs, strict=True)
        ),
        quadrants=CORNERS,
    )


def dependence(found: Answer, where: Where) -> Iterator[charts.Chart]:
    """Places that supply the industry, and places that buy from it."""
    sides = [_rows(found, f"{side}:", 1) for side in ("supplier", "buyer")]
    if not all(sides):
        return
    nodes = [tuple(_node(found, row) for row in side) for side in sides]
    middle = Node("industry", INDUSTRY, own=True, colour=0)
    yield FlowChart(
        code="chain",
        title=CHAIN,
        unit=found.heads["direct"].unit,
        source=_producers(found),
        decimals=1,
        links=where("chain"),
        period="",
        stages=(
            Stage(STAGES[0], nodes[0]),
            Stage(STAGES[1], (middle,)),
            Stage(STAGES[2], nodes[1]),
        ),
        flows=(
            *(_flow(found, row, row, middle.code) for row in sides[0]),
            *(_flow(found, row, middle.code, row) for row in sides[1]),
        ),
    )


def _node(found: Answer, row: str) -> Node:
    home = row.split(":")[1] in (REGION, REST)
    return Node(row, found.names[row], own=home, colour=0 if home else None)


def _flow(found: Answer, row: str, source: str, target: str) -> Flow:
    low, high = found.band(row, "direct")
    return Flow(source, target, found.table.cell(row, "direct"), (low, high))


def _producers(found: Answer) -> str:
    return ", ".join(dict.fromkeys(origin.producer for origin in found.origins))


def shock(found: Answer, where: Where) -> Iterator[charts.Chart]:
    yield from bars(found, "industries", "jobs", LOST, where, _rows(found)[1:])


def exposure(found: Answer, where: Where) -> Iterator[charts.Chart]:
    for kind, title in FELT.items():
        yield from bars(found, kind, "jobs", title, where, _rows(found, f"{kind}:"))


def opportunities(found: Answer, where: Where) -> Iterator[charts.Chart]:
    """Industries by how near they are and how complex; strengths have a colour of their own."""
    rows = [row for row in _rows(found) if not math.isnan(found.table.cell(row, "relatedness"))]
    if not found.middles or not rows:
        return
    kinds = ("held", *(kind for kind in found.groups if kind != "held"))
    yield ScatterChart(
        code="opportunities",
        title=CHANCES,
        unit=found.heads["persons"].unit,
        source=_producers(found),
        links=where("opportunities"),
        x=Axis(_titled(found, "relatedness"), found.middles["relatedness"], 1),
        y=Axis(_titled(found, "complexity"), found.middles["complexity"], 2),
        kinds=tuple(Kind(found.groups[kind], COLOURS.get(kind)) for kind in kinds),
        points=tuple(
            Point(
                found.names[row],
                found.table.cell(row, "relatedness"),
                found.table.cell(row, "complexity"),
                found.table.cell(row, "persons"),
                kind=kinds.index(found.group[row]),
                own=found.group[row] == "held",
            )
            for row in rows
        ),
        quadrants=Quadrants(*(found.groups[kind] for kind in QUADRANTS)),
    )


def potential(found: Answer, where: Where) -> Iterator[charts.Chart]:
    """Markets by what is not sold there yet; those where nothing is left are not drawn."""
    left = [row for row in _rows(found) if found.band(row, "unrealised")[1] > 0]
    yield from bars(found, "not_sold", "unrealised", NOT_SOLD, where, left)


def carbon(found: Answer, where: Where) -> Iterator[charts.Chart]:
    """The region as a whole, where what is used there was emitted, and industries by their products."""
    yield from bars(found, "whole", "emitted", WHOLE, where, _rows(found, "all:"))
    yield from bars(found, "origins", "emitted", EMITTED, where, _rows(found, "from:"))
    industries = _rows(found, parts=0)
    most = sorted(industries, key=lambda row: -found.table.cell(row, "per_million"))
    yield from bars(found, "products", "per_million", BEHIND, where, most)


def _titled(found: Answer, column: str) -> Words:
    head = found.heads[column]
    return Words(sv=f"{head.name.sv}, {head.unit.sv}", en=f"{head.name.en}, {head.unit.en}")


PICTURES: dict[tuple[str, str], Callable[[Answer, Where], Iterator[charts.Chart]]] = {
    ("value_chains", "position"): position,
    ("value_chains", "markets"): markets,
    ("value_chains", "dependence"): dependence,
    ("value_chains", "shock"): shock,
    ("value_chains", "exposure"): exposure,
    ("value_chains", "opportunities"): opportunities,
    ("value_chains", "potential"): potential,
    ("value_chains", "carbon"): carbon,
}
