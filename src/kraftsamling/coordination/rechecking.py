"""Holding every claim against the newest data: which have turned, and how the content's own stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kraftsamling.evidence.claims.asking import Asked, Ground, ask
from kraftsamling.evidence.claims.assertion import Assertion
from kraftsamling.evidence.claims.keeping import turn
from kraftsamling.evidence.claims.verdict import Truth, Verdict
from kraftsamling.evidence.models import Claim
from kraftsamling.kernel.words import Words
from kraftsamling.plan.models import Plan
from kraftsamling.strategy.library import Library
from kraftsamling.strategy.schema import Challenge


@dataclass(frozen=True)
class Stated:
    """A claim in the content files, and what the newest data say of it."""

    challenge: Challenge
    sentence: Words
    asserts: Assertion
    verdict: Verdict

    @property
    def outdated(self) -> bool:
        """Whether the data say otherwise."""
        return self.verdict.truth is Truth.FAILS

    @property
    def subject(self) -> str:
        return f"challenge:{self.challenge.code}"


def stated(library: Library, challenges: Iterable[Challenge] | None = None) -> Iterator[Stated]:
    """The claims that the content files make, of these challenges or of all, checked now."""
    for challenge in library.strategy.challenges if challenges is None else challenges:
        for claim in challenge.claims:
            verdict = ask(claim.asserts, library.ground).verdict
            yield Stated(challenge, claim.sentence, claim.asserts, verdict)


def recheck(plan: Plan, *, now: datetime) -> list[Claim]:
    """Check every claim of `plan` anew: those whose truth is another than before.

    A claim turns once, whoever checks at the same time: the row is locked, and its data are read again
    under the lock, so that whoever comes last has seen the newest.
    """
    ground = plan.library.ground
    turned = []
    for claim in Claim.objects.alive().filter(plan=plan.slug).order_by("pk"):
        if _differs(claim, ask(claim.asserts, ground)):
            before = claim.truth
            found = _turned(claim, ground, now)
            if found and found.truth != before:
                turned.append(found)
    return turned


@transaction.atomic
def _turned(claim: Claim, ground: Ground, now: datetime) -> Claim | None:
    """The claim as it is now; nothing where somebody else has noted it, or ended it, meanwhile."""
    locked = Claim.objects.select_for_update().alive().filter(pk=claim.pk).first()
    if locked is None:
        return None
    asked = ask(locked.asserts, ground)
    return turn(locked, asked, now=now) if _differs(locked, asked) else None


def _differs(claim: Claim, asked: Asked) -> bool:
    verdict = asked.verdict
    known = (claim.truth, claim.why, claim.vintages)
    return known != (verdict.truth.value, verdict.why.model_dump(), asked.vintages)
