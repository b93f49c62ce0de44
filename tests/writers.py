"""Processes that write without pause, to be killed or to crowd each other; and what must still hold.

Run by `tests/unit/test_kill.py` as a program of its own: it forks, so it must not share the test's
connections. `python -m tests.writers kill 25 7` and `python -m tests.writers crowd 4 50` make a plan in
the database of DATABASE_URL, and end with one JSON line.
"""

from __future__ import annotations

import json
import mmap
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from typing import Any, NoReturn

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from kraftsamling.accounts import audit  # noqa: E402
from kraftsamling.accounts.models import Event, Grant, User  # noqa: E402
from kraftsamling.kernel.canonical import text_hash  # noqa: E402
from kraftsamling.kernel.errors import KraftsamlingError  # noqa: E402
from kraftsamling.measures.text import stems  # noqa: E402
from kraftsamling.plan.content import FIELDS, Content, action_content  # noqa: E402
from kraftsamling.plan.editing import propose, revise  # noqa: E402
from kraftsamling.plan.freezing import FRAME, freeze, whole_hash  # noqa: E402
from kraftsamling.plan.models import Action, Plan, Version  # noqa: E402
from kraftsamling.plan.moving import move  # noqa: E402
from kraftsamling.plan.starter import load_practice, load_starter  # noqa: E402
from kraftsamling.plan.states import State  # noqa: E402

EMPTY: tuple[object, ...] = ("", None, [], {})
ONWARD = {
    State.PROPOSED: State.DRAFT,
    State.DRAFT: State.READY,
    State.READY: State.DRAFT,
    State.IN_VERSION: State.DRAFT,
}
NO_HARM = ("mitigation", "adaptation", "water", "circular", "pollution", "biodiversity")


KINDS = ("propose", "revise", "move", "freeze")


class Tally:
    """Memory that outlives a killed child: what it was writing, and how much it had finished."""

    def __init__(self) -> None:
        self._memory = mmap.mmap(-1, 16)

    def write(self, kind: str, change: Callable[[], object]) -> None:
        """Make one change, counted when it is done."""
        self._memory[0] = KINDS.index(kind) + 1
        change()
        self._memory[8:16] = (self.finished + 1).to_bytes(8, "big")
        self._memory[0] = 0

    @property
    def finished(self) -> int:
        return int.from_bytes(self._memory[8:16], "big")

    @property
    def writing(self) -> str:
        """The kind of change it is in the middle of, if it is."""
        return ("", *KINDS)[self._memory[0]]

    def rest(self) -> None:
        """Forget what a killed child was doing."""
        self._memory[0] = 0


def prepare() -> int:
    """Littleland, its practice plan and Astrid; returns how many events that took."""
    call_command("migrate", verbosity=0)
    load_starter("littleland")
    load_practice("littleland")
    astrid = User.objects.create_user("astrid@littleland.example", name="Astrid")
    Grant.objects.create(user=astrid, role="coordinator")
    return Event.objects.count()


def change(chance: random.Random) -> tuple[str, Callable[[], object]]:
    """One kind of change and the change itself, which leaves exactly one event."""
    astrid = User.objects.get()
    plan = Plan.objects.get(practice=True)
    if chance.random() < 0.2:
        return "propose", lambda: propose(plan, some_content(chance), by=astrid)
    action = chance.choice(list(plan.actions.order_by("-number")[:8]))

    def write() -> object:
        return revise(action, some_content(chance), by=astrid)

    onward = ONWARD.get(State(action.state))
    if onward and chance.random() < 0.5:
        return "move", _or_else(lambda: move(action, onward, by=astrid), write)
    if chance.random() < 0.4 and plan.actions.filter(state=State.READY).exists():
        return "freeze", _or_else(lambda: freeze(plan, by=astrid), write)
    return "revise", write


def _or_else(one: Callable[[], object], other: Callable[[], object]) -> Callable[[], object]:
    """`one`; or, if it is refused in words, `other`."""

    def either() -> object:
        try:
            return one()
        except KraftsamlingError:
            return other()

    return either


def some_content(chance: random.Random) -> Content:
    """A new title and rows of every sort, so that a change touches every table."""
    day = date(2027, 1, 1) + timedelta(days=chance.randrange(700))
    kinds = ("activity", "output", "result")[: chance.randint(1, 3)]
    return {
        "title": f"Åtgärd {chance.getrandbits(60)}",
        "starts": day.isoformat(),
        "ends": (day + timedelta(days=300)).isoformat(),
        "summary": f"Om {chance.choice(['stål', 'trä', 'kompetens', 'verkstäder'])}.",
        "responsible": "ovning-nord",
        "partners": chance.sample(["sawmill", "steelworks", "college"], chance.randint(0, 3)),
        "placements": {
            "challenge": ["C1"],
            "priority": ["P1"],
            "region": chance.sample(["LL11", "LL12", "LL13"], 2),
        },
        "milestones": [
            {"text": f"Milstolpe {n}", "due": (day + timedelta(days=n)).isoformat()}
            for n in range(chance.randint(0, 3))
        ],
        "money": [
            {"year": 2027 + n, "funder": "fund", "kind": "eu", "amount": chance.randrange(10**6)}
            for n in range(chance.randint(0, 4))
        ],
        "chain": [
            {"level": kind, "text": kind, "leads_to": n + 1 if n + 1 < len(kinds) else None}
            for n, kind in enumerate(kinds)
        ],
        "assessment": {
            **{objective: {"verdict": "no_harm", "reason": "Inga."} for objective in NO_HARM},
            "circularity": {"verdict": "some", "reason": f"{chance.random()}"},
        },
    }


def faults() -> list[str]:
    """Everything that would show a half-written change."""
    found = []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            answer = cursor.execute("PRAGMA integrity_check").fetchone()[0]
            broken = cursor.execute("PRAGMA foreign_key_check").fetchall()
        found += [f"integrity: {answer}"] if answer != "ok" else []
        found += [f"foreign keys: {broken}"] if broken else []
    verification = audit.verify()
    if not verification.unbroken:
        found.append(f"chain: event {verification.broken_at}: {verification.reason}")
    for plan in Plan.objects.all():
        numbers = list(plan.actions.order_by("number").values_list("number", flat=True))
        if numbers != list(range(1, plan.last_number + 1)):
            found.append(f"{plan}: numbers {numbers}, last {plan.last_number}")
    for version in Version.objects.all():
        found += [f"{version}: {fault}" for fault in _version_faults(version)]
    for action in Action.objects.select_related("plan"):
        found += [f"{action.plan} {action.number}: {fault}" for fault in _action_faults(action)]
    return found


def _version_faults(version: Version) -> list[str]:
    """Whether a frozen version is whole: every part of it, its hashes, its event."""
    core = json.loads(version.core)
    annexes = {annex.board: text_hash(annex.content) for annex in version.annexes.all()}
    numbers = {action["number"] for action in core["actions"]}
    event = Event.objects.filter(kind="version", key=str(version.number), plan=version.plan.slug)
    checks: dict[str, tuple[Any, Any]] = {
        "core": (text_hash(version.core), version.core_hash),
        "whole": (whole_hash(version.core_hash, annexes), version.hash),
        "annexes": (set(annexes), set(version.plan.library.boards)),
        "actions": (len(numbers), version.actions_count),
        "contents": (set(version.contents.values_list("action__number", flat=True)), numbers),
        "parts": (set(version.parts.values_list("number", flat=True)), numbers | {FRAME}),
        "event": (event.get().after["hash"], version.hash),
    }
    return [f"{name}: {is_} is not {was}" for name, (is_, was) in checks.items() if is_ != was]


def _action_faults(action: Action) -> list[str]:
    told, revision, state = _replay(action)
    content = {k: v for k, v in action_content(action).items() if k in FIELDS and v not in EMPTY}
    undone = action.milestones.filter(done_on=None)
    words = stems(f"{action.title} {action.title_en} {action.summary} {action.summary_en}")
    checks: dict[str, tuple[Any, Any]] = {
        "content": (content, told),
        "revision": (action.revision, revision),
        "state": (action.state, state),
        "planned_total": (action.planned_total, sum(line.amount for line in action.money.all())),
        "next_due": (action.next_due, min((m.due for m in undone), default=None)),
        "terms": (set(action.terms.values_list("term", flat=True)), set(words)),
    }
    return [f"{name}: {is_} is not {was}" for name, (is_, was) in checks.items() if is_ != was]


def _replay(action: Action) -> tuple[Content, int, str]:
    """What the trail says the action is: its content, its revision, its state."""
    events = Event.objects.filter(plan=action.plan.slug).order_by("number")
    content: Content = {}
    revision, state = 0, ""
    for event in events:
        if event.kind == "version" and action.number in event.after["put_to_the_boards"]:
            revision, state = revision + 1, State.IN_VERSION
        if (event.kind, event.key) == ("action", str(action.number)):
            revision, state = revision + 1, event.after.get("state", state)
            content |= {name: value for name, value in event.after.items() if name in FIELDS}
    started = action.key and {"old-lab": "done", "practice-one": "draft", "practice-two": "draft"}
    state = state or (started or {}).get(action.key, State.PROPOSED)
    return {name: value for name, value in content.items() if value not in EMPTY}, revision, state


def forked(work: Callable[[], None]) -> int:
    """A child that does `work` and ends; its process id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        work()
        connection.close()
    except BaseException as error:  # noqa: BLE001
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        os._exit(1)
    os._exit(0)


def done(pid: int) -> bool:
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def kill(times: int, seed: int) -> dict[str, Any]:
    """Kill a writer `times` times in the middle of every kind of change; check everything after each."""
    chance, tally = random.Random(seed), Tally()
    middle = dict.fromkeys(KINDS, 0)
    base = _in_child(prepare)
    for number in range(1, times + 1):
        kind = KINDS[number % len(KINDS)]
        pid = forked(lambda: _write_for_ever(random.Random(chance.random()), tally))
        while tally.writing != kind:
            assert os.waitpid(pid, os.WNOHANG) == (0, 0), "the writer stopped by itself"
            time.sleep(0.0002)
        time.sleep(chance.random() * 0.02)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        if tally.writing:
            middle[tally.writing] += 1
        tally.rest()
        _check(base, tally.finished, number)
    return {"kills": times, "changes": tally.finished, "in_the_middle_of": middle}


def crowd(processes: int, changes: int) -> dict[str, int]:
    """Let processes write at the same time; nothing may be lost."""
    base = _in_child(prepare)
    writers = [forked(partial(_write, random.Random(seed), changes)) for seed in range(processes)]
    failed = [pid for pid in writers if not done(pid)]
    assert not failed, f"{len(failed)} of {processes} writers failed"
    _check(base, processes * changes, 0)
    return {"processes": processes, "changes": processes * changes}


def _write_for_ever(chance: random.Random, tally: Tally) -> NoReturn:
    while True:
        tally.write(*change(chance))


def _write(chance: random.Random, changes: int) -> None:
    plan, astrid = Plan.objects.get(practice=True), User.objects.get()
    for number in range(changes):
        if number % 2:
            propose(plan, some_content(chance), by=astrid)
        else:
            # Everybody writes the same action: the queue is as crowded as it gets.
            revise(plan.actions.get(number=1), some_content(chance), by=astrid)


def _check(base: int, finished: int, kills: int) -> None:
    """No fault; every finished change told of, and at most one more per kill."""

    def check() -> int:
        found = faults()
        events = Event.objects.count() - base
        if not finished <= events <= finished + kills:
            found.append(f"{events} events for {finished} finished changes, {kills} kills")
        print("\n".join(found), file=sys.stderr)
        return len(found)

    assert _in_child(check) == 0, f"after {kills} kills"


def _in_child(work: Callable[[], int]) -> int:
    """The number `work` returns, worked out in a child: the parent must hold no connection."""
    memory = mmap.mmap(-1, 8)

    def remember() -> None:
        memory[:] = work().to_bytes(8, "big")

    assert done(forked(remember)), "a child failed; what it said stands above"
    return int.from_bytes(memory[:], "big")


if __name__ == "__main__":
    assert settings.PLAN == "littleland"
    verb, first, second = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    print(json.dumps({"kill": kill, "crowd": crowd}[verb](first, second)))
