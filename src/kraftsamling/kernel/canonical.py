"""One text for one content, so that anybody can recompute its hash.

Strings are put in Unicode NFC with plain line feeds, then the whole is written as canonical JSON
(RFC 8785) and hashed with SHA-256 over its UTF-8 bytes.
"""

from __future__ import annotations

import hashlib
import json
import unicodedata
from typing import Any

import rfc8785

from kraftsamling.kernel.errors import NotCanonical

JSON_TYPES = "text, whole numbers, decimals, true/false, nothing, lists and named fields"
LARGEST_EXACT = 2**53 - 1


def normalised(value: Any) -> Any:
    """The same value with every string (keys too) in Unicode NFC and line ends as a line feed.

    Dates are the caller's to write as text. Raises `NotCanonical` for any other type, and where two
    keys become the same key.
    """
    match value:
        case str():
            return _normalised_text(value)
        case bool() | int() | float() | None:
            return value
        case list() | tuple():
            return [normalised(item) for item in value]
        case dict():
            fields = {_key(key): normalised(item) for key, item in value.items()}
            if len(fields) != len(value):
                raise NotCanonical(
                    "Two fields have names that differ only in how their letters are encoded. "
                    "Rename one of them."
                )
            return fields
    raise NotCanonical(f"A {type(value).__name__} cannot be hashed. Use {JSON_TYPES}.")


def canonical_json(value: Any) -> str:
    """RFC 8785 text of `value`, strings taken as they are.

    Keys sorted by UTF-16 code units, no spaces, shortest number form. Raises `NotCanonical` for NaN,
    infinities, whole numbers beyond 2^53 - 1, lone surrogates and other types than JSON has.
    """
    if _is_plain(value):
        # The C encoder writes the very same text when keys are ASCII and there are no decimals;
        # a witness test holds the two together. It is what lets 10,000 actions freeze in seconds.
        return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return rfc8785.dumps(value).decode()
    except (rfc8785.CanonicalizationError, UnicodeError) as error:
        raise NotCanonical(f"This content has no canonical form: {error}.") from error


def content_hash(value: Any) -> str:
    """SHA-256 (64 hexadecimal digits) of the canonical JSON of `value` with its text normalised."""
    return text_hash(canonical_json(normalised(value)))


def text_hash(text: str) -> str:
    """SHA-256 (64 hexadecimal digits) of the UTF-8 bytes of `text`."""
    return hashlib.sha256(text.encode()).hexdigest()


def _normalised_text(text: str) -> str:
    if text.isascii():
        return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def _key(key: Any) -> str:
    if isinstance(key, str):
        return _normalised_text(key)
    raise NotCanonical(f"{key!r} names a field, so it must be text.")


def _is_plain(value: Any) -> bool:
    # Written for speed: it visits every value of every action that is frozen.
    kind = type(value)
    if kind is str:
        return value.isascii() or _encodable(value)
    if kind is dict:
        for key, item in value.items():
            if type(key) is not str or not key.isascii() or not _is_plain(item):
                return False
        return True
    if kind is list:
        for item in value:  # noqa: SIM110
            if not _is_plain(item):
                return False
        return True
    if kind is int:
        return bool(-LARGEST_EXACT <= value <= LARGEST_EXACT)
    return value is None or kind is bool


def _encodable(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
