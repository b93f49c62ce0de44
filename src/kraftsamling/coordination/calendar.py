"""The day all boards could have decided."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class MeetingDay:
    """One meeting of one board, and the last day its papers can be handed in."""

    board: str
    day: date
    papers_due: date


@dataclass(frozen=True)
class JointDecision:
    """The first meeting each board can decide at, in the boards' order; nothing where it has none."""

    ready: date
    first: tuple[tuple[str, MeetingDay | None], ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The boards that have no meeting the papers can still reach."""
        return tuple(board for board, meeting in self.first if meeting is None)

    @property
    def day(self) -> date | None:
        """The day the last board decides; nothing while any board lacks a meeting."""
        days = [meeting.day for _, meeting in self.first if meeting]
        return max(days) if days and not self.missing else None


def earliest_joint_decision(
    meetings: Iterable[MeetingDay], boards: Sequence[str], ready: date
) -> JointDecision:
    """When all `boards` could have decided if the papers are ready on the day `ready`.

    Each board decides at its first meeting whose papers are due that day or later. As no board waits
    for another, the joint date is the latest of these, and no choice of other meetings is earlier.
    """
    open_to_us = sorted(
        (meeting for meeting in meetings if meeting.papers_due >= ready),
        key=lambda meeting: (meeting.day, meeting.papers_due),
    )
    first = {meeting.board: meeting for meeting in reversed(open_to_us)}
    return JointDecision(ready, tuple((board, first.get(board)) for board in boards))
