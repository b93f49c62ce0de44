"""Two people editing the same action: nothing overwritten, nothing lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.test import Client

from kraftsamling.accounts.models import User
from kraftsamling.plan.content import action_content
from kraftsamling.plan.editing import revise
from kraftsamling.plan.models import Action
from tests.filled import filled
from tests.unit.web.test_edit import at

Browser = Callable[[User], Client]


def clash(client: Client, action: Action, section: str, theirs: Any, by: User, **mine: Any) -> Any:
    """I open a section, somebody else saves, I save."""
    page = client.get(at(action, section))
    revise(action, theirs, by=by)
    return client.post(at(action, section), filled(page, **mine))


def test_it_keeps_both_where_they_wrote_in_different_fields(
    as_user: Browser, olga: User, astrid: User, action: Action
) -> None:
    theirs = {"summary": "Deras text."}
    answer = clash(as_user(olga), action, "about", theirs, astrid, title="Mitt namn")

    assert answer.status_code == 302
    content = action_content(action)
    assert (content["title"], content["summary"]) == ("Mitt namn", "Deras text.")


def test_it_merges_rows_by_what_they_are(
    as_user: Browser, olga: User, astrid: User, action: Action
) -> None:
    milestone = action.milestones.get()
    theirs = {
        "milestones": [
            {"id": milestone.pk, "text": "Första mötet", "text_en": "", "due": "2027-04-04"},
            {"text": "Deras nya", "due": "2027-08-08"},
        ]
    }
    mine = {"row-0-text": "Uppstarten", "row-1-text": "Mitt nya", "row-1-due": "2027-06-06"}
    clash(as_user(olga), action, "milestones", theirs, astrid, **mine)

    rows = action_content(action)["milestones"]
    assert [row["text"] for row in rows] == ["Uppstarten", "Mitt nya", "Deras nya"]
    assert rows[0]["due"] == "2027-04-04"


def test_it_shows_both_side_by_side_and_saves_the_choice(
    as_user: Browser, olga: User, astrid: User, action: Action
) -> None:
    client = as_user(olga)
    theirs = {"title": "Övning: fabriken", "summary": "Deras."}
    page = clash(
        client, action, "about", theirs, astrid, title="Övning: golvet", starts="2027-02-02"
    )

    text = page.content.decode()
    assert page.status_code == 200
    assert "fabriken</ins>" in text
    assert "golvet</ins>" in text
    assert action_content(action)["title"] == "Övning: fabriken"

    answer = client.post(at(action, "about"), filled(page, **{"pick-0": "mine"}))
    assert answer.status_code == 302
    content = action_content(action)
    assert content["title"] == "Övning: golvet"
    assert content["summary"] == "Deras."
    assert content["starts"] == "2027-02-02"


def test_it_takes_theirs_or_a_third_text(
    as_user: Browser, olga: User, astrid: User, action: Action
) -> None:
    client = as_user(olga)
    page = clash(client, action, "about", {"title": "A"}, astrid, title="B")
    client.post(at(action, "about"), filled(page, **{"pick-0": "theirs"}))
    assert action_content(action)["title"] == "A"

    page = clash(client, action, "about", {"title": "C"}, astrid, title="D")
    third = {"pick-0": "edit", "edit-0": "C och D"}
    client.post(at(action, "about"), filled(page, **third))
    assert action_content(action)["title"] == "C och D"


def test_it_asks_again_until_every_choice_is_made(
    as_user: Browser, olga: User, astrid: User, action: Action
) -> None:
    client = as_user(olga)
    page = clash(client, action, "about", {"title": "A"}, astrid, title="B")

    for wrong in ({}, {"pick-0": "both"}, {"pick-0": "edit", "edit-0": ""}):
        page = client.post(at(action, "about"), filled(page, **wrong))
        assert page.status_code == 200
        assert "ds-error-summary" in page.content.decode()
    assert action_content(action)["title"] == "A"


def test_it_merges_again_when_somebody_saves_during_the_merge(
    as_user: Browser, olga: User, astrid: User, action: Action
) -> None:
    client = as_user(olga)
    page = clash(client, action, "about", {"title": "A"}, astrid, title="B")
    revise(action, {"title": "A2", "summary": "Nyare."}, by=astrid)

    page = client.post(at(action, "about"), filled(page, **{"pick-0": "mine"}))
    assert page.status_code == 200
    client.post(at(action, "about"), filled(page, **{"pick-0": "mine"}))

    content = action_content(action)
    assert (content["title"], content["summary"]) == ("B", "Nyare.")


def test_it_asks_about_a_row_one_changed_and_the_other_removed(
    as_user: Browser, olga: User, astrid: User, action: Action
) -> None:
    client = as_user(olga)
    page = clash(client, action, "risks", {"risks": []}, astrid, **{"row-0-text": "Få kommer"})
    client.post(at(action, "risks"), filled(page, **{"pick-0": "mine"}))

    assert [row["text"] for row in action_content(action)["risks"]] == ["Få kommer"]


def test_it_shows_the_form_again_when_the_merge_does_not_add_up(
    as_user: Browser, olga: User, astrid: User, action: Action
) -> None:
    client = as_user(olga)
    page = clash(client, action, "about", {"ends": "2027-06-30"}, astrid, starts="2028-01-01")

    assert "innan den börjar" in page.content.decode()
    assert action_content(action)["starts"] == "2027-01-01"
    client.post(at(action, "about"), filled(page, starts="2027-02-01"))
    assert action_content(action)["starts"] == "2027-02-01"


def test_it_overwrites_nothing_when_the_stamp_is_tampered_with(
    as_user: Browser, olga: User, action: Action
) -> None:
    before = action_content(action)
    client = as_user(olga)
    for section, mine in (("about", {"title": "Mitt"}), ("risks", {"row-0-text": "Min risk"})):
        page = client.get(at(action, section))
        answer = client.post(at(action, section), filled(page, seen="tampered", **mine))
        assert answer.status_code == 200
        assert "pick-0" in answer.content.decode()
    assert action_content(action) == before


def test_it_does_not_take_one_actions_stamp_for_anothers(
    as_user: Browser, olga: User, action: Action, practice: Any
) -> None:
    other = practice.actions.get(key="practice-two")
    client = as_user(olga)
    seen = filled(client.get(at(other, "about")))["seen"]
    page = client.get(at(action, "about"))
    client.post(at(action, "about"), filled(page, seen=seen, title="Mitt"))

    assert action_content(action)["title"] == "Övning: verkstadsgolvet"


def test_it_changes_nothing_when_the_merge_page_is_tampered_with(
    as_user: Browser, olga: User, astrid: User, action: Action
) -> None:
    client = as_user(olga)
    page = clash(client, action, "about", {"title": "A"}, astrid, title="B")
    for stamp in ("tampered", filled(page)["clash"][0] + "x"):
        changes = {"clash": stamp, "pick-0": "mine"}
        assert client.post(at(action, "about"), filled(page, **changes)).status_code == 302
    assert action_content(action)["title"] == "A"


def test_it_adds_rows_once_when_a_form_is_sent_twice(
    as_user: Browser, olga: User, action: Action
) -> None:
    client = as_user(olga)
    page = client.get(at(action, "milestones"))
    data = filled(page, **{"row-1-text": "En gång", "row-1-due": "2027-05-05"})
    client.post(at(action, "milestones"), data)
    client.post(at(action, "milestones"), data)

    assert action.milestones.filter(text="En gång").count() == 1
