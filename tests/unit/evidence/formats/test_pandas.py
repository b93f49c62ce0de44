"""What we read quickly is what pandas reads slowly."""

from __future__ import annotations

import gzip
from typing import Any

import pandas as pd
import pytest

from benchmarks import reading
from tests.recordings import genuine, littleland, needs_shared


def same(ours: Any, theirs: pd.DataFrame) -> None:
    found = ours.to_pandas()
    keys = [name for name in found if name not in ("value", "status")]
    pd.testing.assert_frame_equal(
        found.sort_values(keys, ignore_index=True),
        theirs.sort_values(keys, ignore_index=True),
        check_dtype=False,
    )


def test_it_reads_the_same_as_pandas() -> None:
    wide = gzip.compress(littleland("eurostat_wide.csv"))
    same(reading.gdp(wide), reading.gdp_pandas(wide))
    sheet = littleland("eurostat_sheet.csv")
    same(reading.sbs(sheet), reading.sbs_pandas(sheet))


@needs_shared
@pytest.mark.slow
def test_it_reads_the_same_whole_tables_as_pandas() -> None:
    wide = genuine("eurostat/tsv2023/estat_nama_10r_3gdp.csv.gz")
    same(reading.gdp(wide), reading.gdp_pandas(wide))
    sheet = genuine("relatedness/sbs_r_nuts06_r2_2014_employment_region_x_nace2_wide.csv")
    same(reading.sbs(sheet), reading.sbs_pandas(sheet))
