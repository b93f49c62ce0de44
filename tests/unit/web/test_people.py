"""The pages where administrators let people in and let them go."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from kraftsamling.accounts.models import Actor, Grant, User
from tests.conftest import Person

AsUser = Callable[[User], Client]


@pytest.fixture
def ada(person: Person) -> User:
    """Ada administers, with a second factor."""
    user = person("Ada", "administrator")
    Authenticator.objects.create(user=user, type="totp", data={"secret": "x"})
    return user


@pytest.fixture
def admin(ada: User, as_user: AsUser) -> Client:
    return as_user(ada)


def test_it_asks_an_administrator_for_a_second_factor(person: Person, as_user: AsUser) -> None:
    page = as_user(person("Ada", "administrator")).get("/people/")

    assert page.status_code == 403


def test_it_finds_people_by_name_or_address(admin: Client, olga: User, bo: User) -> None:
    for text in ("olg", "OLGA@"):
        page = admin.get("/people/", {"q": text}).content.decode()
        assert olga.email in page
        assert bo.email not in page


def test_it_adds_a_person_and_sends_a_link(admin: Client) -> None:
    sawmill = Actor.objects.get(slug="sawmill")
    page = admin.post(
        "/people/add/",
        {
            "name": "Ny",
            "email": "ny@littleland.example",
            "role": "owner",
            "actor": sawmill.pk,
            "board": "north",
        },
        follow=True,
    )
    user = User.objects.get(email="ny@littleland.example")
    (message,) = mail.outbox

    assert [(g.role, g.actor, g.board) for g in user.held_grants] == [("owner", sawmill, "")]
    assert message.to == ["ny@littleland.example"]
    link = next(word for word in str(message.body).split() if word.startswith("http"))
    assert link in page.content.decode(), "an administrator without mail can hand it over"
    again = admin.get(f"/people/{user.pk}/").content.decode()
    assert link not in again, "it is shown once"


def test_it_does_not_show_the_link_of_somebody_who_has_a_password(
    admin: Client, olga: User
) -> None:
    olga.set_password("korrekt-hast-batteri")
    olga.save()

    page = admin.post(f"/people/{olga.pk}/link/", follow=True).content.decode()

    assert len(mail.outbox) == 1
    assert "/password/reset/key/" not in page


def test_it_says_that_no_mail_was_sent_and_shows_the_link(
    admin: Client, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "tests.unit.web.test_signin.MailServerDown"

    page = admin.post(
        "/people/add/", {"name": "Ny", "email": "ny@littleland.example"}, follow=True
    ).content.decode()

    assert "/password/reset/key/" in page
    assert 'data-color="warning"' in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"email": "nej"}, "email"),
        ({"email": "ada@littleland.example"}, "email"),
        ({"role": "owner"}, "actor"),
        ({"role": "secretary"}, "board"),
        ({"role": "queen"}, "role"),
    ],
)
def test_it_says_what_to_mend_and_keeps_what_was_typed(
    admin: Client, change: dict[str, str], field: str
) -> None:
    typed = {"name": "Nya Nyström", "email": "ny@littleland.example", "role": ""} | change
    page = admin.post("/people/add/", typed)
    html = page.content.decode()

    assert page.status_code == 422
    assert f'href="#id_{field}"' in html
    assert not typed["name"] or "Nya Nyström" in html
    assert not User.objects.filter(email="ny@littleland.example").exists()


def test_it_gives_and_takes_a_role(admin: Client, cleo: User) -> None:
    admin.post(f"/people/{cleo.pk}/roles/", {"role": "secretary", "board": "south"})
    grant = Grant.objects.get(user=cleo)
    assert (grant.role, grant.board) == ("secretary", "south")

    admin.post(f"/people/{cleo.pk}/roles/{grant.pk}/take/")
    assert not Grant.objects.filter(user=cleo).exists()


def test_it_does_not_take_a_role_through_another_persons_page(
    admin: Client, cleo: User, olga: User
) -> None:
    grant = olga.grants.get()

    assert admin.post(f"/people/{cleo.pk}/roles/{grant.pk}/take/").status_code == 404
    assert olga.grants.exists()


def test_it_tells_an_administrator_that_it_takes_two(admin: Client, ada: User) -> None:
    page = admin.post(
        f"/people/{ada.pk}/roles/", {"role": "secretary", "board": "south"}, follow=True
    )

    assert ada.grants.count() == 1
    assert "ds-alert" in page.content.decode()


def test_it_switches_off_and_on_and_forgets(admin: Client, cleo: User) -> None:
    for active in (False, True):
        admin.post(f"/people/{cleo.pk}/switch/")
        assert User.objects.get(pk=cleo.pk).is_active is active

    admin.get(f"/people/{cleo.pk}/forget/")
    assert not User.objects.get(pk=cleo.pk).forgotten

    admin.post(f"/people/{cleo.pk}/forget/")
    assert User.objects.get(pk=cleo.pk).forgotten
    assert cleo.email not in admin.get("/people/").content.decode()


def test_it_corrects_a_name_and_an_address(admin: Client, cleo: User) -> None:
    admin.post(f"/people/{cleo.pk}/edit/", {"name": "Cleo C", "email": "Cleo.C@littleland.example"})

    cleo.refresh_from_db()
    assert (cleo.name, cleo.email) == ("Cleo C", "cleo.c@littleland.example")


def test_it_takes_away_a_lost_second_factor(admin: Client, cleo: User) -> None:
    Authenticator.objects.create(user=cleo, type="totp", data={"secret": "x"})

    admin.post(f"/people/{cleo.pk}/second-factor/")

    assert not Authenticator.objects.filter(user=cleo).exists()


def test_it_writes_by_post_only(admin: Client, cleo: User) -> None:
    for page in ("switch", "roles", "link", "second-factor"):
        assert admin.get(f"/people/{cleo.pk}/{page}/").status_code == 405


def test_it_shows_an_example_administrator_examples_only(
    person: Person, as_user: AsUser, olga: User
) -> None:
    example = person("Exempel", "administrator")
    example.is_example = True
    example.save()
    client = as_user(example)
    page = client.get("/people/").content.decode()

    assert example.email in page
    assert olga.email not in page
    assert client.get(f"/people/{olga.pk}/").status_code == 404
    assert client.post(f"/people/{example.pk}/switch/").status_code == 403


def test_it_lists_no_examples_while_they_are_off(
    admin: Client, person: Person, settings: Settings
) -> None:
    example = person("Exempel", "analyst")
    example.is_example = True
    example.save()
    assert example.email in admin.get("/people/").content.decode()

    settings.EXAMPLE_SIGNINS = False

    assert example.email not in admin.get("/people/").content.decode()
    assert admin.get(f"/people/{example.pk}/").status_code == 404


def test_it_asks_as_much_for_fifty_people_as_for_five(
    admin: Client, person: Person, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        person(f"P{number}", "secretary", board="north")

    with django_assert_max_num_queries(12):
        assert admin.get("/people/").status_code == 200


def test_it_shows_members_to_their_own_and_to_those_who_keep_actors(
    as_user: AsUser, person: Person, bo: User, astrid: User, nils: User
) -> None:
    other = person("Olle", "owner", actor="sawmill")
    address = "/littleland/actors/sawmill/members/"

    for reader in (bo, other, astrid, person("Ada", "administrator")):
        page = as_user(reader).get(address)
        assert page.status_code == 200
        assert bo.email in page.content.decode()
    for stranger in (nils, person("Stranger", "owner", actor="ovning-nord")):
        assert as_user(stranger).get(address).status_code == 403
    assert Client().get(address).status_code in (302, 403)
