"""Loading the starter: actors, calls and actions from content files, once each, all or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction

from kraftsamling.accounts.models import Actor
from kraftsamling.kernel.content import Spot, fault, read
from kraftsamling.kernel.errors import ContentError
from kraftsamling.kernel.words import Words
from kraftsamling.plan import starter_schema as schema
from kraftsamling.plan.content import Content
from kraftsamling.plan.editing import propose
from kraftsamling.plan.models import Call, Plan, Standing
from kraftsamling.plan.states import State
from kraftsamling.strategy.library import Library, load

PRACTICE_SLUG = "practice"
LEVELS = ("activity", "output", "result", "outcome")


@dataclass(frozen=True)
class Loaded:
    """How much was new."""

    actors: int
    calls: int
    actions: int


def load_starter(name: str) -> Loaded:
    """Make the plan `name` from its content folder, and add what the files have and it has not.

    What people have since changed in the browser stays as they left it. Raises `ContentError` before
    anything is written if any file has a fault.
    """
    library = load(Path(settings.CONTENT_DIR) / name)
    actors = read(library.folder / "actors.yaml", schema.Actors).actors
    calls = read(library.folder / "calls.yaml", schema.Calls).calls
    actions = read(library.folder / "actions.yaml", schema.Actions).actions
    _check(library, "actions.yaml", actors, calls, actions)
    with transaction.atomic():
        plan, _ = Plan.objects.get_or_create(slug=library.land.slug, defaults={"content": name})
        return Loaded(_add_actors(actors), _add_calls(plan, calls), _add_actions(plan, actions))


def load_practice(name: str) -> Loaded | None:
    """Make the practice plan beside the plan `name`, if its content has one."""
    library = load(Path(settings.CONTENT_DIR) / name)
    path = library.folder / "practice.yaml"
    if not path.exists():
        return None
    practice = read(path, schema.Actions)
    _check(library, "practice.yaml", practice.actors, (), practice.actions)
    with transaction.atomic():
        plan, _ = Plan.objects.get_or_create(
            slug=PRACTICE_SLUG, defaults={"content": name, "practice": True}
        )
        added = _add_actors(practice.actors, practice=True)
        return Loaded(added, 0, _add_actions(plan, practice.actions))


def _add_actors(entries: Iterable[schema.ActorEntry], *, practice: bool = False) -> int:
    known = set(Actor.objects.values_list("slug", flat=True))
    new = [
        Actor(
            **entry.model_dump(exclude={"roles"}),
            roles=entry.roles.sv,
            roles_en=entry.roles.en,
            practice=practice,
        )
        for entry in entries
        if entry.slug not in known
    ]
    return len(Actor.objects.bulk_create(new))


def _add_calls(plan: Plan, entries: Iterable[schema.CallEntry]) -> int:
    known = set(plan.calls.values_list("code", flat=True))
    new = [
        Call(
            plan=plan,
            code=entry.code,
            **_both("title", entry.title),
            funder=Actor.objects.get(slug=entry.funder),
            share_percent=entry.share_percent,
            opens=entry.opens,
            closes=entry.closes,
            **_both("note", entry.note),
            source=entry.source,
        )
        for entry in entries
        if entry.code not in known
    ]
    return len(Call.objects.bulk_create(new))


def _add_actions(plan: Plan, entries: Iterable[schema.ActionEntry]) -> int:
    known = set(plan.actions.values_list("key", flat=True))
    new = [entry for entry in entries if entry.key not in known]
    for entry in new:
        propose(
            plan,
            as_content(entry),
            by=None,
            state=State(entry.state),
            standing=Standing(entry.standing),
            key=entry.key,
        )
    return len(new)


def as_content(entry: schema.ActionEntry) -> Content:
    """A content entry as the content of an action (`plan.content`)."""
    return {
        **_both("title", entry.title),
        **_both("summary", entry.summary),
        "starts": entry.starts and entry.starts.isoformat(),
        "ends": entry.ends and entry.ends.isoformat(),
        "responsible": entry.responsible or "",
        "partners": list(entry.partners),
        "placements": {framing: list(codes) for framing, codes in entry.framings.items()},
        "money": [
            line.model_dump(exclude={"note"}) | _both("note", line.note) for line in entry.money
        ],
        "chain": list(_chain(entry.chain)),
        "milestones": [
            _both("text", milestone.text) | {"due": milestone.due.isoformat()}
            for milestone in entry.milestones
        ],
        "risks": [
            _both("text", risk.text)
            | {"likelihood": risk.likelihood, "consequence": risk.consequence}
            | _both("countermeasure", risk.countermeasure)
            for risk in entry.risks
        ],
        "equality_use": entry.equality.use if entry.equality else "",
        **_both("equality", entry.equality.text if entry.equality else None),
        "assessment": _answers(entry.assessment),
        "sources": [
            {"title": source.title.sv, "title_en": source.title.en, "url": source.url}
            for source in entry.sources
        ],
    }


def _chain(links: tuple[schema.ChainEntry, ...]) -> Iterator[Content]:
    for link in links:
        after = LEVELS[LEVELS.index(link.level) + 1 :]
        leads_to = next(
            (n for level in after for n, x in enumerate(links) if x.level == level), None
        )
        yield {
            "level": link.level,
            **_both("text", link.text),
            "indicator": link.indicator or "",
            "target": None if link.target is None else f"{link.target:.2f}",
            "leads_to": leads_to,
        }


def _answers(entry: schema.AssessmentEntry | None) -> Content:
    if entry is None:
        return {}
    answers = {
        objective: {"verdict": answer.verdict, **_both("reason", answer.reason)}
        for objective, answer in entry.objectives.items()
    }
    last = entry.circularity
    return answers | {"circularity": {"verdict": last.level, **_both("reason", last.reason)}}


def _both(field: str, words: Words | None) -> dict[str, str]:
    return {field: words.sv if words else "", f"{field}_en": words.en if words else ""}


def _check(
    library: Library,
    file: str,
    actors: Iterable[schema.ActorEntry],
    calls: Iterable[schema.CallEntry],
    actions: Iterable[schema.ActionEntry],
) -> None:
    """Every name is given once and every reference leads somewhere, or nothing is loaded."""
    home = library.folder / ("actors.yaml" if file == "actions.yaml" else file)
    lists = (
        (home, "actors", "actor", "slug", [actor.slug for actor in actors]),
        (library.folder / "calls.yaml", "calls", "call", "code", [call.code for call in calls]),
        (library.folder / file, "actions", "action", "key", [action.key for action in actions]),
    )
    faults = [
        fault(path, (field, n), f"{kind} {name} is there twice. Give one of them another {what}.")
        for path, field, kind, what, names in lists
        for n, name in enumerate(names)
        if name in names[:n]
    ]
    slugs = set(lists[0][4]) | set(Actor.objects.values_list("slug", flat=True))
    faults += [
        fault(
            library.folder / "calls.yaml",
            ("calls", n, "funder"),
            f"call {call.code} names the funder {call.funder}, which is not in actors.yaml. "
            "Add it there, or correct the name.",
        )
        for n, call in enumerate(calls)
        if call.funder not in slugs
    ]
    faults += [
        fault(
            library.folder / file,
            ("actions", n, *place),
            f"action {action.key} points at {what}, which does not exist. "
            "Correct it, or add what it points at.",
        )
        for n, action in enumerate(actions)
        for place, what, known in _references(library, action, slugs, set(lists[1][4]))
        if not known
    ]
    if faults:
        raise ContentError("\n".join(faults))


def _references(
    library: Library, action: schema.ActionEntry, slugs: set[str], codes: set[str]
) -> Iterator[tuple[Spot, str, bool]]:
    """Everything an action names: where, what, and whether it is there."""
    if action.responsible:
        yield ("responsible",), f"actor {action.responsible}", action.responsible in slugs
    for n, slug in enumerate(action.partners):
        yield ("partners", n), f"actor {slug}", slug in slugs
    for n, line in enumerate(action.money):
        yield ("money", n, "funder"), f"actor {line.funder}", line.funder in slugs
        if line.call:
            yield ("money", n, "call"), f"call {line.call}", line.call in codes
    for framing, places in action.framings.items():
        for code in places:
            yield ("framings", framing), f"{framing} {code}", bool(library.item(framing, code))
    for n, link in enumerate(action.chain):
        if link.indicator:
            known = link.indicator in library.fund_indicators
            yield ("chain", n, "indicator"), f"indicator {link.indicator}", known
    if action.assessment:
        yield from _answered(library, action.assessment)


def _answered(library: Library, entry: schema.AssessmentEntry) -> Iterator[tuple[Spot, str, bool]]:
    asked = {objective.code for objective in library.assessment.objectives}
    for code in entry.objectives:
        yield ("assessment", "objectives", code), f"the question {code}", code in asked
    levels = {level.code for level in library.assessment.circularity.levels}
    level = entry.circularity.level
    yield ("assessment", "circularity"), f"the answer {level}", level in levels
