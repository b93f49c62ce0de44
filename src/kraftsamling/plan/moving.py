"""Moving an action from state to state: one table of ways, and what must be true first."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language, gettext as _

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import User
from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.plan.models import Action
from kraftsamling.plan.models.details import CIRCULARITY, Verdict
from kraftsamling.plan.standing import version_in_force
from kraftsamling.plan.states import State, transition
from kraftsamling.strategy.library import CHALLENGE, PRIORITY, REGION


class NotYet(KraftsamlingError):
    """The action cannot move there now; the message says what is missing."""


def obstacles(action: Action, target: State) -> list[str]:
    """What stands in the way of moving `action` to `target`, each with its cure; empty if nothing does."""
    way = transition(action.state, target)
    if way is None:
        return [
            _("An action that is %(now)s cannot become %(then)s.")
            % {"now": action.get_state_display().lower(), "then": State(target).label.lower()}
        ]
    if target == State.READY:
        return _unready(action)
    if target == State.UNDER_WAY:
        return _not_in_force(action)
    return []


@transaction.atomic
def move(action: Action, target: State, *, by: User, reason: str = "") -> Action:
    """Move `action` to `target`. Raises `NotYet` with every obstacle; a stop needs its `reason`."""
    action = Action.objects.select_for_update().select_related("plan").get(pk=action.pk)
    faults = obstacles(action, target)
    way = transition(action.state, target)
    if way and way.reason_required and not reason.strip():
        faults.append(_("Say why, in a sentence that can be shown to the public."))
    if faults:
        raise NotYet("\n".join(faults))
    before = {"state": action.state}
    action.state = target
    action.stop_reason = reason.strip() if target == State.STOPPED else ""
    action.visible = action.visible or target == State.DRAFT
    if target == State.UNDER_WAY:
        action.started_at = timezone.now()
    action.revision += 1
    action.save()
    audit.record(
        "moved",
        by=by,
        plan=action.plan.slug,
        kind="action",
        key=action.number,
        before=before,
        after={"state": action.state} | ({"reason": reason.strip()} if reason.strip() else {}),
    )
    return action


@dataclass(frozen=True)
class Requirement:
    """Something an action must have before it is ready: in which field, how to mend it, is it there."""

    field: str
    cure: str
    met: bool


def requirements(action: Action) -> list[Requirement]:
    """What the boards must be able to read in an action before it is put to them."""
    placed = set(action.placements.values_list("framing", flat=True))
    there = [
        ("summary", bool(action.summary.strip()), _("Say what is to be done and what for.")),
        ("responsible", action.responsible_id is not None, _("Name one responsible actor.")),
        (
            "placements",
            CHALLENGE in placed,
            _("Choose at least one challenge: why the action is needed."),
        ),
        ("placements", PRIORITY in placed, _("Choose the priority it belongs to.")),
        ("placements", REGION in placed, _("Choose the region or regions it is for.")),
        ("starts", bool(action.starts and action.ends), _("Give the dates it starts and ends.")),
    ]
    asked = [Requirement(field, cure, met) for field, met, cure in there]
    faults = unanswered(action)
    if not faults:
        return [
            *asked,
            Requirement("assessment", _("Answer the green and circular assessment."), True),
        ]
    return asked + [Requirement("assessment", fault, False) for fault in faults]


def _unready(action: Action) -> list[str]:
    return [asked.cure for asked in requirements(action) if not asked.met]


def unanswered(action: Action) -> list[str]:
    """What the green and circular assessment still asks for. Significant harm bars the way."""
    assessment = action.plan.library.assessment
    answers = dict(action.answers.values_list("objective", "verdict"))
    language = get_language() or "sv"
    names = [(o.code, o.name.in_language(language)) for o in assessment.objectives]
    open_questions = [name for code, name in names if code not in answers]
    if CIRCULARITY not in answers:
        open_questions.append(_("Contribution to circularity"))
    faults = []
    if open_questions:
        faults.append(
            _("Answer the green and circular assessment. Not answered: %(questions)s.")
            % {"questions": ", ".join(open_questions)}
        )
    harmed = [name for code, name in names if answers.get(code) == Verdict.HARM]
    if harmed:
        faults.append(
            _("The action does significant harm to: %(objectives)s. Change the action first.")
            % {"objectives": ", ".join(harmed)}
        )
    return faults


def _not_in_force(action: Action) -> list[str]:
    stand = version_in_force(action.plan)
    if stand and stand.version.contents.filter(action=action).exists():
        return []
    return [
        _(
            "The boards have not all adopted a version with this action yet. "
            "It can start when they have."
        )
    ]
