"""A version as a file anybody can keep, and the check that nobody has changed a letter in it.

The check needs neither database nor settings: only the file.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kraftsamling.kernel.canonical import canonical_json, content_hash, text_hash
from kraftsamling.kernel.errors import KraftsamlingError, NotCanonical

if TYPE_CHECKING:
    from kraftsamling.plan.models import Version

FORMAT = "kraftsamling-version-1"
KEYS = ("annex_hashes", "annexes", "core", "core_hash", "format", "hash")


class NotAVersionFile(KraftsamlingError):
    """The file cannot be read as an exported version; the message says what is wrong with it."""


@dataclass(frozen=True)
class Part:
    """One part of the file: the hash it carries, and the hash of what it says."""

    name: str
    stated: str
    computed: str

    @property
    def holds(self) -> bool:
        return self.stated == self.computed


@dataclass(frozen=True)
class Check:
    """What checking a file found: every part, the whole last."""

    parts: tuple[Part, ...]

    @property
    def holds(self) -> bool:
        return all(part.holds for part in self.parts)

    @property
    def broken(self) -> tuple[str, ...]:
        return tuple(part.name for part in self.parts if not part.holds)

    @property
    def hash(self) -> str:
        """The hash of the whole, recomputed from what the file says."""
        return self.parts[-1].computed


def export(version: Version) -> bytes:
    """`version` as canonical JSON: format, core, annexes by board, and every hash."""
    annexes = {annex.board: annex for annex in version.annexes.all()}
    texts = {board: annex.content for board, annex in annexes.items()}
    fields = {
        "annex_hashes": canonical_json({board: annex.hash for board, annex in annexes.items()}),
        "annexes": _joined(texts),
        "core": version.core,
        "core_hash": canonical_json(version.core_hash),
        "format": canonical_json(FORMAT),
        "hash": canonical_json(version.hash),
    }
    return _joined(fields).encode()


def check(file: bytes) -> Check:
    """Recompute every hash in an exported version. Raises `NotAVersionFile` if it is none."""
    content = _read(file)
    annexes, stated = content["annexes"], content["annex_hashes"]
    try:
        core = text_hash(canonical_json(content["core"]))
        computed = {board: text_hash(canonical_json(annex)) for board, annex in annexes.items()}
        whole = content_hash({"annexes": computed, "core_hash": core})
    except (NotCanonical, RecursionError) as error:
        raise NotAVersionFile(f"The file holds something no version can hold. {error}") from error
    boards = sorted(annexes.keys() | stated.keys())
    return Check(
        (
            Part("core", content["core_hash"], core),
            *(Part(f"annex {b}", stated.get(b, ""), computed.get(b, "")) for b in boards),
            Part("whole", content["hash"], whole),
        )
    )


def _joined(texts: dict[str, str]) -> str:
    """A JSON object of values that are canonical text already."""
    fields = sorted(texts.items(), key=lambda field: field[0].encode("utf-16-be"))
    return "{" + ",".join(f"{canonical_json(name)}:{text}" for name, text in fields) + "}"


def _read(file: bytes) -> dict[str, Any]:
    try:
        content = json.loads(file.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise NotAVersionFile(
            "The file is not UTF-8 text. Download it again, and do not open it in a program that "
            "saves in another encoding."
        ) from error
    except json.JSONDecodeError as error:
        raise NotAVersionFile(
            f"The file is not whole JSON: line {error.lineno}, column {error.colno}: {error.msg}. "
            "Download it again."
        ) from error
    except RecursionError as error:
        raise NotAVersionFile(
            "The file is nested deeper than any version. Download it again."
        ) from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        found = content.get("format") if isinstance(content, dict) else None
        raise NotAVersionFile(
            f"This is no exported version: its format should be '{FORMAT}', but "
            + (f"it is {str(found)[:60]!r}." if found else "it names none.")
            + " Check that it is the file downloaded from the page of a version."
        )
    wrong = [key for key in KEYS if not isinstance(content.get(key), _kind(key))]
    wrong += [key for key in content if key not in KEYS]
    if wrong:
        raise NotAVersionFile(
            "These parts of the file are missing, not of the right kind, or do not belong there: "
            f"{', '.join(sorted(wrong))}. Download it again."
        )
    return content


def _kind(key: str) -> type:
    return dict if key in ("annexes", "annex_hashes", "core") else str


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise NotAVersionFile(
            "The file gives the same field twice, so programs would read it differently. "
            "Download it again."
        )
    return fields


def _no_constant(name: str) -> Any:
    raise NotAVersionFile(f"The file holds {name}, which is no JSON. Download it again.")
