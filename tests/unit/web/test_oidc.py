"""Sign-in through an organisation's OpenID Connect provider, against one of our own."""

from __future__ import annotations

from collections.abc import Iterator
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from kraftsamling.accounts.models import Event, User
from tests.unit.web.identity_provider import CLIENT, CLIENT_SECRET, OpenIdConnect, serving

LOGIN = "/account/oidc/region/login/"


@pytest.fixture
def provider(settings: Settings) -> Iterator[OpenIdConnect]:
    """The region's provider, which knows Cleo, switched on by settings."""
    cache.clear()
    claims = {"sub": "cleo-1", "email": "cleo@littleland.example", "email_verified": True}
    with serving(OpenIdConnect(claims)) as server:
        app = {
            "provider_id": "region",
            "name": "Region Nord",
            "client_id": CLIENT,
            "secret": CLIENT_SECRET,
            "settings": {"server_url": server.address},
        }
        settings.SOCIALACCOUNT_PROVIDERS = settings.SOCIALACCOUNT_PROVIDERS | {
            "openid_connect": settings.SOCIALACCOUNT_PROVIDERS["openid_connect"] | {"APPS": [app]}
        }
        yield server


def sign_in(client: Client, provider: OpenIdConnect) -> Any:
    """As a browser goes: to the provider, and back with a code."""
    there = urlsplit(client.post(LOGIN)["Location"])
    assert there.netloc == urlsplit(provider.address).netloc
    connection = HTTPConnection(there.netloc, timeout=5)
    connection.request("GET", f"{there.path}?{there.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    return client.get(f"{back.path}?{back.query}", follow=True)


def signed_in(client: Client) -> User | None:
    user = client.get("/rights/").wsgi_request.user
    return user if isinstance(user, User) else None


def test_it_is_offered_where_it_is_configured(
    provider: OpenIdConnect, client: Client, land: object
) -> None:
    page = client.get("/account/login/").content.decode()

    assert "Region Nord" in page
    assert LOGIN in page


def test_it_lets_in_a_person_whose_address_is_verified(
    provider: OpenIdConnect, cleo: User, client: Client
) -> None:
    sign_in(client, provider)

    assert signed_in(client) == cleo
    assert provider.faults == []
    assert SocialAccount.objects.get(user=cleo).uid == "cleo-1"


def test_it_knows_the_person_again_under_a_new_address(provider: OpenIdConnect, cleo: User) -> None:
    sign_in(Client(), provider)
    provider.claims |= {"email": "cleo.gift@littleland.example"}
    again = Client()

    sign_in(again, provider)

    assert signed_in(again) == cleo


@pytest.mark.parametrize("verified", [False, None, "false", "true", 1])
def test_it_does_not_trust_an_address_nobody_verified(
    provider: OpenIdConnect, cleo: User, client: Client, verified: Any
) -> None:
    provider.claims["email_verified"] = verified
    if verified is None:
        del provider.claims["email_verified"]

    page = sign_in(client, provider)

    assert signed_in(client) is None
    assert "cleo@littleland.example" in page.content.decode()
    assert not SocialAccount.objects.exists()


def test_it_turns_away_somebody_unknown_and_says_whom_to_ask(
    provider: OpenIdConnect, client: Client, land: object, settings: Settings
) -> None:
    settings.CONTACT_EMAIL = "fraga@littleland.example"
    provider.claims |= {"sub": "zed", "email": "zed@littleland.example"}
    people = User.objects.count()

    page = sign_in(client, provider).content.decode()

    assert signed_in(client) is None
    assert User.objects.count() == people
    assert "zed@littleland.example" in page
    assert "fraga@littleland.example" in page


def test_it_never_opens_an_example_sign_in(
    provider: OpenIdConnect, cleo: User, client: Client
) -> None:
    User.objects.filter(pk=cleo.pk).update(is_example=True)

    sign_in(client, provider)

    assert signed_in(client) is None


def test_it_does_not_let_in_somebody_switched_off(
    provider: OpenIdConnect, cleo: User, client: Client
) -> None:
    User.objects.filter(pk=cleo.pk).update(is_active=False)

    sign_in(client, provider)

    assert signed_in(client) is None


@pytest.mark.parametrize("fault", ["audience", "issuer", "state", "code"])
def test_it_refuses_a_token_meant_for_somebody_else(
    provider: OpenIdConnect, cleo: User, client: Client, fault: str
) -> None:
    match fault:
        case "audience":
            provider.audience = "another-service"
            sign_in(client, provider)
        case "issuer":
            provider.wrong_issuer = True
            sign_in(client, provider)
        case "state":
            client.post(LOGIN)
            client.get(f"{LOGIN}callback/?code=x&state=made-up", follow=True)
        case "code":
            state = urlsplit(client.post(LOGIN)["Location"]).query.split("state=")[1].split("&")[0]
            client.get(f"{LOGIN}callback/?code=made-up&state={state}", follow=True)

    assert signed_in(client) is None


def test_it_refuses_a_token_signed_with_another_key(
    provider: OpenIdConnect, cleo: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = provider.keys()
    monkeypatch.setattr(provider, "key", rsa.generate_private_key(65537, 2048))
    monkeypatch.setattr(provider, "keys", lambda: published)

    sign_in(client, provider)

    assert signed_in(client) is None


def test_it_refuses_user_info_about_somebody_else(
    provider: OpenIdConnect, cleo: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = provider.token
    monkeypatch.setattr(
        provider, "token", lambda form: _about(provider, "somebody-else", honest, form)
    )

    sign_in(client, provider)

    assert signed_in(client) is None


def _about(provider: OpenIdConnect, sub: str, honest: Any, form: dict[str, str]) -> Any:
    """An honestly signed token, but about another person than the user info."""
    claims, provider.claims = provider.claims, provider.claims | {"sub": sub}
    token = honest(form)
    provider.claims = claims
    return token


def test_it_tells_the_trail_that_a_sign_in_was_connected(
    provider: OpenIdConnect, cleo: User, client: Client
) -> None:
    sign_in(client, provider)

    events = Event.objects.filter(kind="person", key=str(cleo.pk))
    assert [(event.verb, event.after) for event in events] == [("sign-in connected", {})]
