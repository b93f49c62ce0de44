"""Which world tables tell what industries emit, and what to do where the plan's own does not."""

from __future__ import annotations

from pathlib import Path

from kraftsamling.evidence.catalogue import Catalogue
from kraftsamling.evidence.sources.schema import Dataset, Source
from kraftsamling.kernel.errors import UnanswerableQuestion
from kraftsamling.measures.input_output import CO2E
from kraftsamling.priorities.value_chains.chains import FILE, WORLDS, WorldTable, worlds


def anywhere(folder: Path, catalogue: Catalogue) -> bool:
    """Whether some world table described beside the plan in `folder` tells of emissions."""
    return any(_told(world, catalogue) for world in worlds(folder))


def required(world: WorldTable, folder: Path, catalogue: Catalogue) -> None:
    """Raise `UnanswerableQuestion` that names a table with emissions, where `world` has none."""
    if _told(world, catalogue):
        return
    others = [(other, at) for other in worlds(folder) for at in _told(other, catalogue)[:1]]
    if others:
        other, at = others[0]
        raise UnanswerableQuestion(
            f"{world.name.en} does not tell what industries emit. {other.name.en} does: write world: "
            f"{other.code}, and the country's code in it, in {folder.name}/{FILE}. {_add(*at)}"
        )
    known = catalogue.registry.tables.values()
    at = next((source, dataset) for source, dataset in known if CO2E in dataset.table.stressors)
    raise UnanswerableQuestion(
        f"{world.name.en} does not tell what industries emit, nor does any other world table that is "
        f"described. {at[0].name.en} does: describe its industries in common/{WORLDS}, and name it "
        f"in {folder.name}/{FILE}. {_add(*at)}"
    )


def _told(world: WorldTable, catalogue: Catalogue) -> list[tuple[Source, Dataset]]:
    """The datasets of its tables that tell of emissions. A table that no source has tells nothing."""
    known = catalogue.registry.tables
    found = (known[name] for name in world.tables.values() if name in known)
    return [at for at in found if CO2E in at[1].table.stressors]


def _add(source: Source, dataset: Dataset) -> str:
    return (
        f"Its file is added with: kraftsamling evidence add {source.code} {dataset.code} FILE, or "
        f"fetched with: kraftsamling fetch {source.code} --dataset {dataset.code}"
    )
