"""How fast a gravity equation is estimated, beside pyfixest, and how far apart the answers are.

    make bench NAME=gravity

One year of drawn trade between 235 places: log distance and a common border, effects of sellers and
buyers, errors that hold for any variance. Each package works in a process of its own with one thread:
CPU seconds of the estimate alone, CPU seconds of loading the package, and memory in MB beyond Python's.
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
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

Floats = NDArray[np.float64]
PLACES = 235
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
BARS = {"gravity_coefficient_diff": ("<=", 1e-6), "gravity_error_diff": ("<=", 1e-5)}


def drawn() -> tuple[Floats, Floats, Floats]:
    """Flows, distances and borders (places, places); a third of the pairs do not trade."""
    draw = np.random.default_rng(0)
    size, distance = draw.lognormal(0, 2.5, PLACES), draw.lognormal(8, 1, (PLACES, PLACES))
    border = (draw.random(distance.shape) < 0.05).astype(float)
    flows = np.outer(size, size) / distance**0.9 * np.exp(0.5 * border) * 1e6
    flows *= draw.gamma(0.3, 3.3, flows.shape) * (draw.random(flows.shape) < 0.7)
    np.fill_diagonal(flows, 0)
    return flows, distance, border


def main() -> None:
    """Measure, print a table for people, then the figures as one JSON line."""
    found = figures()
    table = Table("", "measured", "bar", box=None)
    for name, value in found.items():
        sign, bar = BARS.get(name, ("", float("nan")))
        table.add_row(name, f"{value:.3g}", f"{sign} {bar:g}" if sign else "")
    Console(highlight=False, width=110).print(table)
    print(json.dumps(dict(found)))


def figures() -> Mapping[str, float]:
    """All figures of this part."""
    own, peer = _alone("own"), _alone("peer")
    return {
        "gravity_coefficient_diff": _apart(own["coefficients"], peer["coefficients"]),
        "gravity_error_diff": _apart(own["errors"], peer["errors"]),
        "gravity_cpu_ratio": peer["cpu"] / own["cpu"],
        "gravity_loading_seconds": own["loading"],
        "pyfixest_loading_seconds": peer["loading"],
        "gravity_memory_mb": own["memory"],
        "pyfixest_memory_mb": peer["memory"],
    }


def _apart(one: list[float], other: list[float]) -> float:
    """The largest difference, relative to the peer's number."""
    return float(np.abs(np.array(one) / np.array(other) - 1).max())


def _own() -> tuple[Floats, Floats]:
    from kraftsamling.measures.gravity import expected_trade

    flows, distance, border = drawn()
    _LOADED.append(time.process_time())
    found = expected_trade(flows, [np.log(distance), border])[1]
    return found.coefficients, found.errors


def _peer() -> tuple[Floats, Floats]:
    import pandas as pd

    peer: Any = importlib.import_module("pyfixest")
    estimate = peer.fepois  # loaded only when asked for
    flows, distance, border = drawn()
    pairs = ~np.eye(PLACES, dtype=bool)
    seller, buyer = np.nonzero(pairs)
    columns = {"y": flows[pairs], "far": np.log(distance)[pairs], "border": border[pairs]}
    rows = pd.DataFrame(columns | {"seller": seller, "buyer": buyer})
    plain = peer.ssc(k_adj=False, G_adj=False)
    _LOADED.append(time.process_time())
    found = estimate("y ~ far + border | seller + buyer", rows, vcov="hetero", ssc=plain)
    return found.coef().to_numpy(), found.se().to_numpy()


_LOADED = list[float]()


def _alone(who: str) -> dict[str, Any]:
    """One package in a process of its own, with one thread; what it prints."""
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.gravity", who],
        env=os.environ | dict.fromkeys(THREADS, "1"),
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    answer: dict[str, Any] = json.loads(told.stdout.splitlines()[-1])
    return answer


def _part(who: str) -> None:
    warnings.simplefilter("ignore")
    before, start = _peak(), time.process_time()
    coefficients, errors = {"own": _own, "peer": _peer}[who]()
    answer = {
        "cpu": time.process_time() - _LOADED[0],
        "loading": _LOADED[0] - start,
        "memory": (_peak() - before) / 1024,
        "coefficients": coefficients.tolist(),
        "errors": errors.tolist(),
    }
    print(json.dumps(answer))


def _peak() -> int:
    """The most memory this process has held, in KB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    _part(*sys.argv[1:]) if len(sys.argv) > 1 else main()
