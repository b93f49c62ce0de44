"""Parquet files that are there whole or not at all, sorted so that few rows are read for one question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kraftsamling.kernel.files import written_whole

# A question about one indicator and one place reads one or two groups of rows. Measured over 10 million
# rows (benchmarks/engine.py): smaller groups make a longer footer to read, larger ones more to unpack.
ROW_GROUP = 122_880


def write_sorted(table: pa.Table, key: Sequence[str], path: Path) -> None:
    """Write `table` to `path`, sorted by the columns of `key`: first the one that every question names.

    Rows with equal keys keep their order, categories become the values they stand for, and the same table always gives the same bytes. An older file
    at `path` is replaced in one step. Raises `KeyError` where a column of the key is missing, `OSError`
    where the disk does not take it; then nothing is left behind.
    """
    missing = [name for name in key if name not in table.column_names]
    if missing:
        raise KeyError(f"{path.name} has no column {', '.join(missing)} to be sorted by.")
    table = table.cast(
        pa.schema([_undivided(field) for field in table.schema], table.schema.metadata)
    )
    if key:
        table = table.sort_by([(name, "ascending") for name in key])
    write_batches(table.schema, table.combine_chunks().to_batches(), path)


def write_batches(schema: pa.Schema, batches: Iterable[pa.RecordBatch], path: Path) -> None:
    """Write `batches` to `path` as they come, so that they need not fit in memory together."""
    with (
        written_whole(path) as temporary,
        pq.ParquetWriter(temporary, schema, compression="zstd") as writer,
    ):
        for table in _row_groups(schema, batches):
            writer.write_table(table, row_group_size=ROW_GROUP)


def _row_groups(schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Small batches put together, so that a group of rows is as large as it should be."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(len(one) for one in waiting) >= ROW_GROUP:
            table = pa.Table.from_batches(waiting, schema)
            whole = len(table) - len(table) % ROW_GROUP
            yield table.slice(0, whole)
            waiting = table.slice(whole).to_batches()
    if waiting:
        yield pa.Table.from_batches(waiting, schema)


def _undivided(field: pa.Field) -> pa.Field:
    """A column as plain values: Parquet keeps each value once anyway, and some engines read no categories."""
    kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    return field.with_type(kind)
