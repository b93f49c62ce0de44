"""The user guide as pages: every role in both languages, and the words that stand on the site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client

from kraftsamling.plan.models import Plan
from kraftsamling.web.guide import PAGES, source

LANGUAGES = ("sv", "en")
EVERY = [(role, language) for role in PAGES for language in LANGUAGES]
LONGEST = 120


def address(role: str, language: str) -> str:
    return ("/en" if language == "en" else "") + "/guide/" + (f"{role}/" if role else "")


@pytest.mark.parametrize(("role", "language"), EVERY)
def test_it_is_a_page_that_leads_on(land: Plan, client: Client, role: str, language: str) -> None:
    html = client.get(address(role, language)).content.decode()
    main = html.partition("<main")[2].partition("</main>")[0]

    assert main.count("<h1") == 1
    assert f'lang="{language}"' in html
    assert main.count("<table") == main.count('class="table-wrap"')
    for link in re.findall(r'href="(/[^"]*)"', main):
        assert client.get(link).status_code == 200, link
    assert ".md" not in main


@pytest.mark.parametrize(("role", "language"), EVERY)
def test_it_calls_things_what_the_site_calls_them(role: str, language: str) -> None:
    """What is bold in the guide stands on the site, letter by letter."""
    catalogue = settings.PACKAGE / "locale" / "sv" / "LC_MESSAGES" / "django.po"
    with catalogue.open("rb") as file:
        messages = [message for message in read_po(file, locale="sv") if message.id]
    texts: set[str] = set()
    for message in messages:
        said = message.id if language == "en" else message.string
        texts.update([said] if isinstance(said, str) else said or ())
    text = source(role, language).read_text(encoding="utf-8")

    missing = [words for words in re.findall(r"\*\*([^*]+)\*\*", text) if words not in texts]

    assert not missing, missing
    assert len(text.splitlines()) <= LONGEST


def test_it_has_every_page_in_both_languages() -> None:
    for language in LANGUAGES:
        folder: Path = source("", language).parent
        assert {path.stem for path in folder.glob("*.md")} == {
            files[language] for files in PAGES.values()
        }


def test_it_is_found_from_every_page_and_refuses_what_is_not_there(
    land: Plan, client: Client
) -> None:
    assert 'href="/guide/"' in client.get("/").content.decode()
    assert client.get("/guide/king/").status_code == 404
