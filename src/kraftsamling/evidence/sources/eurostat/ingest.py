"""Reading what Eurostat answered."""

from __future__ import annotations

import pyarrow as pa

from kraftsamling.evidence.formats import jsonstat, sdmx_csv
from kraftsamling.evidence.formats.status import eurostat as mark
from kraftsamling.evidence.sources.answering import apart
from kraftsamling.evidence.sources.faults import understood
from kraftsamling.evidence.sources.pxweb import joined, parsed
from kraftsamling.evidence.sources.request import Eurostat, asked
from kraftsamling.evidence.sources.schema import Dataset
from kraftsamling.evidence.sources.shaping import filtered, shaped


@understood
def read(body: bytes, dataset: Dataset) -> pa.Table:
    """The table in `body`. The period is the dimension `time`, in each form. Raises `UnusableData`."""
    request = asked(dataset, Eurostat)
    if request.api == "sdmx-csv":
        return shaped(sdmx_csv.table(body), dataset, request)
    if request.api == "tsv":
        whole = sdmx_csv.wide(body)
        return shaped(filtered(whole, request.select, dataset), dataset, request)
    parts = [jsonstat.table(document, mark) for document in apart(parsed(body))]
    return shaped(joined(parts, dataset), dataset, request)
