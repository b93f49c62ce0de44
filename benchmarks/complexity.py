"""How fast tables of trade are worked through, beside ecomplexity and economic-complexity.

A part of `make bench NAME=value_chains`, which prints these figures.

Years of drawn tables of the size of HS4 (235 places x 1,240 products) and HS6 (235 x 5,000): RCA,
ECI, PCI, proximity, density, outlook (COI) and gain (COG). Each package works in a process of its
own with one BLAS thread: CPU seconds per year, and memory beyond what it begins with. What each
wants to begin with (a pivoted table, or rows) is made outside the clock. economic-complexity has no
outlook, so it is asked for everything else.

A year takes as long as any other, so `YEARS` says how many each package is given (own, then the
peers), and the ratios are of seconds per year: HS6 takes ecomplexity minutes a year. `YEARS=all`
gives all of them the 25 and 5 years of the question.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PLACES = 235
SIZES = {"hs4": (1240, 25), "hs6": (5000, 5)}
SHORT = {
    "own": {"hs4": 25, "hs6": 5},
    "economic": {"hs4": 5, "hs6": 1},
    "ecomplexity": {"hs4": 2, "hs6": 1},
}
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")

BARS = {
    "hs4_ratio_ecomplexity": (">=", 30.0),
    "hs4_ratio_economic_complexity": (">=", 8.0),
    "hs6_ratio_ecomplexity": (">=", 120.0),
    "hs6_ratio_economic_complexity": (">=", 18.0),
}


def drawn(products: int, year: int) -> Floats:
    """Values of one year: the more advanced a place, the more it makes, and the harder things."""
    draw = np.random.default_rng(year)
    skill, hard = np.sort(draw.random(PLACES))[:, None], np.sort(draw.random(products))
    values: Floats = np.outer(draw.lognormal(0, 2, PLACES), draw.lognormal(0, 1.5, products))
    values *= draw.lognormal(0, 2, values.shape) * np.exp(3 * (skill - 0.5) * (hard - 0.5))
    values[draw.random(values.shape) > (0.25 + 0.6 * skill) * (1 - 0.6 * hard)] = 0
    return values


def figures() -> Mapping[str, float]:
    """All figures of this part: those of BARS; then differences, memory and seconds a year."""
    ratios: dict[str, float] = {}
    beside: dict[str, float] = {}
    for size in SIZES:
        own = _alone("own", size)
        beside[f"{size}_own_s"] = own["cpu"]
        for who, name in (("ecomplexity", "ecomplexity"), ("economic", "economic_complexity")):
            peer = _alone(who, size)
            ratios[f"{size}_ratio_{name}"] = peer["cpu"] / own["cpu"]
            beside[f"{size}_memory_share_{name}"] = own["memory"] / peer["memory"]
            beside[f"{size}_{name}_s"] = peer["cpu"]
            if who == "ecomplexity":
                # The other stops after 20 rounds of reflections, which is not yet the same thing.
                beside[f"{size}_eci_diff"] = _apart(own["eci"], peer["eci"])
    return ratios | beside


def _apart(one: list[float], other: list[float]) -> float:
    """The largest difference of the first year's ECI, each with mean 0 and deviation 1."""
    scaled = [(np.array(x) - np.mean(x)) / np.std(x) for x in (one, other)]
    return float(np.abs(scaled[0] - scaled[1]).max())


def _own(products: int, years: int) -> Callable[[], Floats]:
    from kraftsamling.measures.complexity import study

    tables = [drawn(products, year) for year in range(years)]

    def work() -> Floats:
        return _first(study(table).complexity.eci for table in tables)

    return work


def _first(years: Iterable[Floats]) -> Floats:
    """The first answer, when all are worked out."""
    answers = list(years)
    return answers[0]


def _economic(products: int, years: int) -> Callable[[], Floats]:
    import pandas as pd

    peer: Any = importlib.import_module("economic_complexity")
    tables = [pd.DataFrame(drawn(products, year)) for year in range(years)]

    def year(table: Any) -> Floats:
        R = peer.rca(table)
        eci, pci = peer.complexity(R)
        phi = peer.proximity(R)
        peer.relatedness(R, proximities=phi)
        peer.opportunity_gain(R, pci=pci, proximities=phi)
        return np.asarray(eci)

    return lambda: _first(year(table) for table in tables)


def _ecomplexity(products: int, years: int) -> Callable[[], Floats]:
    import pandas as pd

    peer: Any = importlib.import_module("ecomplexity")
    rows = pd.concat(
        pd.DataFrame(drawn(products, year)).stack().rename("value").reset_index().assign(year=year)
        for year in range(years)
    )
    rows.columns = ["place", "product", "value", "year"]
    columns = {"time": "year", "loc": "place", "prod": "product", "val": "value"}

    def work() -> Floats:
        found = peer.ecomplexity(rows, columns, verbose=False, check_logsupermodularity=False)
        peer.proximity(rows, columns)
        first = found[found.year == 0].drop_duplicates("place").sort_values("place")
        return np.asarray(first.eci)

    return work


def _alone(who: str, size: str) -> dict[str, Any]:
    """One package in a process of its own, with one BLAS thread; what it prints."""
    products, all_years = SIZES[size]
    years = all_years if os.environ.get("YEARS") == "all" else SHORT[who][size]
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.complexity", who, str(products), str(years)],
        env=os.environ | dict.fromkeys(THREADS, "1"),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    answer: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return answer


def _part(who: str, products: str, years: str) -> None:
    warnings.simplefilter("ignore")
    makers = {"own": _own, "economic": _economic, "ecomplexity": _ecomplexity}
    work = makers[who](int(products), int(years))
    np.linalg.inv(np.eye(600) + 1e-4)  # libraries are loaded, and the processor is awake
    before, start = _peak(), time.process_time()
    eci = work()
    cpu = (time.process_time() - start) / int(years)
    print(json.dumps({"cpu": cpu, "memory": _peak() - before, "eci": eci.tolist()}))


def _peak() -> int:
    """The most memory this process has held, in KB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    _part(*sys.argv[1:])
