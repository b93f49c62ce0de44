"""Charts and maps: described once, drawn alike in the browser, on the server and on paper.

A page makes a `LineChart`, `BarChart` or `MapChart` and includes `web/parts/chart.html`; a download
answers with `answers.picture`; a report takes `svg` or `png`. Every chart has its words (`alt`) and
its table (`table`): a picture never says what they do not.
"""

from __future__ import annotations

from kraftsamling.web.charts.boundaries import Boundaries, read as read_boundaries
from kraftsamling.web.charts.kinds import (
    Bar,
    BarChart,
    Chart,
    Forecast,
    LineChart,
    Links,
    MapChart,
    Mark,
    Series,
    Target,
)
from kraftsamling.web.charts.pictures import option, png, size, svg
from kraftsamling.web.charts.tables import Table, table
from kraftsamling.web.charts.telling import alt

__all__ = [
    "Bar",
    "BarChart",
    "Boundaries",
    "Chart",
    "Forecast",
    "LineChart",
    "Links",
    "MapChart",
    "Mark",
    "Series",
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
