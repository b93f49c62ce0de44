"""Sign-in through an organisation's SAML provider: metadata, and answers signed with its key."""

from __future__ import annotations

import base64
import zlib
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree.ElementTree import fromstring

import pytest
from django.test import Client
from pytest_django import Settings

from kraftsamling.accounts.models import User
from tests.unit.web.identity_provider import Saml

HOST = "plan.littleland.example"
ACS = f"http://{HOST}/account/saml/region/acs/"
METADATA = f"http://{HOST}/account/saml/region/metadata/"
MAIL = "urn:oid:0.9.2342.19200300.100.1.3"


@pytest.fixture
def provider(settings: Settings) -> Saml:
    """The region's provider, trusted for the addresses of its own domain."""
    settings.ALLOWED_HOSTS = [HOST]
    idp = Saml()
    app = {
        "name": "Region Nord",
        "client_id": "region",
        "settings": {
            "idp": {
                "entity_id": idp.entity,
                "sso_url": idp.sso,
                "x509cert": idp.certificate,
            },
            "verified_email": ["littleland.example"],
        },
    }
    settings.SOCIALACCOUNT_PROVIDERS = settings.SOCIALACCOUNT_PROVIDERS | {"saml": {"APPS": [app]}}
    return idp


@pytest.fixture
def browser() -> Client:
    return Client(headers={"host": HOST})


def asked(browser: Client) -> str:
    """The number of the question our side sends the browser away with."""
    there = urlsplit(browser.post("/account/saml/region/login/")["Location"])
    question = parse_qs(there.query)["SAMLRequest"][0]
    return str(fromstring(zlib.decompress(base64.b64decode(question), -15)).attrib["ID"])


def sign_in(browser: Client, idp: Saml, email: str, **changes: Any) -> Any:
    number = asked(browser)
    given = {
        "to": ACS,
        "audience": METADATA,
        "in_response_to": number,
        "attributes": {MAIL: email},
    }
    answer = idp.answer(**given | changes)
    return browser.post(
        "/account/saml/region/acs/", {"SAMLResponse": answer, "RelayState": ""}, follow=True
    )


def signed_in(browser: Client) -> User | None:
    user = browser.get("/rights/").wsgi_request.user
    return user if isinstance(user, User) else None


def test_it_is_offered_where_it_is_configured(
    provider: Saml, browser: Client, land: object
) -> None:
    page = browser.get("/account/login/").content.decode()

    assert "Region Nord" in page
    assert "/account/saml/region/login/" in page


def test_it_publishes_its_metadata(provider: Saml, browser: Client, db: None) -> None:
    page = browser.get("/account/saml/region/metadata/")
    metadata = fromstring(page.content)

    assert page["Content-Type"] == "text/xml"
    assert metadata.attrib["entityID"] == METADATA
    assert ACS in page.content.decode()


def test_it_has_no_page_for_a_provider_nobody_configured(client: Client, db: None) -> None:
    assert client.get("/account/saml/region/metadata/").status_code == 404


def test_it_lets_in_a_known_person(provider: Saml, cleo: User, browser: Client) -> None:
    sign_in(browser, provider, "cleo@littleland.example")

    assert signed_in(browser) == cleo


def test_it_turns_away_somebody_unknown(provider: Saml, cleo: User, browser: Client) -> None:
    page = sign_in(browser, provider, "zed@littleland.example")

    assert signed_in(browser) is None
    assert "zed@littleland.example" in page.content.decode()


def test_it_does_not_trust_a_provider_for_other_domains(
    provider: Saml, cleo: User, browser: Client
) -> None:
    User.objects.filter(pk=cleo.pk).update(email="cleo@elsewhere.example")

    sign_in(browser, provider, "cleo@elsewhere.example")

    assert signed_in(browser) is None


def test_it_refuses_an_answer_signed_with_another_key(
    provider: Saml, cleo: User, browser: Client
) -> None:
    sign_in(browser, Saml(), "cleo@littleland.example")

    assert signed_in(browser) is None


@pytest.mark.parametrize(
    "change",
    [
        {"to": "http://elsewhere.example/acs/"},
        {"audience": "https://another.example/metadata"},
        {"in_response_to": "ONELOGIN_made_up"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_it_refuses_an_answer_to_another_question(
    provider: Saml, cleo: User, browser: Client, change: dict[str, str]
) -> None:
    sign_in(browser, provider, "cleo@littleland.example", **change)

    assert signed_in(browser) is None
