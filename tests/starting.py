"""Starter tables of the program as matrices, for tests that need real figures and no catalogue."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np

from kraftsamling.evidence.sources.registry import read_sources
from kraftsamling.evidence.sources.starter import read, starters
from kraftsamling.kernel.labelled import Matrix

COMMON = Path(__file__).resolve().parents[1] / "content" / "common"


def table_of(name: str, column: str) -> Matrix:
    """The last period of a starter table: places by the codes of a column, NaN where there is no value."""
    newest = [starter for starter in starters(COMMON / "evidence") if starter.table == name][-1]
    rows = read(newest.body, read_sources().table(name)[1]).to_pylist()
    last = max(row["period"] for row in rows)
    cells = {(r["place"], r[column]): r["value"] for r in rows if r["period"] == last}
    places, codes = (tuple(dict.fromkeys(key[n] for key in cells)) for n in (0, 1))
    values = [[_number(cells.get((place, code))) for code in codes] for place in places]
    return Matrix(np.array(values), places, codes)


def _number(value: float | None) -> float:
    return math.nan if value is None else value
