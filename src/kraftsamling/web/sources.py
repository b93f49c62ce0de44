"""What the pages of sources show: how each dataset is, what rests on it, and its vintages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from kraftsamling.evidence.catalogue import Catalogue, Vintage
from kraftsamling.evidence.indicators.schema import Indicator
from kraftsamling.evidence.models import Check
from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.registry import fetcher
from kraftsamling.evidence.sources.schema import Dataset, Source
from kraftsamling.kernel.origin import Origin
from kraftsamling.strategy.library import Library

# Licences under which a table may be handed on by anyone: CC0 and CC BY in every version, and the
# agencies' own words for use that is free if the source is named.
OPEN = re.compile(r"(CC0|CC[ -]BY(?![ -]?(NC|ND|SA))|Fri användning)\b", re.IGNORECASE)
# A raw snapshot larger than this, in bytes, is not sent from the site.
SMALL = 5_000_000
KINDS = (
    (b"PK\x03\x04", "application/zip", "zip"),
    (b"\x1f\x8b", "application/gzip", "gz"),
    (b"{", "application/json", "json"),
    (b"[", "application/json", "json"),
)


@dataclass(frozen=True, eq=False)
class DatasetRow:
    """One dataset: how many vintages, how old the newest is, how the last check went."""

    source: Source
    dataset: Dataset
    count: int
    newest: Vintage | None
    check: Check | None
    indicators: tuple[Indicator, ...]

    @property
    def failing(self) -> bool:
        return bool(self.check and self.check.failing_since)

    def told(self, language: str) -> str:
        """Its names and those of what rests on it, to search among."""
        resting = " ".join(one.name.in_language(language) for one in self.indicators)
        return f"{self.dataset.title.in_language(language)} {self.dataset.table.name} {resting}"

    @property
    def rhythm(self) -> str:
        """How often we ask; no word where nobody does by itself."""
        alone = self.dataset.only_named or fetcher(self.source) is None
        return "" if alone else self.dataset.rhythm or self.source.rhythm

    @property
    def askable(self) -> bool:
        """Whether its producer can be asked from here at all."""
        return fetcher(self.source) is not None


@dataclass(frozen=True, eq=False)
class SourceRow:
    """One source with its datasets, those that fail first."""

    source: Source
    datasets: tuple[DatasetRow, ...]
    askable: bool

    @property
    def failing(self) -> int:
        """How many of its datasets failed when last asked for."""
        return sum(row.failing for row in self.datasets)

    @property
    def shown(self) -> tuple[DatasetRow, ...]:
        """The datasets that have something, or that somebody must look at."""
        return tuple(row for row in self.datasets if row.newest or row.failing)

    @property
    def absent(self) -> tuple[DatasetRow, ...]:
        """The datasets that nobody has fetched yet."""
        return tuple(row for row in self.datasets if row not in self.shown)

    def matching(self, text: str, language: str) -> SourceRow:
        """The source with the datasets only that have the text in their names, or all if it has it itself."""
        sought = text.casefold()
        told = f"{self.source.name.in_language(language)} {self.source.producer} {self.source.code}"
        if sought in told.casefold():
            return self
        kept = (row for row in self.datasets if sought in row.told(language).casefold())
        return replace(self, datasets=tuple(kept))


@dataclass(frozen=True)
class VintageRow:
    """One vintage: its label, and how many rows its table has."""

    label: Label
    rows: int
    small: bool


def every(known: Catalogue, library: Library) -> tuple[SourceRow, ...]:
    """Every source; those that fail first, then those that have something, by name."""
    checks = {(check.source, check.dataset): check for check in Check.objects.all()}
    resting = _resting(library)
    found = []
    for source in known.registry.sources.values():
        rows = [_row(known, source, dataset, checks, resting) for dataset in source.datasets]
        rows.sort(key=lambda row: (not row.failing, row.newest is None))
        found.append(SourceRow(source, tuple(rows), fetcher(source) is not None))
    return tuple(
        sorted(found, key=lambda s: (not s.failing, not any(r.newest for r in s.datasets)))
    )


def one(known: Catalogue, library: Library, table: str) -> DatasetRow:
    """One dataset by the name of its table."""
    source, dataset = known.registry.table(table)
    found = Check.objects.filter(source=source.code, dataset=dataset.code).first()
    checks = {(source.code, dataset.code): found} if found else {}
    return _row(known, source, dataset, checks, _resting(library))


def _row(
    known: Catalogue,
    source: Source,
    dataset: Dataset,
    checks: dict[tuple[str, str], Check],
    resting: dict[str, tuple[Indicator, ...]],
) -> DatasetRow:
    vintages = known.vintages(dataset.table.name)
    check = checks.get((source.code, dataset.code))
    return DatasetRow(
        source,
        dataset,
        len(vintages),
        vintages[-1] if vintages else None,
        check,
        resting.get(dataset.table.name, ()),
    )


def _resting(library: Library) -> dict[str, tuple[Indicator, ...]]:
    """The indicators that rest on each table."""
    found: dict[str, dict[Indicator, None]] = {}
    for indicator in library.indicators.every:
        for term in indicator.terms.values():
            found.setdefault(term.table, {})[indicator] = None
    return {table: tuple(indicators) for table, indicators in found.items()}


def vintage_rows(known: Catalogue, vintages: Iterable[Vintage]) -> list[VintageRow]:
    """What the page says of each of these vintages; their files are only looked at, not read."""
    return [
        VintageRow(v.label, pq.read_metadata(v.file).num_rows, size(known, v.label) <= SMALL)
        for v in vintages
    ]


def size(known: Catalogue, label: Label) -> int:
    """How many bytes a snapshot has; more than may be sent where it is gone."""
    path = known.snapshots.path(label)
    return path.stat().st_size if path.exists() else SMALL + 1


def is_open(origins: Iterable[Origin], licence: str = "") -> bool:
    """Whether every part of a table is under a licence that lets anyone hand it on."""
    said = [origin.licence for origin in origins] or [licence]
    return all(OPEN.match(text.strip()) for text in said)


def as_csv(file: Path) -> bytes:
    """A table of the catalogue as CSV: UTF-8, a header, no value where there is none."""
    out = io.BytesIO()
    table: pa.Table = pq.read_table(file)
    pc.write_csv(table, out, pc.WriteOptions(quoting_style="needed"))
    return out.getvalue()


def kind(body: bytes, label: Label) -> tuple[str, str]:
    """The content type of a snapshot and the ending of its name, from its first bytes.

    Never HTML or anything else that a browser would run: text is sent as plain text.
    """
    if label.starter:
        return "text/csv; charset=utf-8", "csv"
    start = body[:64].lstrip(b"\xef\xbb\xbf \r\n\t")
    for magic, content_type, ending in KINDS:
        if start.startswith(magic):
            return content_type, ending
    first, _, _ = body[:4096].partition(b"\n")
    if b"\t" in first:
        return "text/tab-separated-values; charset=utf-8", "tsv"
    if b"," in first or b";" in first:
        return "text/csv; charset=utf-8", "csv"
    return "application/octet-stream", "bin"
