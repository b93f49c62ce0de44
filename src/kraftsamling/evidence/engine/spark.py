"""The engine for large data: an existing Spark cluster, spoken to through Spark Connect."""

from __future__ import annotations

import logging
import re
import socket
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import RLock
from types import ModuleType
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

import pyarrow as pa

import kraftsamling
from kraftsamling.evidence.engine.files import write_batches
from kraftsamling.evidence.engine.portable import checked, plain, portable, short
from kraftsamling.evidence.engine.protocol import (
    NO_PARAMETERS,
    Batches,
    EngineError,
    UnknownTable,
)

if TYPE_CHECKING:
    from pyspark.sql import DataFrame
    from pyspark.sql.connect.session import SparkSession

Answer = TypeVar("Answer")
PORT = 15002
PATIENCE_S = 5
MISSING = re.compile(r"TABLE_OR_VIEW_NOT_FOUND\] [\w ]*(?:: |`)(\w+)")
# A cluster forgets a session that was silent for long, or all of them when it starts anew.
FORGOTTEN = re.compile(r"SESSION_(NOT_FOUND|CLOSED|CHANGED)|session \S+ is not running")


class SparkEngine:
    """Asks a cluster, which reads the files itself: DATA_DIR lies at the same path there.

    Answers come whole to this machine. Functions over Arrow run on the cluster's own Python, of the
    same version as here and with what they import; this package they bring with them.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._tables: dict[str, tuple[Path, ...]] = {}
        self._naming = RLock()
        self._closed = False
        self._session = connected(url)

    def table(self, name: str, files: Sequence[Path]) -> None:
        paths = checked(name, files)
        with self._naming:
            said = f"table {name} in {', '.join(map(str, paths))}"
            self._asked(lambda session: _name(session, name, paths), said)
            self._tables[name] = paths

    def sql(self, text: str, parameters: Mapping[str, object] = NO_PARAMETERS) -> pa.Table:
        query, values = portable(text, parameters, mark=":")
        return self._asked(lambda session: plain(_query(session, query, values).toArrow()), text)

    def map_arrow(
        self,
        text: str,
        function: Batches,
        schema: pa.Schema,
        parameters: Mapping[str, object] = NO_PARAMETERS,
    ) -> pa.Table:
        from pyspark.sql.pandas.types import from_arrow_schema

        query, values = portable(text, parameters, mark=":")
        wanted = from_arrow_schema(schema)
        table = self._asked(
            lambda session: (
                _query(session, query, values)
                .mapInArrow(lambda batches: map(function, batches), wanted)
                .toArrow()
            ),
            text,
        )
        return table.cast(schema)

    def write_parquet(
        self, text: str, path: Path, parameters: Mapping[str, object] = NO_PARAMETERS
    ) -> None:
        table = self.sql(text, parameters)
        write_batches(table.schema, table.to_batches(), path)

    def close(self) -> None:
        self._closed = True
        self._session.stop()

    def _asked(self, work: Callable[[SparkSession], Answer], text: str) -> Answer:
        """What `work` gives; once more in a new session where the cluster has forgotten ours."""
        from pyspark.errors import PySparkException

        if self._closed:
            raise EngineError("The engine has been closed. Open another.")
        session = self._session
        try:
            try:
                return work(session)
            except PySparkException as error:
                if not self._forgotten(str(error)):
                    raise
                return work(self._renewed(session))
        except PySparkException as error:
            if missing := MISSING.search(str(error)):
                raise UnknownTable(missing[1], sorted(self._tables)) from error
            raise EngineError(
                f"The Spark cluster could not do it: {_reason(str(error))} Query: {short(text)}"
            ) from error

    def _forgotten(self, said: str) -> bool:
        missing = MISSING.search(said)
        return bool(FORGOTTEN.search(said)) or bool(missing and missing[1] in self._tables)

    def _renewed(self, old: SparkSession) -> SparkSession:
        """A session that knows all tables; the same one for all who missed the old."""
        with self._naming:
            if self._session is old:
                session = connected(self._url)
                for name, paths in self._tables.items():
                    _name(session, name, paths)
                self._session = session
            return self._session


def connected(url: str) -> SparkSession:
    """A new session at `url`, as `sc://host:15002`. Raises `EngineError` saying what is missing."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql.connect.client.retries import DefaultPolicy
        from pyspark.sql.connect.session import SparkSession
    except ImportError as error:
        raise EngineError(
            f"ENGINE_URL asks for a Spark cluster, and the client for it is missing ({error}). "
            "Install it: pip install 'kraftsamling[spark]'"
        ) from error
    where = _reached(url)
    # Its own log repeats each error with the cluster's whole stack, which we tell in one line.
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)
    carry(kraftsamling)
    try:
        session = SparkSession.builder.remote(url).create()
        session.client.set_retry_policies([DefaultPolicy(max_retries=4, max_backoff=2000)])
        _greet(session)
    except PySparkException as error:
        raise EngineError(
            f"{where} answers, but not as a Spark Connect server: {_reason(str(error))} "
            "Correct ENGINE_URL, or ask those who run the cluster."
        ) from error
    return session


def carry(package: ModuleType) -> None:
    """Functions of `package` travel to the cluster whole: it need not be installed there."""
    from pyspark.cloudpickle import register_pickle_by_value

    register_pickle_by_value(package)  # type: ignore[no-untyped-call]


def _greet(session: SparkSession) -> None:
    """The first call, which settles the time zone. Who does not answer it is not waited for again."""
    try:
        session.conf.set("spark.sql.session.timeZone", "UTC")
    except BaseException:
        session.client.close()
        raise


def _reached(url: str) -> str:
    """Host and port, when something listens there: else gRPC would go on trying for minutes."""
    place = urlsplit(url)
    where = f"{place.hostname}:{place.port or PORT}"
    try:
        socket.create_connection((place.hostname, place.port or PORT), PATIENCE_S).close()
    except OSError as error:
        raise EngineError(
            f"No Spark cluster answers at {where}: {error}. "
            "Start it, correct ENGINE_URL, or leave ENGINE_URL out to use DuckDB on this machine."
        ) from error
    return where


def _name(session: SparkSession, name: str, paths: Sequence[Path]) -> None:
    session.read.parquet(*(f"file://{path}" for path in paths)).createOrReplaceTempView(name)


def _query(session: SparkSession, query: str, values: Mapping[str, object]) -> DataFrame:
    return session.sql(query, args=dict(values)) if values else session.sql(query)


def _reason(said: str) -> str:
    """The line that tells most: the last of a Python error, the first of any other."""
    lines = said.partition("JVM stacktrace")[0].strip().splitlines() or ["it did not say why."]
    return next((line for line in reversed(lines) if re.match(r"\w*Error\b", line)), lines[0])
