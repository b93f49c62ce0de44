"""Claims and new data: a revision turns a claim, its author is told once, and back again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from unittest import mock

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django import Settings

from kraftsamling.accounts.models import Event, User
from kraftsamling.accounts.people import forget
from kraftsamling.cli import evidence
from kraftsamling.cli.claims import check_after_new_data, content_stands
from kraftsamling.cli.counting import counted
from kraftsamling.coordination.rechecking import recheck, stated
from kraftsamling.coordination.reminding import NotSent
from kraftsamling.coordination.telling import tell
from kraftsamling.evidence.claims.asking import ask
from kraftsamling.evidence.claims.assertion import Assertion
from kraftsamling.evidence.claims.keeping import DoesNotHold, Ended, bind, renew, withdraw
from kraftsamling.evidence.models import Claim, Outcome
from kraftsamling.evidence.store import catalogue
from kraftsamling.evidence.told import Told
from kraftsamling.plan.models import Plan
from tests.bound import FALLEN, FIRST, RISEN, SENTENCE

Figures = Callable[[str], None]
FELL = {"indicator": "jobs", "place": "LL11", "says": "fallen", "since": "2019"}

pytestmark = pytest.mark.usefixtures("figures")


def link(claim: Claim) -> str:
    return f"https://plan.example/claims/{claim.pk}"


def bound(plan: Plan, by: User, *, knowingly: bool = False, **fields: object) -> Claim:
    assertion = Assertion.model_validate(FELL | fields)
    return bind(
        SENTENCE,
        assertion,
        ask(assertion, plan.library.ground),
        plan=plan.slug,
        subject="challenge:C1",
        by=by,
        knowingly=knowingly,
    )


def check(plan: Plan) -> list[Claim]:
    now = timezone.now()
    turned = recheck(plan, now=now)
    tell(plan, now=now, link=link)
    return turned


@pytest.fixture
def claim(figures: Figures, land: Plan, astrid: User) -> Claim:
    return bound(land, astrid)


def test_it_keeps_what_was_known_when_it_was_made(claim: Claim, astrid: User) -> None:
    assert (claim.truth, claim.author, claim.as_of) == ("holds", astrid, "2023")
    assert [number["value"] for number in claim.made_numbers] == [4500, 2650]
    assert len(claim.made_vintages["jobs"]) == 64
    event = Event.objects.get(kind="claim")
    assert (event.verb, event.who, event.key) == ("bound", f"user:{astrid.pk}", str(claim.pk))
    assert event.after["assertion"] == FELL


def test_it_turns_when_a_revision_says_otherwise(
    claim: Claim, land: Plan, figures: Figures, astrid: User
) -> None:
    figures(RISEN)

    assert [one.pk for one in check(land)] == [claim.pk]

    claim.refresh_from_db()
    assert (claim.truth, claim.made_truth) == ("fails", "holds")
    assert claim.because.en == "North County 2019: 4,500; 2023: 5,200 (jobs)."
    assert claim.then.en == "North County 2019: 4,500; 2023: 2,650 (jobs)."
    assert claim.vintages != claim.made_vintages
    assert Event.objects.get(verb="no longer holds").before == {"truth": "holds"}
    (letter,) = mail.outbox
    assert letter.to == [astrid.email]
    for text in (SENTENCE, "Nordlän 2019: 4\u00a0500; 2023: 5\u00a0200", link(claim)):
        assert text in letter.body


def test_it_tells_once(claim: Claim, land: Plan, figures: Figures) -> None:
    figures(RISEN)
    check(land)

    assert check(land) == []
    assert len(mail.outbox) == 1
    assert Event.objects.filter(verb="no longer holds").count() == 1


def test_it_says_nothing_while_it_still_holds(claim: Claim, land: Plan, figures: Figures) -> None:
    figures(FALLEN)

    assert check(land) == []
    claim.refresh_from_db()
    assert claim.because.en == "North County 2019: 4,500; 2023: 2,700 (jobs)."
    assert not mail.outbox


def test_it_holds_again_and_may_fail_anew(claim: Claim, land: Plan, figures: Figures) -> None:
    figures(RISEN)
    check(land)
    figures(FALLEN)
    check(land)

    claim.refresh_from_db()
    assert (claim.truth, claim.told_at) == ("holds", None)
    assert Event.objects.filter(verb="holds again").count() == 1
    figures(RISEN.replace("5200", "5300"))
    check(land)
    assert len(mail.outbox) == 2


def test_it_does_not_tell_twice_of_what_could_not_be_told_meanwhile(
    claim: Claim, land: Plan, figures: Figures
) -> None:
    figures(RISEN)
    check(land)
    figures(FIRST.replace("LL11,2023,both,2650,", "LL11,2023,both,,c"))
    check(land)
    claim.refresh_from_db()
    assert claim.truth == "untold"
    assert claim.because.en == "North County 2019: 4,500; 2023: confidential (jobs)."

    figures(RISEN.replace("5200", "5300"))
    check(land)

    assert len(mail.outbox) == 1


def test_it_writes_one_mail_with_all_of_theirs(
    claim: Claim, land: Plan, figures: Figures, astrid: User
) -> None:
    second = bound(land, astrid, says="below", value=3000, since="")
    figures(RISEN)
    check(land)

    (letter,) = mail.outbox
    assert link(claim) in letter.body
    assert link(second) in letter.body


def test_it_is_bound_knowingly_where_the_data_say_otherwise(land: Plan, astrid: User) -> None:
    with pytest.raises(DoesNotHold):
        bound(land, astrid, says="risen")
    assert not Claim.objects.exists()

    claim = bound(land, astrid, says="risen", knowingly=True)

    check(land)
    assert claim.truth == "fails"
    assert not mail.outbox


def test_it_writes_to_no_example_and_no_closed_account(
    land: Plan, figures: Figures, astrid: User, olga: User, cleo: User
) -> None:
    User.objects.filter(pk=olga.pk).update(is_example=True)
    for person in (olga, cleo):
        bound(land, person)
    forget(cleo, by=astrid)
    figures(RISEN)

    assert len(check(land)) == 2
    assert not mail.outbox


def test_it_writes_to_nobody_about_a_practice_plan(
    practice: Plan, figures: Figures, astrid: User
) -> None:
    bound(practice, astrid)
    figures(RISEN)

    assert len(check(practice)) == 1
    assert not mail.outbox


def test_it_is_not_followed_after_it_is_withdrawn(
    claim: Claim, land: Plan, figures: Figures, astrid: User
) -> None:
    withdraw(claim, by=astrid)
    figures(RISEN)

    assert check(land) == []
    with pytest.raises(Ended):
        withdraw(claim, by=astrid)
    assert Event.objects.filter(verb="withdrawn").count() == 1


def test_it_is_worded_anew(claim: Claim, land: Plan, figures: Figures, astrid: User) -> None:
    figures(RISEN)
    check(land)
    risen = Assertion.model_validate(FELL | {"says": "risen"})

    new = renew(
        claim,
        sentence="Jobben har ökat.",
        assertion=risen,
        asked=ask(risen, land.library.ground),
        by=astrid,
    )

    claim.refresh_from_db()
    assert (new.renews, new.truth, new.subject) == (claim, "holds", "challenge:C1")
    assert claim.ended_by == f"user:{astrid.pk}"
    assert Event.objects.get(verb="renewed").before["sentence"] == SENTENCE


def test_it_tries_again_after_the_mail_server_refused(
    claim: Claim, land: Plan, figures: Figures
) -> None:
    figures(RISEN)
    refusing = mock.patch(
        "kraftsamling.coordination.telling.EmailMessage.send", side_effect=OSError("no post")
    )
    with refusing, pytest.raises(NotSent, match="no post"):
        check(land)
    assert Event.objects.filter(verb="claim_mail_failed").count() == 1

    check(land)
    assert len(mail.outbox) == 1


def test_it_costs_a_mail_and_never_doubles_one_when_it_is_killed(
    claim: Claim, land: Plan, figures: Figures
) -> None:
    """Between the note and the mail there is nothing but the end of the process."""
    figures(RISEN)
    killed = mock.patch(
        "kraftsamling.coordination.telling.EmailMessage.send", side_effect=KeyboardInterrupt
    )
    with killed, pytest.raises(KeyboardInterrupt):
        check(land)

    check(land)
    assert not mail.outbox
    claim.refresh_from_db()
    assert claim.told_at is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"ended_by": "user:1"},
        {"ended_at": timezone.now()},
        {"told_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_it_keeps_who_and_when_together(claim: Claim, wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(**wrong)
    assert connection.is_usable()


def test_it_checks_the_claims_of_the_content_files(land: Plan, figures: Figures) -> None:
    (own,) = stated(land.library)
    assert (own.subject, own.outdated) == ("challenge:C1", False)

    figures(RISEN)

    (own,) = stated(land.library)
    assert own.outdated
    assert own.verdict.why.en == "North County 2019: 4,500; 2023: 5,200 (jobs)."


@pytest.mark.parametrize(("outcome", "truth"), [("new", "fails"), ("unchanged", "holds")])
def test_it_is_checked_when_a_producer_has_something_new(
    claim: Claim,
    figures: Figures,
    monkeypatch: pytest.MonkeyPatch,
    settings: Settings,
    outcome: str,
    truth: str,
) -> None:
    settings.SITE_URL = "https://plan.example"

    def asked(_wanted: object, **_how: object) -> list[Told]:
        figures(RISEN)
        source, dataset = catalogue().registry.table("jobs")
        return [Told(source, dataset, Outcome(outcome))]

    monkeypatch.setattr(evidence, "_fetch", asked)

    evidence.fetch(sources=None, dataset=None, only_due=False, every=0)

    claim.refresh_from_db()
    assert claim.truth == truth
    assert len(mail.outbox) == (truth == "fails")


def test_it_does_not_stop_a_fetch_that_mails_are_refused(
    claim: Claim, figures: Figures, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SITE_URL = "https://plan.example"
    figures(RISEN)
    with mock.patch(
        "kraftsamling.coordination.telling.EmailMessage.send", side_effect=OSError("no post")
    ):
        check_after_new_data({})

    assert "no post" in capsys.readouterr().out


def test_it_tells_which_claims_of_the_content_have_turned(
    land: Plan, figures: Figures, capsys: pytest.CaptureFixture[str]
) -> None:
    held = content_stands()
    figures(RISEN)
    check_after_new_data(held)
    told = capsys.readouterr().out
    assert told.startswith("littleland challenge:C1 (strategy.yaml): “")
    assert "2023: 5,200 (jobs). It no longer holds." in told

    failed = content_stands()
    check_after_new_data(failed)
    assert "strategy.yaml" not in capsys.readouterr().out

    figures(FALLEN)
    check_after_new_data(failed)
    assert "It holds again." in capsys.readouterr().out


def test_it_says_why_nobody_is_mailed(
    claim: Claim, figures: Figures, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SITE_URL = ""
    figures(RISEN)
    check_after_new_data({})
    told = " ".join(capsys.readouterr().out.split())

    assert "littleland: 1 claim has turned." in told
    assert "no author is mailed that a claim no longer holds, because SITE_URL is not set." in told
    assert not mail.outbox


@pytest.mark.parametrize(("number", "said"), [(0, "0 people"), (1, "1 person"), (2, "2 people")])
def test_it_counts_in_words(number: int, said: str) -> None:
    assert counted(number, "person", "people") == said
