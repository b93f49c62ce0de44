"""Claims on the pages: bound with the data in view, marked where they stand, followed in a list."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.utils import timezone

from kraftsamling.accounts.models import User
from kraftsamling.coordination.rechecking import recheck
from kraftsamling.evidence.models import Claim
from kraftsamling.plan.editing import propose
from kraftsamling.plan.freezing import freeze
from kraftsamling.plan.models import Action, Plan, ProgressReport, Version
from kraftsamling.plan.moving import move
from kraftsamling.plan.states import State
from kraftsamling.web.claims import claims_of_action
from tests.bound import RISEN, SENTENCE

Figures = Callable[[str], None]
AsUser = Callable[[User], Client]

pytestmark = pytest.mark.usefixtures("figures")

SHOWN = "Antalet jobb i Nordlän har<br>minskat sedan 2019."
OURS = "Antalet jobb i Nordlän har\nminskat sedan 2019."
ONE_LINE = "Antalet jobb i Nordlän har minskat sedan 2019."
FELL = {
    "sentence": ONE_LINE,
    "indicator": "jobs",
    "place": "LL11",
    "says": "fallen",
    "since": "2019",
}


@pytest.fixture
def ours(land: Plan) -> Action:
    """An action of Olga's actor whose summary holds a sentence about jobs, over two lines."""
    content = {
        "title": "Fler jobb",
        "summary": f"Vi gör <något>. {OURS}\n\nDet vänder vi.",
        "responsible": "ovning-nord",
    }
    return propose(land, content, by=None, state=State.UNDER_WAY)


def address(action: Action) -> str:
    return f"/littleland/claims/bind/action:{action.number}/"


def text_of(answer: Any) -> str:
    return unescape(answer.content.decode())


def seal(answer: Any) -> str:
    found = re.search(r'name="seen" value="(\w+)"', text_of(answer))
    assert found
    return found[1]


def bind(client: Client, url: str, fields: dict[str, Any], **more: Any) -> Any:
    """Look first, then save."""
    looked = client.post(url, fields | {"look": "look"})
    assert looked.status_code == 200
    return client.post(url, fields | {"save": "save", "seen": seal(looked)} | more)


@pytest.fixture
def claim(ours: Action, olga: User, as_user: AsUser) -> Claim:
    answer = bind(as_user(olga), address(ours), FELL)
    assert answer.status_code == 302
    return Claim.objects.get()


def turn(figures: Figures, plan: Plan, rows: str = RISEN) -> None:
    figures(rows)
    recheck(plan, now=timezone.now())


def test_it_shows_what_the_data_say_before_it_saves(
    ours: Action, olga: User, as_user: AsUser
) -> None:
    client = as_user(olga)
    offered = text_of(client.get(address(ours)))
    assert ONE_LINE in offered
    assert "Vi gör <något>." in offered

    looked = client.post(address(ours), FELL | {"look": "look"})

    assert "Nordlän 2019: 4\u00a0500; 2023: 2\u00a0650 (jobb)." in text_of(looked)
    assert not Claim.objects.exists()
    # Saving without having looked shows it as well, and saves nothing.
    assert client.post(address(ours), FELL | {"save": "save"}).status_code == 200
    assert not Claim.objects.exists()

    saved = client.post(address(ours), FELL | {"save": "save", "seen": seal(looked)})

    assert saved["Location"] == f"/littleland/actions/{ours.number}/"
    claim = Claim.objects.get()
    assert (claim.subject, claim.author, claim.truth) == (f"action:{ours.number}", olga, "holds")


def test_it_says_how_far_the_data_reach(ours: Action, olga: User, as_user: AsUser) -> None:
    answer = as_user(olga).post("/en" + address(ours), FELL | {"since": "2040"})

    assert "The data for this place are from 2019 to 2023. Write a period among them." in text_of(
        answer
    )


@pytest.mark.parametrize(
    ("own", "stands"), [(ONE_LINE, True), ("Jobben i Nordlän blir färre.", False)]
)
def test_it_says_that_a_sentence_does_not_stand_in_the_text(
    ours: Action, olga: User, as_user: AsUser, own: str, *, stands: bool
) -> None:
    url = f"/en{address(ours)}"
    looked = as_user(olga).post(url, FELL | {"sentence": "own", "own": own, "look": "look"})

    assert ("This sentence does not stand in the text." in text_of(looked)) is not stands
    assert bind(as_user(olga), url, FELL | {"sentence": "own", "own": own}).status_code == 302


def test_it_looks_again_where_something_changed_meanwhile(
    ours: Action, olga: User, as_user: AsUser, figures: Figures
) -> None:
    client = as_user(olga)
    looked = client.post(address(ours), FELL | {"look": "look"})
    figures(RISEN)

    again = client.post(address(ours), FELL | {"save": "save", "seen": seal(looked)})

    assert again.status_code == 200
    assert "5\u00a0200" in text_of(again)
    assert not Claim.objects.exists()


def test_it_saves_what_does_not_hold_only_knowingly(
    ours: Action, olga: User, as_user: AsUser
) -> None:
    client, risen = as_user(olga), FELL | {"says": "risen"}

    unknowing = bind(client, address(ours), risen)
    assert unknowing.status_code == 422
    assert not Claim.objects.exists()

    assert bind(client, address(ours), risen, knowingly="yes").status_code == 302
    assert Claim.objects.get().truth == "fails"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sentence": "", "own": ""}, "sentence"),
        ({"sentence": "own", "own": " "}, "sentence"),
        ({"indicator": ""}, "indicator"),
        ({"indicator": "jobs-by-sex"}, "group"),
        ({"group": "men"}, "group"),
        ({"since": ""}, "since"),
        ({"since": "i fjol"}, "since"),
        ({"until": "2018"}, "until"),
        ({"since": "2040"}, "since"),
        ({"since": "1900"}, "since"),
        ({"until": "2040"}, "until"),
        ({"says": "above", "value": "1", "until": "2040"}, "until"),
        ({"says": "unchanged"}, "tolerance"),
        ({"says": "above", "value": "mycket"}, "value"),
        ({"says": "above_place", "other": "LL11"}, "other"),
        ({"says": "highest"}, "among"),
        ({"says": "highest", "place": "LL", "among": "plan"}, "place"),
    ],
)
def test_it_says_what_is_missing_and_loses_nothing(
    ours: Action, olga: User, as_user: AsUser, change: dict[str, str], field: str
) -> None:
    answer = as_user(olga).post(address(ours), FELL | {"own": "Mitt eget."} | change)

    assert answer.status_code == 422
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert form["place"].value() == change.get("place", "LL11")
    if "own" not in change:
        assert "Mitt eget." in text_of(answer)


@pytest.mark.parametrize(
    ("fields", "numbers"),
    [
        ({"says": "above", "value": "2\u00a0649,5"}, "2023: 2\u00a0650"),
        ({"says": "unchanged", "tolerance": "1850"}, "2019: 4\u00a0500; 2023: 2\u00a0650"),
        ({"says": "below_place", "other": "LL12"}, "Mellanlän 2023: 3\u00a0100"),
        ({"says": "below_place", "other": "LL"}, "Riket 2023: 6\u00a0750"),
        ({"says": "risen", "indicator": "jobs-by-sex", "group": "women"}, "2023: 2\u00a0100"),
    ],
)
def test_it_binds_each_kind(
    ours: Action, olga: User, as_user: AsUser, fields: dict[str, str], numbers: str
) -> None:
    client = as_user(olga)

    assert numbers in text_of(client.post(address(ours), FELL | fields))
    assert bind(client, address(ours), FELL | fields).status_code == 302
    assert Claim.objects.get().truth == "holds"


def test_it_is_marked_where_it_stands(
    claim: Claim, ours: Action, client: Client, figures: Figures, land: Plan
) -> None:
    page = text_of(client.get(f"/littleland/actions/{ours.number}/"))
    assert "&lt;något&gt;" in client.get(f"/littleland/actions/{ours.number}/").content.decode()
    assert f'data-truth="holds">{SHOWN} <a class="claimed-state" href="#claim-{claim.pk}"' in page
    assert f'id="claim-{claim.pk}"' in page
    assert "<mark>" not in page

    turn(figures, land)

    page = text_of(client.get(f"/littleland/actions/{ours.number}/"))
    assert f"<mark>{SHOWN}</mark>" in page
    assert page.count("Nordlän 2019: 4\u00a0500; 2023: 5\u00a0200 (jobb).") == 2
    assert "Nordlän 2019: 4\u00a0500; 2023: 2\u00a0650 (jobb)." in page


def test_it_goes_away_when_it_holds_again(
    claim: Claim, ours: Action, client: Client, figures: Figures, land: Plan
) -> None:
    turn(figures, land)
    turn(figures, land, RISEN.replace("5200", "2600"))

    page = text_of(client.get(f"/littleland/actions/{ours.number}/"))
    assert "<mark>" not in page
    assert 'data-truth="holds"' in page


def test_it_is_marked_in_reports_and_for_english_readers(
    ours: Action, olga: User, as_user: AsUser, client: Client
) -> None:
    ProgressReport.objects.create(
        action=ours, at=timezone.now(), signal="late", text=f"Trögt. {SENTENCE}", by="user:1"
    )
    bind(as_user(olga), address(ours), FELL | {"sentence": SENTENCE})

    page = text_of(client.get(f"/en/littleland/actions/{ours.number}/"))

    assert 'lang="sv"' in page
    assert f'class="claimed" data-truth="holds">{SENTENCE}' in page
    assert "Jobs, North County: has fallen since 2019." in page


def test_it_stands_on_the_page_of_a_challenge(land: Plan, client: Client, figures: Figures) -> None:
    page = text_of(client.get("/littleland/challenges/C1/"))
    assert f'class="claimed" data-truth="holds">{SENTENCE}' in page

    figures(RISEN)

    page = text_of(client.get("/littleland/challenges/C1/"))
    assert f"<mark>{SENTENCE}</mark>" in page
    english = text_of(client.get("/en/littleland/challenges/C1/"))
    assert "North County 2019: 4,500; 2023: 5,200 (jobs)." in english


def test_it_is_told_after_signing_in(
    claim: Claim, olga: User, cleo: User, as_user: AsUser, figures: Figures, land: Plan
) -> None:
    assert 'id="my-claims"' not in text_of(as_user(olga).get("/"))
    turn(figures, land)

    told = text_of(as_user(olga).get("/"))

    assert 'id="my-claims"' in told
    assert f'href="/littleland/claims/{claim.pk}/"' in told
    assert 'id="my-claims"' not in text_of(as_user(cleo).get("/"))
    assert 'id="my-claims"' not in text_of(Client().get("/"))


def test_it_lists_every_claim_with_its_state(
    claim: Claim, astrid: User, as_user: AsUser, figures: Figures, land: Plan
) -> None:
    client = as_user(astrid)
    assert len(client.get("/littleland/claims/").context["rows"]) == 2
    assert client.get("/littleland/claims/?state=outdated").context["rows"] == []

    turn(figures, land)

    rows = client.get("/littleland/claims/?state=outdated").context["rows"]
    assert [row[0].subject for row in rows] == ["challenge:C1", claim.subject]


def test_it_does_not_list_what_the_reader_may_not_see(
    claim: Claim, ours: Action, person: Callable[..., User], as_user: AsUser
) -> None:
    Action.objects.filter(pk=ours.pk).update(visible=False)
    client = as_user(person("Anna", "analyst"))

    assert claim.sentence not in text_of(client.get("/littleland/claims/"))
    assert client.get(f"/littleland/claims/{claim.pk}/").status_code == 404


def test_it_is_worded_anew(
    claim: Claim, olga: User, as_user: AsUser, figures: Figures, land: Plan
) -> None:
    turn(figures, land)
    client, url = as_user(olga), f"/littleland/claims/{claim.pk}/renew/"
    form = client.get(url).context["form"]
    assert (form["says"].value(), form["sentence"].value()) == ("fallen", ONE_LINE)

    answer = bind(client, url, FELL | {"says": "risen", "sentence": "own", "own": "Jobben ökar."})

    assert answer.status_code == 302
    new = Claim.objects.alive().get()
    assert (new.sentence, new.renews_id, new.truth) == ("Jobben ökar.", claim.pk, "holds")
    # The link in an old mail leads to the new wording.
    assert client.get(f"/littleland/claims/{claim.pk}/")["Location"].endswith(f"#claim-{new.pk}")
    assert client.get(url).status_code == 302


def test_it_is_withdrawn(
    claim: Claim, ours: Action, olga: User, as_user: AsUser, client: Client
) -> None:
    url = f"/littleland/claims/{claim.pk}/withdraw/"
    assert claim.sentence in text_of(as_user(olga).get(url))

    assert as_user(olga).post(url).status_code == 302

    assert not Claim.objects.alive().exists()
    assert "claimed" not in text_of(client.get(f"/littleland/actions/{ours.number}/"))
    assert as_user(olga).post(url).status_code == 302


def test_it_comes_from_an_indicator_with_the_indicator_chosen(
    ours: Action, olga: User, astrid: User, as_user: AsUser
) -> None:
    url = f"/littleland/claims/new/?indicator=jobs&action={ours.number}"
    answer = as_user(olga).get(url)
    assert answer["Location"] == f"{address(ours)}?indicator=jobs"
    assert as_user(olga).get(answer["Location"]).context["form"]["indicator"].value() == "jobs"

    asked = as_user(astrid).get("/littleland/claims/new/?indicator=jobs")
    assert 'value="challenge:C1"' in text_of(asked)
    assert "999" in text_of(as_user(olga).get("/littleland/claims/new/?action=999"))
    assert as_user(olga).get("/littleland/claims/bind/action:999/").status_code == 404
    assert as_user(olga).get("/littleland/claims/bind/nothing/").status_code == 404


def test_it_keeps_what_was_typed_when_the_session_has_ended(
    ours: Action, olga: User, as_user: AsUser
) -> None:
    client = as_user(olga)
    client.logout()
    sent = client.post(address(ours), FELL | {"sentence": "own", "own": "Skrivet i natt."})
    assert "/login/" in sent["Location"]

    client.force_login(olga)
    assert get_user(client) == olga
    assert "Skrivet i natt." in text_of(client.get(address(ours)))


def test_it_takes_the_right_to_write_the_text(
    ours: Action, bo: User, nils: User, mia: User, person: Callable[..., User], as_user: AsUser
) -> None:
    """Owners bind in their own actions, secretaries in their annex, analysts in challenges."""
    other = person("Otto", "owner", actor="sawmill")
    anna = person("Anna", "analyst")
    asked = {
        (who.name, subject): as_user(who).get(f"/littleland/claims/bind/{subject}/").status_code
        for who in (bo, other, anna, mia)
        for subject in (f"action:{ours.number}", "challenge:C1", "annex:north")
    }
    assert {pair for pair, status in asked.items() if status == 200} == {("Anna", "challenge:C1")}


def test_it_costs_one_query_on_a_page(
    claim: Claim, ours: Action, client: Client, django_assert_num_queries: Any, land: Plan
) -> None:
    action = land.actions.get(pk=ours.pk)
    with django_assert_num_queries(1):
        assert len(claims_of_action(land, action, AnonymousUser()).every) == 1


def test_it_says_in_a_version_what_has_since_become_outdated(
    action: Action, astrid: User, as_user: AsUser, client: Client, figures: Figures
) -> None:
    """The frozen text is what it was, and so is its hash."""
    Action.objects.filter(pk=action.pk).update(summary=f"Vi ser detta. {ONE_LINE}")
    move(action, State.READY, by=astrid)
    version = freeze(action.plan, by=astrid, note="Den första.")
    bind(as_user(astrid), f"/practice/claims/bind/action:{action.number}/", FELL)
    url = f"/practice/versions/{version.number}/actions/{action.number}/"
    assert 'id="outdated"' not in text_of(client.get(url))

    turn(figures, action.plan)

    page = text_of(client.get(url))
    assert 'id="outdated"' in page
    assert f"<p>Vi ser detta. {ONE_LINE}</p>" in page
    assert Version.objects.get(pk=version.pk).hash == version.hash
