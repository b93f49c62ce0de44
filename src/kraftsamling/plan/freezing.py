"""Freezing the plan into a version that never changes: content, hashes, and what bars the way."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language, gettext as _

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import User
from kraftsamling.kernel.canonical import canonical_json, content_hash, text_hash
from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.plan.content import Content
from kraftsamling.plan.core import annex_content, core_content
from kraftsamling.plan.models import FrozenAnnex, FrozenPart, Plan, Version, VersionAction
from kraftsamling.plan.models.details import CIRCULARITY, Verdict
from kraftsamling.plan.states import PLANNED, State

FRAME = 0
TOLD_AT_MOST = 10
BATCH = 300


class CannotFreeze(KraftsamlingError):
    """The plan cannot be frozen as it stands; the message says what to do first."""


@dataclass(frozen=True, eq=False)
class Draft:
    """A version as it would be if it were frozen now."""

    core: Content
    annexes: dict[str, Content]

    @cached_property
    def parts(self) -> dict[int, str]:
        """Canonical text of all but the actions (`FRAME`), and of each action by its number."""
        frame = {name: value for name, value in self.core.items() if name != "actions"}
        texts = {action["number"]: canonical_json(action) for action in self.core["actions"]}
        return {FRAME: canonical_json(frame)} | texts

    @cached_property
    def core_text(self) -> str:
        """Canonical text of the core, put together from its parts: nothing is written twice."""
        assert min(self.core) == "actions", "canonical JSON sorts names; the actions come first"
        frame, *actions = self.parts.values()
        return f'{{"actions":[{",".join(actions)}],{frame[1:]}'

    @cached_property
    def annex_texts(self) -> dict[str, str]:
        return {board: canonical_json(annex) for board, annex in self.annexes.items()}

    @cached_property
    def core_hash(self) -> str:
        return text_hash(self.core_text)

    @cached_property
    def annex_hashes(self) -> dict[str, str]:
        return {board: text_hash(text) for board, text in self.annex_texts.items()}

    @property
    def hash(self) -> str:
        return whole_hash(self.core_hash, self.annex_hashes)


def whole_hash(core_hash: str, annex_hashes: dict[str, str]) -> str:
    """The hash of a whole version: taken over the hashes of its core and of every annex."""
    return content_hash({"annexes": annex_hashes, "core_hash": core_hash})


def draft_of(plan: Plan) -> Draft:
    """The next version of `plan` as it would be now."""
    core = core_content(plan)
    boards = plan.library.land.boards
    return Draft(core, {board.code: annex_content(plan, board, core) for board in boards})


def latest(plan: Plan) -> Version | None:
    """The version frozen last, its long text left out."""
    return plan.versions.defer("core").order_by("-number").first()


def obstacles(plan: Plan, draft: Draft) -> list[str]:
    """What bars the way to freezing `draft`, each with its cure; empty if nothing does."""
    if not draft.core["actions"]:
        return [
            _("No action is ready for the boards. Mark at least one action ready, then freeze.")
        ]
    faults = list(_unassessed(plan, draft))
    before = latest(plan)
    if not faults and before and before.hash == draft.hash:
        faults.append(
            _(
                "Nothing has changed since version %(number)s, core or annexes. The boards can "
                "decide on that one; a new one would be the same text under another number."
            )
            % {"number": before.number}
        )
    return faults[:TOLD_AT_MOST] + (
        [
            _("... and %(count)s more actions with the same fault.")
            % {"count": len(faults) - TOLD_AT_MOST}
        ]
        if len(faults) > TOLD_AT_MOST
        else []
    )


@contextmanager
def _uncollected() -> Iterator[None]:
    """Nothing made while freezing is garbage; looking for it took a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@_uncollected()
@transaction.atomic
def freeze(plan: Plan, *, by: User, note: str = "", seen: str = "") -> Version:
    """Freeze everything planned into the next version and put its ready actions before the boards.

    `seen` is the hash somebody looked at before asking; if the plan has changed since, nothing is
    frozen. Raises `CannotFreeze` with every obstacle.
    """
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    # Who edits an action waits until the freeze is done, so that no action is read half-written.
    list(plan.actions.select_for_update().filter(state__in=PLANNED).values_list("pk"))
    draft = draft_of(plan)
    faults = obstacles(plan, draft)
    if not faults and seen and seen != draft.hash:
        faults = [
            _("The plan has changed since you looked. Read what would be frozen now, then freeze.")
        ]
    if faults:
        raise CannotFreeze("\n".join(faults))
    version = _write(plan, draft, by=by, note=note.strip())
    moved = version.contents.filter(action__state=State.READY)
    numbers = list(moved.order_by("action__number").values_list("action__number", flat=True))
    plan.actions.filter(state=State.READY, versions__version=version).update(
        state=State.IN_VERSION, revision=F("revision") + 1, updated_at=version.frozen_at
    )
    audit.record(
        "frozen",
        by=by,
        plan=plan.slug,
        kind="version",
        key=version.number,
        after={
            "note": version.note,
            "hash": version.hash,
            "core_hash": version.core_hash,
            "annexes": draft.annex_hashes,
            "actions": version.actions_count,
            "put_to_the_boards": numbers,
        },
    )
    return version


def _write(plan: Plan, draft: Draft, *, by: User, note: str) -> Version:
    before = latest(plan)
    version = Version.objects.create(
        plan=plan,
        number=before.number + 1 if before else 1,
        note=note,
        core=draft.core_text,
        core_hash=draft.core_hash,
        hash=draft.hash,
        actions_count=len(draft.core["actions"]),
        frozen_at=timezone.now(),
        frozen_by=by,
    )
    FrozenAnnex.objects.bulk_create(
        FrozenAnnex(version=version, board=board, content=text, hash=draft.annex_hashes[board])
        for board, text in draft.annex_texts.items()
    )
    FrozenPart.objects.bulk_create(
        (FrozenPart(version=version, number=n, content=text) for n, text in draft.parts.items()),
        batch_size=BATCH,
    )
    keys = dict(plan.actions.order_by().values_list("number", "pk"))
    VersionAction.objects.bulk_create(
        (
            VersionAction(version=version, action_id=keys[action["number"]])
            for action in draft.core["actions"]
        ),
        batch_size=BATCH,
    )
    return version


def _unassessed(plan: Plan, draft: Draft) -> Iterator[str]:
    """A sentence for each action whose green and circular assessment is not answered, or bars it."""
    assessment = plan.library.assessment
    language = get_language() or "sv"
    names = {o.code: o.name.in_language(language) for o in assessment.objectives}
    names[CIRCULARITY] = _("Contribution to circularity")
    for action in draft.core["actions"]:
        told = {"number": action["number"], "title": action["title"]}
        answers = action["assessment"]
        open_questions = [name for code, name in names.items() if code not in answers]
        if open_questions:
            yield _(
                "Action %(number)s, “%(title)s”: the green and circular assessment is not "
                "answered (%(questions)s). Answer it, or take the action back to draft."
            ) % {**told, "questions": ", ".join(open_questions)}
        harmed = [n for c, n in names.items() if answers.get(c, {}).get("verdict") == Verdict.HARM]
        if harmed:
            yield _(
                "Action %(number)s, “%(title)s”: it does significant harm to %(objectives)s. "
                "Change it, or take it back to draft."
            ) % {**told, "objectives": ", ".join(harmed)}
