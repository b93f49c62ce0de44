"""The catalogue: tidy tables of official statistics, each made from one snapshot, each vintage kept.

    tables/<table>/<sha256 of the snapshot>-<shape>.parquet

A table file is a pure function of its snapshot and of the table's declared shape, and is named by both.
Which vintage is current is worked out and never stored: the newest label whose table file is there.
The label is written last, so a crash leaves either a whole vintage or none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kraftsamling.evidence.checking import checked, kept_most
from kraftsamling.evidence.engine.files import write_sorted
from kraftsamling.evidence.places import Places
from kraftsamling.evidence.snapshots import Label, Snapshots
from kraftsamling.evidence.sources import starter
from kraftsamling.evidence.sources.registry import Registry, reader
from kraftsamling.evidence.sources.schema import Dataset, Source
from kraftsamling.kernel.errors import KraftsamlingError, UnanswerableQuestion, UnusableData
from kraftsamling.kernel.files import sweep

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Vintage:
    """A table as it was in one snapshot."""

    label: Label
    file: Path


@dataclass(frozen=True, eq=False)
class Catalogue:
    """Every table under one folder, with the sources that fill them.

    With `accepts` it takes a release that has lost much of what the last one had.
    """

    folder: Path
    registry: Registry
    places: Places
    accepts: bool = False

    @property
    def snapshots(self) -> Snapshots:
        return Snapshots(self.folder)

    def vintages(self, table: str) -> tuple[Vintage, ...]:
        """The vintages of a table that can be read, the oldest first; none before any was loaded."""
        source, dataset = self.registry.table(table)
        labels = self.snapshots.vintages(source.code, dataset.code)
        found = (Vintage(label, self.file(dataset, label)) for label in labels)
        return tuple(vintage for vintage in found if vintage.file.exists())

    def current(self, table: str, as_of: datetime | None = None) -> Vintage | None:
        """The newest vintage, or the newest that was kept by `as_of`."""
        known = [v for v in self.vintages(table) if as_of is None or v.label.kept <= as_of]
        return known[-1] if known else None

    def needed(self, table: str) -> Vintage:
        """The newest vintage. Raises `UnanswerableQuestion` that says how to get one."""
        vintage = self.current(table)
        if vintage is None:
            source, dataset = self.registry.table(table)
            raise UnanswerableQuestion(
                f"The table {table} has not come yet. Run: kraftsamling fetch {source.code} --dataset "
                f"{dataset.code}, or add a file of it: kraftsamling evidence add {source.code} "
                f"{dataset.code} FILE"
            )
        return vintage

    def file(self, dataset: Dataset, label: Label) -> Path:
        """Where the table made from this vintage lies."""
        name = f"{label.sha256}-{_shape(dataset)}.parquet"
        return self.folder / "tables" / dataset.table.name / name

    def add(
        self, source: Source, dataset: Dataset, body: bytes, label: Label
    ) -> tuple[Label, bool]:
        """Read `body`, check it, and keep it as a vintage: its label, and whether it is new.

        Raises `UnusableData`, and keeps nothing, where the body is not what `dataset` says.
        """
        label = replace(label, sha256=hashlib.sha256(body).hexdigest())
        known = self.file(dataset, label)
        if not _readable(known):
            table = self.read(source, dataset, body, label)
            checked(table, dataset, label, before=self._before(dataset))
            self._keeps_most(table, dataset, label)
            self._write(table, dataset, known)
        return self.snapshots.keep(body, label)

    def read(self, source: Source, dataset: Dataset, body: bytes, label: Label) -> pa.Table:
        """The table in `body`, its places under our own codes. Raises `UnusableData`."""
        read = starter.read if label.starter else reader(source)
        table = read(body, dataset)
        return table if label.starter else self._placed(table, source, dataset)

    def _placed(self, table: pa.Table, source: Source, dataset: Dataset) -> pa.Table:
        """`table` with our codes for places where it has the producer's; unknown codes stay."""
        if source.places == "code":
            return table
        codes = self.places.codes(source.places)
        for name in {"place", *dataset.table.places} & set(table.column_names):
            found = table.column(name).combine_chunks().dictionary_encode()
            ours = pa.array([codes.get(code, code) for code in found.dictionary.to_pylist()])
            table = table.set_column(
                table.column_names.index(name),
                name,
                pa.DictionaryArray.from_arrays(found.indices, ours).cast(pa.string()),
            )
        return table

    def mend(self) -> Iterator[tuple[Label, str]]:
        """Make every table file that is missing or cannot be read, from its snapshot; tells which.

        They are missing after a table was declared anew, or when files were lost. What killed
        processes left unfinished is swept away.
        """
        sweep(self.folder)
        for source, dataset, label in self._declared():
            if _readable(self.file(dataset, label)):
                continue
            try:
                table = self.read(source, dataset, self.snapshots.body(label), label)
                checked(table, dataset, label)
            except KraftsamlingError as error:
                yield label, str(error)
                continue
            self._write(table, dataset, self.file(dataset, label))
            yield label, ""

    def verify(self, progress: Progress | None = None) -> Iterator[tuple[Label, str]]:
        """Each vintage, and what is wrong with it; empty where all is well.

        The bytes are hashed anew, and the table is made anew from them and compared with the file.
        """
        declared = list(self._declared())
        for number, (source, dataset, label) in enumerate(declared, 1):
            try:
                yield label, self._fault(source, dataset, label)
            except KraftsamlingError as error:
                yield label, str(error)
            if progress:
                progress(number, len(declared))

    def _before(self, dataset: Dataset) -> pa.Table | None:
        """The current table; none where there is none that can be read."""
        current = self.current(dataset.table.name)
        return pq.read_table(current.file) if current and _readable(current.file) else None

    def _keeps_most(self, table: pa.Table, dataset: Dataset, label: Label) -> None:
        """Refuse what has lost much since the last answer to this very question, unless accepted."""
        last = self.snapshots.latest(label.source, label.dataset)
        if self.accepts or label.starter or last is None or last.asked != label.asked:
            return
        file = self.file(dataset, last)
        if _readable(file):
            kept_most(table, dataset, label, pq.read_table(file))

    def _write(self, table: pa.Table, dataset: Dataset, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_sorted(table, dataset.table.keys, path)

    def _fault(self, source: Source, dataset: Dataset, label: Label) -> str:
        body, file = self.snapshots.body(label), self.file(dataset, label)
        if not file.exists():
            return f"The table {dataset.table.name} is missing. Run: kraftsamling load"
        keys = [(name, "ascending") for name in dataset.table.keys]
        table = self.read(source, dataset, body, label).sort_by(keys)
        try:
            kept = pq.read_table(file)
        except (OSError, pa.ArrowInvalid) as error:
            raise UnusableData(
                f"The table file {file} cannot be read ({error}). Run: kraftsamling load"
            ) from error
        if kept.cast(table.schema).equals(table):
            return ""
        return (
            f"The table {dataset.table.name} does not say what its snapshot says. "
            f"Remove {file} and run: kraftsamling load"
        )

    def _declared(self) -> Iterator[tuple[Source, Dataset, Label]]:
        for source in self.registry.sources.values():
            for dataset in source.datasets:
                for label in self.snapshots.vintages(source.code, dataset.code):
                    yield source, dataset, label


def _readable(file: Path) -> bool:
    """Whether a table file is there and is one."""
    try:
        pq.read_metadata(file)
    except (OSError, pa.ArrowInvalid):
        return False
    return True


def _shape(dataset: Dataset) -> str:
    """Eight letters that change with whatever decides how a snapshot becomes the table."""
    said = dataset.model_dump_json(include={"request", "table", "forecast"})
    return hashlib.sha256(said.encode()).hexdigest()[:8]
