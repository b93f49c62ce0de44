"""Snapshots: what producers answered, untouched, named by its own hash and never overwritten.

    snapshots/ab/abcdef...                      the bytes
    labels/<source>/<dataset>/<when>-<sha256>   who, what, when, under which licence: a vintage

Both are written whole or not at all, the bytes first: a label without bytes can therefore not be, and
bytes without a label do no harm.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from kraftsamling.kernel.errors import KraftsamlingError
from kraftsamling.kernel.files import write_whole
from kraftsamling.kernel.origin import Origin

log = logging.getLogger("kraftsamling.evidence")


class SnapshotBroken(KraftsamlingError):
    """A label cannot be read, or the bytes of a snapshot are gone or not those it was named for."""


@dataclass(frozen=True)
class Label:
    """One vintage of a dataset: where it came from, and the hash that its bytes are found by.

    `starter` is a small table that came with the program; otherwise the bytes are the producer's, and
    `asked` tells one way of asking from another.
    """

    source: str
    dataset: str
    sha256: str
    kept: datetime
    origins: tuple[Origin, ...]
    etag: str = ""
    modified: str = ""
    starter: bool = False
    asked: str = ""

    @property
    def origin(self) -> Origin:
        """The origin of the bytes; the first, where a starter table has several."""
        return self.origins[0]

    @property
    def day(self) -> date | None:
        """The day it was read; none for a starter table of which nobody noted the day."""
        return self.origin.accessed or (None if self.starter else self.kept.date())


@dataclass(frozen=True)
class Snapshots:
    """All snapshots under one folder."""

    folder: Path

    def keep(self, body: bytes, label: Label) -> tuple[Label, bool]:
        """Keep `body` under its hash: its label, and whether it was new.

        It is new where the newest vintage is another, so a producer that goes back to what it said
        before makes a vintage of it. Nothing is ever overwritten; bytes that were lost or damaged are
        put back.
        """
        digest = hashlib.sha256(body).hexdigest()
        label = replace(
            label,
            sha256=digest,
            origins=tuple(replace(origin, sha256=digest) for origin in label.origins),
        )
        if not self._whole(digest):
            write_whole(self._body(digest), body)
        alike = [
            v for v in self.vintages(label.source, label.dataset) if v.starter == label.starter
        ]
        known = [vintage for vintage in alike if vintage.sha256 == digest]
        if known and (label.starter or alike[-1].sha256 == digest):
            return known[-1], False
        name = f"{label.kept:%Y%m%dT%H%M%S%f}-{digest}"
        path = self._label(label.source, label.dataset, name)
        write_whole(path, json.dumps(_plain(label), ensure_ascii=False, indent=1).encode())
        return label, True

    def _whole(self, digest: str) -> bool:
        """Whether the bytes of this hash are there and are what they were."""
        path = self._body(digest)
        return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == digest

    def vintages(self, source: str, dataset: str) -> tuple[Label, ...]:
        """Every vintage of a dataset, the oldest first; the starter's before any that was fetched.

        Labels that cannot be read are left out and logged; `broken` tells of them.
        """
        folder = self._label(source, dataset, "").parent
        names = frozenset(path.name for path in folder.glob("*.json"))
        try:
            return _sorted(folder, names)
        except SnapshotBroken:
            return _sorted(folder, frozenset(name for name in names if _legible(folder / name)))

    def broken(self) -> Iterator[SnapshotBroken]:
        """What is wrong with each label that cannot be read."""
        for path in sorted((self.folder / "labels").glob("*/*/*.json")):
            try:
                _read(path)
            except SnapshotBroken as error:
                yield error

    def latest(self, source: str, dataset: str) -> Label | None:
        """The newest vintage that came from the producer."""
        fetched = [label for label in self.vintages(source, dataset) if not label.starter]
        return fetched[-1] if fetched else None

    def body(self, label: Label) -> bytes:
        """The bytes. Raises `SnapshotBroken` where they are gone or are not what they were."""
        path = self.path(label)
        try:
            body = path.read_bytes()
        except FileNotFoundError as error:
            raise SnapshotBroken(
                f"The snapshot {label.sha256[:12]} of {label.source}, {label.dataset} is gone from "
                f"{path.parent}. Restore it from the backup, or fetch the dataset anew."
            ) from error
        if hashlib.sha256(body).hexdigest() != label.sha256:
            raise SnapshotBroken(
                f"The snapshot {label.sha256[:12]} of {label.source}, {label.dataset} has been "
                f"changed since it was kept ({path}). Restore it from the backup; do not use it."
            )
        return body

    def path(self, label: Label) -> Path:
        """Where the bytes lie; they may be gone."""
        return self._body(label.sha256)

    def every(self) -> Iterator[Label]:
        """Every label there is, by source, dataset and age."""
        root = self.folder / "labels"
        for folder in sorted(root.glob("*/*")) if root.is_dir() else ():
            yield from self.vintages(folder.parent.name, folder.name)

    def _body(self, digest: str) -> Path:
        return self.folder / "snapshots" / digest[:2] / digest

    def _label(self, source: str, dataset: str, name: str) -> Path:
        return self.folder / "labels" / source / dataset / f"{name}.json"


@lru_cache(maxsize=1024)
def _sorted(folder: Path, names: frozenset[str]) -> tuple[Label, ...]:
    """The labels of these names by age. A label never changes, so its name is all that need be seen."""
    labels = [_read(folder / name) for name in names]
    return tuple(sorted(labels, key=lambda label: (not label.starter, label.kept, label.sha256)))


def _plain(label: Label) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(json.dumps(asdict(label), default=_iso))
    return plain


def _iso(value: date) -> str:
    return value.isoformat()


def _legible(path: Path) -> bool:
    try:
        _read(path)
    except SnapshotBroken as error:
        _log(str(error))
        return False
    return True


@lru_cache(maxsize=1024)
def _log(fault: str) -> None:
    """Log it once: the labels are looked at for every page."""
    log.error("%s", fault)


def _read(path: Path) -> Label:
    """The label in a file. Raises `SnapshotBroken` where there is none."""
    try:
        return _label(json.loads(path.read_bytes()))
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise SnapshotBroken(
            f"The label {path} cannot be read ({type(error).__name__}: {error}), so its vintage is "
            "left out. Restore it from the backup, or remove it and fetch the dataset anew."
        ) from error


def _label(said: dict[str, Any]) -> Label:
    origins = tuple(
        Origin(
            **origin
            | {
                name: date.fromisoformat(origin[name]) if origin[name] else None
                for name in ("accessed", "published")
            }
        )
        for origin in said.pop("origins")
    )
    if not origins:
        raise ValueError("it names no origin")
    kept = datetime.fromisoformat(said.pop("kept")).astimezone(UTC)
    return Label(**said, kept=kept, origins=origins)
