"""The same change to many actions: shown first, action by action, then made as a whole or not at all."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kraftsamling.accounts.models import User
from kraftsamling.accounts.roles import Permission
from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.plan.asking import actors_by_slug
from kraftsamling.plan.content import Content, action_contents
from kraftsamling.plan.editing import revise
from kraftsamling.plan.models import Action, Plan
from kraftsamling.plan.moving import move, obstacles
from kraftsamling.plan.rights import refusal
from kraftsamling.plan.states import State, transition

MOST = 200
# Into a version an action comes only by freezing one, and no action is proposed anew.
TARGETS = (State.DRAFT, State.READY, State.UNDER_WAY, State.DONE, State.STOPPED)


class NotAsShown(KraftsamlingError):
    """What was confirmed can no longer be done in full, so nothing was done."""


@dataclass(frozen=True)
class AddPlace:
    """Put the actions in a place of a framing."""

    framing: str
    code: str


@dataclass(frozen=True)
class RemovePlace:
    """Take the actions out of a place of a framing."""

    framing: str
    code: str


@dataclass(frozen=True)
class SetResponsible:
    """Make one actor (a slug) answer for the actions."""

    actor: str


@dataclass(frozen=True)
class MoveTo:
    """Move the actions to a state; a stop needs its reason."""

    state: State
    reason: str = ""


Change = AddPlace | RemovePlace | SetResponsible | MoveTo


@dataclass(frozen=True)
class Effect:
    """What the change does to one action: the fields before and after, or why it is left as it is."""

    action: Action
    before: Content
    after: Content
    refused: str = ""

    @property
    def changes(self) -> bool:
        return not self.refused


def effects(plan: Plan, numbers: Iterable[int], change: Change, *, by: User) -> list[Effect]:
    """What `change` would do to each of the actions, in order of number. Writes nothing.

    Numbers that no action has are left out; the caller compares lengths.
    """
    chosen = plan.actions.filter(number__in=sorted(set(numbers))[:MOST])
    contents = {} if isinstance(change, MoveTo) else action_contents(chosen)
    actors = actors_by_slug(plan) if isinstance(change, SetResponsible) else {}
    effects = []
    for action in chosen.select_related("responsible").order_by("number"):
        action.plan = plan
        effects.append(_effect(action, contents.get(action.pk, {}), change, actors, by))
    return effects


@transaction.atomic
def apply(plan: Plan, seen: Mapping[int, int], change: Change, *, by: User) -> list[Action]:
    """Make `change` to exactly the actions in `seen` (number -> revision when it was confirmed).

    Raises `NotAsShown`, and writes nothing, if any of them has changed since, is gone, or would now
    be refused. Each change is written, checked and recorded as if it were made alone.
    """
    found = effects(plan, seen, change, by=by)
    faults = [
        _("Action %(number)s: %(why)s")
        % {
            "number": effect.action.number,
            "why": effect.refused or _("somebody has saved it meanwhile."),
        }
        for effect in found
        if effect.refused or seen[effect.action.number] != effect.action.revision
    ]
    gone = sorted(set(seen) - {effect.action.number for effect in found})
    faults += [_("Action %(number)s is not there any more.") % {"number": n} for n in gone]
    if faults:
        start = _("Nothing has been changed, because not all of it could be done as shown.")
        raise NotAsShown("\n".join([start, *faults]))
    return [_make(effect, change, by) for effect in found]


def _make(effect: Effect, change: Change, by: User) -> Action:
    if isinstance(change, MoveTo):
        return move(effect.action, change.state, by=by, reason=change.reason)
    return revise(effect.action, effect.after, by=by, revision=effect.action.revision)


def _effect(
    action: Action, content: Content, change: Change, actors: Collection[str], by: User
) -> Effect:
    match change:
        case AddPlace(framing, code) | RemovePlace(framing, code):
            before = {"placements": content["placements"]}
            after, same = _replaced(
                content["placements"], framing, code, isinstance(change, AddPlace)
            )
            changed: dict[str, Any] = {"placements": after}
            return Effect(action, before, changed, same or _may_edit(action, by))
        case SetResponsible(actor):
            before = {"responsible": content["responsible"]}
            refused = _may_edit(action, by)
            if content["responsible"] == actor:
                refused = _("It already has this responsible actor.")
            elif actor not in actors:
                refused = _("There is no actor called %(actor)s here.") % {"actor": actor}
            return Effect(action, before, {"responsible": actor}, refused)
        case MoveTo(state, reason):
            refused = _immovable(action, state, reason, by)
            return Effect(action, {"state": action.state}, {"state": str(state)}, refused)


def _replaced(
    placements: Mapping[str, Sequence[str]], framing: str, code: str, add: bool
) -> tuple[dict[str, list[str]], str]:
    """The placements after the change, and why there is none to make (empty if there is)."""
    codes = list(placements.get(framing, ()))
    if add and code in codes:
        return dict(placements), _("It is already there.")  # type: ignore[arg-type]
    if not add and code not in codes:
        return dict(placements), _("It is not there.")  # type: ignore[arg-type]
    after = sorted([*codes, code]) if add else [c for c in codes if c != code]
    others = {name: list(held) for name, held in placements.items() if name != framing}
    return others | ({framing: after} if after else {}), ""


def _may_edit(action: Action, by: User) -> str:
    return refusal(by, Permission.EDIT_ACTION, action.plan, actor_id=action.responsible_id)


def _immovable(action: Action, state: State, reason: str, by: User) -> str:
    if action.state == State.PROPOSED:
        return _("It is a proposal. Proposals are handled one by one.")
    if state not in TARGETS:
        return _("An action comes there in another way.")
    faults = obstacles(action, state)
    way = transition(action.state, state)
    if way and way.reason_required and not reason.strip():
        faults.append(_("Say why, in a sentence that can be shown to the public."))
    if way:
        right = refusal(by, way.permission, action.plan, actor_id=action.responsible_id)
        faults += [right] if right else []
    return " ".join(faults)
