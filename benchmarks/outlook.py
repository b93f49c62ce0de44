"""How well the outlook foretells 72 annual indicators, beside naive, drift and AutoETS.

    make bench NAME=outlook

The series are the public indicators of a worked case of Policy Priority Inference (2000-2022), which
others have measured on: AutoETS MASE 1.20, naive 1.32, and nominal 80 % intervals that held 59-75 %.
They did not say how. So every method speaks from the same origins, seeing only what came before, and
the errors are summed up in several usual ways; the first is the one that the last line gives. It is
the plainest that uses every origin, and puts naive, drift and AutoETS near what was published. Means
over series are shown only where they mean something: some series stood still for fifteen years, and
a step of theirs is a thousand times their scale.

The file lies outside the repository; without it there is nothing to measure, and that is said.
"""

from __future__ import annotations

import csv
import json
import statistics
import time
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from kraftsamling.measures.accuracy import Backtest, Floats, Forecaster, evaluate
from kraftsamling.measures.forecasting import backtest, forecast

FILE = (
    Path(__file__).resolve().parents[2]
    / "shared/references/engines/policy_priority_inference/raw_indicators.csv"
)
START, FIRST, HORIZON = 2000, 10, 6
MASE_BAR, COVERAGE_BAR = 1.15, (0.77, 0.83)
OWN = "outlook"


@dataclass(frozen=True)
class Protocol:
    """From which origins, how far ahead, and how the scaled errors become one number.

    `origins` are first and last year not seen; with `whole` only origins that see all of `horizon`
    come. `of` is "errors" (all alike) or "series" (mean per series first).
    """

    origins: tuple[int, int]
    horizon: int
    whole: bool
    of: str
    summary: Callable[[Floats], Any]

    def __str__(self) -> str:
        first, last = self.origins
        years = f"from {first}" if first == last else f"{first}-{last}"
        return f"{years}, {self.horizon} ahead; {self.summary.__name__[3:]} of {self.of}"


PROTOCOLS = (
    Protocol((2010, 2022), 4, False, "errors", np.nanmedian),
    Protocol((2010, 2022), 1, True, "series", np.nanmedian),
    Protocol((2012, 2021), 2, True, "series", np.nanmedian),
    Protocol((2015, 2019), 4, True, "errors", np.nanmedian),
    Protocol((2016, 2019), 4, True, "series", np.nanmedian),
    Protocol((2016, 2022), 6, False, "series", np.nanmedian),
    Protocol((2017, 2017), 4, True, "errors", np.nanmedian),
    Protocol((2017, 2019), 4, True, "series", np.nanmedian),
    Protocol((2018, 2018), 5, True, "series", np.nanmedian),
    Protocol((2019, 2019), 4, True, "series", np.nanmedian),
    Protocol((2019, 2019), 4, True, "series", np.nanmean),
)


def main() -> None:
    """Measure, print a table for people, then the figures as one JSON line."""
    print(json.dumps(dict(figures(Console(highlight=False, width=140)))))


def figures(console: Console) -> Mapping[str, float | None]:
    """`outlook_mase` and `outlook_coverage80`, and beside them the others'; None without the file."""
    if not FILE.exists():
        console.print(f"Nothing measured: {FILE.name} is not in ../shared.")
        return {"outlook_mase": None, "outlook_coverage80": None}
    series = read(FILE)
    tested = _tested(series)
    summed = {
        protocol: {name: _sum(protocol, found) for name, found in tested.items()}
        for protocol in PROTOCOLS
    }
    taken = _milliseconds(series)
    _show(console, summed, taken)
    first = summed[PROTOCOLS[0]]
    return {
        f"{name}_{figure}": round(value, 3)
        for name, pair in first.items()
        for figure, value in zip(("mase", "coverage80"), pair, strict=True)
    } | {"outlook_ms": round(taken, 2)}


def read(file: Path) -> list[Floats]:
    """The series, one row each; an empty cell is a missing value."""
    with file.open(encoding="utf-8", newline="") as rows:
        return [
            np.array([float(value or "nan") for year, value in row.items() if year.isdigit()])
            for row in csv.DictReader(rows)
        ]


def _tested(series: list[Floats]) -> dict[str, list[Backtest]]:
    """Each method on each series from every origin."""
    own = [backtest(values, HORIZON, first=FIRST) for values in series]
    others = {
        name: [evaluate(values, HORIZON, speak, first=FIRST) for values in series]
        for name, speak in _peers().items()
    }
    return {OWN: own} | others


def _peers() -> dict[str, Forecaster]:
    """Naive, drift and AutoETS as statsforecast has them, with its own 80 % intervals."""
    from statsforecast.models import AutoETS, Naive, RandomWalkWithDrift

    def speaker(model: Any) -> Forecaster:
        def speak(seen: Floats, steps: int) -> tuple[Floats, Floats, Floats]:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                said = model.forecast(y=seen, h=steps, level=[80])
            return said["mean"], said["lo-80"], said["hi-80"]

        return speak

    return {
        "naive": speaker(Naive()),
        "drift": speaker(RandomWalkWithDrift()),
        "autoets": speaker(AutoETS(season_length=1)),
    }


def _sum(protocol: Protocol, tested: list[Backtest]) -> tuple[float, float]:
    """MASE and coverage of one method under one protocol; series without a scale are left out."""
    first, last = (year - START for year in protocol.origins)
    scaled, covered = [], []
    for found in tested:
        chosen = [row for row, origin in enumerate(found.origins) if first <= origin <= last]
        errors = np.abs(found.errors[chosen, : protocol.horizon])
        if protocol.whole:
            chosen = [
                row for row, came in zip(chosen, errors, strict=True) if not np.isnan(came[-1])
            ]
            errors = np.abs(found.errors[chosen, : protocol.horizon])
        scaled.append(errors / found.scales[chosen, None])
        covered.append(found.covered[chosen, : protocol.horizon])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # the mean of a series without a scale
        numbers = np.array([np.nanmean(one) for one in scaled])
    if protocol.of == "errors":
        numbers = np.concatenate([one.ravel() for one in scaled])
    return float(protocol.summary(numbers)), float(np.nanmean(np.concatenate(covered)))


def _milliseconds(series: list[Floats]) -> float:
    """The median time of one outlook, ten years ahead with the choice of method."""
    taken = []
    for values in series:
        start = time.perf_counter()
        forecast(values, 10)
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken)


def _show(
    console: Console, summed: dict[Protocol, dict[str, tuple[float, float]]], taken: float
) -> None:
    """A row for each protocol, a column for each method: MASE, and the share within 80 %."""
    names = list(next(iter(summed.values())))
    table = Table("first year not seen", *names, box=None)
    for protocol, found in summed.items():
        cells = [f"{error:.2f}  {100 * share:.0f} %" for error, share in found.values()]
        table.add_row(str(protocol), *cells)
    console.print(table)
    low, high = (f"{100 * bar:.0f}" for bar in COVERAGE_BAR)
    console.print(
        f"MASE, and how many values fell within the 80 % interval. Bars: {MASE_BAR}, {low}-{high} %.\n"
        "Half the series hardly move in 2020, and three quarters not in 2022: naive foretells that.\n"
        f"One outlook, method chosen: {taken:.1f} ms."
    )


if __name__ == "__main__":
    main()
