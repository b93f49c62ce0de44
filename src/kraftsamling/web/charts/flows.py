"""The flow chart (Sankey) as an ECharts option."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kraftsamling.web.charts import colours, frame
from kraftsamling.web.charts.frame import Option
from kraftsamling.web.charts.gathered import Drawn, Ends, Gathered
from kraftsamling.web.charts.kinds import Flow, FlowChart
from kraftsamling.web.charts.labels import LINE
from kraftsamling.web.charts.letters import broken, wide
from kraftsamling.web.charts.words import interval, marked, number, percent, said

FLOWS, HEADS = "flows", "heads"
# Widths from which on there is another layout.
WIDTHS = (frame.NARROW, 560, 900)
# Names at both sides break rather than take more than this share of the width each.
NAME_SHARE = 0.29
BAR, BESIDE = 10, 6
# Between nodes, and under the headings of the stages.
GAP, UNDER = 7, 8
# The room for the bands themselves: at least this tall, and all in all about that.
LEAST, HEIGHTS = 150, (400, 400)
# How much of their colour the bands have: they cross each other, and names stand on them.
OPACITY = 0.32


def flow_option(chart: FlowChart, *, alone: bool) -> Option:
    """Bands between nodes with name and share; own nodes in their colours, others grey."""
    found = Gathered(chart)
    above, _below = frame.room(chart, alone=alone)
    layouts = [_Layout(found, width, above) for width in WIDTHS]
    heads = {"type": "scatter", "id": HEADS, "data": [], **_unseen()}
    return frame.option(chart, alone=alone) | {
        "grid": {"top": above, "height": 1, "outerBoundsMode": "none"},
        "xAxis": {"type": "value", "show": False, "min": 0, "max": len(chart.stages) - 1},
        "yAxis": {"type": "value", "show": False, "min": 0, "max": 1},
        "series": [_series(found), heads],
        # The last one, without a question, is for when no other fits.
        "media": [
            *({"query": {"minWidth": one.width}, "option": one.option()} for one in layouts[1:]),
            {"option": layouts[0].option()},
        ],
        "tooltip": frame.tooltip() | {"trigger": "item"},
    }


def height(chart: FlowChart, width: int) -> int:
    """Pixels that give each name its room in every layout of pictures like this, headings included."""
    found = Gathered(chart)
    above, _below = frame.room(chart, alone=False)
    wide_ones = WIDTHS[1:] if width >= frame.BREAK else WIDTHS[:1]
    layouts = [_Layout(found, one, above) for one in wide_ones]
    return round(max(one.top + one.tall for one in layouts)) + 4


def told(chart: FlowChart, flow: Flow) -> str:
    """A flow in words: value, interval, marks."""
    text = number(flow.value, chart.decimals)
    if flow.interval:
        text = f"{text} ({interval(flow.interval, chart.decimals)})"
    return marked(text, flow.marks)


def _series(found: Gathered) -> Option:
    return {
        "type": "sankey",
        "id": FLOWS,
        "data": [],
        "links": [_link(found, ends, flows) for ends, flows in found.flows().items()],
        "nodeWidth": BAR,
        "nodeGap": 0,
        "nodeAlign": "left",
        "layoutIterations": 0,
        "draggable": False,
        "emphasis": {"focus": "adjacency"},
        "blur": {"lineStyle": {"opacity": 0.1}},
        "lineStyle": {"opacity": OPACITY, "curveness": 0.5},
        "label": {
            "fontSize": frame.SIZE,
            "lineHeight": LINE,
            "color": colours.INK,
            "distance": BESIDE,
            "textBorderColor": colours.PAPER,
            "textBorderWidth": 3,
        },
    }


def _link(found: Gathered, ends: Ends, flows: Sequence[Flow]) -> Option:
    source, target = (found.nodes[code] for code in ends)
    value = sum(flow.value for flow in flows)
    text = told(found.chart, flows[0]) if len(flows) == 1 else number(value, found.chart.decimals)
    return {
        "source": source.code,
        "target": target.code,
        "value": value,
        "head": _short(f"{source.name} → {target.name}"),
        "text": f"{text}, {percent(value / found.whole(ends))}",
        "lineStyle": {"color": _tone(found, (source, target))},
    }


def _tone(found: Gathered, ends: Sequence[Drawn]) -> str:
    """The colour of the end that has one, or of the smaller; one alone in its stage lends none.

    Else every band to or from the only industry of a chart had its colour, and none stood out.
    """
    inked = [n for n in ends if n.colour != colours.OTHER and not found.single(n)]
    return min(inked, key=lambda node: node.total).colour if inked else colours.OTHER


def _short(text: str) -> str:
    """In lines that fit beside the pointer on a telephone."""
    return broken(text, frame.SIZE, frame.NARROW - 60)


def _unseen() -> Option:
    """Points that are not drawn and only carry texts."""
    opaque = {"itemStyle": {"opacity": 1}}  # labels inherit it, and that of scatters is less
    return {"symbolSize": 0.01, "silent": True, "clip": False, **opaque}


class _Layout:
    """What depends on the width: how texts break, and so where each node stands."""

    def __init__(self, found: Gathered, width: int, above: int) -> None:
        self.found, self.width, self.chart = found, width, found.chart
        self.last = len(found.stages) - 1
        most = width * NAME_SHARE
        self.texts = {node.code: self._text(node, most) for node in found.nodes.values()}
        sides = [self._side(n, most) for n in (0, self.last)]
        self.left, self.right = (round(side, 1) for side in sides)
        # From a stage to the next.
        self.step = (width - self.left - self.right - BAR) / max(self.last, 1)
        between = 2 * self.step - 4 * BESIDE
        for stage in found.stages[1:-1]:
            self.texts |= {node.code: self._text(node, between) for node in stage}
        self.heads = [self._head(n, most, between) for n in range(len(found.stages))]
        lines = [_lines(text) for text in self.heads]
        # A heading between the sides goes below theirs where it is wider than the room between.
        self.lower = any(wide(text, frame.SIZE, bold=True) > between for text in self.heads[1:-1])
        sides_tall = max(lines[0], lines[-1]) * LINE
        between_tall = max(lines[1:-1], default=0) * LINE
        self.down = sides_tall if self.lower else 0
        self.top = above + max(sides_tall, self.down + between_tall) + UNDER
        columns = [sum(self._tall(n, node) + GAP for node in s) for n, s in enumerate(found.stages)]
        self.tall = max(HEIGHTS[width >= frame.BREAK], max(columns) + LEAST)
        self.scale = self._fitting()

    def option(self) -> Option:
        whole = max((sum(node.total for node in stage) for stage in self.found.stages), default=0)
        # ECharts makes nodes as tall as fits this box; where they stand is told apart from it.
        box = max(whole * self.scale, 1)
        sides = {"left": self.left, "right": self.right}
        flows = {"id": FLOWS, "top": self.top, "height": round(box, 2), **sides}
        return {
            "grid": {"left": self.left + BAR / 2, "right": self.right + BAR / 2},
            "series": [
                flows | {"data": list(self._nodes(box))},
                {"id": HEADS, "data": list(self._head_labels())},
            ],
        }

    def _text(self, node: Drawn, most: float) -> str:
        return broken(f"{node.name} {percent(node.share)}", frame.SIZE, most, bold=node.own)

    def _side(self, n: int, most: float) -> float:
        """The room for the names beside the first or the last stage, and for its heading."""
        stage = self.found.stages[n]
        if _alone_in(stage):
            return 0.0
        head = wide(broken(said(self.chart.stages[n].name), frame.SIZE, most), frame.SIZE) - BAR
        needed = (wide(self.texts[node.code], frame.SIZE, bold=node.own) for node in stage)
        return max([head, *(room + BESIDE for room in needed), 0.0])

    def _named(self, node: Drawn, most: float) -> str:
        """A node that is alone, by name and value."""
        text = f"{node.name} {number(node.total, self.chart.decimals)}"
        return broken(text, frame.SIZE, most, bold=True)

    def _head(self, n: int, side: float, between: float) -> str:
        """What stands over a stage: its name, or that of its only node."""
        inner = 0 < n < self.last
        roomy = max(between, self.width * 0.75) if self.last == 2 else between
        one = _alone_in(self.found.stages[n])
        most = roomy if inner else max(side, (self.left, self.right)[n > 0])
        if one and not inner:
            most = self.width / 2 - GAP
        if one:
            return self._named(one, most)
        return broken(said(self.chart.stages[n].name), frame.SIZE, most)

    def _head_labels(self) -> Iterator[Option]:
        for n, text in enumerate(self.heads):
            inner = 0 < n < self.last
            one = _alone_in(self.found.stages[n])
            # Towards its names, or, where there are none, inwards from the edge.
            leftwards = (n == 0) != bool(one)
            align = "center" if inner else ("left", "right")[leftwards]
            across = 0 if inner else (-BAR / 2, BAR / 2)[leftwards]
            ink = colours.QUIET
            if one:
                ink = one.colour if one.own else colours.INK
            look = {
                "show": True,
                "formatter": text,
                "position": "inside",
                "align": align,
                "verticalAlign": "top",
                "offset": [across, self.down if inner else 0],
                "color": ink,
                "fontSize": frame.SIZE,
                "fontWeight": 600 if one else "normal",
                "lineHeight": LINE,
            }
            yield {"value": [n, 1], "label": look}

    def _tall(self, n: int, node: Drawn) -> float:
        """The room for its name, at the least."""
        return 0.0 if _alone_in(self.found.stages[n]) else _lines(self.texts[node.code]) * LINE

    def _slot(self, n: int, node: Drawn, scale: float) -> float:
        """The room from the node before to the next; names between the sides stand on top of theirs."""
        name, bar = self._tall(n, node), node.total * scale
        return (name + bar if 0 < n < self.last else max(name, bar)) + GAP

    def _column(self, n: int, scale: float) -> float:
        return sum(self._slot(n, node, scale) for node in self.found.stages[n]) - GAP

    def _fitting(self) -> float:
        """Pixels per unit, so that the tallest column just fits; found by halving."""
        columns = [n for n, stage in enumerate(self.found.stages) if stage]
        if not columns:
            return 0.0
        low, high = 0.0, self.tall / max(node.total for node in self.found.nodes.values())
        for _turn in range(40):
            middle = (low + high) / 2
            fits = max(self._column(n, middle) for n in columns) <= self.tall
            low, high = (middle, high) if fits else (low, middle)
        return low

    def _nodes(self, box: float) -> Iterator[Option]:
        for n, stage in enumerate(self.found.stages):
            top = (self.tall - self._column(n, self.scale)) / 2
            for node in stage:
                slot, bar = self._slot(n, node, self.scale) - GAP, node.total * self.scale
                inner = 0 < n < self.last
                y = top + (slot - bar if inner else (slot - bar) / 2)
                yield self._node(n, node) | {"localY": round(y / box, 5)}
                top += slot + GAP

    def _node(self, n: int, node: Drawn) -> Option:
        position = "top" if 0 < n < self.last else ("left", "right")[n > 0]
        one = _alone_in(self.found.stages[n])
        share = "" if one else f", {percent(node.share)}"
        return {
            "name": node.code,
            "depth": n,
            "head": _short(node.name),
            "text": f"{number(node.total, self.chart.decimals)}{share}",
            "itemStyle": {"color": node.colour, "borderWidth": 0},
            "label": {
                "show": not one,
                "position": position,
                "formatter": self.texts[node.code],
                "fontWeight": 600 if node.own else "normal",
            },
        }


def _alone_in(stage: Sequence[Drawn]) -> Drawn | None:
    """The one node of a stage that has but one; it has no share to tell."""
    return stage[0] if len(stage) == 1 else None


def _lines(text: str) -> int:
    return 1 + text.count("\n")
