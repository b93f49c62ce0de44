"""What is drawn of a flow chart: the largest of each stage, and the rest of it as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kraftsamling.web.charts import colours
from kraftsamling.web.charts.kinds import Flow, FlowChart, Node
from kraftsamling.web.charts.words import said

Ends = tuple[str, str]


@dataclass(frozen=True)
class Drawn:
    """A node as it is drawn; `members` are the codes of those that it stands for."""

    code: str
    name: str
    total: float
    share: float  # of its stage, 0 to 1
    colour: str
    own: bool
    members: tuple[str, ...]


class Gathered:
    """The nodes of each stage, largest first and the rest last, and the flows between them."""

    def __init__(self, chart: FlowChart) -> None:
        self.chart = chart
        self.totals = _totals(chart.flows)
        self.stages = [list(self._stage(n)) for n in range(len(chart.stages))]
        self.nodes = {node.code: node for stage in self.stages for node in stage}
        self.home = {
            member: node.code for node in self.nodes.values() for member in node.members
        }  # fmt: skip

    def ends(self, flow: Flow) -> Ends:
        """Between which of the drawn nodes the flow goes."""
        return self.home[flow.source], self.home[flow.target]

    def flows(self) -> dict[Ends, list[Flow]]:
        """The flows behind each band, in the order of the nodes; largest first."""
        found: defaultdict[Ends, list[Flow]] = defaultdict(list)
        for flow in sorted(filter(_seen, self.chart.flows), key=lambda flow: -flow.value):
            found[self.ends(flow)].append(flow)
        place = {code: n for n, code in enumerate(self.nodes)}
        return {ends: found[ends] for ends in sorted(found, key=lambda e: [place[c] for c in e])}

    def unseen(self) -> list[Flow]:
        """Those without value, or of nought, which no picture shows."""
        return [flow for flow in self.chart.flows if not _seen(flow)]

    def single(self, node: Drawn) -> bool:
        """Whether a node is alone in its stage: all bands are its, so none stands out for it."""
        return any(stage == [node] for stage in self.stages)

    def whole(self, ends: Ends) -> float:
        """All that flows between the two stages where these nodes are."""
        at = self.chart.at
        stages = [at[self.nodes[code].members[0]] for code in ends]
        return sum(
            flow.value
            for flow in self.chart.flows
            if _seen(flow) and [at[flow.source], at[flow.target]] == stages
        )

    def _stage(self, n: int) -> Iterator[Drawn]:
        nodes = [node for node in self.chart.stages[n].nodes if self.totals[node.code] > 0]
        nodes.sort(key=lambda node: -self.totals[node.code])
        sure = sum(node.own for node in nodes)
        largest = [node for node in nodes if not node.own][: max(self.chart.most - sure, 0)]
        shown = [node for node in nodes if node.own or node in largest]
        rest = [node for node in nodes if node not in shown]
        if len(rest) == 1:  # one alone keeps its name
            shown, rest = nodes, []
        whole = sum(self.totals[node.code] for node in nodes)
        for node in shown:
            total = self.totals[node.code]
            name, ink = said(node.name), _colour(node)
            yield Drawn(node.code, name, total, total / whole, ink, node.own, (node.code,))
        if rest:
            members = tuple(node.code for node in rest)
            total = sum(self.totals[code] for code in members)
            name = _("Other (%(count)d)") % {"count": len(rest)}
            yield Drawn(
                f"rest {n}", name, total, total / whole, colours.OTHER, own=False, members=members
            )


def _totals(flows: tuple[Flow, ...]) -> defaultdict[str, float]:
    """What passes through each node: all that leaves it or all that reaches it, whichever is more."""
    out: defaultdict[str, float] = defaultdict(float)
    into: defaultdict[str, float] = defaultdict(float)
    for flow in filter(_seen, flows):
        out[flow.source] += flow.value
        into[flow.target] += flow.value
    most = {code: max(out[code], into[code]) for code in {*out, *into}}
    return defaultdict(float, most)


def _seen(flow: Flow) -> bool:
    """Whether there is something to draw: neither nought nor without value."""
    return flow.value > 0


def _colour(node: Node) -> str:
    if node.colour is None:
        return colours.own(0) if node.own else colours.OTHER
    return colours.own(node.colour)
