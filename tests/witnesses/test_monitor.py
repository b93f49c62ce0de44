"""The monitor's findings against a slow witness: the CSV regrouped in plain Python."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import yaml

from kraftsamling.evidence.monitor import Moment, Question, answer
from kraftsamling.kernel.place import Place
from kraftsamling.strategy.library import load

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = [ROOT / "content" / "nms", ROOT / "tests" / "content" / "littleland"]
Told = tuple[str, str, str, str, str]


def witness(folder: Path, theme: str) -> dict[Told, float | None]:
    """Every figure of `theme`: series, place code, place, period and group; None is no number."""
    themes = {
        series["code"]: series["theme"]
        for series in yaml.safe_load((folder / "series.yaml").read_text())["series"]
    }
    told: dict[Told, float | None] = {}
    with (folder / "figures.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if themes[row["series"]] != theme:
                continue
            key = (row["series"], row["geo_code"], row["geo"], row["period"], row["group"])
            assert key not in told
            try:
                told[key] = float(row["value"])
            except ValueError:
                told[key] = None
    return told


def cases() -> Iterator[tuple[Path, str]]:
    for folder in FOLDERS:
        library = load(folder)
        for theme in dict.fromkeys(series.theme for series in library.figures.series):
            yield folder, theme


@pytest.mark.parametrize(
    ("folder", "theme"), list(cases()), ids=lambda value: getattr(value, "name", value)
)
def test_it_finds_what_the_file_says(folder: Path, theme: str) -> None:
    library = load(folder)
    told = witness(folder, theme)
    own = {code: place for place in library.places for code in place.codes}

    found: dict[Told, float | None] = {}
    cells = 0
    for reading in answer(Question(theme), library.figures, library.places):
        for (place, moment), figure in reading.figures.items():
            number = reading.table.cell(place, moment)
            key = (reading.series.code, figure.geo_code, figure.geo, moment.period, moment.group)
            found[key] = None if math.isnan(number) else number
            assert place == own.get(figure.geo_code, place)
            assert place.own == (figure.geo_code in own)
        cells += int((~np.isnan(reading.table.values)).sum())
        assert [p for p in reading.table.rows if isinstance(p, Place) and p.own] == list(
            library.places
        )
        assert all(isinstance(moment, Moment) for moment in reading.table.columns)

    assert found == told
    # Nothing but the file's numbers is in the tables: what is missing is missing, never zero.
    assert cells == sum(number is not None for number in told.values())


def test_it_leaves_no_figure_without_a_page() -> None:
    for folder in FOLDERS:
        library = load(folder)
        pages = [c.code for c in library.strategy.challenges]
        pages += [theme.code for theme in library.figures.themes]
        assert sum(library.figures.counted(page) for page in pages) == len(library.figures.rows)
