"""What a claim stands in: an action, a challenge or a region's annex, and who may bind there."""

from __future__ import annotations

from dataclasses import dataclass

from kraftsamling.accounts.rights import Person
from kraftsamling.accounts.roles import Permission
from kraftsamling.evidence.claims.finding import sentences
from kraftsamling.kernel.words import Words
from kraftsamling.plan.annexes import annex_of
from kraftsamling.plan.editors import edit_refusal
from kraftsamling.plan.models import Action, Plan
from kraftsamling.plan.rights import allowed, refusal

ACTION, CHALLENGE, ANNEX = "action", "challenge", "annex"


@dataclass(frozen=True)
class Subject:
    """One text of the plan. `code` is how claims name it: "action:7", "challenge:C3", "annex:north"."""

    kind: str
    key: str
    title: Words
    texts: tuple[str, ...]
    action: Action | None = None

    @property
    def code(self) -> str:
        return f"{self.kind}:{self.key}"

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences that can be bound, in the order they stand."""
        return tuple(dict.fromkeys(s for text in self.texts for s in sentences(text)))


def subject_of(plan: Plan, code: str) -> Subject | None:
    """The subject of that code; nothing where the plan has none."""
    kind, _, key = code.partition(":")
    match kind:
        case "action":
            return _action(plan, key)
        case "challenge":
            challenge = plan.library.challenge(key)
            texts = (challenge.about.sv, challenge.about.en) if challenge else ()
            return Subject(kind, key, challenge.name, texts) if challenge else None
        case "annex":
            return _annex(plan, key)
    return None


def _action(plan: Plan, key: str) -> Subject | None:
    actions = plan.actions.select_related("plan", "responsible").prefetch_related("reports")
    action = actions.filter(number=int(key)).first() if key.isdecimal() else None
    if action is None:
        return None
    own = (action.summary, action.summary_en, action.equality, action.equality_en)
    reports = (text for report in action.reports.all() for text in (report.text, report.text_en))
    title = Words(sv=action.title, en=action.title_en or action.title)
    return Subject(ACTION, key, title, tuple(filter(None, (*own, *reports))), action)


def _annex(plan: Plan, key: str) -> Subject | None:
    board = plan.library.boards.get(key)
    if board is None:
        return None
    annex = annex_of(plan, key)
    name = plan.library.regions[board.region].name
    return Subject(ANNEX, key, name, tuple(filter(None, (annex.text, annex.text_en))))


def bind_refusal(person: Person, subject: Subject, plan: Plan) -> str:
    """Why `person` may not bind a sentence there, in words; empty where they may.

    Who may write a text may bind what it says. The challenges are written in content files, so there
    it takes the right to bind claims.
    """
    if subject.action:
        return edit_refusal(person, subject.action)
    if subject.kind == ANNEX:
        return refusal(person, Permission.EDIT_ANNEX, plan, board=subject.key)
    return refusal(person, Permission.BIND_CLAIM, plan)


def follow_refusal(person: Person, subject: Subject | None, plan: Plan) -> str:
    """Why `person` may not word a claim anew or withdraw it: who may bind it may, and analysts."""
    if subject is None or allowed(person, Permission.BIND_CLAIM, plan):
        return refusal(person, Permission.BIND_CLAIM, plan)
    return bind_refusal(person, subject, plan)
