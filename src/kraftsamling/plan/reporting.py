"""Reporting how an action goes: one line, what was reached, what was spent, and where it moved."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import User
from kraftsamling.accounts.roles import Permission
from kraftsamling.kernel.canonical import normalised
from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.plan.models import Action, Milestone, ProgressReport
from kraftsamling.plan.moving import move, obstacles
from kraftsamling.plan.states import State, Transition, transition, ways_on

# What the boards have been given, what is going on, and the last word on what is finished.
REPORTABLE = frozenset({State.IN_VERSION, State.UNDER_WAY, State.DONE})


class NothingToReport(KraftsamlingError):
    """The action is not in a state in which there is progress to report."""


class SpentFell(KraftsamlingError):
    """The sum spent so far is lower than the one reported before, and nothing says why."""


class MilestoneGone(KraftsamlingError):
    """A milestone that was ticked is no longer one of the action's."""


def steps_on(action: Action) -> tuple[tuple[Transition, tuple[str, ...]], ...]:
    """The steps a report can take the action, each with what stands in its way now (mostly nothing)."""
    return tuple(
        (way, tuple(obstacles(action, way.target)))
        for way in ways_on(action.state)
        if way.permission is Permission.REPORT_PROGRESS
    )


def closed(action: Action) -> str:
    """Why nothing can be reported on `action`, in words for a person; empty where it can."""
    if action.state in REPORTABLE:
        return ""
    return _(
        "Action %(number)s is %(state)s. Progress is reported from the day it is in a version "
        "that is put to the boards."
    ) % {"number": action.number, "state": action.get_state_display().lower()}


def has_fallen(action: Action, spent_to_date: int | None) -> bool:
    """Whether `spent_to_date` is less than what was last reported as spent."""
    return spent_to_date is not None and spent_to_date < action.spent_total


@transaction.atomic
def report(
    action: Action,
    *,
    signal: str,
    text: str,
    by: User,
    reached: Collection[int] = (),
    unreached: Collection[int] = (),
    spent_to_date: int | None = None,
    lower_because: str = "",
    move_to: str = "",
    reason: str = "",
) -> ProgressReport:
    """One report: how it goes, in one line, with everything that follows from it.

    `reached` are milestones reached today, `unreached` ones that were ticked by mistake. A sum lower
    than the last needs `lower_because` (`SpentFell`). `move_to` takes a step of `steps_on`; a stop
    needs its `reason` (`NotYet`). Either all of it is written or nothing.
    """
    action = Action.objects.select_for_update().select_related("plan").get(pk=action.pk)
    _refuse(action, spent_to_date, lower_because)
    now = timezone.now()
    ticked = _milestones(action, reached, unreached)
    before = {"spent_total": action.spent_total, "signal": action.last_signal}
    if move_to:
        way = transition(action.state, move_to)
        assert way is None or way.permission is Permission.REPORT_PROGRESS
        action = move(action, State(move_to), by=by, reason=reason)
    _tick(ticked, set(reached), timezone.localdate(now))
    told = ProgressReport.objects.create(
        action=action,
        at=now,
        signal=signal,
        text=normalised(text.strip()),
        spent_to_date=spent_to_date,
        by=f"user:{by.pk}",
    )
    _keep_in_step(action, told, now)
    after: dict[str, Any] = {
        "signal": signal,
        "text": told.text,
        "spent_total": action.spent_total,
        "lower_because": lower_because.strip(),
        "reached": [milestone.text for milestone in ticked if milestone.pk in reached],
        "not_reached": [milestone.text for milestone in ticked if milestone.pk not in reached],
    }
    audit.record(
        "reported",
        by=by,
        plan=action.plan.slug,
        kind="action",
        key=action.number,
        before=before,
        after={name: value for name, value in after.items() if value not in ("", [])},
    )
    return told


def _refuse(action: Action, spent_to_date: int | None, lower_because: str) -> None:
    reason = closed(action)
    if reason:
        raise NothingToReport(reason)
    if has_fallen(action, spent_to_date) and not lower_because.strip():
        raise SpentFell(
            _("The sum is lower than the one reported before. Correct it, or say why it is lower.")
        )


def _milestones(
    action: Action, reached: Collection[int], unreached: Collection[int]
) -> list[Milestone]:
    asked = {*reached, *unreached}
    found = list(action.milestones.filter(pk__in=asked))
    if len(found) < len(asked):
        raise MilestoneGone(
            _(
                "The milestones were changed while you wrote. Look through them, tick again what is "
                "reached, and send the report."
            )
        )
    return found


def _tick(milestones: Iterable[Milestone], reached: Collection[int], today: date) -> None:
    for milestone in milestones:
        if milestone.pk not in reached:
            milestone.done_on = None
        elif milestone.done_on is None:
            milestone.done_on = today
        milestone.save(update_fields=["done_on"])


def _keep_in_step(action: Action, told: ProgressReport, now: datetime) -> None:
    action.last_word_at, action.last_signal = now, told.signal
    if told.spent_to_date is not None:
        action.spent_total = told.spent_to_date
    open_ones = action.milestones.filter(done_on=None).order_by("due")
    action.next_due = open_ones.values_list("due", flat=True).first()
    action.save(
        update_fields=["last_word_at", "last_signal", "spent_total", "next_due", "updated_at"]
    )
