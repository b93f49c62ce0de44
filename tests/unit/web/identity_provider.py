"""Identity providers of our own, for tests: an OpenID Connect server, and a SAML signer."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from jwt.algorithms import RSAAlgorithm
from onelogin.saml2.constants import OneLogin_Saml2_Constants
from onelogin.saml2.utils import OneLogin_Saml2_Utils

CLIENT, CLIENT_SECRET = "kraftsamling", "only-for-tests"


@dataclass
class OpenIdConnect:
    """Discovery, authorization, token, userinfo and keys, for the one person in `claims`."""

    claims: dict[str, Any]
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))
    audience: str = CLIENT
    address: str = ""
    wrong_issuer: bool = False
    asked: dict[str, dict[str, str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorize",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        public = json.loads(RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": "1", "use": "sig", "alg": "RS256"}]}

    def authorize(self, query: dict[str, str]) -> str:
        """The person agrees: back to where they came from, with a code."""
        code = secrets.token_urlsafe()
        self.asked[code] = query
        return f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"

    def token(self, form: dict[str, str]) -> dict[str, Any]:
        """A signed token for a code that fits client, secret and proof (RFC 7636)."""
        asked = self.asked.pop(form.get("code", ""), None)
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).decode().rstrip("=")
        if asked is None or asked.get("code_challenge") != challenge:
            self.faults.append("the code or its proof does not fit")
            return {"error": "invalid_grant"}
        if (form.get("client_id"), form.get("client_secret")) != (CLIENT, CLIENT_SECRET):
            self.faults.append("the client is somebody else")
            return {"error": "invalid_client"}
        now = int(time.time())
        told = self.claims | {
            "iss": "https://somebody.else.example" if self.wrong_issuer else self.address,
            "aud": self.audience,
            "iat": now,
            "exp": now + 60,
        }
        return {
            "access_token": "access",
            "token_type": "Bearer",
            "id_token": jwt.encode(told, self.key, algorithm="RS256", headers={"kid": "1"}),
        }


@contextmanager
def serving(provider: OpenIdConnect) -> Iterator[OpenIdConnect]:
    """The provider on 127.0.0.1, at a port of its own, while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            match parts.path:
                case "/.well-known/openid-configuration":
                    self.answer(provider.discovery())
                case "/keys":
                    self.answer(provider.keys())
                case "/userinfo":
                    self.answer(provider.claims)
                case "/authorize":
                    self.send_response(302)
                    self.send_header("Location", provider.authorize(query))
                    self.end_headers()
                case _:
                    self.send_error(404)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            self.answer(provider.token(form))

        def answer(self, content: dict[str, Any]) -> None:
            body = json.dumps(content).encode()
            self.send_response(400 if "error" in content else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    provider.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


@dataclass
class Saml:
    """A SAML identity provider: a key, its certificate, and signed answers."""

    entity: str = "https://idp.example/metadata"
    sso: str = "https://idp.example/sso"
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(65537, 2048))

    @property
    def key_pem(self) -> str:
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        ).decode()

    @property
    def certificate(self) -> str:
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.example")])
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.key.public_key())
            .serial_number(1)
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .sign(self.key, hashes.SHA256())
        )
        return made.public_bytes(serialization.Encoding.PEM).decode()

    def answer(
        self, *, to: str, audience: str, in_response_to: str, attributes: dict[str, str]
    ) -> str:
        """A signed response that says who the person is, as it is posted (base64)."""
        now = datetime.now(UTC)
        stamp, later = (
            moment.strftime("%Y-%m-%dT%H:%M:%SZ") for moment in (now, now + timedelta(minutes=5))
        )
        told = "".join(
            f'<saml:Attribute Name="{name}"><saml:AttributeValue>{value}</saml:AttributeValue>'
            "</saml:Attribute>"
            for name, value in attributes.items()
        )
        response = (
            '<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" '
            'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" '
            f'ID="r{secrets.token_hex(8)}" Version="2.0" IssueInstant="{stamp}" '
            f'Destination="{to}" InResponseTo="{in_response_to}">'
            f"<saml:Issuer>{self.entity}</saml:Issuer>"
            "<samlp:Status><samlp:StatusCode "
            'Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>'
            f'<saml:Assertion ID="a{secrets.token_hex(8)}" Version="2.0" IssueInstant="{stamp}">'
            f"<saml:Issuer>{self.entity}</saml:Issuer>"
            "<saml:Subject><saml:NameID "
            'Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">person-7</saml:NameID>'
            '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
            f'<saml:SubjectConfirmationData NotOnOrAfter="{later}" Recipient="{to}" '
            f'InResponseTo="{in_response_to}"/></saml:SubjectConfirmation></saml:Subject>'
            f'<saml:Conditions NotBefore="{stamp}" NotOnOrAfter="{later}">'
            f"<saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience>"
            "</saml:AudienceRestriction></saml:Conditions>"
            f'<saml:AuthnStatement AuthnInstant="{stamp}" SessionIndex="s1"><saml:AuthnContext>'
            "<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password"
            "</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement>"
            f"<saml:AttributeStatement>{told}</saml:AttributeStatement>"
            "</saml:Assertion></samlp:Response>"
        )
        signed: str | bytes = OneLogin_Saml2_Utils.add_sign(  # type: ignore[no-untyped-call]
            response,
            self.key_pem,
            self.certificate,
            sign_algorithm=OneLogin_Saml2_Constants.RSA_SHA256,
            digest_algorithm=OneLogin_Saml2_Constants.SHA256,
        )
        return base64.b64encode(signed.encode() if isinstance(signed, str) else signed).decode()
