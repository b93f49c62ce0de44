"""What a plan's value chains rest on, as content: the world table, its industries, the region's jobs."""

from __future__ import annotations

from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from kraftsamling.kernel.content import Content, fault, read
from kraftsamling.kernel.errors import ContentError
from kraftsamling.kernel.words import Line, Words

FILE = "value_chains.yaml"
WORLDS = "world_tables"

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class Industry(Content):
    """An industry of a world table, and where its jobs are counted in the region's statistics.

    `groups` are codes of the table of jobs by county. `divisions` are codes of the table that tells a
    group's industries apart; none where that table does not tell.
    """

    code: Line
    name: Words
    groups: tuple[Line, ...] = Field(min_length=1)
    divisions: tuple[Line, ...] = ()


class Area(Content):
    """A country of a world table, or with `lump` what is left when the others are named."""

    code: Line
    name: Words
    lump: bool = False


class WorldTable(Content):
    """One series of world input-output tables: its evidence table for each year, industries and places."""

    code: Name
    tables: dict[int, Name] = Field(min_length=1)
    name: Words
    unit: Words
    oddities: tuple[Words, ...] = ()
    industries: tuple[Industry, ...] = Field(min_length=1)
    places: tuple[Area, ...] = Field(min_length=2)

    def __hash__(self) -> int:
        return hash(self.code)

    @cached_property
    def by_code(self) -> dict[str, Industry]:
        return {industry.code: industry for industry in self.industries}


class JobTable(Content):
    """An evidence table of persons by place and industry, and the column that names the industry."""

    table: Name
    column: Name


class Chains(Content):
    """`value_chains.yaml`: the world table a plan uses, its country there, and where jobs are counted.

    `priority` and `challenge` are those of the plan that a proposal made of an answer is placed under.
    `jobs` has persons for every place of `level` in the country. `detail` has persons by finer
    industry in the places that those lie within; cells may be confidential. `regions` is the table of
    Europe's regions that opportunities are read from.
    """

    world: Name
    country: Line
    priority: Line
    challenge: Line
    level: Line = "county"
    jobs: JobTable
    detail: JobTable | None = None
    regions: Name | None = None


def read_chains(folder: Path) -> tuple[Chains, WorldTable] | None:
    """The plan's value chains and its world table; None where the plan has none.

    Raises `ContentError` that names the file, the line and the cure.
    """
    path = folder / FILE
    if not path.exists():
        return None
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=8)
def _read(path: Path, changed: int) -> tuple[Chains, WorldTable]:  # noqa: ARG001
    chains = read(path, Chains)
    file = _described(path.parent) / f"{chains.world}.yaml"
    if not file.exists():
        raise ContentError(
            fault(path, ("world",), f"there is no world table called {chains.world} ({file}).")
        )
    world = _world(file, file.stat().st_mtime_ns)
    if chains.country not in {place.code for place in world.places}:
        some = ", ".join(place.code for place in world.places[:5])
        raise ContentError(
            fault(
                path,
                ("country",),
                f"{chains.country} is not among the places of {chains.world}. They are called {some} ...",
            )
        )
    return chains, world


def worlds(folder: Path) -> tuple[WorldTable, ...]:
    """Every world table that is described beside the plan. Raises `ContentError`."""
    files = sorted(_described(folder).glob("*.yaml"))
    return tuple(_world(file, file.stat().st_mtime_ns) for file in files)


def _described(folder: Path) -> Path:
    return folder.parent / "common" / WORLDS


@lru_cache(maxsize=32)
def _world(file: Path, changed: int) -> WorldTable:  # noqa: ARG001
    return read(file, WorldTable)
