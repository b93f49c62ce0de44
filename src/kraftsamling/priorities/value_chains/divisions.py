"""What opportunities rest on, as content: a table of persons by industry in every region of Europe."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path

from pydantic import Field

from kraftsamling.kernel.content import Content, fault, read
from kraftsamling.kernel.errors import ContentError, UnanswerableQuestion
from kraftsamling.kernel.words import Line, Words
from kraftsamling.priorities.value_chains.chains import FILE, Name, read_chains

TABLES = "region_tables"


class Division(Content):
    """An industry of a table of regions."""

    code: Line
    name: Words


class Part(Content):
    """Industries that are compared with each other: those whose codes begin so."""

    code: Name
    name: Words
    sections: tuple[Line, ...] = Field(min_length=1)

    def has(self, division: str) -> bool:
        return division.startswith(self.sections)


class RegionTable(Content):
    """Persons by industry in regions of many countries, and how its industries are told about.

    `wholes` are codes that others begin with, and are their sums. `high_tech` are divisions that count
    as complex, whatever else does. Opportunities are looked for in one of the `parts`.
    """

    code: Name
    table: Name
    column: Name
    name: Words
    unit: Words
    wholes: tuple[Line, ...] = ()
    high_tech: tuple[Line, ...] = ()
    parts: tuple[Part, ...] = Field(min_length=1)
    oddities: tuple[Words, ...] = ()
    divisions: tuple[Division, ...] = Field(min_length=1)

    @cached_property
    def names(self) -> dict[str, Words]:
        """The divisions in words, by code."""
        return {division.code: division.name for division in self.divisions}

    def part(self, code: str) -> Part:
        """The part called `code`, or the first (""). Raises `UnanswerableQuestion` that names them."""
        for part in self.parts:
            if code in ("", part.code):
                return part
        known = ", ".join(f"{part.code} ({part.name.en})" for part in self.parts)
        raise UnanswerableQuestion(
            f"There is no part called {code} among the industries of regions. Choose one of {known}."
        )


def read_regions(folder: Path) -> RegionTable | None:
    """The table of regions that the plan in `folder` uses; None where it uses none.

    Raises `ContentError` that names the file, the line and the cure.
    """
    found = read_chains(folder)
    name = found[0].regions if found else None
    if name is None:
        return None
    file = folder.parent / "common" / TABLES / f"{name}.yaml"
    if not file.exists():
        raise ContentError(
            fault(
                folder / FILE, ("regions",), f"there is no table of regions called {name} ({file})."
            )
        )
    return read_table(file)


def read_table(file: Path) -> RegionTable:
    """One table of regions. Raises `ContentError` for a file that cannot be read."""
    return _read(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(file: Path, changed: int) -> RegionTable:  # noqa: ARG001
    return read(file, RegionTable)
