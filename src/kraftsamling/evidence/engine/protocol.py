"""What every engine can do, and how it says that it could not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from kraftsamling.kernel.errors import KraftsamlingError

Batches = Callable[[pa.RecordBatch], pa.RecordBatch]


class EngineError(KraftsamlingError):
    """An engine cannot do what was asked of it."""


class UnknownTable(EngineError):
    """A question names a table that the engine was never told of."""


class Engine(Protocol):
    """SQL and Arrow functions over Parquet files; the same question has the same answer on every engine.

    That holds for portable SQL: no QUALIFY, no FILTER, `cast(sum(n) as bigint)` for sums of whole
    numbers, `nullif(x, 0)` under each division, and an `order by` that leaves no ties wherever order
    matters. Text sorts by its bytes, nulls come first in rising order, and times are UTC.

    All methods may be called from several threads at once.
    """

    def table(self, name: str, files: Sequence[Path]) -> None:
        """Make Parquet files of one schema readable under `name`, instead of any it had before.

        Files are never changed once written, so whoever is reading goes on with the old ones. Raises
        `EngineError` for a name that is no plain word, and where there is no readable file.
        """
        ...

    def sql(self, text: str, parameters: Mapping[str, object] = {}) -> pa.Table:
        """The rows that one query gives. `$place` in it stands for `parameters["place"]`, never for text.

        A value is text, a number, a date, true or false, None, or a list of them after `in`. Raises
        `UnknownTable`, and `EngineError` for SQL that cannot be run.
        """
        ...

    def map_arrow(self, text: str, function: Batches, schema: pa.Schema) -> pa.Table:
        """The rows of a query through `function`, batch by batch, in no promised order or size of batch.

        `function` may run in other processes, several at once: it uses nothing but its batch and what
        it holds. `schema` is that of the batches it gives.
        """
        ...

    def write_parquet(self, text: str, path: Path) -> None:
        """Write the rows that a query gives to a new Parquet file: the whole file, or none at all."""
        ...

    def close(self) -> None:
        """Let go of connections. The engine cannot be used afterwards."""
        ...
