"""Littleland's tables for engines, made up, with everything in them that engines could read differently."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime

import pyarrow as pa

OBSERVED = pa.schema(
    {
        "place": pa.string(),
        "year": pa.int64(),
        "value": pa.float64(),
        "seen": pa.date32(),
        "preliminary": pa.bool_(),
    }
)
DAY = date(2026, 11, 2)
# Two files of one table: a zero beside a null, a place in Swedish, one with a quote, one without name.
OBSERVED_PARTS = [
    pa.table(
        [
            ["Norr", "Norr", "Söder", "Söder"],
            [2019, 2020, 2019, 2020],
            [1.5, 2.25, 0.0, None],
            [DAY, DAY, date(1969, 12, 31), None],
            [False, True, False, None],
        ],
        schema=OBSERVED,
    ),
    pa.table(
        [
            ["Ö'n", "Ö'n", None, "Tom"],
            [2020, 2019, 2020, None],
            [-0.5, 10.0, 7.0, None],
            [DAY, DAY, DAY, DAY],
            [True, True, False, None],
        ],
        schema=OBSERVED,
    ),
]
PLACES = pa.table(
    {
        "code": ["Norr", "Söder", "Ö'n", "Väst"],
        "inhabitants": pa.array([120, 3_000_000_000, 7, 55], pa.int64()),
        "county": pa.array(["N", "S", "S", "V"]).dictionary_encode(),
    }
)
# Enough rows, in enough files, for engines to split the work.
MANY = [
    pa.table(
        {
            "n": pa.array(range(start, start + 5_000), pa.int64()),
            "group_code": [f"g{n % 7}" for n in range(start, start + 5_000)],
            "value": [None if n % 11 == 0 else n / 4 for n in range(start, start + 5_000)],
        }
    )
    for start in range(0, 20_000, 5_000)
]
TABLES = {"observed": OBSERVED_PARTS, "places": [PLACES], "many": MANY}


def fingerprint(table: pa.Table) -> str:
    """SHA-256 over column names and types, then the rows in their order, each as a line of JSON.

    Fractions are told to 12 digits: engines that add in another order differ in the last of 15.
    """
    head = [f"{field.name}: {field.type}" for field in table.schema]
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    lines = [head, *([_said(value) for value in row] for row in rows)]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    return hashlib.sha256(text.encode()).hexdigest()


def _said(value: object) -> object:
    if isinstance(value, float):
        return f"{value:.12g}"
    return value.isoformat() if isinstance(value, date | datetime) else value
