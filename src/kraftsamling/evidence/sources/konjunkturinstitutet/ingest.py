"""Reading what the National Institute of Economic Research answered."""

from __future__ import annotations

import pyarrow as pa

from kraftsamling.evidence.sources import pxweb
from kraftsamling.evidence.sources.faults import understood
from kraftsamling.evidence.sources.request import PxTitle, asked
from kraftsamling.evidence.sources.schema import Dataset


@understood
def read(body: bytes, dataset: Dataset) -> pa.Table:
    """The table in `body`. Raises `UnusableData`."""
    return pxweb.read(body, dataset, asked(dataset, PxTitle))
