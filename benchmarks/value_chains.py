"""How fast value chains are worked through, beside the usual packages and the machine's own limits.

    make bench NAME=value_chains

World tables beside pymrio, factorising beside matrix products, scenarios, decompositions, complexity
(`complexity`), and the first study of a region with what is asked after it (`studying`). Each figure is
taken in a process of its own with one BLAS thread: CPU seconds, and memory beyond the table that both
begin with. Tables are drawn, of the size of the OECD's (77 x 45) and EXIOBASE (49 x 200): what is in
the cells makes no difference to the time. All takes ten minutes and 6 GB, most of it in other packages.

What can be gained on pymrio, for n industries: before 0.7 it multiplied two square tables, 2 n^3
operations; 0.7 multiplies sector by sector, and what is left is an inverse by numpy, 8/3 n^3. Ours are
2/3 n^3 for the factors and 4/3 n^3 times q, where q n rows are regions x stressors, at whichever precision
is less. At 77 x 45 (q 0.44) that is 1.3 n^3: done wholly at the speed of matrix products, the ratio
would be 3.2. It is 2.5, as triangles are solved at three fifths to nine tenths of that speed, and
single precision would cost more: each row needs 2 n^2 operations in double to be corrected with. At
49 x 200 (q 0.1) single precision is the faster, and the ratio 4, give or take what else the machine does.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks import complexity, studying

Floats = NDArray[np.float64]
OECD, EXIOBASE = (77, 45), (49, 200)
ROUNDS = {OECD: 3, EXIOBASE: 2}
"""Ours and theirs in turn, the fastest of each."""
STRESSORS, CATEGORIES = 20, 4
ACCOUNTS = ("multipliers", "consumption", "production", "imports", "exports")
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")

BARS = {
    "mrio_cpu_ratio": (">=", 3.5),
    "mrio_memory_share": ("<=", 0.45),
    "mrio_max_diff": ("<=", 1e-10),
    "exio_cpu_ratio": (">=", 4.0),
    "exio_memory_share": ("<=", 0.40),
    "lu_share_of_peak": (">=", 0.85),
    "scenario_ms": ("<=", 10.0),
    "scenarios100_ms": ("<=", 100.0),
    "decomposition_per_inverse": ("<=", 1.3),
    **complexity.BARS,
    **studying.BARS,
}


@dataclass(frozen=True)
class World:
    """A drawn world table; the same numbers in every process."""

    regions: int
    industries: int
    Z: Floats
    Y: Floats
    F: Floats

    @property
    def rows(self) -> list[int]:
        return np.repeat(np.arange(self.regions), self.industries).tolist()


def drawn(regions: int, industries: int) -> World:
    """Half of what is bought comes from home, and no industry buys more than 60 % of its output."""
    draw = np.random.default_rng(1)
    size = regions * industries
    Z = draw.random((size, size))
    Z **= 4
    Y = draw.random((size, regions * CATEGORIES)) ** 3
    Y *= Z.sum() / Y.sum()
    for region in range(regions):
        at = slice(region * industries, (region + 1) * industries)
        Z[at, at] *= regions
        Y[at, region * CATEGORIES : (region + 1) * CATEGORIES] *= regions
    x = Z.sum(axis=1) + Y.sum(axis=1)
    Z *= np.minimum(1, 0.6 * x / Z.sum(axis=0))
    return World(regions, industries, Z, Y, draw.random((STRESSORS, size)))


def main() -> None:
    """Measure, print a table for people, then the figures as one JSON line."""
    console = Console(highlight=False, width=110)
    found = figures(console)
    table = Table("", "measured", "bar", box=None)
    for name, (sign, bar) in BARS.items():
        table.add_row(name, f"{found[name]:.3g}", f"{sign} {bar:g}")
    console.print(table)
    print(json.dumps({name: found[name] for name in BARS}))


def figures(console: Console) -> Mapping[str, float]:
    """All figures; those of BARS and some beside them."""
    found: dict[str, float] = {}
    parts: list[Callable[[], Mapping[str, float]]] = [
        lambda: footprints("mrio", OECD),
        lambda: footprints("exio", EXIOBASE),
        lambda: _alone("limits", OECD),
        lambda: _alone("decompositions", OECD),
        complexity.figures,
        lambda: _alone("study", OECD),
    ]
    for part in parts:
        told = part()
        console.print("  ".join(f"{name} {value:.3g}" for name, value in told.items()))
        found |= told
    return found


def footprints(name: str, size: tuple[int, int]) -> dict[str, float]:
    """All accounts of `size`, ours and pymrio's: CPU, memory and the largest difference.

    The difference is relative to the largest number of the account.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = {who: str(Path(folder, f"{who}.npz")) for who in ("own", "pymrio")}
        rounds = [
            {who: _alone(who, size, file) for who, file in files.items()}
            for _ in range(ROUNDS[size])
        ]
        with np.load(files["own"]) as mine, np.load(files["pymrio"]) as told:
            off = max(np.abs(mine[a] - told[a]).max() / np.abs(told[a]).max() for a in ACCOUNTS)
    own, peer = ({k: min(r[who][k] for r in rounds) for k in rounds[0][who]} for who in files)
    return {
        f"{name}_cpu_ratio": peer["cpu"] / own["cpu"],
        f"{name}_memory_share": own["memory"] / peer["memory"],
        f"{name}_max_diff": float(off),
        f"{name}_own_s": own["cpu"],
        f"{name}_pymrio_s": peer["cpu"],
    }


def _own(world: World) -> dict[str, Floats]:
    from kraftsamling.measures.io import LeontiefSystem, footprint, footprint_precision

    x = world.Z.sum(axis=1) + world.Y.sum(axis=1)
    precision = footprint_precision(STRESSORS, world.regions, len(x))
    system = LeontiefSystem.of_flows(world.Z, x, precision=precision)
    found = footprint(system, x, world.Y, world.F, regions=world.rows)
    return {account: getattr(found, account) for account in ACCOUNTS}


def _pymrio(world: World) -> Callable[[], dict[str, Floats]]:
    """Tables as pymrio wants them, made beforehand; then its own `calc_all`."""
    import pandas as pd

    pymrio: Any = importlib.import_module("pymrio")
    regions = [f"r{place:02}" for place in range(world.regions)]
    industries = [f"s{place:03}" for place in range(world.industries)]
    rows = pd.MultiIndex.from_product([regions, industries], names=["region", "sector"])
    columns = pd.MultiIndex.from_product(
        [regions, list(range(CATEGORIES))], names=["region", "category"]
    )
    system = pymrio.IOSystem(
        Z=pd.DataFrame(world.Z, rows, rows, copy=False), Y=pd.DataFrame(world.Y, rows, columns)
    )
    system.used = pymrio.Extension("used", F=pd.DataFrame(world.F, range(STRESSORS), rows))

    def calculate() -> dict[str, Floats]:
        system.calc_all()
        names = ("M", "D_cba", "D_pba", "D_imp", "D_exp")
        return {a: getattr(system.used, n).values for a, n in zip(ACCOUNTS, names, strict=True)}

    return calculate


def _limits(world: World) -> dict[str, float]:
    """Factorising beside matrix products of the same size, and scenarios on a system that is there."""
    from kraftsamling.measures.io import LeontiefSystem, technical_coefficients

    A = np.asarray(technical_coefficients(world.Z, world.Z.sum(axis=1) + world.Y.sum(axis=1)))
    product = _fastest(lambda: A @ A, 3)
    factorised = min(_factorising(A) for _ in range(3))
    system = LeontiefSystem(A)
    demand = np.random.default_rng(2).random((len(A), 100))
    one = np.ascontiguousarray(demand[:, 0])
    return {
        "lu_share_of_peak": product / 3 / factorised,
        "scenario_ms": 1000 * _fastest(lambda: system.solve(one), 9),
        "scenarios100_ms": 1000 * _fastest(lambda: system.solve(demand), 5),
    }


def _factorising(A: Floats) -> float:
    """LAPACK as the system calls it, in place; on a copy made outside the clock."""
    from scipy.linalg import lapack

    system = np.asfortranarray(np.eye(len(A)) - A)
    return _seconds(lambda: lapack.dgetrf(system, overwrite_a=1))


def _decompositions(world: World) -> dict[str, float]:
    """Borin & Mancini's source and KWW for every region, tables in, beside one inverse by numpy."""
    from kraftsamling.measures.value_added import ValueChains, borin_mancini_source, kww

    def apart() -> None:
        chains = ValueChains(world.Z, world.Y, world.rows)
        borin_mancini_source(chains)
        kww(chains)

    x = world.Z.sum(axis=1) + world.Y.sum(axis=1)
    system = np.eye(len(x)) - world.Z / x
    inverse = _fastest(lambda: np.linalg.inv(system), 2)
    return {"decomposition_per_inverse": _fastest(apart, 2) / inverse}


def _alone(part: str, size: tuple[int, int], file: str = "") -> dict[str, Any]:
    """One part in a process of its own, with one BLAS thread; what it prints."""
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.value_chains", part, *map(str, size), file],
        env=os.environ | dict.fromkeys(THREADS, "1"),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    answer: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return answer


def _part(part: str, regions: str, industries: str, file: str = "") -> None:
    warnings.simplefilter("ignore")
    np.linalg.inv(np.eye(600) + 1e-4)  # libraries are loaded, and the processor is awake
    if part == "study":
        print(json.dumps(studying.figures()))
        return
    world = drawn(int(regions), int(industries))
    if part in ("limits", "decompositions"):
        print(json.dumps((_limits if part == "limits" else _decompositions)(world)))
        return
    run = _pymrio(world) if part == "pymrio" else lambda: _own(world)
    if part == "own":
        import kraftsamling.measures.io  # noqa: F401, outside the clock as pymrio's is
    before, start = _peak(), time.process_time()
    accounts = run()
    print(json.dumps({"cpu": time.process_time() - start, "memory": _peak() - before}))
    np.savez(file, **accounts)  # type: ignore[arg-type]


def _seconds(work: Callable[[], Any]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _fastest(work: Callable[[], Any], times: int) -> float:
    return min(_seconds(work) for _ in range(times))


def _peak() -> int:
    """The most memory this process has held, in KB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    _part(*sys.argv[1:]) if len(sys.argv) > 1 else main()
