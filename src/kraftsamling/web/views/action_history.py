"""What has happened to an action: every change, field by field and word by word."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path

from kraftsamling.accounts.models import Event
from kraftsamling.accounts.roles import Permission
from kraftsamling.plan.asking import seen
from kraftsamling.plan.differences import Difference, differences
from kraftsamling.plan.rights import allowed
from kraftsamling.web.access import PlanRequest, of_plan
from kraftsamling.web.audit_words import capacity, names, verb_title

PER_PAGE = 20


@dataclass(frozen=True)
class Entry:
    """One event as it is read."""

    event: Event
    verb: str
    who: str
    differences: list[Difference]


@of_plan
def action_history(request: PlanRequest, number: int) -> HttpResponse:
    plan = request.plan
    moderates = allowed(request.user, Permission.MODERATE, plan)
    action = seen(plan, moderates=moderates).filter(number=number).first()
    if action is None:
        raise Http404
    events = Event.objects.filter(plan=plan.slug, kind="action", key=str(number))
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    named = allowed(request.user, Permission.READ_AUDIT, plan)
    example = getattr(request.user, "is_example", False)
    told = names(page, only_examples=example) if named else {}
    entries = [
        Entry(
            event,
            verb_title(event.verb),
            told.get(event.who) or capacity(event),
            differences(event.before, event.after, plan.library),
        )
        for event in page
    ]
    context = {"action": action, "page": page, "entries": entries, "named": named}
    return render(request, "web/action_history.html", context)


urlpatterns = [
    path("<slug:plan>/actions/<int:number>/history/", action_history, name="action_history"),
]
