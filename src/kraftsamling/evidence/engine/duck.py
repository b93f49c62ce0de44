"""The engine that comes with the program: DuckDB, in this process, over files on this machine."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

import duckdb
import pyarrow as pa

from kraftsamling.evidence.engine.files import write_batches
from kraftsamling.evidence.engine.portable import checked, plain, portable, short
from kraftsamling.evidence.engine.protocol import (
    NO_PARAMETERS,
    Batches,
    EngineError,
    UnknownTable,
)

# Files are named by what is in them, so what was read of their footers stays true. Nothing is fetched
# from the net, no Python variable is taken for a table, and no query can change any of this.
SETTINGS = """
    set timezone = 'UTC';
    set default_null_order = 'nulls_first_on_asc_last_on_desc';
    set parquet_metadata_cache = true;
    set python_enable_replacements = false;
    set autoinstall_known_extensions = false;
    set lock_configuration = true;
"""
MISSING = re.compile(r"Table with name (\w+) does not exist")
BATCH = 65_536


class DuckEngine:
    """Asks in memory and keeps nothing. A table is a view over its Parquet files."""

    def __init__(self, threads: int | None = None) -> None:
        self._connection = duckdb.connect(
            ":memory:", config={"threads": threads} if threads else {}
        )
        self._connection.execute(SETTINGS)
        self._tables: dict[str, tuple[Path, ...]] = {}
        self._naming = Lock()

    def table(self, name: str, files: Sequence[Path]) -> None:
        paths = checked(name, files)
        listed = ", ".join("'{}'".format(str(path).replace("'", "''")) for path in paths)
        with self._naming, self._cursor(f"table {name} in {listed}") as cursor:
            cursor.execute(f"create or replace view {name} as from read_parquet([{listed}])")
            self._tables[name] = paths

    def sql(self, text: str, parameters: Mapping[str, object] = NO_PARAMETERS) -> pa.Table:
        query, values = portable(text, parameters, mark="$")
        with self._cursor(text) as cursor:
            return plain(cursor.sql(query, params=values or None).to_arrow_table())

    def map_arrow(
        self,
        text: str,
        function: Batches,
        schema: pa.Schema,
        parameters: Mapping[str, object] = NO_PARAMETERS,
    ) -> pa.Table:
        with self._reader(text, parameters) as reader:
            return pa.Table.from_batches((_through(function, batch) for batch in reader), schema)

    def write_parquet(
        self, text: str, path: Path, parameters: Mapping[str, object] = NO_PARAMETERS
    ) -> None:
        with self._reader(text, parameters) as reader:
            write_batches(reader.schema, reader, path)

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _reader(
        self, text: str, parameters: Mapping[str, object]
    ) -> Iterator[pa.RecordBatchReader]:
        query, values = portable(text, parameters, mark="$")
        with self._cursor(text) as cursor:
            yield cursor.sql(query, params=values or None).to_arrow_reader(BATCH)

    @contextmanager
    def _cursor(self, text: str) -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection of one's own, for a connection refuses a second query while an answer streams."""
        try:
            with self._connection.cursor() as cursor:
                yield cursor
        except (duckdb.Error, pa.ArrowException) as error:
            if missing := MISSING.search(str(error)):
                raise UnknownTable(missing[1], sorted(self._tables)) from error
            reason = str(error).partition("\n")[0]
            raise EngineError(f"DuckDB could not do it: {reason} Query: {short(text)}") from error


def _through(function: Batches, batch: pa.RecordBatch) -> pa.RecordBatch:
    """Whatever goes wrong in a function of others is told alike on all engines."""
    try:
        return function(batch)
    except Exception as error:
        raise EngineError(f"The function failed on a batch: {error!r}") from error
