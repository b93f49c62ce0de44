"""Sources as links a person can tell apart."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from django import template
from django.conf import settings
from django.urls import translate_url
from django.utils.translation import get_language, override

register = template.Library()


@register.filter
def host(url: str) -> str:
    """The site an address leads to, and the file it ends in where it names one: "github.com, x.csv"."""
    parts = urlsplit(url)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2])
    site = parts.netloc.removeprefix("www.")
    return f"{site}, {last}" if "." in last and len(last) < 40 else site


@register.filter
def here(url: str) -> str:
    """An address of our own in the reader's language; others as they are."""
    if not url.startswith("/"):
        return url
    reader = get_language() or settings.LANGUAGE_CODE
    # What is kept is in the site's own language, so it is read in that one.
    with override(settings.LANGUAGE_CODE):
        return translate_url(url, reader)
