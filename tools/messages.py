"""Collect every text of pages and code into the Swedish catalogue, keeping what is translated.

English is written in templates and code, Swedish here. A test fails while a text has no Swedish.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "kraftsamling"
CATALOGUE = PACKAGE / "locale" / "sv" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}


def extracted() -> Catalog:
    """Every text found, with where."""
    catalogue = Catalog(locale="sv", project="Kraftsamling", charset="utf-8", fuzzy=False)
    for path, code in _sources():
        _collect(code, str(path.relative_to(PACKAGE)), catalogue)
    return catalogue


def in_template(template: str, place: str) -> list[Message]:
    """The texts of one template, each once."""
    catalogue = Catalog(locale="sv")
    _collect(_template_calls(template, place), place, catalogue)
    return [message for message in catalogue if message.id]


def translated() -> Catalog:
    """The catalogue as it stands."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="sv")


def main() -> None:
    """Update the catalogue; texts no longer used are dropped."""
    found = extracted()
    if CATALOGUE.exists():
        current = translated()
        for message in found:
            before = current.get(message.id, message.context)
            if before and message.id:
                message.string = before.string
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        write_po(file, found, sort_output=True, omit_header=False, width=100, include_lineno=False)
    missing = [m.id for m in found if m.id and not m.string]
    print(f"{len(found)} texts, {len(missing)} without Swedish")
    for text in missing:
        print("  ", text)


def _collect(code: bytes, place: str, catalogue: Catalog) -> None:
    for _, text, comments, context in extract("python", io.BytesIO(code), keywords=KEYWORDS):
        catalogue.add(text, locations=[(place, 1)], auto_comments=comments, context=context)


def _sources() -> Iterator[tuple[Path, bytes]]:
    for path in _files("*.py"):
        if "migrations" not in path.parts:
            yield path, path.read_bytes()
    for path in (*_files("*.html"), *_files("templates/**/*.txt")):
        yield path, _template_calls(path.read_text(encoding="utf-8"), str(path))


def _files(pattern: str) -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob(pattern)) if "node_modules" not in path.parts]


def _template_calls(template: str, place: str) -> bytes:
    """What Django makes of a template, calls of gettext between blotted-out text: only the calls."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    from django.utils.translation.template import templatize

    return "\n".join(_call_lines(templatize(template, origin=place))).encode()


def _call_lines(code: str) -> Iterator[str]:
    start = 0
    for name in ("npgettext(", "ngettext(", "pgettext(", "gettext("):
        start = 0
        while (start := code.find(name, start)) >= 0:
            before = code[start - 1] if start else " "
            end = _closing(code, start + len(name))
            if not before.isalpha():
                yield code[start:end]
            start = end
    start = 0
    while (start := code.find(" _(", start)) >= 0:
        end = _closing(code, start + 3)
        yield code[start + 1 : end]
        start = end


def _closing(code: str, start: int) -> int:
    """Just past the bracket that closes the call whose arguments begin at `start`."""
    depth, quote, position = 1, "", start
    while depth:
        letter = code[position]
        if quote:
            if letter == "\\":
                position += 1
            elif code.startswith(quote, position):
                position += len(quote) - 1
                quote = ""
        elif letter in "'\"":
            quote = letter * 3 if code.startswith(letter * 3, position) else letter
            position += len(quote) - 1
        else:
            depth += {"(": 1, ")": -1}.get(letter, 0)
        position += 1
    return position


if __name__ == "__main__":
    main()
