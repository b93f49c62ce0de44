"""Places and the codes they go by: read from `places.csv`, which every plan shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import StringConstraints

from kraftsamling.kernel.content import Content, read_rows
from kraftsamling.kernel.errors import ContentError
from kraftsamling.kernel.place import Place
from kraftsamling.kernel.words import Line, Words

PLACES = "places.csv"

Text = Annotated[str, StringConstraints(strip_whitespace=True)]
Level = Literal["municipality", "county", "region", "nation", "union"]


class PlaceRow(Content):
    """One row of `places.csv`. `code` is the one we use; the others are what producers call it."""

    code: Line
    level: Level
    within: Text
    name_sv: Line
    name_en: Line
    scb: Text
    kolada: Text


@dataclass(frozen=True, eq=False)
class Places:
    """Every place we know, by any of its codes."""

    rows: tuple[PlaceRow, ...] = ()

    @cached_property
    def by_code(self) -> dict[str, Place]:
        return {row.code: _place(row) for row in self.rows}

    def called(self, code: str) -> Place:
        """The place with this code of ours; one that is called by its code where we do not know it."""
        return self.by_code.get(code) or Place((code,), Words(sv=code, en=code))

    def codes(self, scheme: str) -> dict[str, str]:
        """Our code for each code of a producer's `scheme` (a column of the file)."""
        assert scheme in PlaceRow.model_fields
        return {getattr(row, scheme): row.code for row in self.rows if getattr(row, scheme)}

    def parents(self, codes: Sequence[str]) -> list[int]:
        """For each code, the number of the set of siblings it is in: same level, same place around."""
        around = {row.code: (row.level, row.within) for row in self.rows if row.within}
        numbers = {key: n for n, key in enumerate(dict.fromkeys(around.values()))}
        return [numbers[around[code]] if code in around else -1 for code in codes]

    def around(self, place: Place) -> tuple[Place, ...]:
        """The places that `place` lies in, the smallest first."""
        parents = {row.code: row.within for row in self.rows}
        code = next((code for code in place.codes if code in parents), "")
        found = list[Place]()
        while code := parents.get(code, ""):
            found.append(self.by_code[code])
        return tuple(found)

    def within(self, code: str, level: Level) -> tuple[Place, ...]:
        """The places of that level that lie in the place `code`, at any depth."""
        parents = {row.code: row.within for row in self.rows}

        def inside(place: str) -> bool:
            while place := parents.get(place, ""):
                if place == code:
                    return True
            return False

        return tuple(
            self.by_code[row.code] for row in self.rows if row.level == level and inside(row.code)
        )


def _place(row: PlaceRow) -> Place:
    codes = dict.fromkeys(filter(None, (row.code, row.scb, row.kolada)))
    return Place(tuple(codes), Words(sv=row.name_sv, en=row.name_en), level=row.level)


def read_places(folder: Path) -> Places:
    """The places in `folder`; none where it has no such file. Raises `ContentError` as `read_rows`."""
    path = folder / PLACES
    return _read(path, path.stat().st_mtime_ns) if path.exists() else Places()


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Places:  # noqa: ARG001
    rows = read_rows(path, PlaceRow)
    known, faults = dict[str, int](), []
    for line, row in rows:
        if known.setdefault(row.code, line) != line:
            faults.append(
                f"{path}, line {line}: line {known[row.code]} has the code {row.code} too. "
                "Give each place its own."
            )
    faults += [
        f"{path}, line {line}: {row.code} lies within {row.within}, which is not in the file. "
        "Correct the code, or add the place."
        for line, row in rows
        if row.within and row.within not in known
    ]
    if faults:
        raise ContentError("\n".join(faults))
    return Places(tuple(row for _line, row in rows))
