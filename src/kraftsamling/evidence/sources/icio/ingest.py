"""Reading the file as lines of the matrix."""

from __future__ import annotations

import pyarrow as pa

from kraftsamling.evidence.formats.icio import read_icio
from kraftsamling.evidence.sources.matrices import Matrix, as_table
from kraftsamling.evidence.sources.request import asked
from kraftsamling.evidence.sources.schema import Dataset


def read(body: bytes, dataset: Dataset) -> pa.Table:
    """The table in `body`. Raises `UnusableData` that names the block, row and cell at fault."""
    return as_table([read_icio(body, asked(dataset, Matrix).year)])
