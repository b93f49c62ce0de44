"""Littleland in a small world: three countries with four industries each, and jobs in four counties."""

from __future__ import annotations

import numpy as np

from kraftsamling.kernel.labelled import Matrix
from kraftsamling.kernel.origin import Origin
from kraftsamling.kernel.words import Words
from kraftsamling.measures.embodied import Embodied
from kraftsamling.measures.inside import Inside
from kraftsamling.priorities.value_chains.chains import Area, Industry, WorldTable
from kraftsamling.priorities.value_chains.region import Region


def words(text: str) -> Words:
    return Words(sv=text, en=text)


WORLD = WorldTable(
    code="little",
    tables={2020: "little_world"},
    name=words("Little world"),
    unit=words("million"),
    industries=(
        Industry(code="mills", name=words("Mills"), groups=("making",), divisions=("C1",)),
        Industry(
            code="machines", name=words("Machines"), groups=("making",), divisions=("C2", "C3")
        ),
        Industry(code="shops", name=words("Shops"), groups=("shops",)),
        Industry(code="care", name=words("Care"), groups=("care",)),
    ),
    places=(
        Area(code="AA", name=words("Aland")),
        Area(code="LL", name=words("The realm")),
        Area(code="BB", name=words("Beeland")),
    ),
)
CODES = ("mills", "machines", "shops", "care")
COUNTIES = {"LL11": words("North"), "LL12": words("Middle")}
# Persons in two counties of Littleland, and in the rest of the realm.
JOBS = np.array([[900.0, 300, 500, 800], [100, 400, 300, 600]])
REST = np.array([500.0, 2000, 3000, 4000])
# Tonnes that each industry of the world emits, and those who use the final demand of each country.
EMITTED = np.array([90.0, 40, 10, 5, 60, 20, 8, 4, 300, 120, 30, 9])
DIRECT = {"AA": 20.0, "LL": 15.0, "BB": 40.0}
ORIGIN = Origin("The bureau", "Little world 2020", "https://example.org/world")


def flows(seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Flows (12, 12) and final demand (12, 3): mills export, care is used where it is made."""
    draw = np.random.default_rng(seed)
    Z = draw.random((12, 12)) * 4
    Y = draw.random((12, 3)) * 8 + 1
    for place in range(3):
        Z[4 * place + 3] = 0
        Y[4 * place + 3] = 0
        Y[4 * place + 3, place] = 30
        Y[4 * place + 2, place] += 20
    return Z, Y


def inside(
    jobs: np.ndarray = JOBS,
    rest: np.ndarray = REST,
    seed: int = 1,
    deltas: tuple[float, ...] = (0.1, 0.2, 0.3),
) -> Inside:
    Z, Y = flows(seed)
    names = [place.code for place in WORLD.places]
    return Inside(
        Z,
        Y,
        Z.sum(axis=1) + Y.sum(axis=1),
        countries=[name for name in names for _ in CODES],
        demand=names,
        country="LL",
        activity=np.stack([jobs.sum(axis=0), rest]),
        deltas=deltas,
    )


def region(jobs: np.ndarray = JOBS, rest: np.ndarray = REST, seed: int = 1) -> Region:
    within = inside(jobs, rest, seed)
    return Region(
        within,
        WORLD,
        Matrix(jobs, tuple(COUNTIES), CODES),
        words("Littleland"),
        COUNTIES,
        words("The realm"),
        2020,
        "2018",
        ("C3",),
        (ORIGIN,),
        carbon=Embodied.of(within, EMITTED, DIRECT),
    )
