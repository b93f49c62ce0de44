"""A flow chart in words: who is largest in each stage."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _, ngettext

from kraftsamling.web.charts.gathered import Drawn, Gathered
from kraftsamling.web.charts.kinds import FlowChart
from kraftsamling.web.charts.periods import in_words
from kraftsamling.web.charts.words import number, percent, said

TOLD = 3


def flow_sentences(chart: FlowChart) -> Iterator[str]:
    """What it shows, and of each stage the largest with their shares, the own ones always."""
    yield _("Flow chart: %(title)s, %(unit)s, %(period)s.") % {
        "title": said(chart.title),
        "unit": said(chart.unit),
        "period": in_words(chart.period),
    }
    found = Gathered(chart)
    if not found.nodes:
        yield _("No flow has a value.")
        return
    for stage, nodes in zip(chart.stages, found.stages, strict=True):
        if nodes:
            yield f"{said(stage.name)}: {_largest(nodes, chart.decimals)}."
    missing = sum(flow.value != flow.value for flow in chart.flows)
    if missing:
        yield ngettext(
            "%(count)d flow has no value.", "%(count)d flows have no value.", missing
        ) % {"count": missing}


def _largest(nodes: list[Drawn], decimals: int) -> str:
    if len(nodes) == 1:
        return f"{nodes[0].name} ({number(nodes[0].total, decimals)})"
    named = [node for n, node in enumerate(nodes) if n < TOLD or node.own]
    told = ", ".join(f"{node.name} {percent(node.share)}" for node in named)
    rest = sum(len(node.members) for node in nodes if node not in named)
    if not rest:
        return told
    return ngettext(
        "%(told)s; %(count)d more is in the table",
        "%(told)s; %(count)d more are in the table",
        rest,
    ) % {"told": told, "count": rest}
