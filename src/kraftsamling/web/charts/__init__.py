"""Charts and maps: described once, drawn alike in the browser, on the server and on paper.

A page makes a `LineChart`, `BarChart`, `MapChart`, `FlowChart` (from whom to whom) or `ScatterChart`
(points in four quadrants) and includes `web/parts/chart.html`; a download answers with
`answers.picture`; a report takes `svg` or `png`. Every chart has its words (`alt`) and its table
(`table`): a picture never says what they do not.
"""

from __future__ import annotations

from kraftsamling.web.charts.boundaries import Boundaries, read as read_boundaries
from kraftsamling.web.charts.kinds import (
    Axis,
    Bar,
    BarChart,
    Chart,
    Flow,
    FlowChart,
    Forecast,
    Kind,
    LineChart,
    Links,
    MapChart,
    Mark,
    Node,
    Point,
    Quadrants,
    ScatterChart,
    Series,
    Stage,
    Target,
)
from kraftsamling.web.charts.pictures import option, png, size, svg
from kraftsamling.web.charts.tables import Table, table
from kraftsamling.web.charts.telling import alt

__all__ = [
    "Axis",
    "Bar",
    "BarChart",
    "Boundaries",
    "Chart",
    "Flow",
    "FlowChart",
    "Forecast",
    "Kind",
    "LineChart",
    "Links",
    "MapChart",
    "Mark",
    "Node",
    "Point",
    "Quadrants",
    "ScatterChart",
    "Series",
    "Stage",
    "Table",
    "Target",
    "alt",
    "option",
    "png",
    "read_boundaries",
    "size",
    "svg",
    "table",
]
