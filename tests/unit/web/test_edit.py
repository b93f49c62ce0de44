"""Editing by section: what was typed is what is saved, and bad input is told in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from kraftsamling.accounts.models import Event, User
from kraftsamling.plan.content import action_content
from kraftsamling.plan.models import Action, Plan
from kraftsamling.plan.states import State
from kraftsamling.web.forms.sections import SECTIONS
from tests.filled import filled

Browser = Callable[[User], Client]
CODES = [section.code for section in SECTIONS]


def at(action: Action, section: str = "") -> str:
    return f"/{action.plan.slug}/actions/{action.number}/edit/" + (f"{section}/" if section else "")


def saved(client: Client, action: Action, section: str, **changes: Any) -> Any:
    """Open the section, change some fields, press Save."""
    page = client.get(at(action, section))
    return client.post(at(action, section), filled(page, **changes))


@pytest.mark.parametrize("section", CODES)
def test_it_changes_nothing_when_nothing_was_changed(
    as_user: Browser, olga: User, action: Action, section: str
) -> None:
    before, events = action_content(action), Event.objects.count()

    assert saved(as_user(olga), action, section).status_code == 302
    assert action_content(action) == before
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    ("section", "changes", "field", "value"),
    [
        ("about", {"title": "Nytt  namn", "ends": "2029-06-30"}, "ends", "2029-06-30"),
        ("where", {"step": ["1a"], "s3": ["s3-north-wood"]}, "placements", None),
        ("who", {"responsible": ""}, "responsible", ""),
        ("equality", {"equality_use": "active"}, "equality_use", "active"),
    ],
)
def test_it_saves_what_was_typed(
    as_user: Browser,
    astrid: User,
    action: Action,
    section: str,
    changes: Any,
    field: str,
    value: Any,
) -> None:
    assert saved(as_user(astrid), action, section, **changes).status_code == 302
    content = action_content(action)
    if value is not None:
        assert content[field] == value
    if section == "where":
        assert content[field]["step"] == ["1a"]
        assert content[field]["region"] == ["LL11", "LL12", "LL13"]


def test_it_adds_changes_and_removes_rows(as_user: Browser, olga: User, action: Action) -> None:
    client = as_user(olga)
    first = action.milestones.get()
    new = {"row-1-text": "Andra mötet", "row-1-due": "2027-09-01"}
    saved(client, action, "milestones", **{"row-0-text": "Första mötet i Norrby"} | new)

    assert action.milestones.get(pk=first.pk).text == "Första mötet i Norrby"
    assert action.milestones.count() == 2
    saved(client, action, "milestones", **{"row-0-remove": "on"})
    assert [m.text for m in action.milestones.all()] == ["Andra mötet"]


def test_it_gives_more_rows_and_keeps_what_was_typed(
    as_user: Browser, olga: User, action: Action
) -> None:
    client = as_user(olga)
    typed = {"row-1-text": "Bara text än", "row-0-remove": "on", "more": "1"}
    page = saved(client, action, "milestones", **typed)
    form = filled(page)

    assert form["rows"] == ["7"]
    assert form["row-1-text"] == ["Bara text än"]
    assert form["row-0-remove"] == ["on"]
    assert action.milestones.count() == 1


def test_it_links_a_chain_of_new_rows(as_user: Browser, olga: User, practice: Plan) -> None:
    action = practice.actions.get(key="practice-two")
    rows = {
        "row-0-level": "activity",
        "row-0-text": "Möten",
        "row-0-leads_to": "2",
        "row-2-level": "output",
        "row-2-text": "Avtal",
        "row-2-indicator": "RCO01",
        "row-2-target": "1 234,5",
    }
    assert saved(as_user(olga), action, "chain", **rows).status_code == 302

    chain = action_content(action)["chain"]
    assert [link["leads_to"] for link in chain] == [1, None]
    assert chain[1]["target"] == "1234.50"


def test_it_reads_sums_as_people_write_them(as_user: Browser, olga: User, action: Action) -> None:
    for text in ("1 500 000", "1\u00a0500\u202f000", "1500000"):
        saved(as_user(olga), action, "money", **{"row-0-amount": text})
        action.refresh_from_db()
        assert action.planned_total == 1_500_000


@pytest.mark.parametrize(
    ("section", "changes", "words"),
    [
        ("about", {"title": ""}, "Fyll i det"),
        ("about", {"title": "x" * 201}, "201"),
        ("about", {"starts": "2029-01-01"}, "innan den börjar"),
        ("about", {"starts": "i maj"}, "datum"),
        ("where", {"challenge": "C99"}, "C99"),
        ("who", {"responsible": "nobody"}, "nobody"),
        ("who", {"partners": "ovning-nord"}, "partner"),
        ("milestones", {"row-0-due": ""}, "datum"),
        ("milestones", {"row-1-text": "Utan dag"}, "datum"),
        ("milestones", {"row-0-text": "x" * 251}, "251"),
        ("money", {"row-0-amount": "mycket"}, "1 500 000"),
        ("money", {"row-0-amount": "-5"}, "noll"),
        ("money", {"row-0-amount": "9" * 14}, "nollorna"),
        ("money", {"row-0-year": "27"}, "1990"),
        ("money", {"row-0-year": "tjugosju"}, "fyra siffror"),
        ("money", {"row-0-funder": "nobody"}, "nobody"),
        ("money", {"row-0-kind": "gold"}, "gold"),
        ("money", {"row-0-call": "no-call"}, "no-call"),
        ("chain", {"row-1-indicator": "RCO999"}, "RCO999"),
        ("chain", {"row-1-target": "tio"}, "siffror"),
        ("chain", {"row-1-leads_to": "0"}, "senare"),
        ("chain", {"row-0-leads_to": "5"}, "tom"),
        ("chain", {"row-0-starts": "2028-01-01", "row-0-ends": "2027-01-01"}, "innan"),
        ("risks", {"row-0-likelihood": "9"}, "9"),
        ("assessment", {"water-verdict": "mitigated"}, "mening"),
        ("assessment", {"water-verdict": "", "water-reason": "Vi vet inte"}, "svar"),
    ],
)
def test_it_says_what_is_wrong_and_keeps_what_was_typed(
    as_user: Browser, olga: User, action: Action, section: str, changes: Any, words: str
) -> None:
    before = action_content(action)
    page = saved(as_user(olga), action, section, **changes)

    text = page.content.decode()
    assert page.status_code == 200
    assert "ds-error-summary" in text
    assert words in text
    assert action_content(action) == before
    for name, value in changes.items():
        if value and name not in ("challenge", "responsible", "row-0-funder", "row-0-kind"):
            assert value in text


def test_it_keeps_rows_that_a_broken_form_left_out(
    as_user: Browser, olga: User, action: Action
) -> None:
    before = action_content(action)["chain"]
    for rows in ("0", "", "-3", "många"):
        assert saved(as_user(olga), action, "chain", rows=rows).status_code == 302
    assert action_content(action)["chain"] == before


def test_it_takes_another_actions_row_for_a_new_one(
    as_user: Browser, olga: User, action: Action, practice: Plan
) -> None:
    other = practice.actions.get(key="practice-two")
    saved(as_user(olga), other, "milestones", **{"row-0-text": "Mitt", "row-0-due": "2027-05-05"})
    stolen = str(action.milestones.get().pk)
    saved(as_user(olga), other, "milestones", **{"row-0-id": stolen, "row-0-text": "Stulet"})

    assert action.milestones.get().text == "Första mötet"


def test_it_keeps_places_the_library_no_longer_has(
    as_user: Browser, olga: User, action: Action
) -> None:
    action.placements.create(framing="s3", code="s3-abolished")
    saved(as_user(olga), action, "where", s3=["s3-north-wood"])

    assert action_content(action)["placements"]["s3"] == ["s3-abolished", "s3-north-wood"]


def test_it_is_a_draft_again_when_the_boards_need_what_was_removed(
    as_user: Browser, olga: User, action: Action
) -> None:
    action.state = State.READY
    action.save()
    saved(as_user(olga), action, "assessment", **{"water-verdict": ""})

    action.refresh_from_db()
    assert action.state == State.DRAFT


def test_it_shows_what_is_missing_as_links(as_user: Browser, olga: User, practice: Plan) -> None:
    action = practice.actions.get(key="practice-two")
    page = as_user(olga).get(at(action)).content.decode()

    assert f'href="{at(action, "about")}"' in page
    assert f'href="{at(action, "assessment")}"' in page


def test_it_says_that_a_change_goes_into_the_next_version(
    as_user: Browser, olga: User, action: Action
) -> None:
    action.state = State.UNDER_WAY
    action.save()

    assert "nästa" in as_user(olga).get(at(action, "about")).content.decode()
    assert saved(as_user(olga), action, "about", title="Ändrat").status_code == 302


@pytest.mark.parametrize(
    ("name", "state", "status"),
    [
        ("olga", State.DRAFT, 200),
        ("olga", State.UNDER_WAY, 200),
        ("olga", State.DONE, 403),
        ("olga", State.STOPPED, 403),
        ("astrid", State.DONE, 200),
        ("bo", State.DRAFT, 403),
        ("cleo", State.DRAFT, 403),
        ("nils", State.DRAFT, 403),
    ],
)
def test_it_is_edited_by_its_owner_and_coordinators(
    as_user: Browser,
    action: Action,
    name: str,
    state: State,
    status: int,
    request: pytest.FixtureRequest,
) -> None:
    action.state, action.stop_reason = state, "x"
    action.save()
    client = as_user(request.getfixturevalue(name))
    before = action_content(action)

    assert client.get(at(action)).status_code == status
    assert client.get(at(action, "about")).status_code == status
    if status == 403:
        assert client.post(at(action, "about"), {"title": "Kapad"}).status_code == 403
        assert action_content(action) == before


def test_it_is_not_edited_by_another_actors_owner(
    as_user: Browser, action: Action, person: Any
) -> None:
    other = person("Otto", "owner", actor="sawmill")

    assert as_user(other).post(at(action, "about"), {"title": "Kapad"}).status_code == 403


def test_it_has_no_other_sections(as_user: Browser, olga: User, action: Action) -> None:
    assert as_user(olga).get(at(action, "nonsense")).status_code == 404


def test_it_tells_of_every_fault_at_once(as_user: Browser, olga: User, action: Action) -> None:
    page = saved(as_user(olga), action, "about", title="", starts="2031-01-01").content.decode()

    assert "Fyll i det" in page
    assert "innan den börjar" in page
