"""What every source must offer: `fetch.fetch` asks for one dataset, `ingest.read` makes it a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

import pyarrow as pa

from kraftsamling.evidence.snapshots import Label
from kraftsamling.evidence.sources.http import Http
from kraftsamling.evidence.sources.schema import Dataset


@dataclass(frozen=True)
class Fetched:
    """What a producer answered, untouched: `body` is kept as it came.

    Where a question had to be split, `body` holds all answers in one deterministic container. What
    tells of persons, and rows of other countries, are taken out of it before it is kept.
    `etag` and `modified` are handed back in the next question.
    """

    body: bytes
    url: str
    published: date | None = None
    etag: str = ""
    modified: str = ""


class Fetch(Protocol):
    """Ask for `dataset`. Nothing comes back where the producer has nothing newer than `last`.

    Raises a `KraftsamlingError` that says which source and dataset, what happened and what to do.
    """

    def __call__(self, dataset: Dataset, http: Http, last: Label | None) -> Fetched | None: ...


class Read(Protocol):
    """The table in `body`, with the columns of `dataset.table.schema`; pure, and quick.

    Raises `UnusableData` where a dimension, a unit or a code is not what `dataset` says it is.
    """

    def __call__(self, body: bytes, dataset: Dataset) -> pa.Table: ...
