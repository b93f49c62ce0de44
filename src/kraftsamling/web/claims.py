"""Claims as they are shown: what each says, how it stands, and what the reader may do with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language, gettext as _

from kraftsamling.accounts.models import User
from kraftsamling.accounts.rights import Person
from kraftsamling.accounts.roles import Permission
from kraftsamling.coordination.rechecking import Stated, stated
from kraftsamling.evidence.claims.assertion import Assertion
from kraftsamling.evidence.claims.wording import wording
from kraftsamling.evidence.models import Claim
from kraftsamling.kernel.words import Words
from kraftsamling.plan.models import Action, Plan
from kraftsamling.plan.rights import allowed
from kraftsamling.plan.subjects import Subject, bind_refusal, follow_refusal

COLOURS = {"holds": "success", "fails": "danger", "untold": "neutral"}


@dataclass(frozen=True)
class ClaimShown:
    """One claim. `said` is what it asserts, `now` what the data say, `then` what they said when bound.

    `pk` is nothing for a claim in the content files.
    """

    anchor: str
    sentence: str
    said: str
    indicator_url: str
    truth: str
    state: str
    now: str
    then: str
    since: datetime | None
    subject: str
    pk: int | None = None

    @property
    def outdated(self) -> bool:
        return self.truth == "fails"

    @property
    def colour(self) -> str:
        return COLOURS[self.truth]


@dataclass(frozen=True)
class ClaimsShown:
    """The claims of one text, and where the reader can bind another or follow them up."""

    every: tuple[ClaimShown, ...]
    bind_url: str
    follows: bool
    list_url: str

    @property
    def outdated(self) -> int:
        """How many the data say otherwise about."""
        return sum(claim.outdated for claim in self.every)


def claims_of(plan: Plan, subject: Subject, person: Person) -> ClaimsShown:
    """The claims bound to a sentence of `subject`, those in the content files first. One query."""
    kept = Claim.objects.alive().filter(plan=plan.slug, subject=subject.code).order_by("pk")
    found = [shown(claim, plan) for claim in kept]
    challenge = plan.library.challenge(subject.key) if subject.kind == "challenge" else None
    own = [
        stated_shown(one, plan) for one in stated(plan.library, [challenge] if challenge else [])
    ]
    may = isinstance(person, User) and bool(plan.library.indicators.every)
    bind = "" if not may or bind_refusal(person, subject, plan) else bind_url(plan, subject.code)
    follows = isinstance(person, User) and not follow_refusal(person, subject, plan)
    lists = may and allowed(person, Permission.BIND_CLAIM, plan)
    every = reverse("claim_list", args=(plan.slug,)) if lists else ""
    return ClaimsShown((*own, *found), bind, follows, every)


def claims_of_action(plan: Plan, action: Action, person: Person) -> ClaimsShown:
    """The claims of an action that has already been fetched."""
    title = Words(sv=action.title, en=action.title_en or action.title)
    return claims_of(plan, Subject("action", str(action.number), title, (), action), person)


def shown(claim: Claim, plan: Plan) -> ClaimShown:
    """A claim from the database."""
    language = get_language() or "sv"
    return ClaimShown(
        anchor=f"claim-{claim.pk}",
        sentence=claim.sentence,
        said=_said(claim.asserts, plan, language),
        indicator_url=indicator_url(plan, claim.asserts.indicator),
        truth=claim.truth,
        state=_state(claim.truth, claim.as_of, held=claim.made_truth != "fails"),
        now=claim.because.in_language(language),
        then=claim.then.in_language(language) if claim.made_why != claim.why else "",
        since=claim.since if claim.truth != claim.made_truth else None,
        subject=claim.subject,
        pk=claim.pk,
    )


def stated_shown(one: Stated, plan: Plan) -> ClaimShown:
    """A claim from the content files."""
    language = get_language() or "sv"
    verdict = one.verdict
    number = [claim.asserts for claim in one.challenge.claims].index(one.asserts)
    return ClaimShown(
        anchor=f"claim-{one.challenge.code}-{number + 1}",
        sentence=one.sentence.in_language(language),
        said=_said(one.asserts, plan, language),
        indicator_url=indicator_url(plan, one.asserts.indicator),
        truth=verdict.truth.value,
        state=_state(verdict.truth.value, verdict.as_of, held=True),
        now=verdict.why.in_language(language),
        then="",
        since=None,
        subject=one.subject,
    )


def _said(assertion: Assertion, plan: Plan, language: str) -> str:
    library = plan.library
    indicator = library.indicators.by_code.get(assertion.indicator)
    return wording(assertion, indicator, library.gazetteer).in_language(language)


def _state(truth: str, as_of: str, *, held: bool) -> str:
    if truth == "holds":
        return _("Holds as of %(period)s") % {"period": as_of}
    if truth == "fails":
        return _("Outdated") if held else _("Does not hold")
    return _("Cannot be told")


def indicator_url(plan: Plan, code: str) -> str:
    """The page of an indicator; empty where it has none."""
    if code not in plan.library.indicators.by_code:
        return ""
    try:
        return reverse("indicator", args=(plan.slug, code))
    except NoReverseMatch:
        return ""


def bind_url(plan: Plan, subject: str) -> str:
    return reverse("claim_bind", args=(plan.slug, subject))


def subject_url(plan: Plan, subject: str) -> str:
    """The page where the text of `subject` is read; empty where there is none."""
    kind, _colon, key = subject.partition(":")
    try:
        return reverse(kind, args=(plan.slug, key))
    except NoReverseMatch:
        return ""


def subject_title(subject: str, plan: Plan) -> str:
    """What a text is called, without asking the database."""
    kind, _colon, key = subject.partition(":")
    language = get_language() or "sv"
    if kind == "action":
        return _("Action %(number)s") % {"number": key}
    if kind == "annex" and (board := plan.library.boards.get(key)):
        region = plan.library.regions[board.region].name.in_language(language)
        return _("Annex: %(region)s") % {"region": region}
    challenge = plan.library.challenge(key)
    return challenge.name.in_language(language) if challenge else subject


def mine(person: Person) -> list[tuple[ClaimShown, str]]:
    """The reader's own claims that no longer hold, each with its address, whichever plan they are in."""
    if not isinstance(person, User):
        return []
    claims: Iterable[Claim] = Claim.objects.outdated().filter(author=person)
    kept = [claim for claim in claims if claim.made_truth != "fails"]
    if not kept:
        return []
    plans = {plan.slug: plan for plan in Plan.objects.filter(slug__in={c.plan for c in kept})}
    return [
        (shown(claim, plan), reverse("claim", args=(plan.slug, claim.pk)))
        for claim in kept
        if (plan := plans.get(claim.plan)) and (settings.EXAMPLE_SIGNINS or not plan.practice)
    ]
