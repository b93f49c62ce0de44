"""What the boards decide: recorded by one person, attested by another, never rewritten."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import User
from kraftsamling.kernel.canonical import normalised
from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.plan.models import Decision, Plan, Version
from kraftsamling.plan.models.version import Outcome
from kraftsamling.plan.standing import version_in_force


class NotDecided(KraftsamlingError):
    """A decision cannot be recorded or attested so. `faults`: field (or "" for the whole) -> cure."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__("\n".join(faults.values()))
        self.faults = faults


@transaction.atomic
def record_decision(
    version: Version,
    board: str,
    *,
    decided_on: date,
    diary_number: str,
    paragraph: str,
    outcome: str,
    statement: str = "",
    minutes_url: str = "",
    by: User,
    seen: int | None = None,
) -> Decision:
    """What `board` decided about `version`; it counts when somebody else has attested it.

    Where the board already has a decision on this version, the new one supersedes it. `seen` is the
    primary key of the decision the writer saw as the board's latest (0: none); if another has been
    recorded since, nothing is written. Raises `NotDecided` with every fault.
    """
    # One at a time per plan, so that decisions on a version and a board form one line.
    Plan.objects.select_for_update().get(pk=version.plan_id)
    annex = version.annexes.filter(board=board).first()
    if annex is None:
        raise NotDecided(
            {"": _("This version has no annex for the board, so it cannot decide it.")}
        )
    told = normalised(
        {
            "diary_number": diary_number.strip(),
            "paragraph": paragraph.strip(),
            "outcome": str(outcome),
            "statement": statement.strip(),
            "minutes_url": minutes_url.strip(),
        }
    )
    before = latest_decision(version, board)
    faults = _overtaken(version) | faults_in(version, decided_on, told)
    if seen is not None and seen != (before.pk if before else 0):
        faults[""] = _(
            "Somebody else has recorded a decision for this board since you opened the page. Read it "
            "first. If yours should replace it, save again."
        )
    if faults:
        raise NotDecided(faults)
    decision = Decision.objects.create(
        version=version,
        board=board,
        decided_on=decided_on,
        core_hash=version.core_hash,
        annex_hash=annex.hash,
        recorded_by=by,
        recorded_at=timezone.now(),
        supersedes=before,
        **told,
    )
    audit.record(
        "recorded",
        by=by,
        plan=version.plan.slug,
        kind="decision",
        key=f"{version.number}/{board}",
        before={"decision": before.pk} if before else {},
        after={
            "decision": decision.pk,
            "decided_on": decided_on.isoformat(),
            **told,
            "core_hash": decision.core_hash,
            "annex_hash": decision.annex_hash,
        },
    )
    return decision


@transaction.atomic
def attest(decision: Decision, *, by: User) -> Decision:
    """That another person has held `decision` against the minutes: from now on it counts."""
    Plan.objects.select_for_update().get(pk=decision.version.plan_id)
    decision = Decision.objects.select_related("version__plan").get(pk=decision.pk)
    faults = _overtaken(decision.version)
    if Decision.objects.filter(supersedes=decision).exists():
        faults[""] = _("A later record has replaced this one. Attest the later one instead.")
    elif decision.attested_at:
        faults[""] = _("This decision is already attested. Nothing more is needed.")
    elif decision.recorded_by_id == by.pk:
        faults[""] = _(
            "You recorded this decision yourself. Somebody else who may attest it must check it "
            "against the minutes."
        )
    if faults:
        raise NotDecided(faults)
    decision.attested_by, decision.attested_at = by, timezone.now()
    decision.save(update_fields=["attested_by", "attested_at"])
    audit.record(
        "attested",
        by=by,
        plan=decision.version.plan.slug,
        kind="decision",
        key=f"{decision.version.number}/{decision.board}",
        after={"decision": decision.pk, "outcome": decision.outcome},
    )
    return decision


def latest_decision(version: Version, board: str) -> Decision | None:
    """The end of the line of decisions of `board` on `version`: the one that nothing supersedes."""
    return version.decisions.filter(board=board, superseded_by=None).first()


def overtaken_by(version: Version) -> Version | None:
    """The later version that is in force, if there is one: then this one is history."""
    stand = version_in_force(version.plan)
    return stand.version if stand and stand.version.number > version.number else None


def _overtaken(version: Version) -> dict[str, str]:
    later = overtaken_by(version)
    if later is None:
        return {}
    sentence = _(
        "Version %(later)s is in force and has taken the place of version %(number)s. "
        "Decide on the later one."
    )
    return {"": sentence % {"later": later.number, "number": version.number}}


def faults_in(version: Version, decided_on: date | None, told: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with what is told of a decision: field -> cure. A missing date is not looked at."""
    frozen_on = timezone.localdate(version.frozen_at)
    faults: dict[str, str] = {}
    if decided_on and decided_on > timezone.localdate():
        faults["decided_on"] = _(
            "The date is in the future. Record the decision when the board has met."
        )
    elif decided_on and decided_on < frozen_on:
        faults["decided_on"] = _(
            "The date is before %(day)s, when version %(number)s was frozen. A board cannot decide "
            "on a text that was not there: check the date and the version."
        ) % {"day": formats.date_format(frozen_on), "number": version.number}
    if not told["diary_number"]:
        faults["diary_number"] = _("Give the diary number, as it stands in the board's register.")
    if not told["paragraph"]:
        faults["paragraph"] = _("Give the paragraph of the minutes, for example § 12.")
    if told["outcome"] not in Outcome.values:
        faults["outcome"] = _("Choose what the board decided.")
    elif told["outcome"] != Outcome.ADOPTED and not told["statement"]:
        faults["statement"] = {
            Outcome.WITH_RESERVATION: _("Write the reservation as it stands in the minutes."),
            Outcome.REFERRED_BACK: _("Write what the board wants changed."),
            Outcome.REJECTED: _("Write the board's reasons, as they stand in the minutes."),
        }[Outcome(told["outcome"])]
    if told["minutes_url"] and urlsplit(told["minutes_url"]).scheme not in ("http", "https"):
        faults["minutes_url"] = _("The link must begin with https:// or http://.")
    return faults
