"""The user guide: Markdown files, one page per role, as HTML in the dress of the site."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

# The name in the address, and the file's name in each language, in the order they are listed.
PAGES: dict[str, dict[str, str]] = {
    "": {"sv": "README", "en": "README"},
    "visitor": {"sv": "besokare", "en": "visitor"},
    "politician": {"sv": "fortroendevald", "en": "politician"},
    "partner": {"sv": "partner", "en": "partner"},
    "action-owner": {"sv": "atgardsagare", "en": "action-owner"},
    "coordinator": {"sv": "samordnare", "en": "coordinator"},
    "board-secretary": {"sv": "namndsekreterare", "en": "board-secretary"},
    "analyst": {"sv": "analytiker", "en": "analyst"},
    "administrator": {"sv": "administrator", "en": "administrator"},
}
# In an installed package the guide lies inside it; in a checkout among the other documents.
FOLDERS = (settings.PACKAGE / "guide", settings.PACKAGE.parent.parent / "docs" / "guide")
DRESS = {
    "h1": {"class": "ds-heading", "data-size": "xl"},
    "h2": {"class": "ds-heading", "data-size": "md"},
    "a": {"class": "ds-link"},
    "ul": {"class": "ds-list"},
    "ol": {"class": "ds-list"},
    "table": {"class": "ds-table"},
}


@dataclass(frozen=True)
class GuidePage:
    """One page of the guide. `title` is its first heading; `html` holds it too."""

    title: str
    html: SafeString


def guide_page(role: str, language: str) -> GuidePage:
    """The page for `role` ("" is the first page), in `language`."""
    return _page(source(role, language).read_text(encoding="utf-8"), language)


def source(role: str, language: str) -> Path:
    """The file of a page; raises KeyError for a role that has none."""
    folder = next((folder for folder in FOLDERS if folder.is_dir()), FOLDERS[0])
    return folder / language / f"{PAGES[role][language]}.md"


@cache
def _page(text: str, language: str) -> GuidePage:
    # HTML in a file is shown as text: what is in the guide is words.
    reader = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = reader.parse(text)
    heading = ""
    for token in _all(tokens):
        for name, value in DRESS.get(token.tag, {}).items():
            if token.nesting == 1:
                token.attrSet(name, value)
        if token.type == "link_open":
            token.attrSet("href", _address(str(token.attrGet("href")), language))
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if token.type == "heading_open":
            heading = tokens[tokens.index(token) + 1].content
        if token.type == "table_open":
            token.meta["name"] = heading
    reader.add_render_rule("table_open", _table_open)
    reader.add_render_rule("table_close", _table_close)
    html = reader.renderer.render(tokens, reader.options, {})
    return GuidePage(tokens[1].content, mark_safe(html))  # noqa: S308 the files are our own


def _all(tokens: list[Token]) -> list[Token]:
    return [inner for token in tokens for inner in (token, *(token.children or ()))]


def _address(href: str, language: str) -> str:
    """A link from file to file, as one from page to page."""
    name = re.fullmatch(r"([\w-]+)\.md", href)
    if name is None:
        return href
    role = next(role for role, files in PAGES.items() if files[language] == name[1])
    return reverse("guide_role", args=(role,)) if role else reverse("guide")


def _table_open(_self: object, tokens: list[Token], index: int, *_rest: object) -> str:
    """Narrow screens scroll the table, not the page; a keyboard reaches it by its name."""
    return format_html(
        '<div class="table-wrap" tabindex="0" role="region" aria-label="{}"><table class="{}">\n',
        tokens[index].meta["name"],
        tokens[index].attrGet("class"),
    )


def _table_close(*_rest: object) -> str:
    return "</table></div>\n"
