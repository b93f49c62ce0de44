"""Whom to remind: silent and late actions, with a mail ready to send."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote, urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import override
from django.views.decorators.http import require_safe

from kraftsamling.accounts.models import Actor, User
from kraftsamling.accounts.roles import Permission
from kraftsamling.coordination.reminding import Letter, letter, owners, unheard
from kraftsamling.plan.lateness import late
from kraftsamling.plan.models import Action
from kraftsamling.plan.report_links import token_for
from kraftsamling.plan.silence import Silence, silence
from kraftsamling.web.access import PlanRequest, of_plan, require

PAGE = 25
IN_ADDRESS = 5  # mail programs cut off addresses much longer than what five actions take


@dataclass(frozen=True)
class Waiting:
    """One action that waits for a word."""

    action: Action
    silence: Silence | None
    late: bool
    link: str


@dataclass(frozen=True)
class Group:
    """The actions of one responsible actor, its owners, and the mail to them."""

    actor: Actor | None
    people: tuple[User, ...]
    waiting: tuple[Waiting, ...]
    mail: Letter
    mailto: str


@require_safe
@of_plan
def reminders(request: PlanRequest) -> HttpResponse:
    require(request, Permission.REPORT_PROGRESS)  # of no actor in particular: for the whole plan
    page = Paginator(unheard(request.plan, timezone.localdate()), PAGE).get_page(
        request.GET.get("page")
    )
    groups = list(_groups(request, list(page)))
    return render(request, "web/reminders.html", {"page": page, "groups": groups})


def _groups(request: PlanRequest, actions: list[Action]) -> Iterator[Group]:
    today, plan = timezone.localdate(), request.plan
    people = owners(action.responsible_id for action in actions)
    limit = plan.library.land.silent_after_days

    def link(action: Action) -> str:
        with override(plan.library.land.language):
            address = reverse("report_link", args=(plan.slug, token_for(action, plan)))
        return request.build_absolute_uri(address)

    for _, found in groupby(actions, key=lambda action: action.responsible_id):
        theirs = list(found)
        to = people.get(theirs[0].responsible_id, ())
        short = letter(plan, theirs, to=to, today=today, link=link, most=IN_ADDRESS)
        yield Group(
            theirs[0].responsible,
            to,
            tuple(Waiting(a, silence(a, today, limit), late(a, today), link(a)) for a in theirs),
            letter(plan, theirs, to=to, today=today, link=link),
            _mailto(short),
        )


def _mailto(mail: Letter) -> str:
    people = ",".join(quote(person.email, safe="@") for person in mail.to)
    words = {"subject": mail.subject, "body": mail.body.replace("\n", "\r\n")}
    return f"mailto:{people}?{urlencode(words, quote_via=quote)}"


urlpatterns = [path("<slug:plan>/reminders/", reminders, name="reminders")]
