"""Settings that would put people at risk are told with a hint, and nothing is served."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core import checks
from pytest_django import Settings

from kraftsamling.cli.checking import Misconfigured, refuse_misconfigured
from kraftsamling.config.providers import origins

PUBLIC = {"ALLOWED_HOSTS": ["plan.example.se"], "HTTPS": True, "EXAMPLE_SIGNINS": False}
OIDC = {
    "provider_id": "region",
    "client_id": "c",
    "secret": "s",
    "settings": {"server_url": "https://login.region.example/realms/a"},
}
SAML = {
    "client_id": "region",
    "settings": {
        "idp": {"entity_id": "e", "sso_url": "https://idp.region.example/sso", "x509cert": "x"}
    },
}


def found(settings: Settings, **given: Any) -> list[str]:
    for name, value in given.items():
        setattr(settings, name, value)
    messages = [m for m in checks.run_checks() if str(m.id).startswith("kraftsamling.")]
    assert all(message.hint for message in messages), "every fault says how to mend it"
    return sorted(str(message.id) for message in messages)


def test_it_is_content_with_a_private_machine(settings: Settings) -> None:
    assert found(settings, DEBUG=True) == []


def test_it_is_content_with_a_safe_public_site(settings: Settings) -> None:
    assert found(settings, **PUBLIC, OIDC_PROVIDERS=[OIDC], SAML_PROVIDERS=[SAML]) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"DEBUG": True}, "kraftsamling.E001"),
        ({"EXAMPLE_SIGNINS": True}, "kraftsamling.E002"),
        ({"HTTPS": False}, "kraftsamling.E003"),
        ({"SECOND_FACTOR": False}, "kraftsamling.W001"),
        ({"PLAN": "atlantis"}, "kraftsamling.E004"),
        ({"CONTENT_DIR": Path("/nowhere")}, "kraftsamling.E004"),
        ({"OIDC_PROVIDERS": [OIDC | {"secret": ""}]}, "kraftsamling.E005"),
        ({"OIDC_PROVIDERS": [OIDC | {"settings": {}}]}, "kraftsamling.E005"),
        (
            {"OIDC_PROVIDERS": [OIDC | {"settings": {"server_url": "http://a.example"}}]},
            "kraftsamling.W002",
        ),
        ({"SAML_PROVIDERS": [SAML | {"settings": {}}]}, "kraftsamling.E006"),
        ({"SAML_PROVIDERS": [SAML | {"client_id": ""}]}, "kraftsamling.E006"),
    ],
    ids=str,
)
def test_it_finds(settings: Settings, change: dict[str, Any], expected: str) -> None:
    assert found(settings, **PUBLIC | change) == [expected]


def test_it_serves_nothing_while_a_fault_is_left(settings: Settings) -> None:
    settings.ALLOWED_HOSTS = ["plan.example.se"]

    with pytest.raises(Misconfigured) as error:
        refuse_misconfigured()

    assert "EXAMPLE_SIGNINS=off" in str(error.value)
    assert "HTTPS=on" in str(error.value)


def test_it_lets_forms_lead_to_identity_providers() -> None:
    elsewhere = OIDC | {"settings": OIDC["settings"] | {"origins": ["https://sign.region.example"]}}  # type: ignore[operator]

    assert origins([], []) == []
    assert origins([elsewhere], [SAML]) == [
        "https://idp.region.example",
        "https://login.region.example",
        "https://sign.region.example",
    ]
