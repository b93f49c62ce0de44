"""Writing the content of an action: proposing a new one, revising any part of one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Model, Sum
from django.utils.translation import gettext as _

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import Actor, User
from kraftsamling.kernel.canonical import normalised
from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.plan.content import FIELDS, PLAIN, ROWS, TEXTS, Content, action_content, changed
from kraftsamling.plan.models import Action, Answer, Call, Placement, Plan, Standing
from kraftsamling.plan.search import index
from kraftsamling.plan.states import State

DATES = frozenset({"starts", "ends", "due"})


class ChangedMeanwhile(KraftsamlingError):
    """Somebody else saved the action after it was opened here."""


@transaction.atomic
def propose(
    plan: Plan,
    content: Mapping[str, Any],
    *,
    by: User | None,
    visible: bool = True,
    state: State = State.PROPOSED,
    standing: Standing = Standing.PEOPLE,
    key: str = "",
    who: str = "",
) -> Action:
    """A new action with the plan's next number. A visitor's suggestion is not `visible` until handled."""
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    plan.last_number += 1
    plan.save(update_fields=["last_number"])
    action = Action.objects.create(
        plan=plan,
        number=plan.last_number,
        title=content["title"],
        visible=visible,
        state=state,
        standing=standing,
        key=key,
    )
    _write(action, content)
    _after = action_content(action)
    audit.record(
        "proposed",
        by=by,
        who=who,
        plan=plan.slug,
        kind="action",
        key=action.number,
        after={name: value for name, value in _after.items() if value not in ("", None, [], {})},
    )
    return action


@transaction.atomic
def revise(
    action: Action, content: Mapping[str, Any], *, by: User, revision: int | None = None
) -> Action:
    """Write the given fields of `action` (any of `content.FIELDS`); the others stay.

    Rows may carry `id` to stay the row they were. `revision` is the one the writer saw: if the action
    has moved on since, nothing is written and `ChangedMeanwhile` is raised.
    """
    action = Action.objects.select_for_update().select_related("plan").get(pk=action.pk)
    if revision is not None and revision != action.revision:
        raise ChangedMeanwhile(
            _(
                "Somebody else has saved action %(number)s since you opened it. Nothing is lost: "
                "compare the two and choose, field by field."
            )
            % {"number": action.number}
        )
    before = action_content(action)
    _write(action, content)
    old, new = changed(before, action_content(action))
    if old:
        action.revision += 1
        action.save()
        audit.record(
            "revised",
            by=by,
            plan=action.plan.slug,
            kind="action",
            key=action.number,
            before=old,
            after=new,
        )
    return action


def _write(action: Action, content: Mapping[str, Any]) -> None:
    """Put `content` into the tables and keep the action's own totals in step."""
    content = normalised(dict(content))
    unknown = set(content) - set(FIELDS)
    assert not unknown, f"an action has no {unknown}"
    for name in PLAIN:
        if name in content:
            setattr(action, name, _value(name, content[name]))
    if "responsible" in content:
        slug = content["responsible"]
        action.responsible = Actor.objects.get(slug=slug) if slug else None
    if "partners" in content:
        action.partners.set(Actor.objects.filter(slug__in=content["partners"]))
    if "placements" in content:
        _write_placements(action, content["placements"])
    if "assessment" in content:
        _write_answers(action, content["assessment"])
    for name in ROWS:
        if name in content:
            _write_rows(action, name, content[name])
    action.planned_total = action.money.aggregate(sum=Sum("amount"))["sum"] or 0
    action.next_due = (
        action.milestones.filter(done_on=None).order_by("due").values_list("due", flat=True).first()
    )
    action.save()
    if content.keys() & set(TEXTS):
        index(action)


def _write_placements(action: Action, placements: Mapping[str, list[str]]) -> None:
    wanted = {(framing, code) for framing, codes in placements.items() for code in codes}
    kept = set()
    for placement in action.placements.all():
        place = (placement.framing, placement.code)
        if place in wanted:
            kept.add(place)
        else:
            placement.delete()
    Placement.objects.bulk_create(
        Placement(action=action, framing=framing, code=code)
        for framing, code in sorted(wanted - kept)
    )


def _write_answers(action: Action, answers: Mapping[str, Content]) -> None:
    action.answers.exclude(objective__in=answers).delete()
    for objective, answer in answers.items():
        Answer.objects.update_or_create(action=action, objective=objective, defaults=answer)


def _write_rows(action: Action, name: str, rows: list[Content]) -> None:
    model, fields = ROWS[name]
    manager = model._default_manager.filter(action=action)
    existing: dict[int, Model] = {row.pk: row for row in manager}
    written: list[Model] = []
    for position, row in enumerate(rows):
        instance = existing.pop(row.get("id") or 0, None) or model(action=action)
        for field in fields:
            if field in row and field != "leads_to":
                setattr(instance, field, _value(field, row[field], action))
        if "leads_to" in fields:
            instance.position = position  # type: ignore[attr-defined]
        instance.save()
        written.append(instance)
    for gone in existing.values():
        gone.delete()
    if "leads_to" in fields:
        for instance, row in zip(written, rows, strict=True):
            target = row.get("leads_to")
            instance.leads_to = None if target is None else written[target]  # type: ignore[attr-defined]
            instance.save(update_fields=["leads_to"])


def _value(field: str, value: Any, action: Action | None = None) -> Any:
    """A JSON value as the model's field wants it."""
    if field in DATES:
        return date.fromisoformat(value) if value else None
    if field == "target":
        return Decimal(str(value)) if value not in (None, "") else None
    if field == "funder":
        return Actor.objects.get(slug=value)
    if field == "call":
        return Call.objects.get(plan=action.plan, code=value) if action and value else None
    return value
