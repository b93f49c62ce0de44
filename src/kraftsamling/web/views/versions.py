"""Pages of frozen versions: they show what was frozen, never what the plan says today."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse

from kraftsamling.accounts.roles import Permission
from kraftsamling.plan.frozen import (
    actions_of,
    annexes_of,
    contents,
    differences,
    frame_of,
)
from kraftsamling.plan.models import Version
from kraftsamling.plan.rights import allowed
from kraftsamling.plan.standing import Stand, VersionStand, stands
from kraftsamling.reports import version_file
from kraftsamling.web.access import PlanRequest, of_plan
from kraftsamling.web.frozen_words import rows
from kraftsamling.web.version_changes import ACTIONS, changed_actions, facts, sections
from kraftsamling.web.version_status import VersionStatus, board_names, status

PAGE = 50
PRINT_PAGE = 100
CHANGES_PAGE = 20
HASH_PREFIX = re.compile(r"[0-9a-f]{8,64}")


@of_plan
def version_list(request: PlanRequest) -> HttpResponse:
    every = stands(request.plan)
    names = board_names(
        {"code": b.code, "name": b.name.sv, "name_en": b.name.en}
        for b in request.plan.library.land.boards
    )
    page = Paginator(every, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "versions": [_status(stand, every, names) for stand in page],
        "may_freeze": allowed(request.user, Permission.FREEZE, request.plan),
    }
    return render(request, "web/version_list.html", context)


@of_plan
def version_page(request: PlanRequest, number: int) -> HttpResponse:
    every = stands(request.plan)
    stand = next((stand for stand in every if stand.version.number == number), None)
    if stand is None:
        return _by_hash(request, str(number))
    frame = frame_of(stand.version)
    told = _status(stand, every, board_names(frame.boards.values()))
    page = Paginator(actions_of(stand.version), PAGE).get_page(request.GET.get("page"))
    context = {
        "version": stand.version,
        "status": told,
        "frozen": frame,
        "annexes": annexes_of(stand.version),
        "annex_hashes": {annex.board: annex.hash for annex in stand.version.annexes.all()},
        "page": page,
        "actions": contents(page),
        "others": [other.version for other in every if other is not stand][:10],
        "referred_back": _referred_back_before(stand, every),
        "may_record": _boards(request, Permission.RECORD_DECISION, stand),
        "may_attest": _boards(request, Permission.ATTEST_DECISION, stand),
        "citable": request.build_absolute_uri(
            reverse("version_by_hash", args=(request.plan.slug, stand.version.hash[:16]))
        ),
    }
    return render(request, "web/version.html", context)


@of_plan
def version_by_hash(request: PlanRequest, prefix: str) -> HttpResponse:
    return _by_hash(request, prefix)


@of_plan
def version_action(request: PlanRequest, number: int, action: int) -> HttpResponse:
    version = _version(request, number)
    part = get_object_or_404(actions_of(version), number=action)
    frame = frame_of(version)
    [content] = contents([part])
    context = {"version": version, "content": content, "rows": rows(frame, content)}
    return render(request, "web/version_action.html", context)


@of_plan
def version_annex(request: PlanRequest, number: int, board: str) -> HttpResponse:
    version = _version(request, number)
    annex = version.annexes.filter(board=board).first()
    if annex is None:
        raise Http404
    content = annexes_of(version)[board]
    page = Paginator(content["actions"], PAGE).get_page(request.GET.get("page"))
    context = {
        "version": version,
        "annex": annex,
        "content": content,
        "currency": frame_of(version).currency,
        "page": page,
        "actions": contents(version.parts.filter(number__in=list(page))),
    }
    return render(request, "web/version_annex.html", context)


@of_plan
def version_print(request: PlanRequest, number: int) -> HttpResponse:
    every = stands(request.plan)
    stand = next((stand for stand in every if stand.version.number == number), None)
    if stand is None:
        raise Http404
    frame = frame_of(stand.version)
    page = Paginator(actions_of(stand.version), PRINT_PAGE).get_page(request.GET.get("page"))
    context = {
        "version": stand.version,
        "status": _status(stand, every, board_names(frame.boards.values())),
        "frozen": frame,
        "annexes": annexes_of(stand.version),
        "page": page,
        "actions": [(content, rows(frame, content)) for content in contents(page)],
    }
    return render(request, "web/version_print.html", context)


@of_plan
def version_json(request: PlanRequest, number: int) -> HttpResponse:
    version = get_object_or_404(request.plan.versions, number=number)
    name = f"{request.plan.slug}-version-{number}.json"
    return HttpResponse(
        version_file.export(version),
        content_type="application/json",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@of_plan
def version_diff(request: PlanRequest, old: int, new: int) -> HttpResponse:
    before, after = _version(request, old), _version(request, new)
    found = differences(before, after)
    frames = frame_of(before), frame_of(after)
    actions = found.core.of(*ACTIONS)
    changed = Paginator(actions.changed if actions else (), CHANGES_PAGE)
    page = changed.get_page(request.GET.get("page"))
    names = board_names([*frames[0].boards.values(), *frames[1].boards.values()])
    context = {
        "old": before,
        "new": after,
        "differs": bool(found),
        "page": page,
        "changed": changed_actions(*frames, list(page)),
        "added": actions.added if actions else (),
        "removed": actions.removed if actions else (),
        "sections": sections(found.core),
        "facts": facts(found.core),
        "annexes": [
            (names.get(board, board), facts(change))
            for board, change in found.annexes.items()
            if change
        ],
        "others": request.plan.versions.defer("core").exclude(pk__in=(before.pk, after.pk))[:10],
    }
    return render(request, "web/version_diff.html", context)


def _version(request: PlanRequest, number: int) -> Version:
    return get_object_or_404(request.plan.versions.defer("core"), number=number)


def _by_hash(request: PlanRequest, prefix: str) -> HttpResponseRedirect:
    if not HASH_PREFIX.fullmatch(prefix.lower()):
        raise Http404
    found = request.plan.versions.filter(hash__startswith=prefix.lower()).values_list("number")
    if len(found) != 1:
        raise Http404
    return redirect("version", request.plan.slug, found[0][0])


def _status(
    stand: VersionStand, every: Iterable[VersionStand], names: dict[str, str]
) -> VersionStatus:
    in_force = next((other.version.number for other in every if other.in_force), None)
    return status(stand, names, stand.version.decisions.all(), in_force=in_force)


def _referred_back_before(stand: VersionStand, every: Iterable[VersionStand]) -> Version | None:
    """The latest earlier version, if a board sent it back: this one answers it."""
    before = next((s for s in every if s.version.number < stand.version.number), None)
    sent_back = (Stand.REFERRED_BACK, Stand.REJECTED)
    return before.version if before and before.stand in sent_back else None


def _boards(request: PlanRequest, permission: Permission, stand: VersionStand) -> set[str]:
    return {
        board.board
        for board in stand.boards
        if allowed(request.user, permission, request.plan, board=board.board)
    }


urlpatterns = [
    path("<slug:plan>/versions/", version_list, name="version_list"),
    path("<slug:plan>/versions/<int:number>/", version_page, name="version"),
    path("<slug:plan>/versions/<int:number>.json", version_json, name="version_json"),
    path("<slug:plan>/versions/<int:number>/print/", version_print, name="version_print"),
    path(
        "<slug:plan>/versions/<int:number>/actions/<int:action>/",
        version_action,
        name="version_action",
    ),
    path(
        "<slug:plan>/versions/<int:number>/annexes/<slug:board>/",
        version_annex,
        name="version_annex",
    ),
    path("<slug:plan>/versions/<int:old>/compare/<int:new>/", version_diff, name="version_diff"),
    path("<slug:plan>/versions/<slug:prefix>/", version_by_hash, name="version_by_hash"),
]
