"""Littleland with apprentices whose every number is one of a kind, so that a leak is seen anywhere."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytest_django import Settings

from kraftsamling.evidence.indicators.question import Question
from kraftsamling.evidence.indicators.status import SMALL, bit
from kraftsamling.evidence.indicators.study import trend
from kraftsamling.evidence.store import load_starters
from kraftsamling.plan.models import Plan
from kraftsamling.plan.starter import load_starter

CONTENT = Path(__file__).parent / "content"
TABLE = "littleland_apprentices.2025-03-01.csv"
SEXES = {"2": "women", "1": "men"}


@dataclass(frozen=True)
class Canaries:
    """What must not be seen, as digits; and what may be, so that looking for digits is known to work."""

    plan: Plan
    hidden: tuple[str, ...]
    shown: tuple[str, ...]

    def seen(self, text: str) -> list[str]:
        """The hidden numbers that can be read in `text`, with a point or a comma."""
        plain = text.replace(",", ".")
        return [digits for digits in self.hidden if digits in plain]


@pytest.fixture
def canaries(tmp_path: Path, settings: Settings, db: None) -> Canaries:
    """The plan of a copied Littleland, with six digits after the point of each apprentice count."""
    folder = tmp_path / "content"
    shutil.copytree(CONTENT, folder)
    path = folder / "common" / "evidence" / TABLE
    rows = list(_marked(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")))))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    settings.CONTENT_DIR, settings.DATA_DIR = folder, tmp_path / "data"
    load_starter("littleland")
    load_starters()
    plan = Plan.objects.get(slug="littleland")
    return _sorted(plan, {(r["place"], r["period"], SEXES[r["sex"]]): r["value"] for r in rows})


def _marked(rows: Iterator[dict[str, str]]) -> Iterator[dict[str, str]]:
    """Each count less a part that no other has: 3 becomes 2.987003, still fewer than five."""
    for number, row in enumerate(rows, 1):
        yield row | {"value": f"{int(row['value']) - 0.012997 - number / 1000:.6f}"}


def _sorted(plan: Plan, values: dict[tuple[str, str, str], str]) -> Canaries:
    found = trend(Question("apprentices"), plan.library.indicators.by_code["apprentices"])
    hidden, shown = list[str](), list[str]()
    for row, place in enumerate(found.places):
        for column, moment in enumerate(found.moments):
            digits = values[place.code, moment.period, moment.group].rstrip("0")
            small = found.marks[row, column] & bit(SMALL)
            (hidden if small else shown).append(digits)
    return Canaries(plan, tuple(hidden), tuple(shown))
