"""Everything there is to read about one action, fetched in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language, gettext as _

from kraftsamling.accounts.models import Actor
from kraftsamling.kernel.words import Words
from kraftsamling.plan import chain, money
from kraftsamling.plan.models import (
    Action,
    Answer,
    Call,
    ChainItem,
    Milestone,
    MoneyLine,
    Plan,
    ProgressReport,
    Risk,
    Version,
)
from kraftsamling.plan.models.details import CIRCULARITY, ChainLevel, MoneyKind, Verdict
from kraftsamling.plan.states import OPEN, State
from kraftsamling.strategy import schema
from kraftsamling.strategy.library import Library

REPORTS = 10


@dataclass(frozen=True)
class LinkShown:
    """A link of the chain as it is read: its indicator's name, what it leads to, what it lacks."""

    item: ChainItem
    code: str
    indicator: schema.FundIndicator | None
    leads_to: LinkShown | None
    gaps: tuple[chain.Missing, ...]


@dataclass(frozen=True)
class MoneyRow:
    """A row of the budget with the funder and call themselves."""

    funder: Actor
    kind: str
    call: Call | None
    by_year: tuple[int, ...]
    total: int


@dataclass(frozen=True)
class ShareShown:
    """A call's share of the budget, with the call itself."""

    call: Call
    share: money.Share


@dataclass(frozen=True)
class Answered:
    """A question of the assessment with its answer in words; no `answer` where it is still open."""

    name: str
    question: Words
    verdict: str
    label: str
    answer: Answer | None


@dataclass(frozen=True)
class Sheet:
    """One action with all that hangs on it. Ten queries, whatever it holds."""

    action: Action
    partners: list[Actor]
    places: dict[str, list[schema.Item]]
    milestones: list[Milestone]
    levels: list[tuple[ChainLevel, list[LinkShown]]]
    gaps: list[chain.Missing]
    budget: money.Budget
    money: list[MoneyRow]
    shares: list[ShareShown]
    risks: list[Risk]
    answers: list[Answered]
    reports: list[ProgressReport]
    versions: list[Version]


def sheet(plan: Plan, number: int) -> Sheet | None:
    """The sheet of action `number`; None if the plan has no such action."""
    action = (
        plan.actions.filter(number=number)
        .select_related("responsible")
        .prefetch_related("partners", "milestones", "risks")
        .first()
    )
    if action is None:
        return None
    action.plan = plan
    links = list(action.chain.all())
    missing = _gaps(action, links, plan.library)
    lines = list(action.money.select_related("funder", "call"))
    table = money.budget(
        money.Sum(line.year, line.funder.slug, line.kind, line.amount, _call(line))
        for line in lines
    )
    return Sheet(
        action=action,
        partners=list(action.partners.all()),
        places=_places(action, plan.library),
        milestones=list(action.milestones.all()),
        levels=_levels(links, missing, plan.library),
        gaps=missing,
        budget=table,
        money=_money(table, lines),
        shares=_shares(table, lines),
        risks=list(action.risks.all()),
        answers=_answers(action, plan.library),
        reports=list(action.reports.all()[:REPORTS]),
        versions=list(
            plan.versions.filter(contents__action=action).only("number", "frozen_at", "plan")
        ),
    )


def late_milestones(milestones: list[Milestone], today: date) -> set[int]:
    """The keys of those whose day has passed without being reached."""
    return {m.pk for m in milestones if m.done_on is None and m.due < today}


def _places(action: Action, library: Library) -> dict[str, list[schema.Item]]:
    """The named places of the action in each framing it has one in, in the order of the framings."""
    held: dict[str, set[str]] = {}
    for framing, code in action.placements.values_list("framing", "code"):
        held.setdefault(framing, set()).add(code)
    return {
        code: [item for item in framing.items if item.code in held[code]]
        for code, framing in library.framings.items()
        if code in held
    }


def _gaps(action: Action, links: list[ChainItem], library: Library) -> list[chain.Missing]:
    """Gaps are pointed out while something can be done about them."""
    if action.state not in OPEN or action.state == State.PROPOSED:
        return []
    place = {link.pk: position for position, link in enumerate(links)}
    return chain.gaps(
        [
            chain.Link(
                link.level,
                place.get(link.leads_to_id) if link.leads_to_id else None,
                link.indicator,
                link.target is not None,
            )
            for link in links
        ],
        {code: indicator.level for code, indicator in library.fund_indicators.items()},
    )


def _levels(
    links: list[ChainItem], missing: list[chain.Missing], library: Library
) -> list[tuple[ChainLevel, list[LinkShown]]]:
    """The links by level, each with a short code of its own (level and order within it)."""
    shown: dict[int, LinkShown] = {}
    by_level: dict[str, list[LinkShown]] = {level: [] for level in ChainLevel}
    # From the outcomes down, so that what a link leads to is there when the link is made.
    for level in reversed(ChainLevel):
        for order, link in enumerate((one for one in links if one.level == level), start=1):
            place = links.index(link)
            made = LinkShown(
                item=link,
                code=f"{level.value}-{order}",
                indicator=library.fund_indicators.get(link.indicator),
                leads_to=shown.get(link.leads_to_id or 0),
                gaps=tuple(m for m in missing if m.place == place),
            )
            shown[link.pk] = made
            by_level[level].append(made)
    return [(level, by_level[level]) for level in ChainLevel if by_level[level]]


def _call(line: MoneyLine) -> str:
    return line.call.code if line.call else ""


def _money(table: money.Budget, lines: list[MoneyLine]) -> list[MoneyRow]:
    funders = {line.funder.slug: line.funder for line in lines}
    calls = {_call(line): line.call for line in lines}
    return [
        MoneyRow(
            funders[row.funder],
            str(MoneyKind(row.kind).label),
            calls[row.call],
            row.by_year,
            row.total,
        )
        for row in table.rows
    ]


def _shares(table: money.Budget, lines: list[MoneyLine]) -> list[ShareShown]:
    calls = {line.call.code: line.call for line in lines if line.call}
    highest = {code: call.share_percent for code, call in calls.items()}
    return [ShareShown(calls[s.call], s) for s in money.call_shares(table, highest)]


def _answers(action: Action, library: Library) -> list[Answered]:
    """Every question of the assessment, answered or not, circularity last; none if none is answered."""
    given = {answer.objective: answer for answer in action.answers.all()}
    if not given:
        return []
    language = get_language() or "sv"
    circularity = library.assessment.circularity
    asked = [
        (o.code, o.name.in_language(language), o.question) for o in library.assessment.objectives
    ]
    asked.append((CIRCULARITY, _("Contribution to circularity"), circularity.question))
    labels = {value: str(label) for value, label in Verdict.choices}
    labels |= {level.code: level.name.in_language(language) for level in circularity.levels}
    rows = []
    for code, name, question in asked:
        answer = given.get(code)
        verdict = answer.verdict if answer else ""
        rows.append(Answered(name, question, verdict, labels.get(verdict, verdict), answer))
    return rows
