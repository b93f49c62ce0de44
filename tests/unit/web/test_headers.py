"""What every answer tells the browser: no scripts but ours, no frames, no guessing, no leaking."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from kraftsamling.plan.models import Plan

PAGES = ("start", "rights", "audit", "account_login", "account_signup", "account_reset_password")
POLICY = {
    "default-src": "'self'",
    "img-src": "'self' data:",
    "frame-ancestors": "'none'",
    "form-action": "'self'",
    "base-uri": "'self'",
    "object-src": "'none'",
}


@pytest.mark.parametrize("page", PAGES)
def test_it_sends_a_strict_policy(client: Client, land: Plan, page: str) -> None:
    answer = client.get(reverse(page))
    policy = dict(
        part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";")
    )

    assert answer.status_code == 200
    assert policy == POLICY
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("page", PAGES)
def test_it_keeps_to_its_own_policy(client: Client, land: Plan, page: str) -> None:
    html = client.get(reverse(page)).content.decode()

    assert not re.search(r"<style|\sstyle=|\son[a-z]+=\"", html)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", html))
    assert not re.findall(r'<(?:script|link|img|iframe)[^>]*(?:src|href)="https?:', html)


def test_it_hides_cookies_from_scripts_and_strangers(client: Client, land: Plan) -> None:
    client.post("/account/login/", {"login": "x@littleland.example", "password": "y" * 12})
    page = client.get("/account/login/")
    cookies = {**client.cookies, **page.cookies}

    assert cookies["csrftoken"]["samesite"] == "Lax"
    for name, cookie in cookies.items():
        if name == "sessionid":
            assert cookie["httponly"]
            assert cookie["samesite"] == "Lax"
