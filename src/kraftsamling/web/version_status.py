"""Where a version stands, said so that anybody sees at once who has decided what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import get_language, gettext as _, gettext_lazy, ngettext

from kraftsamling.plan.models import Decision
from kraftsamling.plan.models.version import Outcome
from kraftsamling.plan.standing import BoardStand, Stand, VersionStand

COLOURS = {
    Stand.WAITING: "info",
    Stand.IN_FORCE: "success",
    Stand.REFERRED_BACK: "warning",
    Stand.REJECTED: "danger",
}
OUTCOME_COLOURS = {
    Outcome.ADOPTED: "success",
    Outcome.WITH_RESERVATION: "success",
    Outcome.REFERRED_BACK: "warning",
    Outcome.REJECTED: "danger",
}
WAITING: str | Promise = gettext_lazy("Has not decided yet")
UNATTESTED: str | Promise = gettext_lazy("Recorded, awaits attestation")


@dataclass(frozen=True)
class BoardStatus:
    """One board: its name, the word for where it stands, and its decisions, latest first."""

    code: str
    name: str
    label: str | Promise
    colour: str
    stand: BoardStand
    history: tuple[Decision, ...]

    @property
    def latest(self) -> int:
        """The primary key of the board's latest decision; 0 if it has none."""
        return self.history[0].pk if self.history else 0


@dataclass(frozen=True)
class VersionStatus:
    """A version: one word and one sentence for where it stands, and every board."""

    headline: str
    sentence: str
    colour: str
    stand: VersionStand
    boards: tuple[BoardStatus, ...]

    @property
    def version(self) -> object:
        return self.stand.version


def status(
    stand: VersionStand,
    names: Mapping[str, str],
    decisions: Iterable[Decision],
    *,
    in_force: int | None = None,
) -> VersionStatus:
    """How `stand` is told. `in_force` is the number of the version that applies, if any does."""
    history: dict[str, list[Decision]] = {}
    for decision in decisions:
        history.setdefault(decision.board, []).append(decision)
    boards = tuple(
        _board(board, names.get(board.board, board.board), tuple(history.get(board.board, ())))
        for board in stand.boards
    )
    if in_force is not None and in_force > stand.version.number:
        return VersionStatus(*_replaced(stand, in_force), "neutral", stand, boards)
    headline, sentence = _told(stand, names)
    if in_force is not None and not stand.in_force:
        sentence += " " + _("Meanwhile version %(number)s is in force.") % {"number": in_force}
    return VersionStatus(headline, sentence, COLOURS[stand.stand], stand, boards)


def board_names(boards: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The boards' names as frozen, in the reader's language."""
    field = "name" if (get_language() or "sv").startswith("sv") else "name_en"
    return {board["code"]: board[field] for board in boards}


def _board(stand: BoardStand, name: str, history: tuple[Decision, ...]) -> BoardStatus:
    label, colour = WAITING, "neutral"
    if stand.counts:
        outcome = Outcome(stand.counts.outcome)
        label, colour = outcome.label, OUTCOME_COLOURS[outcome]
    elif stand.awaiting:
        label, colour = UNATTESTED, "info"
    latest_first = tuple(sorted(history, key=lambda decision: -decision.pk))
    return BoardStatus(stand.board, name, label, colour, stand, latest_first)


def _replaced(stand: VersionStand, later: int) -> tuple[str, str]:
    if stand.in_force:
        return _("No longer in force"), _(
            "Every board adopted this version. Version %(later)s has since taken its place."
        ) % {"later": later}
    return _("Never came into force"), _(
        "Not every board adopted this version. Version %(later)s is in force."
    ) % {"later": later}


def _told(stand: VersionStand, names: Mapping[str, str]) -> tuple[str, str]:
    total, adopted = len(stand.boards), len(stand.adopted_by)
    if stand.stand is Stand.IN_FORCE:
        return _("In force"), ngettext(
            "The board has adopted this version.",
            "All %(total)s boards have adopted this version.",
            total,
        ) % {"total": total}
    count = ngettext(
        "%(adopted)s of %(total)s board has adopted it.",
        "%(adopted)s of %(total)s boards have adopted it.",
        total,
    ) % {"adopted": adopted, "total": total}
    if stand.stand is Stand.REFERRED_BACK:
        by = _listed(stand, Outcome.REFERRED_BACK, names)
        return _("Not in force: referred back"), _("%(boards)s: referred back.") % {
            "boards": by
        } + f" {count}"
    if stand.stand is Stand.REJECTED:
        by = _listed(stand, Outcome.REJECTED, names)
        return _("Not in force: rejected"), _("%(boards)s: rejected.") % {
            "boards": by
        } + f" {count}"
    waiting = get_text_list([names.get(board, board) for board in stand.not_yet], _("and"))
    return _("Not in force yet"), f"{count} " + _("Not yet: %(boards)s.") % {"boards": waiting}


def _listed(stand: VersionStand, outcome: str, names: Mapping[str, str]) -> str:
    said = [b.board for b in stand.boards if b.counts and b.counts.outcome == outcome]
    return get_text_list([names.get(board, board) for board in said], _("and"))
