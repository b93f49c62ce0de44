"""Reading wide tables into tidy ones, beside pandas doing the same: `make bench NAME=reading`.

The tables are the whole GDP table by NUTS 3 (12,453 series, 22 years) and the matrix of employment by
region and industry (468 regions, 101 industries), both as Eurostat gave them.
"""

from __future__ import annotations

import io
import json
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from kraftsamling.evidence.formats import sdmx_csv

DATA = Path(__file__).parents[2] / "shared" / "data" / "stats"
GDP = DATA / "eurostat" / "tsv2023" / "estat_nama_10r_3gdp.csv.gz"
SBS = DATA / "relatedness" / "sbs_r_nuts06_r2_2014_employment_region_x_nace2_wide.csv"
LEAST = 5.0
ROUNDS = 9

Read = Callable[[bytes], Any]


def gdp(body: bytes) -> pa.Table:
    """The GDP table, our way."""
    return sdmx_csv.wide(body)


def sbs(body: bytes) -> pa.Table:
    """The matrix, our way."""
    return sdmx_csv.sheet(body, row="region", column="industry")


def gdp_pandas(body: bytes) -> pd.DataFrame:
    """The GDP table with pandas: flags are looked for only where there is no plain number."""
    wide = pd.read_csv(io.BytesIO(body), compression="gzip", dtype=str)
    ids = ["freq", "unit", "geo"]
    return _parted(wide.melt(ids, var_name="time", value_name="text"))


def sbs_pandas(body: bytes) -> pd.DataFrame:
    """The matrix with pandas."""
    wide = pd.read_csv(io.BytesIO(body), dtype=str, keep_default_na=False)
    wide.columns = wide.columns.str.strip()
    begin = wide.index[wide["region"] == "GEO/TIME"][0] + 1
    end = wide.index[wide["region"] == "Special value:"][0]
    return _parted(wide.iloc[begin:end].melt(["region"], var_name="industry", value_name="text"))


def _parted(long: pd.DataFrame) -> pd.DataFrame:
    text = long.pop("text").str.strip()
    long["value"] = pd.to_numeric(text, errors="coerce")
    long["status"] = ""
    rest = text[long["value"].isna()].str.extract(r"^([-+0-9.]*|:)\s*([a-z]*)$")
    long.loc[rest.index, "value"] = pd.to_numeric(rest[0], errors="coerce")
    long.loc[rest.index, "status"] = rest[1]
    missing = long["value"].isna() & ~long["status"].str.contains("[cmn]")
    long.loc[missing, "status"] += "m"
    return long


def ratio(ours: Read, theirs: Read, body: bytes, rounds: int = ROUNDS) -> float:
    """How many times as long pandas takes: the median of pairs taken side by side."""
    ours(body), theirs(body)
    return statistics.median(_seconds(theirs, body) / _seconds(ours, body) for _ in range(rounds))


def _seconds(read: Read, body: bytes) -> float:
    begun = time.perf_counter()
    read(body)
    return time.perf_counter() - begun


def gdp_ratio_pandas() -> float:
    """How many times as fast the GDP table is read as with pandas."""
    return ratio(gdp, gdp_pandas, GDP.read_bytes())


def sbs_ratio_pandas() -> float:
    """How many times as fast the matrix is read as with pandas."""
    return ratio(sbs, sbs_pandas, SBS.read_bytes())


def main() -> int:
    """Print both ratios; 1 where one is below what we promise."""
    if not DATA.is_dir():
        print(f"The tables are not in {DATA}, so nothing was measured.")
        return 1
    found = {"gdp_ratio_pandas": gdp_ratio_pandas(), "sbs_ratio_pandas": sbs_ratio_pandas()}
    print(json.dumps({name: round(number, 1) for name, number in found.items()}))
    return int(min(found.values()) < LEAST)


if __name__ == "__main__":
    sys.exit(main())
