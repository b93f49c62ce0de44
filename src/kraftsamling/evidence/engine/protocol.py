"""What every engine can do, and how it says that it could not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

import pyarrow as pa

from kraftsamling.kernel.errors import KraftsamlingError

Batches = Callable[[pa.RecordBatch], pa.RecordBatch]
NO_PARAMETERS: Mapping[str, object] = MappingProxyType({})


class EngineError(KraftsamlingError):
    """An engine cannot do what was asked of it."""


class UnknownTable(EngineError):
    """A query names a table that the engine was not told of."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        there = f"It has {', '.join(known)}." if known else "It has none yet."
        super().__init__(
            f"There is no table {name}. {there} Correct the name, or fetch the source it comes from."
        )


class Engine(Protocol):
    """SQL and Arrow functions over Parquet files: the same question has the same answer on all engines.

    That holds for portable SQL: no QUALIFY and no FILTER, `cast(sum(n) as bigint)` for sums of whole
    numbers, `cast(length(t) as bigint)`, `nullif(x, 0)` under each division, quotes inside text only in
    parameters, and an `order by` without ties wherever order matters. Text sorts by its bytes, nulls come first in rising order, times
    are UTC, and names are plain words. Sums of decimal fractions may differ in the last of 15 digits.

    The text of a query is written by us or reviewed with a content file, never by a visitor: what a
    visitor chooses is a parameter. All methods may be called from several threads at once.
    """

    def table(self, name: str, files: Sequence[Path]) -> None:
        """Make Parquet files of one schema readable under `name`, instead of those it had before.

        Files never change once written, so whoever is reading goes on with the old ones. Raises
        `EngineError` for a name that is no plain word, and where a file is missing or unreadable.
        """
        ...

    def sql(self, text: str, parameters: Mapping[str, object] = NO_PARAMETERS) -> pa.Table:
        """The rows of one query, in which `$place` stands for the value `parameters["place"]`.

        A value is text, a number, a date, true or false, None, or a list of such after `in`. Columns of
        the answer may all be null and carry no metadata. Raises `UnknownTable`, and `EngineError` where
        the query cannot be run.
        """
        ...

    def map_arrow(
        self,
        text: str,
        function: Batches,
        schema: pa.Schema,
        parameters: Mapping[str, object] = NO_PARAMETERS,
    ) -> pa.Table:
        """The rows of a query through `function`, batch by batch, in no promised order or size.

        `function` may run in several processes at once, also on other machines: it uses nothing but its
        batch and what it holds. It gives batches of `schema`. Raises `EngineError`, also when it fails.
        """
        ...

    def write_parquet(
        self, text: str, path: Path, parameters: Mapping[str, object] = NO_PARAMETERS
    ) -> None:
        """Write the rows of a query to a Parquet file on this machine: the whole file, or none at all."""
        ...

    def close(self) -> None:
        """Let go of what the engine holds. It cannot be used afterwards."""
        ...
