"""The audit trail: public, without names; with names and contents for those who follow it up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from kraftsamling.accounts import rights
from kraftsamling.accounts.models import GENESIS, Event
from kraftsamling.accounts.roles import Permission
from kraftsamling.plan.models import Plan
from kraftsamling.plan.rights import sees
from kraftsamling.web.audit_words import capacity, kind_title, names, verb_title

PER_PAGE = 50
FILTERS = ("plan", "kind", "verb")


@require_safe
def audit(request: HttpRequest) -> HttpResponse:
    """Latest first. `before` is the number of the last event on the page before."""
    chosen = {name: request.GET[name] for name in FILTERS if request.GET.get(name)}
    last = Event.objects.first()
    events = _seen(Event.objects.filter(**chosen))
    if request.GET.get("before", "").isdecimal():
        events = events.filter(number__lt=int(request.GET["before"][:18]))
    page = list(events.defer("before", "after")[: PER_PAGE + 1])
    shown = page[:PER_PAGE]
    context = {
        "head": last.hash if last else GENESIS,
        "total": last.number if last else 0,
        "rows": _rows(request, shown),
        "chosen": chosen,
        "later": request.GET.get("before", ""),
        "query": f"{urlencode(chosen)}&" if chosen else "",
        "older": shown[-1].number if len(page) > PER_PAGE else None,
        "choices": _choices(chosen),
        "names": _reads_names(request),
    }
    return render(request, "web/audit.html", context)


@require_safe
def audit_event(request: HttpRequest, number: int) -> HttpResponse:
    event = _seen(Event.objects.filter(number=number)).first()
    if event is None:
        raise Http404
    context = {
        "row": _rows(request, [event])[0],
        "open": _reads_content(request, event),
        "changes": _changes(event),
        "holds": event.hash == event.computed_hash(),
        "next": Event.objects.filter(number=number + 1).values_list("number", flat=True).first(),
    }
    return render(request, "web/audit_event.html", context)


def _hidden() -> set[str]:
    """Practice plans while they are switched off."""
    return {plan.slug for plan in Plan.objects.filter(practice=True) if not sees(plan)}


def _seen(events: QuerySet[Event]) -> QuerySet[Event]:
    """Without what belongs to a plan that is hidden."""
    hidden = _hidden()
    return events.exclude(plan__in=hidden) if hidden else events


def _rows(request: HttpRequest, events: Iterable[Event]) -> list[dict[str, Any]]:
    """Each event with its words, and with the person's name for those who may read it."""
    events = list(events)
    example = getattr(request.user, "is_example", False)
    told = names(events, only_examples=example) if _reads_names(request) else {}
    return [
        {
            "event": event,
            "verb": verb_title(event.verb),
            "kind": kind_title(event.kind),
            "by": capacity(event),
            "name": told.get(event.who, ""),
        }
        for event in events
    ]


def _reads_names(request: HttpRequest) -> bool:
    return rights.role_allows(request.user, Permission.READ_AUDIT)


def _reads_content(request: HttpRequest, event: Event) -> bool:
    """What stands in an event may not be public yet: a suggestion before it is handled, say.

    An example sign-in reads only what happened in a practice plan.
    """
    if not _reads_names(request):
        return False
    example = getattr(request.user, "is_example", False)
    return not example or Plan.objects.filter(slug=event.plan, practice=True).exists()


def _changes(event: Event) -> list[dict[str, Any]]:
    before, after = event.before or {}, event.after or {}
    return [
        {"field": field, "before": before.get(field), "after": after.get(field)}
        for field in sorted({*before, *after})
    ]


def _choices(chosen: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    """What there is to choose among; asked for at most once a minute, for it reads the whole trail."""
    found = cache.get("audit-choices")
    if found is None:
        found = list(Event.objects.order_by().values_list(*FILTERS).distinct())
        cache.set("audit-choices", found, 60)
    columns = {
        name: {row[position] for row in found} | {chosen.get(name, "")}
        for position, name in enumerate(FILTERS)
    }
    columns["plan"] -= _hidden()
    titles: dict[str, Callable[[str], str]] = {"plan": str, "kind": kind_title, "verb": verb_title}
    return {
        name: sorted(
            ((value, titles[name](value)) for value in values if value), key=lambda c: c[1]
        )
        for name, values in columns.items()
    }


urlpatterns = [
    path("audit/", audit, name="audit"),
    path("audit/<int:number>/", audit_event, name="audit_event"),
]
