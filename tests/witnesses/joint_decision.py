"""The slow plain way: try every way of giving each board one of its meetings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import product

from kraftsamling.coordination.calendar import MeetingDay


def joint_day(meetings: Iterable[MeetingDay], boards: Sequence[str], ready: date) -> date | None:
    """The earliest day by which every board has held a meeting whose papers were due in time."""
    reachable = [meeting for meeting in meetings if meeting.papers_due >= ready]
    choices = product(*([m.day for m in reachable if m.board == board] for board in boards))
    return min((max(days) for days in choices if days), default=None)
