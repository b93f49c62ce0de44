"""The page of one question: what is said, shown, and where it comes from."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.urls import reverse

from kraftsamling.kernel.origin import Origin
from kraftsamling.plan.models import Plan
from kraftsamling.priorities.asking import Kind, Slice
from kraftsamling.priorities.findings import Answer
from kraftsamling.web import charts
from kraftsamling.web.charts.words import number
from kraftsamling.web.indicators.words import language
from kraftsamling.web.questions.asking import Form
from kraftsamling.web.questions.pictures import PICTURES


@dataclass(frozen=True)
class Cell:
    """A number as it is shown, and its band; both empty where there is none."""

    text: str
    band: str = ""


@dataclass(frozen=True)
class Row:
    """A row of the table, with what is said about it where something is."""

    name: str
    cells: tuple[Cell, ...]
    note: str = ""


@dataclass(frozen=True)
class Page:
    """Everything the page shows of an answer."""

    sentence: str
    heads: tuple[tuple[str, str], ...]
    sections: tuple[tuple[str, tuple[Row, ...]], ...]
    banded: bool
    charts: tuple[charts.Chart, ...]
    caveats: tuple[str, ...]
    origins: tuple[Origin, ...]

    @property
    def columns(self) -> int:
        """How many columns the table has, that of names included."""
        return 1 + len(self.heads)


def of(plan: Plan, slice_: Slice, kind: Kind, form: Form, found: Answer) -> Page:
    return Page(
        sentence=found.sentence,
        heads=tuple(_heads(found)),
        sections=tuple(_sections(found)),
        banded=bool(np.isfinite(found.low).any()),
        charts=pictures(plan, slice_, kind, form, found),
        caveats=found.caveats,
        origins=found.origins,
    )


def pictures(
    plan: Plan, slice_: Slice, kind: Kind, form: Form, found: Answer
) -> tuple[charts.Chart, ...]:
    """The charts of an answer, with the addresses of their files."""
    draw = PICTURES.get((slice_.code, kind.code))
    if draw is None:
        return ()
    return tuple(draw(found, lambda name: links(plan, slice_, kind, form, name)))


def links(plan: Plan, slice_: Slice, kind: Kind, form: Form, picture: str) -> charts.Links:
    """Where the files of a chart are; those of the data are the same for each chart."""
    at = (plan.slug, slice_.code, kind.code)
    asked = f"?{form.query}"
    drawn = {k: reverse("question_picture", args=(*at, picture, k)) + asked for k in ("svg", "png")}
    files = {k: reverse(f"question_{k}", args=at) + asked for k in ("csv", "xlsx")}
    return charts.Links(svg=drawn["svg"], png=drawn["png"], csv=files["csv"], xlsx=files["xlsx"])


def _heads(found: Answer) -> Iterator[tuple[str, str]]:
    for column in found.table.columns:
        head = found.heads[str(column)]
        yield head.name.in_language(language()), head.unit.in_language(language())


def _sections(found: Answer) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """The rows under the name of their kind, where each kind stands together; else all of them."""
    rows = list(_rows(found))
    for kind, run in found.parts:
        name = found.groups[kind].in_language(language()) if kind else ""
        yield name, tuple(rows[n] for n in run)


def _rows(found: Answer) -> Iterator[Row]:
    for row, values, low, high in zip(
        found.table.rows, found.table.values, found.low, found.high, strict=True
    ):
        decimals = [found.heads[str(column)].decimals for column in found.table.columns]
        yield Row(
            found.names[str(row)].in_language(language()),
            tuple(_cell(*cell) for cell in zip(values, low, high, decimals, strict=True)),
            found.notes.get(str(row), ""),
        )


def _cell(value: float, low: float, high: float, decimals: int) -> Cell:
    if math.isnan(value):
        return Cell("")
    edges = [number(edge, decimals) for edge in (low, high)]
    spread = not math.isnan(low) and edges[0] != edges[1]
    return Cell(number(value, decimals), "–".join(edges) if spread else "")
