"""What is wrong with the settings, told before anything is served: message, hint, id."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning as Caution, register

LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]", "::1", "testserver"})


def begin() -> None:
    """Register the checks."""
    register(public_site)
    register(content_folder)
    register(identity_providers)


def public_site(**_: Any) -> list[CheckMessage]:
    """Comforts for one's own machine that must not meet the world."""
    public = [host for host in settings.ALLOWED_HOSTS if host not in LOCAL]
    return list(_public_faults(public)) if public else []


def _public_faults(public: list[str]) -> Iterator[CheckMessage]:
    hosts = ", ".join(public)
    if settings.DEBUG:
        yield Error(
            f"DEBUG is on, and the site answers to {hosts}: faults would show settings and code.",
            hint="Set DEBUG=off.",
            id="kraftsamling.E001",
        )
    if settings.EXAMPLE_SIGNINS:
        yield Error(
            f"EXAMPLE_SIGNINS is on, and the site answers to {hosts}.",
            hint="Set EXAMPLE_SIGNINS=off. The example sign-ins and the practice plan disappear.",
            id="kraftsamling.E002",
        )
    if not settings.HTTPS:
        yield Error(
            f"HTTPS is off, and the site answers to {hosts}: passwords would travel in the open.",
            hint="Put a proxy that speaks HTTPS in front, and set HTTPS=on.",
            id="kraftsamling.E003",
        )
    if not settings.SECOND_FACTOR:
        yield Caution(
            f"SECOND_FACTOR is off, and the site answers to {hosts}: a password alone binds a board.",
            hint="Leave SECOND_FACTOR out, or set SECOND_FACTOR=on.",
            id="kraftsamling.W001",
        )


def content_folder(**_: Any) -> list[CheckMessage]:
    """The plan's content is where the settings say."""
    folder = Path(settings.CONTENT_DIR) / settings.PLAN
    if (folder / "plan.yaml").is_file():
        return []
    return [
        Error(
            f"There is no plan.yaml in {folder}.",
            hint="Set CONTENT_DIR to the folder that holds the content, and PLAN to a folder in it; "
            "or make a new plan with 'kraftsamling init'.",
            id="kraftsamling.E004",
        )
    ]


def identity_providers(**_: Any) -> list[CheckMessage]:
    """What OIDC_PROVIDERS and SAML_PROVIDERS must say before anybody can sign in through them."""
    return [*_oidc_faults(), *_saml_faults()]


def _oidc_faults() -> Iterator[CheckMessage]:
    for app in settings.OIDC_PROVIDERS:
        name = app.get("provider_id", "(without provider_id)")
        server = app.get("settings", {}).get("server_url", "")
        missing = [field for field in ("provider_id", "client_id", "secret") if not app.get(field)]
        missing += [] if server else ["settings.server_url"]
        if missing:
            yield Error(
                f"OIDC_PROVIDERS: {name} lacks {', '.join(missing)}.",
                hint="Take them from whoever runs the identity provider.",
                id="kraftsamling.E005",
            )
        elif not server.startswith("https://"):
            yield Caution(
                f"OIDC_PROVIDERS: {name} is reached without encryption ({server}).",
                hint="Use the provider's https address.",
                id="kraftsamling.W002",
            )


def _saml_faults() -> Iterator[CheckMessage]:
    for app in settings.SAML_PROVIDERS:
        idp = app.get("settings", {}).get("idp", {})
        wanted = ("entity_id",) if idp.get("metadata_url") else ("entity_id", "sso_url", "x509cert")
        missing = [] if app.get("client_id") else ["client_id"]
        missing += [f"settings.idp.{field}" for field in wanted if not idp.get(field)]
        if missing:
            yield Error(
                f"SAML_PROVIDERS: {app.get('client_id', '(without client_id)')} "
                f"lacks {', '.join(missing)}.",
                hint="Take them from the identity provider's metadata.",
                id="kraftsamling.E006",
            )
