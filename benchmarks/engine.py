"""How fast one indicator of one region is found among 10 million observations: `make bench NAME=engine`.

Measured so on two cores, in milliseconds, warm and from disk with a new engine:

    sorted by                       rows in a group     warm   cold   pyarrow
    indicator, place, period, …              20,480       18     41        20
    indicator, place, period, …              61,440        7     28        13
    indicator, place, period, …             122,880        7     25        18
    indicator, place, period, …             262,144        5     30        42
    indicator, place, period, …           1,048,576        6     29        66
    place, indicator, period, …             122,880        7     27        13
    period, …, indicator                    122,880       51     76     1,115

So what every question names comes first in the key, the period after it, and the size of the groups is
`files.ROW_GROUP`.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from kraftsamling.evidence.engine.files import write_sorted
from kraftsamling.evidence.engine.opening import engine_at

LIMIT_MS = 50.0
TIMES = 9
KEY = ("indicator", "place", "period", "group_code")
INDICATORS = [f"indicator_{n:03}" for n in range(200)]
PLACES = [f"SE{n:04}" for n in range(313)]  # municipalities, counties, the nation, the EU
PERIODS = [str(year) for year in range(2005, 2025)]
GROUPS = [f"{sex}_{age}" for sex in ("men", "women") for age in ("-24", "25-54", "55-64", "65-")]
ASKED = {"indicator": INDICATORS[117], "place": PLACES[208]}
QUERY = """select period, group_code, value, status from observations
    where indicator = $indicator and place = $place order by period, group_code"""


def observations() -> pa.Table:
    """10,016,000 rows made up, one for each indicator, place, period and group, in no useful order."""
    shape = (len(PERIODS), len(GROUPS), len(PLACES), len(INDICATORS))
    dice = np.random.default_rng(20261125)
    period, group, place, indicator = (axis.ravel() for axis in np.indices(shape, np.int16))
    values = dice.normal(100, 25, period.size).round(2)
    status = dice.choice(np.array([0, 0, 0, 0, 0, 0, 0, 0, 1, 2], np.int8), period.size)

    def named(codes: Any, names: list[str]) -> pa.Array:
        return pa.DictionaryArray.from_arrays(pa.array(codes), pa.array(names))

    return pa.table(
        {
            "indicator": named(indicator, INDICATORS),
            "place": named(place, PLACES),
            "period": named(period, PERIODS),
            "group_code": named(group, GROUPS),
            "value": pa.array(values, mask=status == 2),
            "status": named(status, ["", "preliminary", "confidential"]),
        }
    )


def by_duckdb_anew(path: Path) -> int:
    """A process's first question: the engine is opened and told of the file, too."""
    engine = engine_at("duckdb://")
    engine.table("observations", [path])
    rows = engine.sql(QUERY, ASKED).num_rows
    engine.close()
    return int(rows)


def by_pyarrow(path: Path) -> int:
    """The same rows by pyarrow, which also skips what it can by the footer."""
    wanted = [(name, "==", value) for name, value in ASKED.items()]
    return int(pq.read_table(path, filters=wanted).num_rows)


def by_pandas(path: Path) -> int:
    """The same rows by pandas, by way of pyarrow."""
    import pandas as pd

    wanted = [(name, "==", value) for name, value in ASKED.items()]
    return len(pd.read_parquet(path, filters=wanted))


def by_scan(path: Path) -> int:
    """The same rows by reading the two columns whole: what it costs where nothing is skipped."""
    table = pq.read_table(path, columns=list(ASKED), read_dictionary=list(ASKED))
    found = np.ones(table.num_rows, bool)
    for name, value in ASKED.items():
        column = table[name].unify_dictionaries().combine_chunks()
        found &= column.indices.to_numpy() == column.dictionary.index(value).as_py()
    return int(found.sum())


def out_of_memory(path: Path) -> None:
    """Let the operating system forget the file, so that it is read from disk again."""
    descriptor = os.open(path, os.O_RDONLY)
    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
    os.close(descriptor)


def milliseconds(
    work: Callable[[], int],
    times: int = TIMES,
    before: Callable[[], None] = lambda: None,
    rows: int = len(PERIODS) * len(GROUPS),
) -> float:
    """The median of several runs, each of which must find all the rows."""
    spent = []
    for _ in range(times):
        before()
        started = time.perf_counter()
        found = work()
        spent.append((time.perf_counter() - started) * 1000)
        assert found == rows, found
    return round(median(spent), 1)


def measure(folder: Path) -> dict[str, float]:
    """Everything in one run over one file: `query_10m_ms` is the engine's warm answer."""
    path = folder / "observations.parquet"
    table = observations()
    started = time.perf_counter()
    write_sorted(table, KEY, path)
    seconds = time.perf_counter() - started
    del table
    engine = engine_at("duckdb://")
    engine.table("observations", [path])
    small = folder / "small.parquet"
    engine.write_parquet(QUERY, small, ASKED)
    engine.table("small", [small])
    figures = {
        "query_10m_ms": milliseconds(lambda: int(engine.sql(QUERY, ASKED).num_rows)),
        "query_small_ms": milliseconds(
            lambda: int(
                engine.sql("select * from small where value > $least", {"least": -1e9}).num_rows
            ),
            rows=pq.read_table(small, filters=[("value", ">", -1e9)]).num_rows,
        ),
        "query_10m_cold_ms": milliseconds(
            lambda: by_duckdb_anew(path), before=lambda: out_of_memory(path)
        ),
        "pyarrow_10m_ms": milliseconds(lambda: by_pyarrow(path)),
        "pandas_10m_ms": milliseconds(lambda: by_pandas(path)),
        "scan_10m_ms": milliseconds(lambda: by_scan(path), times=3),
        "write_10m_s": round(seconds, 1),
        "file_mib": round(path.stat().st_size / 2**20, 1),
        "row_groups": pq.ParquetFile(path).num_row_groups,
    }
    engine.close()
    return figures


def main() -> int:
    """Measure in a folder that is gone afterwards; the last line is the figures."""
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder))
    print(json.dumps(figures))
    return 0 if max(figures["query_10m_ms"], figures["query_10m_cold_ms"]) <= LIMIT_MS else 1


if __name__ == "__main__":
    sys.exit(main())
