"""The lines of a flow chart's table: each band, what is behind it, and what passes through each node."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kraftsamling.web.charts.gathered import Ends, Gathered
from kraftsamling.web.charts.kinds import Flow, FlowChart, Mark, Range
from kraftsamling.web.charts.words import said


@dataclass(frozen=True)
class Line:
    """From whom to whom, how much, and which share of all that goes between those stages."""

    source: str
    target: str
    value: float
    share: float
    own: bool = False
    interval: Range | None = None
    marks: tuple[Mark, ...] = ()


def flow_rows(chart: FlowChart) -> Iterator[Line]:
    """Bands as they are drawn; those of a rest with each flow in it; then the nodes with many bands."""
    found = Gathered(chart)
    names = {node.code: said(node.name) for stage in chart.stages for node in stage.nodes}
    bands = found.flows()
    for ends, flows in bands.items():
        yield from _band(found, ends, flows, names)
    for flow in found.unseen():
        share = 0.0 if flow.value == 0 else math.nan
        ends = flow.source, flow.target
        yield _line(flow, (names[ends[0]], names[ends[1]]), share, own=False)
    for node in found.nodes.values():
        out = [ends for ends in bands if ends[0] == node.code]
        into = [ends for ends in bands if ends[1] == node.code]
        if max(len(out), len(into)) > 1 or (out and into):
            yield Line(node.name, _("in all"), node.total, node.share, node.own)


def _band(found: Gathered, ends: Ends, flows: list[Flow], names: dict[str, str]) -> Iterator[Line]:
    """One band; where somebody in it is of a rest, the whole and then each of its flows."""
    source, target = (found.nodes[code] for code in ends)
    own = any(node.own and not found.single(node) for node in (source, target))
    whole = found.whole(ends)
    if len(source.members) == len(target.members) == 1:
        for flow in flows:
            yield _line(flow, (source.name, target.name), flow.value / whole, own=own)
        return
    total = sum(flow.value for flow in flows)
    yield Line(source.name, target.name, total, total / whole, own)
    for flow in flows:
        told = [
            _("of which %(name)s") % {"name": names[code]} if len(node.members) > 1 else node.name
            for code, node in ((flow.source, source), (flow.target, target))
        ]
        yield _line(flow, (told[0], told[1]), flow.value / whole, own=False)


def _line(flow: Flow, names: tuple[str, str], share: float, *, own: bool) -> Line:
    return Line(*names, flow.value, share, own, flow.interval, flow.marks)
