"""No order of operations puts a version in force without every board on the same hash."""

from __future__ import annotations

from typing import ClassVar

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import User
from kraftsamling.plan.annexes import annex_of, write_annex
from kraftsamling.plan.content import FIELDS, action_content
from kraftsamling.plan.deciding import NotDecided, attest, latest_decision, record_decision
from kraftsamling.plan.editing import propose, revise
from kraftsamling.plan.freezing import CannotFreeze, freeze
from kraftsamling.plan.models import Action, Answer, Decision, Plan, Version
from kraftsamling.plan.models.version import Outcome
from kraftsamling.plan.moving import NotYet, move
from kraftsamling.plan.standing import stands, version_in_force
from kraftsamling.plan.states import PLANNED, State
from kraftsamling.reports import version_file
from tests.witnesses.in_force import in_force

BOARDS = ("north", "middle", "south")
boards = st.sampled_from(BOARDS)
people = st.integers(0, 3)
picks = st.integers(0, 5)
# Adoption is likelier than the rest, so that versions do come into force.
outcomes = st.sampled_from([*[Outcome.ADOPTED] * 4, *Outcome])


class Boards(RuleBasedStateMachine):
    """Several people work on one plan in any order; what must hold is checked after each step."""

    plan: ClassVar[Plan]
    persons: ClassVar[list[User]]

    def __init__(self) -> None:
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.frozen: dict[int, bytes] = {}

    def teardown(self) -> None:
        try:
            assert audit.verify().unbroken
            for version in self.plan.versions.all():
                check = version_file.check(version_file.export(version))
                assert check.holds
                assert check.hash == version.hash
        finally:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        move(self.plan.actions.get(key="practice-one"), State.READY, by=self.persons[0])
        self.freeze_version(person=0)

    @rule(pick=picks, person=people, title=st.sampled_from(["Ett", "Två", "Tre", "Fyra"]))
    def revise_action(self, pick: int, person: int, title: str) -> None:
        revise(self._action(pick), {"title": title}, by=self.persons[person])

    @precondition(lambda self: self.plan.actions.count() < 4)
    @rule(person=people)
    def propose_another(self, person: int) -> None:
        content = action_content(self.plan.actions.get(key="practice-one"))
        known = {name: content[name] for name in FIELDS}
        propose(self.plan, known, by=self.persons[person], state=State.DRAFT)

    @rule(pick=picks, person=people, state=st.sampled_from(State))
    def move_action(self, pick: int, person: int, state: State) -> None:
        action = self._action(pick)
        if state == State.IN_VERSION:
            return  # only freezing does that
        try:
            move(action, state, by=self.persons[person], reason="Därför.")
        except NotYet:
            return
        if state == State.UNDER_WAY:
            stand = version_in_force(self.plan)
            assert stand
            assert in_force(stand.version.pk)
            assert stand.version.contents.filter(action=action).exists()

    @rule(pick=picks)
    def forget_an_answer(self, pick: int) -> None:
        Answer.objects.filter(action=self._action(pick), objective="water").delete()

    @rule(pick=picks)
    def answer_it(self, pick: int) -> None:
        Answer.objects.get_or_create(
            action=self._action(pick), objective="water", defaults={"verdict": "no_harm"}
        )

    @rule(board=boards, person=people, text=st.sampled_from(["", "Skog.", "Stål."]))
    def write_annex(self, board: str, person: int, text: str) -> None:
        revision = annex_of(self.plan, board).revision
        write_annex(
            self.plan, board, text=text, text_en="", by=self.persons[person], revision=revision
        )

    @rule(person=people)
    def freeze_version(self, person: int) -> None:
        try:
            version = freeze(self.plan, by=self.persons[person])
        except CannotFreeze:
            return
        assert version.actions_count == self.plan.actions.filter(state__in=PLANNED).count()
        unanswered = self.plan.actions.filter(state__in=PLANNED).exclude(answers__objective="water")
        assert not unanswered.exists()
        assert version.number not in self.frozen
        self.frozen[version.number] = version_file.export(version)

    @rule(back=st.integers(0, 2), board=boards, person=people, outcome=outcomes)
    def record(self, back: int, board: str, person: int, outcome: Outcome) -> None:
        version = self._version(back)
        if version is None:
            return
        try:
            record_decision(
                version,
                board,
                decided_on=timezone.localdate(),
                diary_number="RUN 1",
                paragraph="1",
                outcome=outcome,
                statement="Därför.",
                by=self.persons[person],
            )
        except NotDecided:
            assert self._overtaken(version)

    @rule(back=st.integers(0, 2), board=boards, person=people)
    def attest_latest(self, back: int, board: str, person: int) -> None:
        version = self._version(back)
        decision = latest_decision(version, board) if version else None
        if version is None or decision is None:
            return
        may = (
            decision.attested_at is None
            and decision.recorded_by != self.persons[person]
            and not self._overtaken(version)
        )
        try:
            attest(decision, by=self.persons[person])
        except NotDecided:
            assert not may
        else:
            assert may

    @rule(board=boards, person=people)
    def adopt(self, board: str, person: int) -> None:
        """The usual way in one step, so that long orders reach a version in force."""
        self.record(0, board, person, Outcome.ADOPTED)
        self.attest_latest(0, board, (person + 1) % 4)

    @rule(person=people)
    def adopt_everywhere(self, person: int) -> None:
        for board in BOARDS:
            self.adopt(board, person)

    @rule(board=boards, core=st.booleans())
    def smuggle(self, board: str, core: bool) -> None:
        """A row put in past the application: it names another core, or another board's annex."""
        version = self._version(0)
        if version is None:
            return
        annexes = {annex.board: annex.hash for annex in version.annexes.all()}
        other = next(b for b in BOARDS if b != board)
        Decision.objects.create(
            version=version,
            board=board,
            decided_on=timezone.localdate(),
            diary_number="x",
            paragraph="x",
            outcome=Outcome.ADOPTED,
            core_hash="0" * 64 if core else version.core_hash,
            annex_hash=annexes[board] if core else annexes[other],
            recorded_by=self.persons[0],
            recorded_at=timezone.now(),
            attested_by=self.persons[1],
            attested_at=timezone.now(),
            supersedes=latest_decision(version, board),
        )

    @invariant()
    def it_is_in_force_exactly_when_every_board_has_adopted_it(self) -> None:
        found = {stand.version.pk: stand.in_force for stand in stands(self.plan)}
        assert found == {pk: in_force(pk) for pk in found}
        applies = version_in_force(self.plan)
        numbers = [v.number for v in self.plan.versions.all() if found[v.pk]]
        assert (applies.version.number if applies else None) == max(numbers, default=None)
        SEEN.update(found.values())

    @invariant()
    def it_never_changes_what_is_frozen(self) -> None:
        for version in self.plan.versions.all():
            assert version_file.export(version) == self.frozen[version.number]

    def _action(self, pick: int) -> Action:
        actions = list(self.plan.actions.order_by("number"))
        return actions[pick % len(actions)]

    def _version(self, back: int) -> Version | None:
        versions = list(self.plan.versions.order_by("-number")[: back + 1])
        return versions[-1] if versions else None

    def _overtaken(self, version: Version) -> bool:
        return any(
            in_force(later.pk) for later in self.plan.versions.filter(number__gt=version.number)
        )


SEEN: set[bool] = set()


@pytest.mark.slow
def test_it_is_never_in_force_without_every_board_on_the_same_hash(
    practice: Plan, astrid: User, nils: User, mia: User, sven: User
) -> None:
    Boards.plan, Boards.persons = practice, [astrid, nils, mia, sven]
    SEEN.clear()

    run_state_machine_as_test(
        Boards,
        settings=settings(
            max_examples=12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

    assert {True, False} == SEEN, (
        "the machine never brought a version into force: it tested nothing"
    )
