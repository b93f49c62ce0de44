"""A chart of points in words: how many stand in each corner, and the most important of them."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _, ngettext

from kraftsamling.web.charts.kinds import Point, ScatterChart, Text
from kraftsamling.web.charts.scatter_series import known
from kraftsamling.web.charts.words import number, said

TOLD = 3


def scatter_sentences(chart: ScatterChart) -> Iterator[str]:
    """What is measured both ways and where it is divided, then the corners, the upper right first."""
    yield _("Scatter chart: %(title)s.") % {"title": said(chart.title)}
    yield _("To the right: %(x)s, divided at %(at_x)s. Upwards: %(y)s, divided at %(at_y)s.") % {
        "x": said(chart.x.title),
        "at_x": number(chart.x.divide, chart.x.decimals),
        "y": said(chart.y.title),
        "at_y": number(chart.y.divide, chart.y.decimals),
    }
    shown = sorted((p for p in chart.points if known(p)), key=lambda point: not point.own)
    if not shown:
        yield _("No point has a value.")
    for name, place, right, upper in _corners(chart):
        inside = [
            p for p in shown if (p.x >= chart.x.divide, p.y >= chart.y.divide) == (right, upper)
        ]
        if inside:
            where = f"{place} ({said(name)})" if said(name) else place
            yield f"{where}: {_told(inside)}."
    missing = len(chart.points) - len(shown)
    if missing:
        yield ngettext(
            "%(count)d point has no value.", "%(count)d points have no value.", missing
        ) % {"count": missing}


def _corners(chart: ScatterChart) -> tuple[tuple[Text, str, bool, bool], ...]:
    """Name, place, whether to the right, whether above."""
    q = chart.quadrants
    return (
        (q.upper_right, _("Upper right"), True, True),
        (q.upper_left, _("Upper left"), False, True),
        (q.lower_right, _("Lower right"), True, False),
        (q.lower_left, _("Lower left"), False, False),
    )


def _told(points: list[Point]) -> str:
    names = ", ".join(said(point.name) for point in points[:TOLD])
    rest = len(points) - TOLD
    if rest <= 0:
        return names
    return ngettext("%(names)s and %(count)d more", "%(names)s and %(count)d more", rest) % {
        "names": names,
        "count": rest,
    }
