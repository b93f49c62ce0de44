"""Pages of actions: the list and its file, one action, actions like a title."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.timezone import localdate

from kraftsamling.accounts.models import Actor
from kraftsamling.accounts.roles import Permission
from kraftsamling.plan.asking import actors_by_slug, answer, in_order, known_in, seen
from kraftsamling.plan.content import action_content
from kraftsamling.plan.models import Action
from kraftsamling.plan.questions import TIMELINE, Reading, from_query
from kraftsamling.plan.rights import allowed
from kraftsamling.plan.search import similar_actions
from kraftsamling.plan.sheet import late_milestones, sheet
from kraftsamling.plan.states import State, ways_on
from kraftsamling.web import filters
from kraftsamling.web.access import PlanRequest, of_plan
from kraftsamling.web.action_csv import lines
from kraftsamling.web.action_rows import action_rows
from kraftsamling.web.timeline import timeline

PER_PAGE = 50


@of_plan
def action_list(request: PlanRequest) -> HttpResponse:
    plan, today, moderates = request.plan, localdate(), _moderates(request)
    actors = actors_by_slug(plan)
    reading = _reading(request, actors)
    question = reading.question
    actions = answer(question, plan, today=today, moderates=moderates)
    # Keys first: the database then sorts small rows, and fetches no more than the page shows.
    page = Paginator(actions.values_list("pk", flat=True), PER_PAGE).get_page(question.page)
    rows = action_rows(plan, in_order(page), today)
    shown = filters.groups(question, plan, actors)
    context: dict[str, Any] = {
        "question": question,
        "page": page,
        "rows": rows,
        "groups": shown,
        "chips": filters.chips(question, shown),
        "orders": filters.orders(question),
        "views": filters.views(question),
        "notes": filters.sentences(reading.unread),
        "past_the_end": question.page > page.paginator.num_pages,
        "address": filters.query_of(replace(question, page=1)),
        "pages_query": filters.query_of(replace(question, page=1), more=True),
        "csv": filters.query_of(replace(question, page=1, view="table")),
        "edits": allowed(request.user, Permission.BULK_EDIT, plan),
        "proposes": allowed(request.user, Permission.PROPOSE, plan),
        "moderates": moderates,
        "timeline": timeline((r.action for r in rows), today)
        if question.view == TIMELINE
        else None,
    }
    return render(request, "web/action_list.html", context)


@of_plan
def action_list_csv(request: PlanRequest) -> StreamingHttpResponse:
    question = _reading(request, actors_by_slug(request.plan)).question
    actions = answer(question, request.plan, today=localdate(), moderates=_moderates(request))
    page = request.build_absolute_uri(reverse("action_list", args=[request.plan.slug]))
    response = StreamingHttpResponse(
        lines(request.plan, actions, page + "{}/"), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{request.plan.slug}-actions.csv"'
    return response


@of_plan
def action_page(request: PlanRequest, number: int) -> HttpResponse:
    plan, today = request.plan, localdate()
    found = sheet(plan, number)
    if found is None or not (found.action.visible or _moderates(request)):
        raise Http404
    action, owner = found.action, found.action.responsible_id
    context = {
        "sheet": found,
        "action": action,
        "today": today,
        "late": late_milestones(found.milestones, today),
        "edits": allowed(request.user, Permission.EDIT_ACTION, plan, actor_id=owner),
        "reports": allowed(request.user, Permission.REPORT_PROGRESS, plan, actor_id=owner),
        "ways": [
            way
            for way in ways_on(action.state)
            # Into a version an action comes by freezing the plan, not from here.
            if way.target != State.IN_VERSION
            and allowed(request.user, way.permission, plan, actor_id=owner)
        ],
    }
    return render(request, "web/action.html", context)


@of_plan
def action_json(request: PlanRequest, number: int) -> JsonResponse:
    content = action_content(_action(request, number))
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})


@of_plan
def similar(request: PlanRequest) -> HttpResponse:
    title = " ".join(request.GET.get("title", "").split())[:200]
    besides = request.GET.get("besides", "")
    found = similar_actions(request.plan, title) if title else []
    context = {
        "title": title,
        "similar": [one for one in found if str(one.action.number) != besides],
    }
    part = request.headers.get("HX-Request") == "true"
    template = "web/parts/similar.html" if part else "web/action_similar.html"
    return render(request, template, context)


def _reading(request: PlanRequest, actors: dict[str, Actor]) -> Reading:
    return from_query(dict(request.GET.lists()), known_in(request.plan, actors))


def _moderates(request: PlanRequest) -> bool:
    return allowed(request.user, Permission.MODERATE, request.plan)


def _action(request: PlanRequest, number: int) -> Action:
    action = seen(request.plan, moderates=_moderates(request)).filter(number=number).first()
    if action is None:
        raise Http404
    return action


urlpatterns = [
    path("<slug:plan>/actions/", action_list, name="action_list"),
    path("<slug:plan>/actions/list.csv", action_list_csv, name="action_list_csv"),
    path("<slug:plan>/actions/similar/", similar, name="action_similar"),
    path("<slug:plan>/actions/<int:number>/", action_page, name="action"),
    path("<slug:plan>/actions/<int:number>.json", action_json, name="action_json"),
]
