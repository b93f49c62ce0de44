"""Files that are there whole or not at all."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

UNFINISHED = ".part"


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """A temporary place beside `path`, which becomes `path` when all went well and is gone if not.

    A power cut leaves the old file or the new one, never half of either. What a killed process leaves
    behind begins with a dot and ends with `.part`: nobody reads it.
    """
    temporary = path.with_name(f".{path.name}.{uuid4().hex}{UNFINISHED}")
    try:
        yield temporary
        _to_disk(temporary)
        temporary.replace(path)
        _to_disk(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def write_whole(path: Path, body: bytes) -> None:
    """Write `body` to `path`, making its folder where there is none: all of it, or nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(path) as temporary:
        temporary.write_bytes(body)


def sweep(folder: Path, *, older_than: float = 86_400.0) -> int:
    """Remove what killed processes left unfinished under `folder`, older in seconds: how many."""
    before, swept = time.time() - older_than, 0
    for path in folder.rglob(f".*{UNFINISHED}"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def _to_disk(path: Path) -> None:
    """Wait until the file, or what a folder says of its files, has reached the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
