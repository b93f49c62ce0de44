"""People and roles: what takes two people, what must not happen, and what the trail tells of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from kraftsamling.accounts import audit
from kraftsamling.accounts.models import Actor, Event, Grant, User
from kraftsamling.accounts.people import (
    NotDone,
    add_person,
    forget,
    give_role,
    invitation_path,
    rename,
    switch_off,
    switch_on,
    take_role,
    take_second_factor,
)
from kraftsamling.accounts.roles import ADMINISTRATOR, OWNER, SECRETARY
from tests.conftest import Person

SECRET = "a-long-enough-password"


@pytest.fixture
def ada(person: Person) -> User:
    """Ada administers."""
    return person("Ada", "administrator")


def last_event() -> Event:
    event = Event.objects.first()
    assert event is not None
    return event


def test_it_adds_a_person_who_chooses_a_password_once(ada: User, client: Client) -> None:
    user = add_person("New.Person@Littleland.example", "Nya", by=ada)
    page = client.get(invitation_path(user), follow=True)
    chosen = client.post(
        page.request["PATH_INFO"], {"password1": SECRET, "password2": SECRET}, follow=True
    )
    user.refresh_from_db()

    assert chosen.status_code == 200
    assert user.check_password(SECRET)
    assert user.email == "new.person@littleland.example"
    assert EmailAddress.objects.get(user=user).verified


def test_it_opens_the_link_only_once(ada: User, client: Client) -> None:
    user = add_person("nya@littleland.example", "Nya", by=ada)
    link = invitation_path(user)
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": SECRET, "password2": SECRET})

    again = Client().get(link, follow=True)
    Client().post(again.request["PATH_INFO"], {"password1": SECRET * 2, "password2": SECRET * 2})

    user.refresh_from_db()
    assert user.check_password(SECRET)


def test_it_does_not_add_somebody_twice(ada: User) -> None:
    with pytest.raises(NotDone, match="ADA@"):
        add_person("ADA@littleland.example", "Ada igen", by=ada)


def test_it_gives_a_role_for_an_actor(ada: User, cleo: User) -> None:
    sawmill = Actor.objects.get(slug="sawmill")
    give_role(cleo, OWNER, by=ada, actor=sawmill)

    assert [grant.actor for grant in cleo.held_grants] == [sawmill]
    assert last_event().after == {"role": "owner", "actor": "sawmill"}


def test_it_does_not_give_the_same_role_twice(ada: User, cleo: User) -> None:
    give_role(cleo, SECRETARY, by=ada, board="north")

    with pytest.raises(NotDone):
        give_role(cleo, SECRETARY, by=ada, board="north")
    assert cleo.grants.count() == 1


def test_it_takes_two_people_to_change_an_administrator(ada: User) -> None:
    with pytest.raises(NotDone):
        give_role(ada, SECRETARY, by=ada, board="north")
    with pytest.raises(NotDone):
        take_role(ada.grants.get(), by=ada)
    for change in (switch_off, switch_on, forget, take_second_factor):
        with pytest.raises(NotDone):
            change(ada, by=ada)
    with pytest.raises(NotDone):
        rename(ada, name="Ada", email="other@littleland.example", by=ada)
    assert not Event.objects.filter(kind="person").exists()


def _take(user: User) -> None:
    take_role(user.grants.get(), by=None)


def _switch_off(user: User) -> None:
    switch_off(user, by=None)


def _forget(user: User) -> None:
    forget(user, by=None)


@pytest.mark.parametrize("change", [_take, _switch_off, _forget])
def test_it_keeps_the_last_administrator(
    ada: User, person: Person, change: Callable[[User], None]
) -> None:
    """An example sign-in or somebody switched off does not count as an administrator."""
    example = person("Exempel", "administrator")
    example.is_example = True
    example.save()
    away = person("Away", "administrator")
    switch_off(away, by=ada)

    with pytest.raises(NotDone):
        change(ada)
    assert Grant.objects.filter(user=ada, role=ADMINISTRATOR.code).exists()
    assert User.objects.get(pk=ada.pk).is_active


def test_it_lets_another_administrator_go(ada: User, person: Person) -> None:
    other = person("Other", "administrator")

    take_role(other.grants.get(), by=ada)

    assert not other.grants.exists()
    assert last_event().before == {"role": "administrator"}


def test_it_ends_the_sessions_of_somebody_switched_off(ada: User, cleo: User) -> None:
    client = Client()
    client.force_login(cleo)
    switch_off(cleo, by=ada)

    assert not client.get("/").wsgi_request.user.is_authenticated

    switch_on(cleo, by=ada)
    assert client.get("/").wsgi_request.user.is_authenticated


def test_it_forgets_a_person_and_the_chain_still_holds(ada: User, olga: User) -> None:
    Authenticator.objects.create(user=olga, type="totp", data={"secret": "x"})
    EmailAddress.objects.create(user=olga, email=olga.email, verified=True)
    client = Client()
    client.force_login(olga)

    forget(olga, by=ada)

    olga = User.objects.get(pk=olga.pk)
    assert olga.forgotten
    assert "olga" not in f"{olga.email} {olga.name}".lower()
    assert not olga.grants.exists()
    assert not Authenticator.objects.filter(user=olga).exists()
    assert not EmailAddress.objects.filter(user=olga).exists()
    assert not client.get("/").wsgi_request.user.is_authenticated
    assert audit.verify().unbroken
    with pytest.raises(NotDone):
        switch_on(olga, by=ada)


def test_it_never_writes_a_name_or_an_address_in_the_trail(ada: User) -> None:
    user = add_person("hemlig@littleland.example", "Hemlig Person", by=ada)
    rename(user, name="Annan Person", email="annan@littleland.example", by=ada)
    give_role(user, SECRETARY, by=ada, board="north")
    forget(user, by=ada)

    events = list(Event.objects.filter(kind="person"))
    told = " ".join(str(event.content()) for event in events).lower()
    assert len(events) == 5
    assert "person'" in told
    for personal in ("hemlig", "annan", "@"):
        assert personal not in told
