"""Reading the settings of identity providers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

Providers = Iterable[dict[str, Any]]


def origins(oidc: Providers, saml: Providers) -> list[str]:
    """The scheme and host of every place a browser is sent to in order to sign in.

    Where an OIDC provider's sign-in page is on another host than its `server_url`, its settings say
    so in a list `origins` of their own.
    """
    return sorted({origin for origin in _origins(oidc, saml) if origin})


def _origins(oidc: Providers, saml: Providers) -> Iterator[str]:
    for provider in oidc:
        given = provider.get("settings", {})
        yield _origin(given.get("server_url", ""))
        yield from given.get("origins", ())
    for provider in saml:
        idp = provider.get("settings", {}).get("idp", {})
        yield _origin(idp.get("sso_url", ""))
        yield _origin(idp.get("metadata_url", ""))
        yield from provider.get("settings", {}).get("origins", ())


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
