"""How long the first study of a region takes, and an answer from what is kept of it.

A part of `make bench NAME=value_chains`, which prints these figures. The study is in WIOD 2011 where
../shared has it, otherwise in a drawn table of its size (41 x 35).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

READ = Path("../shared/data/stats/io/wiod2013_2011.npz")
BARS = {"study_s": ("<=", 3.0), "answer_ms": ("<=", 150.0)}


def figures() -> dict[str, float]:
    """A region's first study, its table read already; then one answer more, from what is kept.

    The jobs in two counties are drawn. The answers are shocks after the first, each another.
    """
    from kraftsamling.priorities.value_chains.engine.position import position
    from kraftsamling.priorities.value_chains.engine.shock import shock
    from kraftsamling.priorities.value_chains.question import Position, Shock

    begin = _region()
    start = time.process_time()
    region = begin()
    position(Position("SE31"), region)
    first = time.process_time() - start
    falls = [(f"market:DEU:{share}", f"supplier:CHN:{share}") for share in range(5, 100, 9)]
    answers = []
    for fall in falls:
        start = time.process_time()
        shock(Shock("SE31", fall), region)
        answers.append(time.process_time() - start)
    return {"study_s": first, "answer_ms": 1000 * float(np.median(answers))}


def _region() -> Callable[[], Any]:
    """Everything that a study of Norra Mellansverige begins with, and what makes it."""
    from kraftsamling.evidence.input_output import read_wiod
    from kraftsamling.kernel.labelled import Matrix
    from kraftsamling.kernel.words import Words
    from kraftsamling.measures.inside import Inside
    from kraftsamling.priorities.value_chains.chains import read_chains
    from kraftsamling.priorities.value_chains.region import Region

    read = read_chains(Path("content/nms"))
    assert read is not None
    world = read[1]
    if READ.exists():
        table = read_wiod(READ)
        Z, Y, x, rows, demand = table.Z, table.Y, table.x, table.places, table.demand_places
    else:
        names = ["SWE", "DEU", "CHN", *(f"X{place:02}" for place in range(3, 41))]
        draw = np.random.default_rng(1)
        Z, Y = draw.random((41 * 35, 41 * 35)) ** 4, 40 * draw.random((41 * 35, 41))
        x = Z.sum(axis=1) + Y.sum(axis=1)
        rows, demand = tuple(name for name in names for _ in range(35)), tuple(names)
    codes = tuple(industry.code for industry in world.industries)
    jobs = np.random.default_rng(3).integers(20, 9000, (2, len(codes))).astype(float)
    counties = {"SE311": Words(sv="ett", en="one"), "SE312": Words(sv="två", en="two")}

    def begin() -> Region:
        inside = Inside(
            Z,
            Y,
            x,
            countries=rows,
            demand=demand,
            country="SWE",
            activity=np.stack([jobs.sum(axis=0), 9 * jobs.sum(axis=0)]),
        )
        persons = Matrix(jobs, tuple(counties), codes)
        name, home = Words(sv="regionen", en="the region"), Words(sv="Sverige", en="Sweden")
        return Region(inside, world, persons, name, counties, home, 2011, "2018", (), ())

    return begin
