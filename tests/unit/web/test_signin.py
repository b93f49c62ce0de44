"""Signing in: password, second factor, limits, forgotten passwords, and signing out."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.test import Client
from pytest_django import Settings

from kraftsamling.accounts.models import Event, User
from kraftsamling.config import settings as site_settings

PASSWORD = "korrekt-hast-batteri"
LOGIN = "/account/login/"


@pytest.fixture(autouse=True)
def fresh_limits() -> Iterator[None]:
    """Attempts counted in one test say nothing about the next."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def signed_up(cleo: User) -> User:
    """Cleo has a password."""
    cleo.set_password(PASSWORD)
    cleo.save()
    return cleo


def sign_in(client: Client, user: User, password: str = PASSWORD) -> Any:
    return client.post(LOGIN, {"login": user.email, "password": password})


def signed_in(client: Client) -> bool:
    return bool(client.get("/").wsgi_request.user.is_authenticated)


def code(secret: str) -> str:
    """What an authenticator app shows now (RFC 6238), with some seconds left to type it."""
    if time.time() % 30 > 25:
        time.sleep(30 - time.time() % 30)
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def enrol(client: Client) -> str:
    """Add an authenticator app as a person would; returns its secret."""
    page = client.get("/account/2fa/totp/activate/", follow=True)
    if page.request["PATH_INFO"].endswith("/reauthenticate/"):
        page = client.post(page.request["PATH_INFO"] + "?" + page.request["QUERY_STRING"], {"password": PASSWORD}, follow=True)  # fmt: skip
    secret: str = client.session["mfa.totp.secret"]
    assert secret in page.content.decode()
    done = client.post("/account/2fa/totp/activate/", {"code": code(secret)})
    assert done.status_code == 302
    return secret


def test_it_signs_in_with_a_password(signed_up: User, client: Client) -> None:
    assert sign_in(client, signed_up).status_code == 302
    assert signed_in(client)


def test_it_refuses_a_wrong_password(signed_up: User, client: Client) -> None:
    sign_in(client, signed_up, "fel-losenord-igen")

    assert not signed_in(client)


def test_it_gives_the_session_a_new_key(signed_up: User, client: Client) -> None:
    """A key planted before sign-in (session fixation) is worth nothing after."""
    session = client.session
    session["planted"] = "yes"
    session.save()
    planted = session.session_key

    sign_in(client, signed_up)

    assert signed_in(client)
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies["sessionid"] = str(planted)
    assert not signed_in(thief)


def test_it_signs_out_by_post_only(signed_up: User, client: Client) -> None:
    sign_in(client, signed_up)

    client.get("/account/logout/")
    assert signed_in(client)

    client.post("/account/logout/")
    assert not signed_in(client)


def test_it_asks_for_the_token_against_forged_forms(signed_up: User) -> None:
    client = Client(enforce_csrf_checks=True)

    assert sign_in(client, signed_up).status_code == 403


def test_it_slows_down_whoever_guesses(signed_up: User, client: Client) -> None:
    for _ in range(5):
        sign_in(client, signed_up, "gissning-fel-fel")

    sign_in(client, signed_up)

    assert not signed_in(client), "the right password is not even tried any more"


def test_it_limits_attempts_from_one_address(signed_up: User, client: Client) -> None:
    answers = [
        client.post(LOGIN, {"login": f"nobody{n}@littleland.example", "password": "x" * 12})
        for n in range(31)
    ]
    assert answers[-1].status_code == 429 or "429" in answers[-1].content.decode()


def test_it_counts_each_reader_behind_a_proxy(signed_up: User, settings: Settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(31):
        Client(headers={"x-forwarded-for": "203.0.113.9"}).post(
            LOGIN, {"login": f"nobody{n}@littleland.example", "password": "x" * 12}
        )
    other = Client(headers={"x-forwarded-for": "203.0.113.10"})

    sign_in(other, signed_up)

    assert signed_in(other)


def test_it_mails_a_link_to_choose_a_new_password(signed_up: User, client: Client) -> None:
    client.post("/account/password/reset/", {"email": signed_up.email})
    (message,) = mail.outbox
    found = re.search(r"https?://testserver(/\S+)", str(message.body))
    assert found is not None

    page = client.get(found[1], follow=True)
    fresh = "ett-helt-nytt-losenord"
    client.post(page.request["PATH_INFO"], {"password1": fresh, "password2": fresh})

    signed_up.refresh_from_db()
    assert signed_up.check_password(fresh)
    event = Event.objects.first()
    assert event is not None
    assert (event.verb, event.kind, event.key) == ("password changed", "person", str(signed_up.pk))
    assert (event.before, event.after) == ({}, {})


def test_it_answers_alike_whether_an_address_is_known(signed_up: User, client: Client) -> None:
    known = client.post("/account/password/reset/", {"email": signed_up.email})
    unknown = client.post("/account/password/reset/", {"email": "vem@littleland.example"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mail.outbox) == 1, "strangers get no mail from us"


@pytest.mark.parametrize("address", ["/account/signup/", "/account/3rdparty/signup/"])
def test_it_has_no_sign_up(client: Client, land: object, address: str) -> None:
    people = User.objects.count()
    page = client.get(address)
    client.post(
        address,
        {"email": "ny@littleland.example", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert page.status_code == 200
    assert User.objects.count() == people
    assert b"password1" not in page.content


def test_it_does_not_let_people_change_their_own_address(signed_up: User, client: Client) -> None:
    client.force_login(signed_up)
    client.post("/account/email/", {"action_add": "", "email": "annan@littleland.example"})

    signed_up.refresh_from_db()
    assert signed_up.email == "cleo@littleland.example"
    assert not signed_up.emailaddress_set.filter(email__startswith="annan").exists()


def test_it_asks_for_the_code_of_an_enrolled_app(signed_up: User, client: Client) -> None:
    sign_in(client, signed_up)
    secret = enrol(client)
    client.post("/account/logout/")

    sign_in(client, signed_up)
    assert not signed_in(client), "the password alone is not enough any more"

    client.post("/account/2fa/authenticate/", {"code": "000000"})
    assert not signed_in(client)

    client.post("/account/2fa/authenticate/", {"code": code(secret)})
    assert signed_in(client)


def test_it_does_not_take_the_same_code_twice(signed_up: User, client: Client) -> None:
    sign_in(client, signed_up)
    secret = enrol(client)
    spent = code(secret)
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, signed_up)
        browser.post("/account/2fa/authenticate/", {"code": spent})

    assert signed_in(first)
    assert not signed_in(second)


def test_it_takes_each_recovery_code_once(signed_up: User, client: Client) -> None:
    sign_in(client, signed_up)
    enrol(client)
    page = client.get("/account/2fa/recovery-codes/").content.decode()
    codes = Authenticator.objects.get(user=signed_up, type="recovery_codes").wrap()
    one: str = codes.get_unused_codes()[0]
    assert one in page
    first, second = Client(), Client()
    for browser in (first, second):
        sign_in(browser, signed_up)
        browser.post("/account/2fa/authenticate/", {"code": one})

    assert signed_in(first)
    assert not signed_in(second)


def test_it_tells_the_trail_of_a_second_factor_and_nothing_more(
    signed_up: User,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """allauth tells once the change is committed; a test never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda tell: tell())
    sign_in(client, signed_up)
    enrol(client)
    client.post("/account/2fa/totp/deactivate/")

    told = [(e.verb, e.key, e.before, e.after) for e in Event.objects.filter(kind="person")]
    key = str(signed_up.pk)
    assert told == [
        ("second factor removed", key, {}, {}),
        ("second factor added", key, {}, {}),
    ]


class MailServerDown(BaseEmailBackend):
    """Nobody answers."""

    def send_messages(self, email_messages: Any) -> int:
        raise ConnectionRefusedError


def test_it_adds_a_second_factor_while_the_mail_server_is_down(
    signed_up: User, client: Client, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.MailServerDown"
    monkeypatch.setattr(transaction, "on_commit", lambda tell: tell())
    sign_in(client, signed_up)

    enrol(client)

    assert Authenticator.objects.filter(user=signed_up, type="totp").exists()


def test_it_writes_mail_to_the_terminal_unless_told_where_to_send_it() -> None:
    assert site_settings.EMAIL_BACKEND == "django.core.mail.backends.console.EmailBackend"


def test_it_shows_no_other_ways_in_unless_configured(client: Client, land: object) -> None:
    page = client.get(LOGIN).content.decode()

    assert "/oidc/" not in page
    assert "/saml/" not in page
