"""A chart as its template part shows it, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.utils.translation import get_language

from kraftsamling.web import charts
from kraftsamling.web.charts.frame import Option
from kraftsamling.web.charts.words import said

register = template.Library()


@dataclass(frozen=True)
class Shown:
    """Everything `web/parts/chart.html` needs; sizes are (width, height) in pixels."""

    code: str
    title: str
    source: str
    alt: str
    option: Option
    table: charts.Table
    wide: tuple[int, int]
    narrow: tuple[int, int]
    downloads: tuple[tuple[str, str], ...]


@register.simple_tag
def shown(chart: charts.Chart) -> Shown:
    """The chart in the reader's language."""
    language = get_language() or "sv"
    return Shown(
        code=chart.code,
        title=said(chart.title),
        source=said(chart.source),
        alt=charts.alt(chart, language),
        option=charts.option(chart, language),
        table=charts.table(chart, language),
        wide=charts.size(chart, language),
        narrow=charts.size(chart, language, narrow=True),
        downloads=_downloads(chart.links),
    )


def _downloads(links: charts.Links) -> tuple[tuple[str, str], ...]:
    """The name and address of each file that is offered; the SVG one with title and source in it."""
    given = {
        "CSV": links.csv,
        "Excel": links.xlsx,
        "JSON-stat": links.json_stat,
        "PNG": links.png,
        "SVG": f"{links.svg}{'&' if '?' in links.svg else '?'}alone" if links.svg else "",
    }
    return tuple((name, address) for name, address in given.items() if address)
