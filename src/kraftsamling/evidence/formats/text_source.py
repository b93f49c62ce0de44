"""Where a text table is read from: a file, a zip, a folder, or bytes that have come already."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import IO

from kraftsamling.kernel.errors import UnusableData

AGAIN = "Fetch it again"
# A zip within a zip, as the OECD has packed years.
DEPTH = 2


Open = Callable[[], AbstractContextManager[IO[bytes]]]


@dataclass(frozen=True)
class Text:
    """A text that can be read from its beginning as often as needed, and what to call it in a fault."""

    name: str
    open: Open


def texts(source: Path | bytes, name: str = "") -> dict[str, Text]:
    """Every file in a folder or zip by its path there; a file that is neither, by its own name.

    Nothing is unpacked to disk. Raises `UnusableData` where there is no such file, or half a zip.
    """
    if isinstance(source, bytes):
        return _packed(
            io.BytesIO(source), name or "file", name or "file", lambda: io.BytesIO(source)
        )
    if source.is_dir():
        inside = sorted(path for path in source.rglob("*") if path.is_file())
        return {str(path.relative_to(source)): _file(path) for path in inside}
    if not source.is_file():
        raise UnusableData(f"There is no file {source}. Give the path of the producer's file.")
    with source.open("rb") as file:
        return _packed(file, source.name, str(source), lambda: source.open("rb"))


def one(found: dict[str, Text], *patterns: str, where: str) -> Text:
    """The one text whose path fits the first pattern that any does. Raises `UnusableData`."""
    for pattern in patterns:
        fitting = [path for path in found if fnmatch(path.lower(), pattern.lower())]
        if len(fitting) == 1:
            return found[fitting[0]]
        if fitting:
            raise UnusableData(
                f"{where} holds {len(fitting)} files that could be meant: {', '.join(fitting[:6])}. "
                "Take out the one you want."
            )
    there = ", ".join(list(found)[:6]) or "nothing"
    raise UnusableData(
        f"{where} holds no {' or '.join(patterns)}, but {there}. Give the producer's own file."
    )


def _file(path: Path) -> Text:
    return Text(str(path), lambda: path.open("rb"))


def _packed(
    file: IO[bytes], name: str, where: str, again: Open, depth: int = DEPTH
) -> dict[str, Text]:
    """What is in a zip, or the file itself where it is none (an Excel file is a zip, but is one file)."""
    if file.read(2) != b"PK" or name.lower().endswith((".xlsx", ".xlsb", ".npz")):
        return {name: Text(where, again)}
    found: dict[str, Text] = {}
    try:
        with zipfile.ZipFile(file) as archive:
            inside = [path for path in archive.namelist() if not path.endswith("/")]
            if "[Content_Types].xml" in inside or all(path.endswith(".npy") for path in inside):
                return {name: Text(where, again)}
            for path in inside:
                member = _member(again, path)
                if path.lower().endswith(".zip") and depth:
                    with member() as within:
                        body = within.read()
                    found |= _inner(body, path, f"{where}, {path}", depth - 1)
                else:
                    found[path] = Text(f"{where}, {path}", member)
    except (zipfile.BadZipFile, EOFError, OSError) as error:
        raise UnusableData(f"{where} is no whole zip ({error}). {AGAIN}.") from error
    return found


def _inner(body: bytes, path: str, where: str, depth: int) -> dict[str, Text]:
    return _packed(io.BytesIO(body), path, where, lambda: io.BytesIO(body), depth)


def _member(again: Open, path: str) -> Open:
    @contextmanager
    def opened() -> Iterator[IO[bytes]]:
        with again() as file, zipfile.ZipFile(file) as archive, archive.open(path) as member:
            yield member

    return opened
