"""Telling authors that what they wrote no longer holds: one mail each, with all of theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils.translation import gettext as _, ngettext, override

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import User
from kraftsamling.coordination.reminding import NotSent
from kraftsamling.evidence.claims.wording import wording
from kraftsamling.evidence.models import Claim
from kraftsamling.evidence.models.claim import ClaimQuerySet
from kraftsamling.plan.models import Plan

TOLD, FAILED = "told", "claim_mail_failed"

Link = Callable[[Claim], str]


@dataclass(frozen=True)
class Letter:
    """One mail: to the author of some claims that no longer hold, with a link to each."""

    to: User
    claims: tuple[Claim, ...]
    subject: str
    body: str


def untold(plan: Plan) -> ClaimQuerySet:
    """The claims of `plan` that fail and whose authors can be told and have not been.

    Example sign-ins and closed accounts are never written to.
    """
    return (
        Claim.objects.outdated()
        .filter(
            plan=plan.slug,
            told_at=None,
            author__is_active=True,
            author__is_example=False,
        )
        .order_by("pk")
    )


def letter(plan: Plan, to: User, claims: tuple[Claim, ...], link: Link) -> Letter:
    """The mail about `claims`, in the language of the plan."""
    with override(plan.library.land.language):
        subject = ngettext(
            "%(count)s sentence of yours no longer holds",
            "%(count)s sentences of yours no longer hold",
            len(claims),
        ) % {"count": len(claims)}
        opening = _(
            "New figures have come, and they say something else than you wrote in %(plan)s. "
            "Word it anew, or withdraw the claim, so that the plan says what is so."
        ) % {"plan": plan.title}
        parts = [_paragraph(plan, claim, link(claim)) for claim in claims]
        return Letter(to, claims, subject, "\n\n".join((opening, *parts)) + "\n")


def tell(plan: Plan, *, now: datetime, link: Link) -> list[Letter]:
    """Write to each author once about each claim that has turned: the letters sent.

    That an author is told is noted before the mail leaves, so that a crash between the two costs a
    mail and never doubles one; where the mail server refuses, the note is taken back and the next run
    tries again. Nobody is written to about a practice plan.
    """
    sent: list[Letter] = []
    if plan.practice:
        return sent
    people = User.objects.filter(pk__in=untold(plan).values("author")).order_by("pk")
    for person in people:
        claims = _noted(plan, person, now)
        if not claims:
            continue
        mail = letter(plan, person, claims, link)
        try:
            EmailMessage(mail.subject, mail.body, to=[person.email]).send()
        except OSError as error:
            _take_back(plan, person, claims)
            raise NotSent(
                f"The mail server did not take a mail about claims ({error}). {len(sent)} were sent "
                "before that. Look at EMAIL_URL, then run: kraftsamling claims check"
            ) from error
        sent.append(mail)
    return sent


@transaction.atomic
def _noted(plan: Plan, person: User, now: datetime) -> tuple[Claim, ...]:
    """Note that `person` is told now: of which claims. None where another process has just done it."""
    User.objects.select_for_update().get(pk=person.pk)
    claims = tuple(untold(plan).filter(author=person))
    if claims:
        Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(told_at=now)
        _record(TOLD, plan, person, claims)
    return claims


@transaction.atomic
def _take_back(plan: Plan, person: User, claims: tuple[Claim, ...]) -> None:
    Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(told_at=None)
    _record(FAILED, plan, person, claims)


def _record(verb: str, plan: Plan, person: User, claims: tuple[Claim, ...]) -> None:
    after = {"claims": [claim.pk for claim in claims]}
    audit.record(verb, by=None, plan=plan.slug, kind="person", key=person.pk, after=after)


def _paragraph(plan: Plan, claim: Claim, address: str) -> str:
    library = plan.library
    indicator = library.indicators.by_code.get(claim.asserts.indicator)
    language = library.land.language
    said = wording(claim.asserts, indicator, library.gazetteer).in_language(language)
    now = _("The data now: %(numbers)s") % {"numbers": claim.because.in_language(language)}
    return "\n".join((f"“{claim.sentence}”", said, now, address))
