"""How the plan goes: the overview page, and the same numbers as a file."""

from __future__ import annotations

import csv
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kraftsamling.accounts.roles import Permission
from kraftsamling.coordination.overview import (
    ALL,
    COUNTS,
    MONEY,
    UNPLACED,
    Overview,
    Question,
    overview,
)
from kraftsamling.kernel.finding import Finding
from kraftsamling.plan.rights import allowed
from kraftsamling.strategy.library import PRIORITY
from kraftsamling.web.access import PlanRequest, of_plan
from kraftsamling.web.bars import Segment, segments, share
from kraftsamling.web.templatetags.words import words

# The states a bar is made of, in their order; together they are every action of the row.
IN_BAR = ("done", "under_way", "not_started", "proposed", "stopped")


@dataclass(frozen=True)
class Row:
    """One place of the framing as it is shown."""

    code: str
    name: str
    about: dict[str, int]
    bar: tuple[Segment, ...]
    planned: int
    spent: int
    used: int | None

    @property
    def used_width(self) -> int:
        """How far the bar of spent money reaches, of a hundred."""
        return min(self.used or 0, 100)


@require_safe
@of_plan
def overview_page(request: PlanRequest) -> HttpResponse:
    question = _question(request)
    found = overview(request.plan, question)
    rows = _rows(request, found)
    context = {
        "found": found,
        "question": question,
        "framings": request.plan.library.framings.values(),
        "framing": request.plan.library.framings[question.framing],
        "rows": [row for row in rows if row.code != ALL],
        "all": next(row for row in rows if row.code == ALL),
        "years": _years(found.years),
        "caveats": dict.fromkeys((*found.standing.caveats, *found.money.caveats)),
        "currency": request.plan.library.land.currency,
        "limit": request.plan.library.land.silent_after_days,
        "reminds": allowed(request.user, Permission.REPORT_PROGRESS, request.plan),
    }
    return render(request, "web/overview.html", context)


@require_safe
@of_plan
def overview_csv(request: PlanRequest) -> HttpResponse:
    question = _question(request)
    found = overview(request.plan, question)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"{request.plan.slug}-{question.framing}-{question.today}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response.write("\ufeff")  # so that spreadsheets read it as UTF-8
    table = csv.writer(response)
    table.writerow(
        ["plan", "framing", "code", "name", *COUNTS, *MONEY, "currency", "as_of", "audit_head"]
    )
    for row in _rows(request, found):
        table.writerow(
            [request.plan.slug, question.framing, row.code, row.name]
            + [row.about[name] for name in COUNTS]
            + [row.planned, row.spent, found.money.unit, question.today, found.head]
        )
    return response


def _question(request: PlanRequest) -> Question:
    framing = request.GET.get("framing") or PRIORITY
    if framing not in request.plan.library.framings:
        raise Http404(_("This plan is not read by %(framing)s.") % {"framing": framing})
    return Question(request.plan.slug, framing, timezone.localdate())


def _rows(request: PlanRequest, found: Overview) -> list[Row]:
    table, money = found.standing.table, found.money.table
    framing = request.plan.library.framings[_question(request).framing]
    names = {item.code: words(item.name) for item in framing.items}
    names |= {UNPLACED: _("No place here"), ALL: _("All actions")}
    rows = []
    for position, code in enumerate(table.rows):
        label = str(code)
        about = dict(zip(COUNTS, map(int, table.values[position]), strict=True))
        planned, spent = map(int, money.values[position])
        bar = segments([(name, about[name]) for name in IN_BAR])
        rows.append(
            Row(label, names.get(label, label), about, bar, planned, spent, share(spent, planned))
        )
    return rows


def _years(finding: Finding) -> list[tuple[str, int, int]]:
    """Each year with its money and how long its bar is, of a hundred."""
    sums = [int(value) for value in finding.table.values[:, 0]]
    most = max(sums, default=0)
    return [
        (str(year), money, share(money, most) or 0)
        for year, money in zip(finding.table.rows, sums, strict=True)
    ]


urlpatterns = [
    path("<slug:plan>/overview/", overview_page, name="overview"),
    path("<slug:plan>/overview/csv/", overview_csv, name="overview_csv"),
]
