"""The official sources: every one, each dataset with its vintages, and tables to take home."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _, gettext_lazy

from kraftsamling.evidence.catalogue import Vintage
from kraftsamling.evidence.snapshots import SnapshotBroken
from kraftsamling.evidence.store import catalogue
from kraftsamling.web import sources
from kraftsamling.web.access import PlanRequest, of_plan
from kraftsamling.web.columns import columns
from kraftsamling.web.indicators.words import language

ON_A_PAGE = 50
RHYTHM_NAMES = {
    "daily": gettext_lazy("every day"),
    "weekly": gettext_lazy("every week"),
    "monthly": gettext_lazy("every month"),
    "quarterly": gettext_lazy("every quarter"),
    "yearly": gettext_lazy("every year"),
}


@of_plan
def source_list(request: PlanRequest) -> HttpResponse:
    """Every source and dataset, those that fail first; with `?q=` those that have it in their names."""
    found = sources.every(catalogue(), request.plan.library)
    text = request.GET.get("q", "").strip()[:100]
    fitting = [one.matching(text, language()) for one in found] if text else found
    context = {
        "sources": [one for one in fitting if one.shown],
        "empty": [one for one in fitting if one.absent and not one.shown],
        "text": text,
        "failing": sum(source.failing for source in found),
        "rhythms": RHYTHM_NAMES,
    }
    return render(request, "web/source_list.html", context)


@of_plan
def dataset(request: PlanRequest, table: str) -> HttpResponse:
    """One dataset: what it is, and its vintages, the newest first."""
    known = catalogue()
    _known(table)
    row = sources.one(known, request.plan.library, table)
    vintages = known.vintages(table)[::-1]
    pages = Paginator(vintages, ON_A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    newest = row.newest
    context = {
        "row": row,
        "page": page,
        "vintages": sources.vintage_rows(known, page.object_list),
        "columns": columns(row),
        "rhythm": RHYTHM_NAMES.get(row.rhythm, ""),
        "open": newest is not None
        and sources.is_open(newest.label.origins)
        and not row.dataset.table.matrix,
    }
    return render(request, "web/source_dataset.html", context)


@of_plan
def table_csv(request: PlanRequest, table: str, digest: str = "") -> HttpResponse:  # noqa: ARG001
    """A vintage of a table as CSV; the newest, where none is named. Open licences only."""
    vintage = _vintage(table, digest)
    if catalogue().registry.table(table)[1].table.matrix:
        raise Http404(_("This is a matrix, too large for a CSV file. Ask the producer for it."))
    if not sources.is_open(vintage.label.origins):
        raise Http404(_("Its licence does not let us hand this table on. Ask the producer for it."))
    name = f"{table}-{vintage.label.sha256[:12]}.csv"
    return _file(sources.as_csv(vintage.file), "text/csv; charset=utf-8", name)


@of_plan
def snapshot(request: PlanRequest, table: str, digest: str) -> HttpResponse:  # noqa: ARG001
    """What the producer answered, untouched; small ones under open licences only."""
    label = _vintage(table, digest).label
    known = catalogue()
    if not sources.is_open(label.origins) or sources.size(known, label) > sources.SMALL:
        raise Http404(_("This snapshot is too large, or may not be handed on. Ask the producer."))
    try:
        body = known.snapshots.body(label)
    except SnapshotBroken as error:
        raise Http404(str(error)) from error
    content_type, ending = sources.kind(body, label)
    return _file(body, content_type, f"{table}-{label.sha256[:12]}.{ending}")


def _file(body: bytes, content_type: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(body, content_type=content_type, headers=disposition)


def _known(table: str) -> None:
    if table not in catalogue().registry.tables:
        raise Http404


def _vintage(table: str, digest: str) -> Vintage:
    """The vintage whose hash begins so; the newest where nothing is said. 404 where there is none."""
    _known(table)
    found = [v for v in catalogue().vintages(table) if v.label.sha256.startswith(digest)]
    if not found:
        raise Http404(_("There is no such vintage."))
    return found[-1]


urlpatterns = [
    path("<slug:plan>/sources/", source_list, name="source_list"),
    path("<slug:plan>/sources/<slug:table>/", dataset, name="source_dataset"),
    path("<slug:plan>/sources/<slug:table>.csv", table_csv, name="source_csv"),
    path("<slug:plan>/sources/<slug:table>/<slug:digest>.csv", table_csv, name="vintage_csv"),
    path("<slug:plan>/sources/<slug:table>/<slug:digest>/raw", snapshot, name="vintage_raw"),
]
