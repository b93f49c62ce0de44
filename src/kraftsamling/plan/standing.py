"""Where a version stands with the boards: who has adopted it, who has not, and whether it is in force.

Pure functions over what was frozen and what was decided; nothing here is stored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from django.db.models import Prefetch

from kraftsamling.plan.models import Decision, FrozenAnnex, Plan, Version
from kraftsamling.plan.models.version import ADOPTING, Outcome


class Stand(Enum):
    """What the boards' decisions amount to."""

    WAITING = "waiting"
    IN_FORCE = "in_force"
    REFERRED_BACK = "referred_back"
    REJECTED = "rejected"


@dataclass(frozen=True)
class BoardStand:
    """One board and one version: the decision that counts, and one that awaits attestation."""

    board: str
    counts: Decision | None
    awaiting: Decision | None
    adopted: bool


@dataclass(frozen=True)
class VersionStand:
    """A version with every board that must adopt it, in the order they were frozen."""

    version: Version
    boards: tuple[BoardStand, ...]

    @property
    def in_force(self) -> bool:
        """Whether every board has adopted this very core and its own annex."""
        return bool(self.boards) and all(board.adopted for board in self.boards)

    @property
    def stand(self) -> Stand:
        """In force, else the gravest thing a board has said, else waiting."""
        if self.in_force:
            return Stand.IN_FORCE
        said = {board.counts.outcome for board in self.boards if board.counts}
        if Outcome.REJECTED in said:
            return Stand.REJECTED
        if Outcome.REFERRED_BACK in said:
            return Stand.REFERRED_BACK
        return Stand.WAITING

    @property
    def adopted_by(self) -> tuple[str, ...]:
        return tuple(board.board for board in self.boards if board.adopted)

    @property
    def not_yet(self) -> tuple[str, ...]:
        return tuple(board.board for board in self.boards if not board.adopted)


def stand_of(
    version: Version, annex_hashes: Mapping[str, str], decisions: Iterable[Decision]
) -> VersionStand:
    """Where `version` stands, given the hash of each board's annex and every decision recorded on it.

    A decision counts once it is attested, until an attested decision supersedes it. It adopts only if
    it names the version's own core hash and the hash of that board's own annex.
    """
    by_board: dict[str, list[Decision]] = {board: [] for board in annex_hashes}
    for decision in decisions:
        by_board.setdefault(decision.board, []).append(decision)
    return VersionStand(
        version,
        tuple(_board(version, board, h, by_board[board]) for board, h in annex_hashes.items()),
    )


def _board(version: Version, board: str, annex: str, decisions: Iterable[Decision]) -> BoardStand:
    # Decisions of one board on one version form a line: each supersedes the one recorded before it.
    line = sorted(decisions, key=lambda decision: decision.pk)
    counts = next((d for d in reversed(line) if d.attested_at is not None), None)
    awaiting = line[-1] if line and line[-1].attested_at is None else None
    adopted = (
        counts is not None
        and counts.outcome in ADOPTING
        and counts.core_hash == version.core_hash
        and counts.annex_hash == annex
    )
    return BoardStand(board, counts, awaiting, adopted)


def stands(plan: Plan) -> list[VersionStand]:
    """Every version of `plan` with where it stands, latest first. Three queries, texts left out."""
    versions = plan.versions.defer("core").prefetch_related(
        Prefetch("annexes", FrozenAnnex.objects.defer("content")), "decisions"
    )
    return [
        stand_of(
            version,
            {annex.board: annex.hash for annex in version.annexes.all()},
            version.decisions.all(),
        )
        for version in versions
    ]


def version_in_force(plan: Plan) -> VersionStand | None:
    """The version that applies: the latest of those that every board has adopted."""
    return next((stand for stand in stands(plan) if stand.in_force), None)
