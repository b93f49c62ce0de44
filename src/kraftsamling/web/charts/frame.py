"""What every option has alike: letters, headings, what the pointer tells, and the key to the marks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from kraftsamling.web.charts.colours import INK, PAPER, QUIET, RULE
from kraftsamling.web.charts.kinds import Chart, MapChart
from kraftsamling.web.charts.letters import broken, wide
from kraftsamling.web.charts.words import capital, said

Option = dict[str, Any]

FONT = "Inter, 'Inter Variable', system-ui, sans-serif"
SIZE = 13
UNIT_HEIGHT, TITLE_HEIGHT, SOURCE_HEIGHT, KEY_HEIGHT = 13, 10, 12, 24
TITLE_SIZE, SMALL = 18, 12
# Round a picture that leaves its page.
MARGIN = 20
# The narrowest picture that is drawn: what must fit, fits in this. Maps are no wider than theirs.
NARROW, WIDE, MAP_WIDE = 360, 960, 640
# From this width on a picture is laid out as a wide one.
BREAK = 560


def option(chart: Chart, *, alone: bool) -> Option:
    """Letters and headings. `alone`: the picture leaves its page, so it takes title and source along."""
    unit, title = _unit(chart), _title(chart)
    titles: list[Option] = [
        {"text": unit, "top": _title_height(chart) if alone else 0, "textStyle": _text(QUIET, SIZE)}
    ]
    if alone:
        heading = _text(INK, TITLE_SIZE) | {"fontWeight": 600}
        titles.insert(0, {"text": title, "top": 0, "textStyle": heading})
        if chart.source:
            titles.append({"text": _source(chart), "bottom": 0, "textStyle": _text(QUIET, SMALL)})
    return {
        "animation": False,
        "backgroundColor": PAPER,
        "textStyle": {"fontFamily": FONT, "fontSize": SIZE, "color": INK},
        "title": [{"left": 0, "padding": 0} | one for one in titles],
        "tooltip": tooltip(),
    }


def room(chart: Chart, *, alone: bool) -> tuple[int, int]:
    """Pixels above and below the picture for its headings."""
    above = _tall(_unit(chart), SIZE) + UNIT_HEIGHT
    return (above + _title_height(chart), _source_height(chart)) if alone else (above, 0)


def added(chart: Chart) -> int:
    """How much taller a picture is that leaves its page: title, source and margins."""
    return _title_height(chart) + _source_height(chart) + 2 * MARGIN


def _unit(chart: Chart) -> str:
    return broken(capital(said(chart.unit)), SIZE, NARROW)


def _title(chart: Chart) -> str:
    return broken(said(chart.title), TITLE_SIZE, _across(chart), bold=True)


def _title_height(chart: Chart) -> int:
    return _tall(_title(chart), TITLE_SIZE) + TITLE_HEIGHT


def _source(chart: Chart) -> str:
    text = _("Source: %(source)s") % {"source": said(chart.source)}
    return broken(text, SMALL, _across(chart))


def _source_height(chart: Chart) -> int:
    return _tall(_source(chart), SMALL) + SOURCE_HEIGHT if chart.source else 0


def _across(chart: Chart) -> int:
    """The room from side to side in a picture that leaves its page."""
    return (MAP_WIDE if isinstance(chart, MapChart) else WIDE) - 2 * MARGIN


def _tall(text: str, size: int) -> int:
    return _line_height(size) * (1 + text.count("\n"))


def tooltip() -> Option:
    """Drawn as text in the picture: HTML would need styles that the site's policy refuses."""
    return {
        "renderMode": "richText",
        "confine": True,
        "backgroundColor": PAPER,
        "borderColor": QUIET,
        "borderWidth": 1,
        "padding": [8, 12],
        "textStyle": _text(INK, SIZE) | {"lineHeight": 20},
    }


def key(names: Sequence[Option], bottom: int) -> Option:
    """The key to marks, forecasts and targets, below the picture; series need none."""
    return {
        "data": list(names),
        "left": 0,
        "bottom": bottom,
        "padding": 0,
        "itemGap": 24,
        "itemWidth": 16,
        "itemHeight": 10,
        "selectedMode": False,
        "textStyle": _text(QUIET, SMALL),
    }


def key_height(names: Sequence[str], width: int = NARROW) -> int:
    """How tall the key becomes where the picture is this wide."""
    rows, used = 1, 0.0
    for name in names:
        needed = wide(name, SMALL) + 46
        if used and used + needed > width:
            rows, used = rows + 1, 0.0
        used += needed
    return rows * KEY_HEIGHT if names else 0


def value_axis(ticks: Sequence[tuple[float, str]], step: float) -> Option:
    """An axis of numbers whose texts are given, since a description holds no functions."""
    return {
        "type": "value",
        "min": ticks[0][0],
        "max": ticks[-1][0],
        "interval": step,
        "axisLabel": {
            "texts": [list(tick) for tick in ticks],
            "hideOverlap": True,
            **_text(QUIET, SIZE),
        },
        "axisLine": {"show": False},
        "axisTick": {"show": False},
        "splitLine": {"lineStyle": {"color": RULE}},
    }


def _text(colour: str, size: int) -> Option:
    return {
        "color": colour,
        "fontSize": size,
        "fontWeight": "normal",
        "fontFamily": FONT,
        "lineHeight": _line_height(size),
    }


def _line_height(size: int) -> int:
    return round(size * 1.3)
