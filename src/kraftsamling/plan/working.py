"""Working on an action's content: what one sees, saving it, and what happens if two work at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.utils import timezone

from kraftsamling.accounts.models import Event, User
from kraftsamling.kernel.canonical import normalised
from kraftsamling.plan.content import ROWS, Content, action_contents
from kraftsamling.plan.editing import ChangedMeanwhile, revise
from kraftsamling.plan.merging import Merge, merge
from kraftsamling.plan.models import Action
from kraftsamling.plan.moving import move, requirements
from kraftsamling.plan.states import State

Check = Callable[[Content], list[str]]


@dataclass(frozen=True)
class Seen:
    """Some fields of an action as somebody saw them, and the revision they belonged to."""

    revision: int
    content: Content

    def sealed(self, action: Action) -> str:
        """This as text a form can carry and nobody can change."""
        return signing.dumps([self.revision, self.content], salt=_salt(action), compress=True)

    @classmethod
    def opened(cls, text: str, action: Action) -> Seen:
        """What `sealed` wrote. If it does not hold, nothing is known of what the writer saw.

        Then every difference counts as a conflict, so that nothing is overwritten.
        """
        try:
            revision, content = signing.loads(text, salt=_salt(action))
        except (signing.BadSignature, ValueError, TypeError):
            return cls(0, {})
        return cls(revision, content)


@dataclass(frozen=True)
class Clash:
    """Somebody else saved first: what they saved, what one wanted to save, and how far it merges."""

    base: Content
    theirs: Seen
    mine: Content
    merge: Merge

    def sealed(self, action: Action) -> str:
        """This as text the merge form can carry and nobody can change."""
        parts = [self.base, self.theirs.revision, self.theirs.content, self.mine]
        return signing.dumps(parts, salt=f"clash:{_salt(action)}", compress=True)

    @classmethod
    def opened(cls, text: str, action: Action) -> Clash | None:
        """What `sealed` wrote, or nothing if it does not hold."""
        try:
            base, revision, theirs, mine = signing.loads(text, salt=f"clash:{_salt(action)}")
        except (signing.BadSignature, ValueError, TypeError):
            return None
        return cls(base, Seen(revision, theirs), mine, merge(base, theirs, mine))


def see(action: Action, fields: Iterable[str]) -> Seen:
    """The given fields of `action` as they are now, rows with `id`.

    The revision is read first: if somebody saves in between, saving meets a merge, never a loss.
    """
    revision = Action.objects.values_list("revision", flat=True).get(pk=action.pk)
    content = action_contents(Action.objects.filter(pk=action.pk), named=True)[action.pk]
    return Seen(revision, {name: content[name] for name in fields})


def save(action: Action, mine: Content, *, seen: Seen, by: User, check: Check) -> Action | Clash:
    """Save `mine`, written by somebody who saw `seen`; merge with what others have saved since.

    A clean merge that passes `check` is saved at once. Otherwise nothing is written and the clash is
    returned for the person to settle.
    """
    mine = normalised(mine)
    while True:
        try:
            return _revise(action, mine, revision=seen.revision, by=by)
        except ChangedMeanwhile:
            theirs = see(action, mine)
        merged = merge(seen.content, theirs.content, mine)
        if merged.conflicts or merged.untied or check(merged.content):
            return Clash(seen.content, theirs, mine, merged)
        seen, mine = theirs, merged.content


@transaction.atomic
def _revise(action: Action, mine: Content, *, revision: int, by: User) -> Action:
    """Revise; and what was ready for the boards but now lacks something is a draft again."""
    saved = revise(action, _storable(mine), by=by, revision=revision)
    if saved.state == State.READY and not all(asked.met for asked in requirements(saved)):
        return move(saved, State.DRAFT, by=by)
    return saved


def last_writer(action: Action) -> str:
    """Who saved last, and when, in words for the merge screen; empty if nobody knows."""
    event = Event.objects.filter(
        plan=action.plan.slug, kind="action", key=str(action.number), verb="revised"
    ).first()
    if event is None or not event.who.startswith("user:"):
        return ""
    user = User.objects.filter(pk=event.who.removeprefix("user:")).first()
    when = timezone.localtime(event.at)
    return f"{user.name}, {when:%Y-%m-%d %H:%M}" if user else ""


def _storable(content: Content) -> Content:
    """Content with named rows as `editing.revise` takes it: numbers for ids, places for links."""
    return {name: _rows(value) if name in ROWS else value for name, value in content.items()}


def _rows(rows: list[Content]) -> list[Content]:
    place = {row["id"]: position for position, row in enumerate(rows)}
    stored = []
    for row in rows:
        fields = {key: value for key, value in row.items() if key != "id"}
        if row["id"].isdigit():
            fields["id"] = int(row["id"])
        if fields.get("leads_to") is not None:
            fields["leads_to"] = place[fields["leads_to"]]
        stored.append(fields)
    return stored


def _salt(action: Action) -> str:
    return f"seen:{action.pk}"
