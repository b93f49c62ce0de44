"""Every source there is: those that come with the program, and those a site describes itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path
from types import ModuleType

from kraftsamling.evidence.sources.contract import Fetch, Read
from kraftsamling.evidence.sources.schema import Dataset, Source
from kraftsamling.kernel.content import read
from kraftsamling.kernel.errors import ContentError, UnanswerableQuestion

HERE = Path(__file__).resolve().parent
LABEL = "source.yaml"


@dataclass(frozen=True, eq=False)
class Registry:
    """Sources by code, and datasets by the name of the table they become."""

    sources: dict[str, Source]

    @cached_property
    def tables(self) -> dict[str, tuple[Source, Dataset]]:
        return {
            dataset.table.name: (source, dataset)
            for source in self.sources.values()
            for dataset in source.datasets
        }

    def source(self, code: str) -> Source:
        """The source called `code`. Raises `UnanswerableQuestion` that names those there are."""
        if code not in self.sources:
            raise UnanswerableQuestion(
                f"There is no source called {code}. The sources are: "
                f"{', '.join(sorted(self.sources))}."
            )
        return self.sources[code]

    def table(self, name: str) -> tuple[Source, Dataset]:
        """The source and dataset behind a table. Raises `UnanswerableQuestion`."""
        if name not in self.tables:
            raise UnanswerableQuestion(
                f"No source has a table called {name}. Correct the name, or declare it in a "
                f"{LABEL} under evidence/sources."
            )
        return self.tables[name]


def read_sources(extra: Path | None = None) -> Registry:
    """The sources of the program, and of each folder in `extra`. Raises `ContentError`."""
    folders = [HERE, *([extra] if extra and extra.is_dir() else [])]
    paths = [path for folder in folders for path in sorted(folder.glob(f"*/{LABEL}"))]
    found = {path: read(path, Source) for path in paths}
    faults = [*_misnamed(found), *_twice(found)]
    if faults:
        raise ContentError("\n".join(faults))
    return Registry({source.code: source for source in found.values()})


def fetcher(source: Source) -> Fetch | None:
    """How `source` is asked; nothing for one that is only a description (its tables are starters)."""
    fetch: Fetch | None = getattr(_module(source, "fetch"), "fetch", None)
    return fetch


def reader(source: Source) -> Read:
    """How the answers of `source` are read."""
    read: Read = _module(source, "ingest").read  # type: ignore[union-attr]
    return read


def _module(source: Source, name: str) -> ModuleType | None:
    if not (HERE / source.code / f"{name}.py").exists():
        return None
    return import_module(f"kraftsamling.evidence.sources.{source.code}.{name}")


def _misnamed(found: dict[Path, Source]) -> Iterator[str]:
    for path, source in found.items():
        if source.code != path.parent.name:
            yield (
                f"{path}, line 1: the source calls itself {source.code} but lies in the folder "
                f"{path.parent.name}. Give both the same name."
            )


def _twice(found: dict[Path, Source]) -> Iterator[str]:
    """Every code of a source, dataset or table that is there more than once."""
    for path, kind, code, others in _codes(found):
        if others > 1:
            yield f"{path}: {kind} {code} is there {others} times. Give each its own."


def _codes(found: dict[Path, Source]) -> Iterator[tuple[Path, str, str, int]]:
    def counted(codes: Iterable[str]) -> dict[str, int]:
        listed = list(codes)
        return {code: listed.count(code) for code in listed}

    sources = counted(source.code for source in found.values())
    tables = counted(d.table.name for source in found.values() for d in source.datasets)
    for path, source in found.items():
        yield path, "source", source.code, sources[source.code]
        for code, times in counted(dataset.code for dataset in source.datasets).items():
            yield path, "dataset", code, times
        for dataset in source.datasets:
            yield path, "table", dataset.table.name, tables[dataset.table.name]
