"""Binding sentences to data, wording them anew, withdrawing them, and noting how they turn."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import User
from kraftsamling.evidence.claims.asking import Asked
from kraftsamling.evidence.claims.assertion import Assertion
from kraftsamling.evidence.claims.verdict import Truth
from kraftsamling.evidence.models import Claim
from kraftsamling.kernel.canonical import normalised
from kraftsamling.kernel.errors import KraftsamlingError

# The event for each way a claim can turn.
TURNED = {
    Truth.FAILS: "no longer holds",
    Truth.HOLDS: "holds again",
    Truth.UNTOLD: "cannot be told",
}


class DoesNotHold(KraftsamlingError):
    """The data say otherwise, and the writer has not said that they know."""


class Ended(KraftsamlingError):
    """The claim has been withdrawn or worded anew."""


@transaction.atomic
def bind(
    sentence: str,
    assertion: Assertion,
    asked: Asked,
    *,
    plan: str,
    subject: str,
    by: User,
    knowingly: bool = False,
) -> Claim:
    """Bind `sentence`, which stands in `subject`, to what `asked` says of `assertion`.

    Raises `DoesNotHold` where the data say otherwise, unless it is done `knowingly`; the author is
    then taken to know, and is not mailed about it.
    """
    claim = _made(sentence, assertion, asked, plan, subject, by, knowingly)
    claim.save()
    _record("bound", claim, by=by, after=_content(claim))
    return claim


@transaction.atomic
def renew(
    claim: Claim,
    *,
    sentence: str,
    assertion: Assertion,
    asked: Asked,
    by: User,
    knowingly: bool = False,
) -> Claim:
    """Put a claim with new wording in the place of `claim`, which stays readable. Raises `Ended`."""
    old = _end(claim, by=by)
    new = _made(sentence, assertion, asked, old.plan, old.subject, by, knowingly)
    new.renews = old
    new.save()
    _record("renewed", new, by=by, before=_content(old), after=_content(new))
    return new


@transaction.atomic
def withdraw(claim: Claim, *, by: User) -> Claim:
    """Take the claim away: the sentence is no longer followed. Raises `Ended`."""
    old = _end(claim, by=by)
    _record("withdrawn", old, by=by, before=_content(old))
    return old


@transaction.atomic
def turn(claim: Claim, asked: Asked, *, now: datetime) -> Claim:
    """Note what the newest data say of `claim`, whose row is locked. A new truth is an event."""
    truth, before = asked.verdict.truth, Truth(claim.truth)
    claim.numbers = [one.plain() for one in asked.verdict.numbers]
    claim.why, claim.vintages = asked.verdict.why.model_dump(), asked.vintages
    if truth != before:
        claim.truth, claim.since = truth.value, now
        if truth is Truth.HOLDS:
            claim.told_at = None
    claim.save(update_fields=["numbers", "why", "vintages", "truth", "since", "told_at"])
    if truth != before:
        after = {"truth": truth.value, "why": claim.why["sv"], "vintages": claim.vintages}
        _record(TURNED[truth], claim, by=None, before={"truth": before.value}, after=after)
    return claim


def _made(
    sentence: str,
    assertion: Assertion,
    asked: Asked,
    plan: str,
    subject: str,
    by: User,
    knowingly: bool,
) -> Claim:
    verdict, now = asked.verdict, timezone.now()
    if verdict.truth is Truth.FAILS and not knowingly:
        raise DoesNotHold(
            _("The data say otherwise. Change the sentence, or say that you bind it knowingly.")
        )
    numbers, why = [one.plain() for one in verdict.numbers], verdict.why.model_dump()
    return Claim(
        plan=plan,
        subject=subject,
        sentence=normalised(" ".join(sentence.split())),
        assertion=assertion.model_dump(exclude_defaults=True),
        author=by,
        made_at=now,
        made_truth=verdict.truth.value,
        made_numbers=numbers,
        made_why=why,
        made_vintages=asked.vintages,
        truth=verdict.truth.value,
        since=now,
        numbers=numbers,
        why=why,
        vintages=asked.vintages,
        told_at=now if verdict.truth is Truth.FAILS else None,
    )


def _end(claim: Claim, *, by: User) -> Claim:
    found = Claim.objects.select_for_update().get(pk=claim.pk)
    if found.ended_at is not None:
        raise Ended(
            _("Somebody has already withdrawn this claim or worded it anew. Load the page again.")
        )
    found.ended_at, found.ended_by = timezone.now(), f"user:{by.pk}"
    found.save(update_fields=["ended_at", "ended_by"])
    return found


def _content(claim: Claim) -> dict[str, Any]:
    """What the trail keeps of a claim."""
    return {
        "subject": claim.subject,
        "sentence": claim.sentence,
        "assertion": claim.assertion,
        "truth": claim.truth,
    }


def _record(
    verb: str,
    claim: Claim,
    *,
    by: User | None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    audit.record(
        verb, by=by, plan=claim.plan, kind="claim", key=claim.pk, before=before, after=after
    )
