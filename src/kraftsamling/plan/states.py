"""The states of an action, and every way from one to another."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kraftsamling.accounts.roles import Permission


class State(models.TextChoices):
    """Where an action is on its way."""

    PROPOSED = "proposed", _("Proposed")
    DRAFT = "draft", _("Draft")
    READY = "ready", _("Ready for the boards")
    IN_VERSION = "in_version", _("In a version")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    STOPPED = "stopped", _("Stopped")


# What a frozen plan holds: what is put to the boards, and what they have already set going.
PLANNED = frozenset({State.READY, State.IN_VERSION, State.UNDER_WAY})
OPEN = frozenset({State.PROPOSED, State.DRAFT, State.READY, State.IN_VERSION, State.UNDER_WAY})


@dataclass(frozen=True)
class Transition:
    """One allowed step: from where, to where, the right it takes, and what the button says."""

    source: State
    target: State
    permission: Permission
    verb: str | Promise
    reason_required: bool = False


TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        State.PROPOSED, State.DRAFT, Permission.MODERATE, _("Take into the plan as a draft")
    ),
    Transition(State.PROPOSED, State.STOPPED, Permission.MODERATE, _("Decline"), True),
    Transition(State.DRAFT, State.READY, Permission.MARK_READY, _("Mark ready for the boards")),
    Transition(State.DRAFT, State.STOPPED, Permission.MARK_READY, _("Stop"), True),
    Transition(State.READY, State.DRAFT, Permission.MARK_READY, _("Back to draft")),
    Transition(State.READY, State.STOPPED, Permission.MARK_READY, _("Stop"), True),
    Transition(State.READY, State.IN_VERSION, Permission.FREEZE, _("Freeze into a version")),
    Transition(
        State.IN_VERSION, State.DRAFT, Permission.MARK_READY, _("Rework for the next version")
    ),
    Transition(State.IN_VERSION, State.UNDER_WAY, Permission.REPORT_PROGRESS, _("Start")),
    Transition(State.IN_VERSION, State.STOPPED, Permission.MARK_READY, _("Stop"), True),
    Transition(State.UNDER_WAY, State.DONE, Permission.REPORT_PROGRESS, _("Finish")),
    Transition(State.UNDER_WAY, State.STOPPED, Permission.REPORT_PROGRESS, _("Stop"), True),
    Transition(State.STOPPED, State.DRAFT, Permission.MODERATE, _("Take up again")),
)


def transition(source: str, target: str) -> Transition | None:
    """The allowed step from `source` to `target`, if there is one."""
    return next((t for t in TRANSITIONS if t.source == source and t.target == target), None)


def ways_on(source: str) -> tuple[Transition, ...]:
    """Every allowed step from `source`."""
    return tuple(t for t in TRANSITIONS if t.source == source)
