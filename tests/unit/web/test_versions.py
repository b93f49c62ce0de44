"""Pages of versions: what was frozen, who has decided, what differs; and who may do what."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from kraftsamling.accounts.models import Event, User
from kraftsamling.plan.annexes import write_annex
from kraftsamling.plan.editing import revise
from kraftsamling.plan.freezing import freeze
from kraftsamling.plan.models import Action, Decision, Meeting, Plan, Version
from kraftsamling.plan.moving import move
from kraftsamling.plan.states import State
from kraftsamling.reports import version_file

AsUser = Callable[[User], Client]
Decide = Callable[..., Decision]

TELLING = {
    "outcome": "adopted",
    "decided_on": "",
    "diary_number": "RUN 2027-1",
    "paragraph": "12",
    "statement": "",
    "minutes_url": "",
}


def told(**fields: str) -> dict[str, str]:
    return TELLING | {"decided_on": timezone.localdate().isoformat()} | fields


@pytest.fixture
def second(version: Version, action: Action, astrid: User, nils: User) -> Version:
    """Version 2: the action's title and the northern annex have changed."""
    revise(action, {"title": "Övning: hela fabriken"}, by=astrid)
    write_annex(version.plan, "north", text="Skogen först.", text_en="", by=nils, revision=0)
    return freeze(version.plan, by=astrid)


@pytest.mark.parametrize(
    "path",
    [
        "versions/",
        "versions/1/",
        "versions/1/print/",
        "versions/1/annexes/north/",
        "versions/1/actions/{number}/",
        "versions/1/compare/2/",
        "versions/2/compare/1/",
        "annexes/north/",
        "calendar/",
    ],
)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_it_shows_every_page_to_anybody(
    client: Client, second: Version, action: Action, path: str, prefix: str
) -> None:
    response = client.get(f"{prefix}/practice/{path.format(number=action.number)}")

    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


def test_it_says_who_has_adopted_and_who_has_not(
    client: Client, version: Version, decide: Decide, nils: User, mia: User, astrid: User
) -> None:
    decide(version, "north", by=nils, attested_by=astrid)
    decide(version, "middle", by=mia)

    page = client.get("/en/practice/versions/1/").content.decode()

    assert "Not in force yet" in page
    assert "1 of 3 boards has adopted it" in page or "1 of 3 boards have adopted it" in page
    assert "Not yet: The board of Middle County and The board of South County." in page
    assert page.index("The board of North County</h3>") < page.index("of Middle County</h3>")
    assert "Recorded, awaits attestation" in page


def test_it_says_when_a_version_is_in_force_and_when_it_is_replaced(
    client: Client, version: Version, action: Action, decide: Decide, astrid: User,
    nils: User, mia: User, sven: User,
) -> None:  # fmt: skip
    boards = {"north": nils, "middle": mia, "south": sven}
    for board, secretary in boards.items():
        decide(version, board, by=secretary, attested_by=astrid)
    assert "All 3 boards have adopted" in client.get("/en/practice/versions/1/").content.decode()

    revise(action, {"title": "Nytt"}, by=astrid)
    later = freeze(version.plan, by=astrid)
    for board, secretary in boards.items():
        decide(later, board, by=secretary, attested_by=astrid)

    page = client.get("/en/practice/versions/1/").content.decode()
    assert "No longer in force" in page
    assert "Version 2 has since taken its place" in page


def test_it_says_what_a_board_wants_changed_and_what_has_changed_since(
    client: Client, version: Version, action: Action, decide: Decide, nils: User, astrid: User
) -> None:
    decide(version, "north", by=nils, attested_by=astrid, outcome="referred_back")
    assert "Ta med kommunerna." in client.get("/practice/versions/1/").content.decode()

    revise(action, {"title": "Nytt"}, by=astrid)
    freeze(version.plan, by=astrid, note="Kommunerna är med.")

    page = client.get("/practice/versions/2/").content.decode()
    assert "/practice/versions/1/compare/2/" in page
    assert "Kommunerna är med." in page


def test_it_shows_what_was_frozen_not_what_is_now(
    client: Client, version: Version, action: Action, astrid: User
) -> None:
    revise(action, {"title": "Något annat"}, by=astrid)

    page = client.get(f"/practice/versions/1/actions/{action.number}/").content.decode()

    assert "Övning: verkstadsgolvet" in page
    assert "Något annat" not in page


def test_it_is_found_by_the_beginning_of_its_hash(client: Client, version: Version) -> None:
    for prefix in (version.hash, version.hash[:8]):
        assert client.get(f"/practice/versions/{prefix}/").headers["Location"].endswith("/1/")
    assert client.get(f"/practice/versions/{version.hash[:7]}/").status_code == 404
    assert client.get("/practice/versions/99999999999999999999/").status_code == 404


def test_it_downloads_a_file_that_verifies(client: Client, version: Version) -> None:
    response = client.get("/practice/versions/1.json")

    check = version_file.check(response.content)
    assert check.holds
    assert check.hash == version.hash
    assert "attachment" in response.headers["Content-Disposition"]


def test_it_marks_changed_words_for_eye_and_ear(client: Client, second: Version) -> None:
    page = client.get("/en/practice/versions/1/compare/2/").content.decode()

    assert '<del><span class="ds-sr-only">Taken away: </span>verkstadsgolvet' in page
    assert '<ins><span class="ds-sr-only">Added: </span>hela fabriken' in page
    assert "Skogen först." in page


def test_it_freezes_what_was_looked_at(
    action: Action, astrid: User, as_user: AsUser, practice: Plan
) -> None:
    client = as_user(astrid)
    assert "No action is ready" in client.get("/en/practice/versions/freeze/").content.decode()
    move(action, State.READY, by=astrid)
    page = client.get("/en/practice/versions/freeze/")
    seen = page.context["form"].initial["seen"]
    revise(action, {"title": "Ändrad under tiden"}, by=astrid)

    refused = client.post("/en/practice/versions/freeze/", {"note": "Ett", "seen": seen})
    assert "The plan has changed since you looked" in refused.content.decode()
    assert not practice.versions.exists()

    seen = refused.context["form"].data["seen"]
    response = client.post("/en/practice/versions/freeze/", {"note": "Ett", "seen": seen})
    assert response.headers["Location"] == "/en/practice/versions/1/"
    assert practice.versions.get().note == "Ett"


def test_it_records_and_attests(
    version: Version, nils: User, astrid: User, as_user: AsUser
) -> None:
    response = as_user(nils).post("/practice/versions/1/decisions/north/", told(seen="0"))
    assert response.headers["Location"] == "/practice/versions/1/"
    decision = version.decisions.get()

    path = "/practice/versions/1/decisions/north/attest/"
    as_user(nils).post(path, {"decision": decision.pk})
    decision.refresh_from_db()
    assert decision.attested_at is None, "the recorder attested"

    as_user(astrid).post(path, {"decision": decision.pk})
    decision.refresh_from_db()
    assert decision.attested_by == astrid


def test_it_keeps_what_was_typed_when_something_is_wrong(
    version: Version, nils: User, as_user: AsUser
) -> None:
    wrong = told(outcome="referred_back", diary_number="RUN 9", minutes_url="mail", decided_on="x")

    page = as_user(nils).post("/en/practice/versions/1/decisions/north/", wrong)

    text = page.content.decode()
    assert page.status_code == 200
    assert "RUN 9" in text
    assert "Write the date as year-month-day" in text
    assert "beginning with https://" in text
    assert "Write what the board wants changed." in text
    assert not version.decisions.exists()


def test_it_shows_a_decision_recorded_meanwhile_before_replacing_it(
    version: Version, nils: User, as_user: AsUser, decide: Decide
) -> None:
    client = as_user(nils)
    decide(version, "north", by=nils)

    page = client.post("/en/practice/versions/1/decisions/north/", told(seen="0"))
    assert "Somebody else has recorded a decision" in page.content.decode()
    again = told(seen=page.context["form"].data["seen"])
    client.post("/en/practice/versions/1/decisions/north/", again)

    assert version.decisions.count() == 2


def test_it_puts_two_annexes_side_by_side(version: Version, nils: User, as_user: AsUser) -> None:
    client = as_user(nils)
    path = "/en/practice/annexes/north/edit/"
    client.post(path, {"text": "Deras text", "text_en": "", "revision": "0"})

    page = client.post(path, {"text": "Min text", "text_en": "", "revision": "0"})

    text = page.content.decode()
    assert "Deras text" in text
    assert "Min text" in text
    assert version.plan.annexes.get().text == "Deras text"
    revision = page.context["form"].data["revision"]
    client.post(path, {"text": "Vår text", "text_en": "", "revision": revision})
    assert version.plan.annexes.get().text == "Vår text"


def test_it_keeps_a_calendar(practice: Plan, nils: User, as_user: AsUser) -> None:
    day = timezone.localdate() + timedelta(days=30)
    client = as_user(nils)
    meeting = {"board": "north", "day": day.isoformat(), "papers_due": day.isoformat()}

    client.post("/practice/calendar/", meeting)
    twice = client.post("/en/practice/calendar/", meeting)
    late = client.post("/en/practice/calendar/", meeting | {"day": "2020-01-01"})

    assert "already has a meeting that day" in twice.content.decode()
    assert "due after the meeting" in late.content.decode()
    assert b"BEGIN:VEVENT" in client.get("/practice/calendar.ics").content
    found = Meeting.objects.get()
    client.post(f"/practice/calendar/{found.pk}/remove/")
    assert not Meeting.objects.exists()
    event = Event.objects.first()
    assert event is not None
    assert (event.verb, event.before["date"]) == ("removed", day.isoformat())


def test_it_answers_when_all_could_have_decided(client: Client, practice: Plan) -> None:
    day = timezone.localdate() + timedelta(days=40)
    for number, board in enumerate(("north", "middle", "south")):
        held = day + timedelta(days=number)
        Meeting.objects.create(plan=practice, board=board, date=held, papers_due=day)

    early = client.get("/en/practice/calendar/")
    assert early.context["joint"].day == day + timedelta(days=2)
    late = client.get(f"/en/practice/calendar/?ready={day + timedelta(days=1)}")
    assert "No meeting that the papers can reach" in late.content.decode()
    assert client.get("/practice/calendar/?ready=nonsense").status_code == 200


GATES = [
    ("get", "versions/freeze/", {"astrid"}),
    ("post", "versions/freeze/", {"astrid"}),
    ("get", "versions/1/decisions/north/", {"nils"}),
    ("post", "versions/1/decisions/north/", {"nils"}),
    ("post", "versions/1/decisions/north/attest/", {"nils", "astrid"}),
    ("get", "annexes/north/edit/", {"nils"}),
    ("post", "annexes/north/edit/", {"nils"}),
    ("post", "calendar/", {"nils", "astrid"}),
    ("post", "calendar/{meeting}/remove/", {"nils", "astrid"}),
]


@pytest.mark.parametrize(("method", "path", "may"), GATES)
@pytest.mark.parametrize("name", ["astrid", "bo", "olga", "cleo", "nils", "mia"])
def test_it_opens_only_to_those_whose_right_it_is(
    request: pytest.FixtureRequest, version: Version, decide: Decide, as_user: AsUser,
    sven: User, method: str, path: str, may: set[str], name: str,
) -> None:  # fmt: skip
    decision = decide(version, "north", by=sven)
    day = timezone.localdate()
    meeting = Meeting.objects.create(plan=version.plan, board="north", date=day, papers_due=day)
    client = as_user(request.getfixturevalue(name))
    fields = {"decision": str(decision.pk), "board": "north"}

    response = getattr(client, method)(
        f"/practice/{path.format(meeting=meeting.pk)}", fields if method == "post" else None
    )

    assert (response.status_code in (200, 302)) is (name in may), response.status_code
    if name not in may:
        assert response.status_code == 403
        decision.refresh_from_db()
        assert decision.attested_at is None
        assert Meeting.objects.filter(pk=meeting.pk).exists()


@pytest.mark.parametrize(("method", "path", "may"), GATES)
def test_it_does_nothing_for_a_visitor(
    client: Client, version: Version, method: str, path: str, may: set[str]
) -> None:
    day = timezone.localdate()
    meeting = Meeting.objects.create(plan=version.plan, board="north", date=day, papers_due=day)
    before = Event.objects.count()

    response = getattr(client, method)(f"/practice/{path.format(meeting=meeting.pk)}")

    assert response.status_code in (302, 403)
    assert "/versions/" not in response.headers.get("Location", "").split("?")[0]
    assert Event.objects.count() == before
    assert Meeting.objects.filter(pk=meeting.pk).exists()


def test_it_never_lets_an_example_sign_in_freeze_a_real_plan(
    land: Plan, astrid: User, as_user: AsUser
) -> None:
    astrid.is_example = True
    astrid.save()

    assert as_user(astrid).post("/littleland/versions/freeze/").status_code == 403


def test_it_asks_no_more_when_there_are_more_actions(
    client: Client, version: Version, action: Action, astrid: User, practice: Plan,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for path in ("versions/", "versions/1/", f"versions/1/actions/{action.number}/", "calendar/"):
        client.get(f"/practice/{path}")
        with django_assert_max_num_queries(12):
            client.get(f"/practice/{path}")
    with django_assert_max_num_queries(12):
        client.get("/practice/versions/1/compare/1/")


def test_it_gives_the_same_file_ever_after(
    client: Client, version: Version, action: Action, astrid: User
) -> None:
    before = client.get("/practice/versions/1.json").content
    revise(action, {"title": "Annat"}, by=astrid)
    freeze(version.plan, by=astrid)

    assert client.get("/practice/versions/1.json").content == before
    assert json.loads(before)["core"]["actions"][0]["title"] == "Övning: verkstadsgolvet"
