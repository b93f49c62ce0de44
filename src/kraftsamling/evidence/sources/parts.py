"""Questions that are too large for one answer: split, and gone on with where a run was cut."""

from __future__ import annotations

import hashlib
import json as jsonlib
import math
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlencode

from kraftsamling.kernel.files import write_whole

# Codes for each dimension of the producer.
Select = Mapping[str, Sequence[str]]

# Parts of a run that was cut longer ago than this are asked for again: the table may have changed.
FRESH = 24 * 3600


@dataclass(frozen=True)
class Ask:
    """One part of a question.

    `version` (say, when the table was updated) is not sent: it tells releases apart.
    """

    url: str
    params: dict[str, Any] = field(default_factory=dict)
    json: Any = None
    form: Literal["json", "text", "bytes"] = "json"
    version: str = ""

    @property
    def address(self) -> str:
        """The address with its parameters; a list is the same parameter several times."""
        if not self.params:
            return self.url
        return f"{self.url}?{urlencode(self.params, doseq=True, safe='*,:')}"

    @property
    def name(self) -> str:
        said = jsonlib.dumps([self.url, self.params, self.json, self.version], sort_keys=True)
        return hashlib.sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class Parts:
    """The parts that have been answered, each written whole under the hash of its question."""

    folder: Path

    def find(self, ask: Ask) -> bytes | None:
        """The answer of a run that was cut; nothing where there is none, or none that is fresh."""
        path = self.folder / ask.name
        try:
            if time.time() - path.stat().st_mtime > FRESH:
                return None
            return path.read_bytes()
        except FileNotFoundError:
            return None

    def keep(self, ask: Ask, body: bytes) -> None:
        """Keep one answer."""
        write_whole(self.folder / ask.name, body)

    def forget(self) -> None:
        """Remove all of them: the whole question has been answered."""
        shutil.rmtree(self.folder, ignore_errors=True)


def size(select: Select) -> int:
    """How many cells are asked for."""
    return math.prod(len(codes) for codes in select.values())


def pieces(select: Select, cells: int) -> Iterator[dict[str, list[str]]]:
    """`select` in parts of at most `cells`, cut along its longest dimensions; in the order of codes."""
    if size(select) <= cells:
        yield {name: list(codes) for name, codes in select.items()}
        return
    longest = max(select, key=lambda name: len(select[name]))
    codes = select[longest]
    step = max(1, min(cells // (size(select) // len(codes)), len(codes) - 1))
    for begin in range(0, len(codes), step):
        yield from pieces({**select, longest: codes[begin : begin + step]}, cells)


def halves(select: Select) -> list[dict[str, list[str]]]:
    """`select` in two, cut along its longest dimension; nothing where it is one cell."""
    longest = max(select, key=lambda name: len(select[name]), default="")
    codes = list(select.get(longest, ()))
    middle = (len(codes) + 1) // 2
    if middle == len(codes):
        return []
    rest = {name: list(every) for name, every in select.items()}
    return [{**rest, longest: codes[:middle]}, {**rest, longest: codes[middle:]}]
