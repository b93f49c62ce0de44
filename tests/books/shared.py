"""Reference numbers that lie beside the repository; tests that read them skip where they are not."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

SHARED = Path(__file__).resolve().parents[3] / "shared"
CHAINS = SHARED / "references/value_chains"

needs_chains = pytest.mark.skipif(not CHAINS.exists(), reason="needs value_chains in ../shared")


def rows(file: Path) -> list[list[str]]:
    whole = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
    return list(csv.reader(whole.decode("utf-8").splitlines()))


def block(file: Path, *, above: int, left: int) -> NDArray[np.float64]:
    """The numbers of a CSV file under `above` lines of heads and right of `left` labels."""
    return np.array([line[left:] for line in rows(file)[above:]], dtype=float)


def wiod(year: int) -> dict[str, NDArray[np.generic]]:
    with np.load(SHARED / f"data/stats/io/wiod2013_{year}.npz") as table:
        return {name: table[name] for name in table}
