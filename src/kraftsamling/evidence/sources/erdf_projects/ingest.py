"""Reading the project bank: a row for each project."""

from __future__ import annotations

import pyarrow as pa

from kraftsamling.evidence.formats import delimited
from kraftsamling.evidence.sources.erdf_projects.rows import rows
from kraftsamling.evidence.sources.schema import Dataset


def read(body: bytes, dataset: Dataset) -> pa.Table:
    """Projects, with what they were granted in kronor. Raises `UnusableData`."""
    found = rows(body)
    schema = dataset.table.schema
    columns = {}
    for field in schema:
        texts = pa.chunked_array([[row[field.name] for row in found]], pa.string())
        if pa.types.is_date(field.type):
            columns[field.name] = delimited.dates(texts, field.name)
        elif pa.types.is_floating(field.type):
            columns[field.name] = delimited.numbers(texts, field.name)
        else:
            columns[field.name] = texts
    return pa.table(columns, schema=schema)
