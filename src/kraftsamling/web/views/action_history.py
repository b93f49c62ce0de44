"""What has happened to an action: every change, field by field and word by word."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from kraftsamling.accounts.models import Event, User
from kraftsamling.accounts.roles import BY_CODE, Permission
from kraftsamling.plan.asking import seen
from kraftsamling.plan.differences import Difference, differences
from kraftsamling.plan.rights import allowed
from kraftsamling.web.access import PlanRequest, of_plan

PER_PAGE = 20

VERBS: dict[str, str | Promise] = {
    "proposed": _("Proposed"),
    "revised": _("Changed"),
    "moved": _("Moved to another state"),
    "reported": _("Progress reported"),
}


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
    names = _names(list(page)) if named else {}
    entries = [
        Entry(
            event,
            str(VERBS.get(event.verb, event.verb)),
            names.get(event.who) or _roles(event),
            differences(event.before, event.after, plan.library),
        )
        for event in page
    ]
    context = {"action": action, "page": page, "entries": entries, "named": named}
    return render(request, "web/action_history.html", context)


def _names(events: list[Event]) -> dict[str, str]:
    keys = {event.who.removeprefix("user:") for event in events if event.who.startswith("user:")}
    people = User.objects.filter(pk__in=keys).values_list("pk", "name")
    return {f"user:{pk}": name for pk, name in people}


def _roles(event: Event) -> str:
    """Who it was without saying who: the roles held then."""
    if event.who == "system":
        return gettext("The system")
    if event.who == "visitor":
        return gettext("Visitor")
    titles = [
        str(BY_CODE[code].title) if code in BY_CODE else code
        for code in event.roles.split(", ")
        if code
    ]
    return ", ".join(titles) or gettext("Somebody signed in")


urlpatterns = [
    path("<slug:plan>/actions/<int:number>/history/", action_history, name="action_history"),
]
