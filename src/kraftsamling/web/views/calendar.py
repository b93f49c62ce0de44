"""The decision calendar: the boards' meetings, and the first day all could have decided."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_POST

from kraftsamling.accounts.roles import Permission
from kraftsamling.coordination.calendar import MeetingDay, earliest_joint_decision
from kraftsamling.plan.meetings import NotAMeeting, add_meeting, remove_meeting
from kraftsamling.plan.models import Meeting, Plan
from kraftsamling.plan.rights import allowed
from kraftsamling.reports.icalendar import Entry, calendar
from kraftsamling.web.access import PlanRequest, of_plan, require
from kraftsamling.web.forms.versions import MeetingForm, ReadyForm
from kraftsamling.web.keeping import typed

SHOWN = 200


@of_plan
def calendar_page(request: PlanRequest) -> HttpResponse:
    if request.method == "POST":
        require(request, Permission.KEEP_CALENDAR, board=request.POST.get("board", ""))
    kept = _kept(request)
    form = MeetingForm(typed(request), boards=kept.items())
    if request.method == "POST" and form.is_valid():
        assert request.user.is_authenticated
        try:
            add_meeting(request.plan, by=request.user, **form.cleaned_data)
        except NotAMeeting as error:
            form.add_error("day", str(error))
        else:
            messages.success(request, _("The meeting is in the calendar."))
            return redirect("calendar", request.plan.slug)
    return render(request, "web/calendar.html", _calendar(request, form, kept))


@require_POST
@of_plan
def meeting_remove(request: PlanRequest, meeting: int) -> HttpResponse:
    found = get_object_or_404(request.plan.meetings.select_related("plan"), pk=meeting)
    require(request, Permission.KEEP_CALENDAR, board=found.board)
    assert request.user.is_authenticated
    remove_meeting(found, by=request.user)
    messages.success(request, _("The meeting is taken out of the calendar."))
    return redirect("calendar", request.plan.slug)


@of_plan
def calendar_ics(request: PlanRequest) -> HttpResponse:
    names = _names(request.plan)
    url = request.build_absolute_uri(reverse("calendar", args=(request.plan.slug,)))
    entries = []
    for meeting in request.plan.meetings.all()[: SHOWN * 10]:
        name = names.get(meeting.board, meeting.board)
        uid = f"{request.plan.slug}-{meeting.board}-{meeting.date:%Y%m%d}"
        host = request.get_host().split(":")[0]
        entries += [
            Entry(
                f"{uid}-papers@{host}",
                meeting.papers_due,
                _("Papers due: %(board)s") % {"board": name},
                _("For the meeting on %(day)s.") % {"day": meeting.date.isoformat()},
                url,
            ),
            Entry(
                f"{uid}@{host}", meeting.date, _("Meeting: %(board)s") % {"board": name}, "", url
            ),
        ]
    body = calendar(request.plan.title, entries, stamp=timezone.now())
    name = f"{slugify(request.plan.slug)}.ics"
    return HttpResponse(
        body,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _calendar(request: PlanRequest, form: MeetingForm, kept: dict[str, str]) -> dict[str, object]:
    today = timezone.localdate()
    asked = ReadyForm({"ready": request.GET.get("ready") or today.isoformat()})
    ready = asked.cleaned_data["ready"] if asked.is_valid() else today
    names = _names(request.plan)
    coming = request.plan.meetings.filter(date__gte=min(today, ready))
    joint = earliest_joint_decision(map(_day, coming), tuple(names), ready)
    return {
        "form": form if kept else None,
        "kept": kept,
        "asked": asked,
        "joint": joint,
        "first": [(names[board], meeting) for board, meeting in joint.first],
        "missing": [names[board] for board in joint.missing],
        "coming": _named(request.plan.meetings.filter(date__gte=today)[:SHOWN], names),
        "past": _named(
            request.plan.meetings.filter(date__lt=today).order_by("-date")[:SHOWN], names
        ),
    }


def _day(meeting: Meeting) -> MeetingDay:
    return MeetingDay(meeting.board, meeting.date, meeting.papers_due)


def _named(meetings: Iterable[Meeting], names: dict[str, str]) -> list[tuple[str, Meeting]]:
    return [(names.get(meeting.board, meeting.board), meeting) for meeting in meetings]


def _names(plan: Plan) -> dict[str, str]:
    language = get_language() or "sv"
    return {board.code: board.name.in_language(language) for board in plan.library.land.boards}


def _kept(request: PlanRequest) -> dict[str, str]:
    """The boards whose dates the reader may keep, and their names."""
    return {
        board: name
        for board, name in _names(request.plan).items()
        if allowed(request.user, Permission.KEEP_CALENDAR, request.plan, board=board)
    }


urlpatterns = [
    path("<slug:plan>/calendar/", calendar_page, name="calendar"),
    path("<slug:plan>/calendar.ics", calendar_ics, name="calendar_ics"),
    path("<slug:plan>/calendar/<int:meeting>/remove/", meeting_remove, name="meeting_remove"),
]
