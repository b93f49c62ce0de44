"""What `source.yaml` may say: a producer, its rules, and the datasets we fetch from it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

import pyarrow as pa
from pydantic import Field, StringConstraints, model_validator

from kraftsamling.kernel.content import Content
from kraftsamling.kernel.words import Line, Words

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
Rhythm = Literal["daily", "weekly", "monthly", "quarterly", "yearly"]

TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
    "boolean": pa.bool_(),
}
NUMBERS = pa.list_(pa.field("item", pa.float64(), nullable=False))
MATRIX = pa.schema(
    [
        ("year", pa.int64()),
        ("part", pa.string()),
        ("position", pa.int64()),
        ("place", pa.string()),
        ("code", pa.string()),
        ("name", pa.string()),
        ("cells", NUMBERS),
    ]
)


class Column(Content):
    """One column of a table."""

    name: Name
    type: Literal["text", "integer", "number", "date", "boolean"] = "text"
    unit: Words | None = None
    about: Words | None = None


class Table(Content):
    """The declared shape of one table in the catalogue.

    With `dimensions` (or with neither) it holds *observations*: place, period, the dimensions, value
    and status, one row per place, period and dimensions. With `columns` and `key` it holds *records*.
    With `matrix` it holds input-output tables, a row for each line (`sources.matrices`). `places` are the
    dimensions that hold codes of places too, such as where those work who live in `place`.
    """

    name: Name
    dimensions: tuple[Name, ...] = ()
    places: tuple[Name, ...] = ()
    unit: Words | None = None
    columns: tuple[Column, ...] = ()
    key: tuple[Name, ...] = ()
    matrix: bool = False
    stressors: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _one_kind(self) -> Table:
        if self.columns and (self.dimensions or not self.key):
            raise ValueError("has columns, so it needs a key, and no dimensions.")
        if self.matrix and (self.columns or self.dimensions or self.key):
            raise ValueError(
                "is a matrix, whose columns are known: leave out columns, dimensions and key."
            )
        if self.stressors and not self.matrix:
            raise ValueError("has stressors, but is no matrix that industries stand in.")
        unknown = set(self.key) - {column.name for column in self.columns}
        if unknown:
            raise ValueError(f"the key names {', '.join(sorted(unknown))}, which is no column.")
        strange = set(self.places) - set(self.dimensions)
        if strange:
            raise ValueError(f"places names {', '.join(sorted(strange))}, which is no dimension.")
        return self

    @property
    def observes(self) -> bool:
        """Whether it holds observations."""
        return not self.columns and not self.matrix

    @property
    def schema(self) -> pa.Schema:
        """Names and types in order."""
        if self.matrix:
            return MATRIX
        if self.columns:
            return pa.schema([(column.name, TYPES[column.type]) for column in self.columns])
        texts = [(name, pa.string()) for name in ("place", "period", *self.dimensions)]
        return pa.schema([*texts, ("value", pa.float64()), ("status", pa.string())])

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns that together name a row; the order rows are stored in."""
        if self.matrix:
            return ("year", "part", "position")
        return self.key if self.columns else (*self.dimensions, "place", "period")


class Limits(Content):
    """What the producer asks of callers: at most `calls` in `seconds`, and `cells` in an answer."""

    calls: int = 3
    seconds: float = 1
    cells: int = 100_000


class Dataset(Content):
    """One product of a source: how it is asked for, and the table it becomes.

    `code` is the producer's own where that can name a file. `request` often holds `select` (codes
    per dimension of the producer, `["*"]` for all) and `columns` (our column: their dimension).
    """

    code: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$")
    title: Words
    url: Line
    # In the source's own words; only its `fetch` and `ingest` read it.
    request: dict[str, Any] = {}
    table: Table
    rhythm: Rhythm | None = None
    # Asked for only where somebody names its source: a large file, or one that never changes.
    only_named: bool = False
    # Whether periods that have not been yet are to be expected.
    forecast: bool = False
    oddities: tuple[Words, ...] = ()


class Source(Content):
    """A producer of official data, and what to know before using it."""

    code: Name
    name: Words
    producer: Line
    home: Line
    licence: Line
    licence_url: str = ""
    rhythm: Rhythm
    limits: Limits = Limits()
    # The column of `places.csv` that its codes for places are found in.
    places: Name = "code"
    oddities: tuple[Words, ...] = ()
    datasets: tuple[Dataset, ...] = Field(min_length=1)
