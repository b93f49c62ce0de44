"""Which evidence feeds the value chains: a world table, jobs by county, and a finer table of jobs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from kraftsamling.evidence.catalogue import Catalogue, Vintage
from kraftsamling.evidence.engine.protocol import Engine
from kraftsamling.evidence.indicators.comparing import Industries
from kraftsamling.evidence.indicators.inputs import industries
from kraftsamling.evidence.indicators.schema import Structure
from kraftsamling.evidence.input_output import kept
from kraftsamling.evidence.places import Places
from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.kernel.labelled import Matrix
from kraftsamling.kernel.place import Place
from kraftsamling.kernel.words import Words
from kraftsamling.measures.embodied import Embodied
from kraftsamling.measures.input_output import CO2E, InputOutputTable
from kraftsamling.measures.inside import Inside
from kraftsamling.priorities.value_chains.activity import Persons, persons
from kraftsamling.priorities.value_chains.chains import Chains, JobTable, WorldTable
from kraftsamling.priorities.value_chains.region import Region

UNSAID = Words(sv="jobb", en="jobs")


@dataclass(frozen=True)
class Wanted:
    """A place of the plan in a world table of some year (None: the newest)."""

    place: Place
    year: int | None
    chains: Chains
    world: WorldTable


def vintages(wanted: Wanted, catalogue: Catalogue) -> tuple[Vintage, ...]:
    """The vintages an answer rests on, the world table's first.

    Raises `UnanswerableQuestion` that says which year there is, or which table to fetch.
    """
    tables = [_world_table(wanted, catalogue), *(t.table for t in _job_tables(wanted.chains))]
    return tuple(catalogue.needed(table) for table in tables)


def _world_table(wanted: Wanted, catalogue: Catalogue) -> str:
    """The evidence table of the year asked for, or of the newest year that has come."""
    tables = wanted.world.tables
    if wanted.year is None:
        newest = sorted(tables, reverse=True)
        return tables[next((y for y in newest if catalogue.current(tables[y])), newest[0])]
    if wanted.year not in tables:
        years = ", ".join(str(year) for year in sorted(tables))
        raise UnanswerableQuestion(
            f"{wanted.world.name.en} has no table for {wanted.year}. It has: {years}."
        )
    return tables[wanted.year]


def load(wanted: Wanted, catalogue: Catalogue, engine: Engine) -> Region:
    """The place inside the world table. Raises `UnanswerableQuestion` where either is not known."""
    chains = wanted.chains
    evidence = kept(catalogue, _world_table(wanted, catalogue))
    table = evidence.table
    world = _in_order(wanted.world, table, chains.country)
    jobs = _counted(chains.jobs, chains.level, _groups(world), catalogue, engine)
    counted = _persons(chains, world, table, jobs, catalogue, engine)
    own = _counties(wanted, jobs, catalogue.places)
    here = counted.counts.values[[counted.counts.rows.index(place.code) for place in own]]
    rest = np.maximum(counted.counts.values.sum(axis=0) - here.sum(axis=0), 0)
    parents = {_parent(place.code, catalogue.places) for place in own}
    inside = Inside(
        table.Z,
        table.Y,
        table.x,
        countries=table.places,
        demand=table.demand_places,
        country=chains.country,
        activity=np.stack([here.sum(axis=0), rest]),
    )
    return Region(
        inside=inside,
        world=world,
        jobs=Matrix(here, tuple(place.code for place in own), counted.counts.columns),
        name=wanted.place.name,
        counties={place.code: place.name for place in own},
        country=next(area.name for area in world.places if area.code == chains.country),
        year=table.year,
        jobs_year=jobs.period,
        estimated=tuple(
            dict.fromkeys(d for code in sorted(parents) for d in counted.estimated.get(code, ()))
        ),
        origins=tuple(
            dict.fromkeys(
                (
                    *evidence.origins,
                    *(o for v in vintages(wanted, catalogue) for o in v.label.origins),
                )
            )
        ),
        oddities=table.caveats,
        carbon=_carbon(inside, table),
    )


def _carbon(inside: Inside, table: InputOutputTable) -> Embodied | None:
    if CO2E not in table.stressors:
        return None
    direct = dict.fromkeys(table.regions, 0.0)
    for place, tonnes in zip(table.demand_places, table.direct.get(CO2E, ()), strict=False):
        direct[place] += float(tonnes)
    return Embodied.of(inside, table.stressors[CO2E], direct)


def _persons(
    chains: Chains,
    world: WorldTable,
    table: InputOutputTable,
    jobs: Industries,
    catalogue: Catalogue,
    engine: Engine,
) -> Persons:
    """Persons of every county by industry of the world table, in the order of its rows."""
    counts = Matrix(
        jobs.counts.values,
        tuple(place.code for place in _places(jobs.counts)),
        jobs.counts.columns,
    )
    parents = {str(code): _parent(str(code), catalogue.places) for code in counts.rows}
    detail = None
    if chains.detail:
        divisions = [d for industry in world.industries for d in industry.divisions]
        level = _level(parents.values(), catalogue.places)
        codes = (*divisions, *dict.fromkeys(code[:1] for code in divisions))
        found = _counted(chains.detail, level, codes, catalogue, engine)
        rows = tuple(place.code for place in _places(found.counts))
        detail = Matrix(found.counts.values, rows, found.counts.columns)
    return persons(counts, detail, parents, world.industries, table.x[table.at(chains.country)])


def _counted(
    table: JobTable, level: str, codes: Iterable[str], catalogue: Catalogue, engine: Engine
) -> Industries:
    """Persons by place of that level and industry, in the table's last period."""
    structure = Structure(
        table=table.table,
        column=table.column,
        where={table.column: tuple(dict.fromkeys(codes))},
        level=level,
        about=UNSAID,
    )
    vintage = catalogue.needed(table.table)
    return industries(structure, vintage, engine, catalogue.places)


def _in_order(world: WorldTable, table: InputOutputTable, country: str) -> WorldTable:
    """The world table with its industries as they stand in the rows. Raises `UnanswerableQuestion`."""
    sectors = table.sectors[table.at(country)]
    unknown = [code for code in sectors if code not in world.by_code]
    if unknown:
        raise UnanswerableQuestion(
            f"{table.title} has industries that {world.code}.yaml does not know: "
            f"{', '.join(unknown[:5])}. Add them there, or use another table."
        )
    return world.model_copy(update={"industries": tuple(world.by_code[c] for c in sectors)})


def _groups(world: WorldTable) -> list[str]:
    return [group for industry in world.industries for group in industry.groups]


def _counties(wanted: Wanted, jobs: Industries, places: Places) -> list[Place]:
    """The place itself where jobs are counted for it, or else those within it."""
    known = {place.code: place for place in _places(jobs.counts)}
    inside = {wanted.place.code: wanted.place} | {
        place.code: place
        for place in places.within(wanted.place.code, wanted.chains.level)  # type: ignore[arg-type]
    }
    own = [place for code, place in inside.items() if code in known]
    if not own or len(own) == len(known):
        raise UnanswerableQuestion(
            f"Jobs by industry are counted for each {wanted.chains.level}. {wanted.place.name.en} is "
            "none of them and has none within it, or is the whole country. Choose another place."
        )
    return own


def _places(counts: Matrix) -> list[Place]:
    return [place for place in counts.rows if isinstance(place, Place)]


def _parent(code: str, places: Places) -> str:
    return next((row.within for row in places.rows if row.code == code), "")


def _level(codes: Iterable[str], places: Places) -> str:
    """The level of the places that counties lie within."""
    levels = {row.code: row.level for row in places.rows}
    return next((levels[code] for code in codes if code in levels), "region")


def _job_tables(chains: Chains) -> list[JobTable]:
    return [chains.jobs, *([chains.detail] if chains.detail else [])]
