"""Sources as links a person can tell apart."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from django import template

register = template.Library()


@register.filter
def host(url: str) -> str:
    """The site an address leads to, and the file it ends in where it names one: "github.com, x.csv"."""
    parts = urlsplit(url)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2])
    site = parts.netloc.removeprefix("www.")
    return f"{site}, {last}" if "." in last and len(last) < 40 else site
