"""Reminding: whom to ask about which silent actions, in what words, and never too often."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _, ngettext, override

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import Event, Grant, User
from kraftsamling.accounts.roles import OWNER
from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.plan.lateness import is_late
from kraftsamling.plan.models import Action, Plan
from kraftsamling.plan.silence import is_silent, last_heard, silence

REST = timedelta(days=14)
REMINDED, FAILED = "reminded", "reminder_failed"

Link = Callable[[Action], str]


class NotSent(KraftsamlingError):
    """The mail server refused a reminder."""


@dataclass(frozen=True)
class Letter:
    """One mail: to the owners of some actions, with a link to each report form."""

    to: tuple[User, ...]
    actions: tuple[Action, ...]
    subject: str
    body: str


def unheard(plan: Plan, today: date) -> QuerySet[Action]:
    """The actions that are silent or late, by responsible actor, the longest silent first."""
    limit = plan.library.land.silent_after_days
    return (
        plan.actions.filter(is_silent(today, limit) | is_late(today))
        .annotate(heard=last_heard())
        .select_related("responsible")
        .order_by("responsible__name", "responsible", "heard", "number")
    )


def owners(actors: Iterable[int | None]) -> dict[int | None, tuple[User, ...]]:
    """The people who own the actions of each actor; example sign-ins and closed accounts left out."""
    grants = Grant.objects.filter(
        role=OWNER.code,
        actor__in=set(actors) - {None},
        user__is_active=True,
        user__is_example=False,
    ).select_related("user")
    people: dict[int | None, list[User]] = defaultdict(list)
    for grant in grants.order_by("user__name", "user"):
        people[grant.actor_id].append(grant.user)
    return {actor: tuple(found) for actor, found in people.items()}


def letter(
    plan: Plan,
    actions: Sequence[Action],
    *,
    to: tuple[User, ...],
    today: date,
    link: Link,
    most: int = 0,
) -> Letter:
    """The words of one mail about `actions`, in the plan's own language.

    With `most`, only so many actions are spelled out: an address of the form `mailto:` must be short.
    """
    with override(plan.library.land.language):
        count = len(actions)
        subject = ngettext(
            "How is it going? %(count)s action waits for a line from you",
            "How is it going? %(count)s actions wait for a line from you",
            count,
        ) % {"count": count}
        spelled = actions[: most or None]
        lines = [_paragraph(plan, action, today, link(action)) for action in spelled]
        if count > len(spelled):
            lines.append(_("... and %(count)s more.") % {"count": count - len(spelled)})
        opening = _(
            "Hello,\n\nYou answer for actions in %(plan)s that have not been heard of for a while. "
            "It takes less than two minutes to say how each of them goes: follow its link, choose "
            "how it is going and write one line."
        ) % {"plan": plan.title}
        closing = _("Thank you! What you write is shown in the public plan.")
        return Letter(to, tuple(actions), subject, "\n\n".join([opening, *lines, closing]) + "\n")


def letters(plan: Plan, *, today: date, link: Link) -> list[Letter]:
    """One letter for each owner of silent actions, with all of theirs."""
    limit = plan.library.land.silent_after_days
    silent = list(unheard(plan, today).filter(is_silent(today, limit)))
    by_actor = owners(action.responsible_id for action in silent)
    theirs: dict[User, list[Action]] = defaultdict(list)
    for action in silent:
        for person in by_actor.get(action.responsible_id, ()):
            theirs[person].append(action)
    return [
        letter(plan, actions, to=(person,), today=today, link=link)
        for person, actions in theirs.items()
    ]


def remind(plan: Plan, *, now: datetime, today: date, link: Link) -> tuple[list[Letter], int]:
    """Send the letters to those not reminded within `REST`: those sent, and how many were spared.

    The reminder is noted before the mail leaves, so that a crash between the two costs a mail and never
    doubles one; where the mail server refuses, that is noted too and the next run tries again.
    """
    sent: list[Letter] = []
    waiting = letters(plan, today=today, link=link)
    for mail in waiting:
        (person,) = mail.to
        if not _claim(plan, person, mail, now):
            continue
        try:
            EmailMessage(mail.subject, mail.body, to=[person.email]).send()
        except OSError as error:
            _note(FAILED, plan, person, mail)
            raise NotSent(
                f"The mail server did not take a reminder ({error}). {len(sent)} were sent before "
                "that. Look at EMAIL_URL, then run the command again: nobody is reminded twice."
            ) from error
        sent.append(mail)
    return sent, len(waiting) - len(sent)


@transaction.atomic
def _claim(plan: Plan, person: User, mail: Letter, now: datetime) -> bool:
    """Note that `person` is reminded now, unless that was done not long ago."""
    User.objects.select_for_update().get(pk=person.pk)
    said = Event.objects.filter(
        plan=plan.slug, kind="person", key=str(person.pk), verb__in=(REMINDED, FAILED)
    ).first()
    if said and said.verb == REMINDED and said.at > now - REST:
        return False
    _note(REMINDED, plan, person, mail)
    return True


@transaction.atomic
def _note(verb: str, plan: Plan, person: User, mail: Letter) -> None:
    numbers = [action.number for action in mail.actions]
    audit.record(
        verb, by=None, plan=plan.slug, kind="person", key=person.pk, after={"actions": numbers}
    )


def _paragraph(plan: Plan, action: Action, today: date, address: str) -> str:
    found = silence(action, today, plan.library.land.silent_after_days)
    days = found.days if found else 0
    heard = ngettext(
        "%(days)s day since anything was heard", "%(days)s days since anything was heard", days
    ) % {"days": days}
    title = _("Action %(number)s: %(title)s") % {"number": action.number, "title": action.title}
    return f"{title}\n{heard}\n{address}"
