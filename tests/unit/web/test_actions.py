"""The list of actions, its file, one action, its data and its history."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kraftsamling.accounts.models import User
from kraftsamling.kernel.spreadsheets import harmless
from kraftsamling.plan.content import action_content
from kraftsamling.plan.editing import propose, revise
from kraftsamling.plan.models import Action, Plan
from kraftsamling.plan.moving import move
from kraftsamling.plan.states import State
from tests.many import fill

SignIn = Callable[[User], Client]
LIST = "/practice/actions/"


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def file(client: Client, address: str) -> str:
    response: Any = client.get(address)
    assert response["Content-Type"].startswith("text/csv")
    return b"".join(response.streaming_content).decode("utf-8-sig")


@contextmanager
def counted() -> Iterator[CaptureQueriesContext]:
    with CaptureQueriesContext(connection) as queries:
        yield queries


def one(action: Action) -> str:
    return f"{LIST}{action.number}/"


def test_it_lists_what_is_asked_for(client: Client, practice: Plan) -> None:
    assert "utan bedömning" in page(client, LIST)
    narrowed = page(client, f"{LIST}?challenge=C1")
    assert "verkstadsgolvet" in narrowed
    assert "utan bedömning" not in narrowed


def test_it_reads_in_english(client: Client, action: Action) -> None:
    assert "Practice: the shop floor" in page(client, "/en" + LIST)
    assert "Why" in page(client, "/en" + one(action))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("challenge=C99", "C99"),
        ("state=sleeping", "sleeping"),
        ("responsible=nobody-here", "nobody-here"),
        ("page=abc", "abc"),
        ("page=-1", "-1"),
        ("page=99999", "sida 1"),
        ("page=" + "9" * 400, "9999"),
        ("sort=shoe-size", "shoe-size"),
        ("view=hologram&view=", "hologram"),
        ("q=" + "ord+" * 3000, "200"),
        ("q=%00%FF%27%3B--", ""),
        ("q=qwertyqwerty", "Ingen åtgärd stämmer"),
        ("late=%3Cscript%3E&silent=x", "Ingen åtgärd stämmer"),
    ],
)
@pytest.mark.parametrize("view", ["", "view=timeline&"])
def test_it_answers_bad_input_with_a_sentence(
    client: Client, practice: Plan, query: str, sentence: str, view: str
) -> None:
    content = page(client, f"{LIST}?{view}{query}")

    assert sentence in content
    assert "<script>" not in content


@pytest.mark.parametrize(
    "address",
    ["/nowhere/actions/", "/practice/actions/4711/", "/practice/actions/" + "9" * 60 + "/"],
)
def test_it_is_not_found_where_there_is_nothing(
    client: Client, practice: Plan, address: str
) -> None:
    assert client.get(address).status_code == 404


def test_it_shows_active_filters_with_the_way_to_take_each_away(
    client: Client, practice: Plan
) -> None:
    content = page(client, f"{LIST}?challenge=C1&q=besluta&sort=title")

    assert 'href="?challenge=C1&amp;sort=title"' in content
    assert 'href="?q=besluta&amp;sort=title"' in content


def test_it_pages_by_fifty(client: Client, practice: Plan) -> None:
    fill(practice, 60)

    first, second = page(client, LIST), page(client, f"{LIST}?page=2")

    assert first.count('role="rowheader"') == 50
    assert second.count('role="rowheader"') == practice.actions.count() - 50
    assert "page=2" in first


def test_it_draws_a_timeline_that_also_says_it(client: Client, practice: Plan) -> None:
    content = page(client, f"{LIST}?view=timeline")

    assert "<svg" in content
    assert "1 januari 2027 – 31 december 2028" in content
    assert "style=" not in content


def test_it_hides_suggestions_from_all_but_those_who_handle_them(
    client: Client, action: Action, astrid: User, olga: User, as_user: SignIn
) -> None:
    Action.objects.filter(pk=action.pk).update(visible=False)
    places = [one(action), f"{LIST}{action.number}.json", f"{one(action)}history/"]

    for reader in (client, as_user(olga)):
        assert action.title not in page(reader, LIST)
        assert action.title not in file(reader, f"{LIST}list.csv")
        assert [reader.get(place).status_code for place in places] == [404, 404, 404]
    assert action.title in page(as_user(astrid), LIST)
    assert [as_user(astrid).get(place).status_code for place in places] == [200, 200, 200]


def test_it_gives_the_list_as_a_file_that_opens_again(
    client: Client, practice: Plan, astrid: User
) -> None:
    title = '=HYPERLINK("http://evil";"klicka")'
    propose(practice, {"title": title, "summary": "Rad ett;\nrad två"}, by=astrid)

    text = file(client, f"{LIST}list.csv?sort=number")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))

    assert [int(row["number"]) for row in rows] == [3, 2, 1]
    assert rows[0]["title"] == f"'{title}"
    assert rows[0]["summary"] == "Rad ett;\nrad två"
    assert rows[2]["region"] == "LL11 LL12 LL13"
    assert client.get(rows[2]["address"].removeprefix("http://testserver")).status_code == 200


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_it_lets_no_cell_be_a_formula(text: str) -> None:
    assert harmless(text) == f"'{text}"
    assert harmless(f"a{text}") == f"a{text}"


def test_it_shows_everything_about_an_action(client: Client, action: Action) -> None:
    content = page(client, one(action))

    for shown in (
        "Första mötet",
        "Tio företag",
        "RCO01",
        "Ingen kommer",
        "500\xa0000",
        "Återbruk.",
    ):
        assert shown in content, shown


def test_it_warns_where_a_call_gives_more_than_it_may(
    client: Client, land: Plan, astrid: User
) -> None:
    action = land.actions.get(key="meeting-places")
    lines = [
        {"year": 2027, "funder": "fund", "kind": "eu", "call": "erdf-a", "amount": 60},
        {"year": 2027, "funder": "college", "kind": "inkind", "call": "", "amount": 40},
    ]
    revise(action, {"money": lines}, by=astrid)
    assert "högst 50 procent är tillåtet" in page(client, f"/littleland/actions/{action.number}/")

    revise(action, {"money": [lines[0] | {"amount": 40}, lines[1]]}, by=astrid)
    assert "är tillåtet" not in page(client, f"/littleland/actions/{action.number}/")


def test_it_points_at_gaps_in_the_chain(client: Client, action: Action, astrid: User) -> None:
    assert 'class="gap"' not in page(client, one(action))
    chain = action_content(action)["chain"]
    chain[1]["indicator"] = ""

    revise(action, {"chain": chain}, by=astrid)

    assert "Saknar indikator" in page(client, one(action))


def test_it_marks_a_milestone_that_is_late(client: Client, action: Action) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    action.milestones.update(due=yesterday)
    assert 'class="late"' in page(client, one(action))

    action.milestones.update(done_on=yesterday)
    assert 'class="late"' not in page(client, one(action))


def test_it_says_what_an_entry_is(client: Client, land: Plan) -> None:
    for key, sentence in (
        ("old-lab", "Tidigare insats."),
        ("meeting-places", "Startförslag, inte"),
    ):
        number = land.actions.get(key=key).number
        assert sentence in page(client, f"/littleland/actions/{number}/")


def test_it_gives_an_action_as_data(client: Client, action: Action) -> None:
    assert json.loads(page(client, f"{LIST}{action.number}.json")) == action_content(action)


def test_it_tells_every_change_word_by_word(
    client: Client, action: Action, olga: User, astrid: User, as_user: SignIn
) -> None:
    revise(action, {"title": "Övning: maskinhallen"}, by=olga)
    move(action, State.READY, by=olga)

    public, named = (
        page(client, f"{one(action)}history/"),
        page(as_user(astrid), f"{one(action)}history/"),
    )

    assert "maskinhallen</ins>" in public
    assert "verkstadsgolvet</del>" in public
    assert "Klar för nämnderna</ins>" in public
    assert olga.name not in public
    assert olga.name in named


def test_it_finds_actions_like_a_title_with_and_without_a_script(
    client: Client, action: Action
) -> None:
    address = f"{LIST}similar/?title=Nytt+verkstadsgolv"

    whole = page(client, address)
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()

    assert "<html" in whole
    assert "<html" not in part
    for shown in (whole, part):
        assert f'href="{one(action)}"' in shown
        assert "verkstadsgolv" in shown
    assert client.get(f"{LIST}similar/?title={'x' * 5000}").status_code == 200
    assert client.get(f"{LIST}similar/").status_code == 200


def test_it_asks_the_database_as_little_of_a_big_plan_as_of_a_small(
    client: Client, practice: Plan, action: Action, astrid: User, as_user: SignIn
) -> None:
    signed_in = as_user(astrid)
    addresses = {
        LIST: 12,
        f"{LIST}?view=timeline": 12,
        f"{LIST}?q=industri&challenge=C1&late=1": 12,
        one(action): 16,  # one of them for its claims
    }
    asked: dict[tuple[str, bool], set[int]] = {}
    for more in (10, 190):
        fill(practice, more, actors=0)
        for address in addresses:
            for reader in (client, signed_in):
                with counted() as queries:
                    page(reader, address)
                asked.setdefault((address, reader is client), set()).add(len(queries))
    for (address, anonymous), counts in asked.items():
        (count,) = counts
        assert count <= addresses[address], address
        # A session, a person and their grants are all that signing in adds.
        assert anonymous or count <= min(asked[address, True]) + 3, address


def test_it_weighs_little(client: Client, practice: Plan, astrid: User, as_user: SignIn) -> None:
    fill(practice, 60, actors=20)

    assert len(client.get(LIST).content) <= 150 * 1024
    assert len(as_user(astrid).get(LIST).content) <= 150 * 1024


def test_it_offers_only_what_the_reader_may_do(
    client: Client, action: Action, olga: User, bo: User, as_user: SignIn
) -> None:
    edit, move = f'href="{one(action)}edit/"', f'href="{one(action)}move/?to=ready"'

    for reader in (client, as_user(bo)):
        content = page(reader, one(action))
        assert edit not in content
        assert move not in content
    content = page(as_user(olga), one(action))
    assert edit in content
    assert move in content
    # A version is frozen as a whole, never from an action.
    move_to_version = f'href="{one(action)}move/?to=in_version"'
    Action.objects.filter(pk=action.pk).update(state=State.READY)
    assert move_to_version not in page(as_user(olga), one(action))
