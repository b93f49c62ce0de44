"""The frame of every page: language, menu, account, footer, error pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from django.views.defaults import bad_request, permission_denied, server_error

from kraftsamling.accounts.audit import head
from kraftsamling.accounts.models import User
from kraftsamling.plan.models import Plan
from kraftsamling.web.context import in_other_language, menu

PAGES = (
    *("/", "/littleland/", "/littleland/actions/", "/about/", "/accessibility/", "/nowhere/"),
    *("/account/login/", "/account/password/reset/", "/account/password/reset/done/"),
)


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(("prefix", "language"), [("", "sv"), ("/en", "en")])
def test_it_has_language_one_heading_and_a_way_past_the_menu(
    client: Client, land: Plan, address: str, prefix: str, language: str
) -> None:
    page = text(client.get(prefix + address))
    assert f'<html lang="{language}"' in page
    assert page.count("<h1") == 1
    assert 'class="ds-skip-link" href="#main"' in page
    assert re.search(r"<title>[^<]*\w[^<]* – [^<]+</title>", page)
    assert "style=" not in page


@pytest.mark.parametrize(
    ("language", "here", "there"),
    [
        ("sv", "/", "/en/"),
        ("en", "/en/", "/"),
        ("sv", "/littleland/actions/?state=draft&page=2", "/en/littleland/actions/?state=draft&page=2"),
        ("en", "/en/littleland/actions/7/", "/littleland/actions/7/"),
        ("en", "/en/nowhere/", "/nowhere/"),
    ],
)  # fmt: skip
def test_it_keeps_the_page_when_the_language_is_switched(
    rf: RequestFactory, language: str, here: str, there: str
) -> None:
    with translation.override(language):
        assert in_other_language(rf.get(here)) == there


def test_it_links_to_the_other_language_in_that_language(client: Client, land: Plan) -> None:
    assert '<a lang="en" hreflang="en" href="/en/littleland/actions/">English</a>' in text(
        client.get("/littleland/actions/")
    )
    assert '<a lang="sv" hreflang="sv" href="/littleland/actions/">Svenska</a>' in text(
        client.get("/en/littleland/actions/")
    )


def test_it_marks_the_current_page_in_the_menu(client: Client, land: Plan) -> None:
    page = text(client.get("/littleland/actions/"))
    assert 'href="/littleland/actions/" aria-current="page"' in page
    action = land.actions.get(key="old-lab")
    below = text(client.get(f"/littleland/actions/{action.number}/"))
    assert 'href="/littleland/actions/" aria-current="true"' in below
    assert "aria-current" not in text(client.get("/about/"))


def test_it_links_only_to_pages_that_exist(client: Client, land: Plan) -> None:
    for item in menu(land, "/"):
        assert client.get(item.url).status_code == 200


def test_it_stays_in_the_practice_plan(client: Client, practice: Plan) -> None:
    page = text(client.get(f"/{practice.slug}/actions/"))
    assert f'href="/{practice.slug}/actions/"' in page
    assert 'href="/littleland/actions/"' not in page
    assert '<meta name="robots" content="noindex">' in page


def test_it_offers_sign_in_or_sign_out(
    client: Client, land: Plan, astrid: User, as_user: Callable[[User], Client]
) -> None:
    assert "Logga in" in text(client.get("/about/"))
    signed_in = text(as_user(astrid).get("/about/"))
    assert "Astrid" in signed_in
    assert "Logga ut" in signed_in


def test_it_shows_the_head_of_the_audit_trail(client: Client, land: Plan) -> None:
    assert head() in text(client.get("/about/"))
    assert head()[:16] in text(client.get("/accessibility/"))


def refused(rf: RequestFactory, user: Any) -> HttpResponse:
    request = rf.get("/littleland/actions/1/")
    request.user = user
    with translation.override("sv"):
        return permission_denied(request, PermissionDenied("Only the moon may do this."))


def test_it_gives_the_reason_when_it_refuses(rf: RequestFactory, land: Plan, cleo: User) -> None:
    response = refused(rf, cleo)
    assert response.status_code == 403
    assert "Only the moon may do this." in text(response)
    assert "Cleo" in text(response)


def test_it_asks_a_visitor_it_refuses_to_sign_in(
    client: Client, rf: RequestFactory, land: Plan
) -> None:
    assert "next=/littleland/actions/1/" in text(refused(rf, AnonymousUser()))


def test_it_tells_a_person_when_a_request_is_broken(rf: RequestFactory, land: Plan) -> None:
    with translation.override("sv"):
        response = bad_request(rf.get("/"), SuspiciousOperation())
    assert response.status_code == 400
    assert "Gå tillbaka, ladda om sidan" in text(response)


def test_it_speaks_to_a_person_even_without_a_database(rf: RequestFactory) -> None:
    """No `db` here: touching the database would fail this test, as it would fail the page."""
    with translation.override("sv"):
        response = server_error(rf.get("/"))
    assert response.status_code == 500
    assert "Felet är vårt, inte ditt." in text(response)


def test_it_tells_where_to_write_and_who_supervises(
    client: Client, land: Plan, settings: Any
) -> None:
    settings.CONTACT_EMAIL = "plan@littleland.example"
    settings.OPERATOR = "Region Nord"
    page = text(client.get("/accessibility/"))
    assert "mailto:plan@littleland.example" in page
    assert "Digg" in page
    assert "Region Nord ansvarar" in page


def test_it_keeps_robots_from_accounts_and_practice(client: Client, practice: Plan) -> None:
    response = client.get("/robots.txt")
    assert response["Content-Type"].startswith("text/plain")
    assert f"Disallow: /{practice.slug}/" in text(response)


def test_it_dresses_form_errors(client: Client, land: Plan) -> None:
    page = text(client.post("/account/login/", {"login": "", "password": ""}))
    assert 'href="#id_login"' in page
    assert 'id="id_login_error"' in page
    assert 'aria-invalid="true"' in page
    assert "placeholder" not in page


def test_it_says_how_to_send_a_form_again_that_was_open_too_long(land: Plan) -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/en/account/login/", {"login": "a@b.example", "password": "x"})
    assert response.status_code == 403
    assert "load the page anew" in text(response)
