"""Reading the file as lines of the matrix."""

from __future__ import annotations

import pyarrow as pa

from kraftsamling.evidence.formats.scb_symmetric import read_scb_symmetric
from kraftsamling.evidence.sources.matrices import as_table
from kraftsamling.evidence.sources.schema import Dataset


def read(body: bytes, dataset: Dataset) -> pa.Table:  # noqa: ARG001
    """The table in `body`. Raises `UnusableData` that names the block, row and cell at fault."""
    return as_table(read_scb_symmetric(body).values())
