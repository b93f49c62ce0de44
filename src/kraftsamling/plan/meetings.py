"""Keeping the boards' meeting dates."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import User
from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.plan.models import Meeting, Plan


class NotAMeeting(KraftsamlingError):
    """These dates cannot be a meeting; the message says why."""


@transaction.atomic
def add_meeting(plan: Plan, board: str, *, day: date, papers_due: date, by: User) -> Meeting:
    """A meeting of `board`, with the last day for its papers."""
    assert board in plan.library.boards, board
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if papers_due > day:
        raise NotAMeeting(
            _("The papers are due after the meeting itself. Give a day on or before the meeting.")
        )
    if plan.meetings.filter(board=board, date=day).exists():
        raise NotAMeeting(
            _("The board already has a meeting that day. Remove it first if its dates are wrong.")
        )
    meeting = Meeting.objects.create(plan=plan, board=board, date=day, papers_due=papers_due)
    audit.record(
        "added", by=by, plan=plan.slug, kind="meeting", key=_key(meeting), after=_dates(meeting)
    )
    return meeting


@transaction.atomic
def remove_meeting(meeting: Meeting, *, by: User) -> None:
    """Take a meeting out of the calendar; the audit trail keeps that it was there."""
    audit.record(
        "removed",
        by=by,
        plan=meeting.plan.slug,
        kind="meeting",
        key=_key(meeting),
        before=_dates(meeting),
    )
    meeting.delete()


def _key(meeting: Meeting) -> str:
    return f"{meeting.board}/{meeting.date.isoformat()}"


def _dates(meeting: Meeting) -> dict[str, str]:
    return {"date": meeting.date.isoformat(), "papers_due": meeting.papers_due.isoformat()}
