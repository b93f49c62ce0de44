"""Reading the figure files: whole, or a sentence that names file, line and cure."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kraftsamling.evidence.figures import NO_FIGURES, Figures, read_figures
from kraftsamling.kernel.errors import ContentError

LITTLELAND = Path(__file__).resolve().parents[2] / "content" / "littleland"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of Littleland's figure files, free to break."""
    for name in ("series.yaml", "figures.csv", "qualifiers.yaml"):
        shutil.copy(LITTLELAND / name, tmp_path)
    return tmp_path


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), encoding="utf-8")


def test_it_reads_a_figure_as_printed() -> None:
    figure = read_figures(LITTLELAND).rows[0]

    assert (figure.value, figure.number, figure.decimals) == ("10.50", 10.5, 2)
    assert (figure.seen, figure.tolerance) == ("data file", None)


def test_it_has_no_figures_where_there_are_no_files(tmp_path: Path) -> None:
    assert read_figures(tmp_path) is NO_FIGURES
    assert Figures().counted("C1") == 0


@pytest.mark.parametrize("name", ["series.yaml", "figures.csv", "qualifiers.yaml"])
def test_it_wants_all_files_or_none(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(ContentError, match=rf"{name}: the file is missing\. Put it back"):
        read_figures(folder)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("id,series,", "id,serie,", r"line 1: the header says id,serie,.*Write it as: id,series,"),
        ("10.50", "ten", r"line 2: value: 'ten' is neither a number nor a range.*132-187"),
        ("10.50", "~10", r"line 2: value: '~10' is neither"),
        ("10.50", "", r"line 2: value: '' is neither"),
        ("1,ideas,", "1,idea,", r"line 2: the series 'idea' is not in series.yaml\. Correct it here"),
        (",women,2023", ",kvinnor,2023", r"line 10: the group 'kvinnor' is not in series.yaml"),
        (",9,about,", ",9,ungefär,", r"line 4: the qualifier 'ungefär' is not in qualifiers.yaml"),
        ("data file,,Idé", "seen,,Idé", r"line 2: seen: .*'text', 'data file' or 'chart-read'"),
        ("chart-read,0.3", "chart-read,low", r"line 9: tolerance: .*'low'\. Correct it"),
        ("https://example.org/paper", "paper", r"line 4: url: 'paper' is not an address"),
        ("From an interview.", "", r"line 4: the note is there in one language only"),
        ("2,ideas,91,Nordlän,North County,,2022", "2,ideas,91,Nordlän,North County,,2020", r"line 3: line 2 already gives this series"),
        ("2,ideas,", "1,ideas,", r"line 3: line 2 has the same id"),
        (",10.50,", ",10,50,", r"line 2: there are 17 values but 16 columns.*double quotes"),
        ("Ur en intervju.", '"Ur en intervju.', r"figures\.csv, line \d+: .*Check the quotes"),
    ],
)  # fmt: skip
def test_it_names_line_and_cure(folder: Path, before: str, after: str, told: str) -> None:
    change(folder / "figures.csv", before, after)

    with pytest.raises(ContentError, match=told) as raised:
        read_figures(folder)
    assert str(folder / "figures.csv") in str(raised.value)


def test_it_names_every_fault_at_once(folder: Path) -> None:
    change(folder / "figures.csv", "10.50", "ten")
    change(folder / "figures.csv", "https://example.org/paper", "paper")

    with pytest.raises(ContentError, match=r"(?s)line 2: .*line 4: "):
        read_figures(folder)


def test_it_refuses_a_conflict_with_nothing(folder: Path) -> None:
    change(folder / "series.yaml", "conflicts: [patents-b]", "conflicts: [patents-c]")

    with pytest.raises(ContentError, match="patents-a conflicts with patents-c, which does not"):
        read_figures(folder)


def test_it_refuses_a_file_that_is_not_utf8(folder: Path) -> None:
    (folder / "figures.csv").write_bytes("åäö".encode("latin-1"))

    with pytest.raises(ContentError, match="not UTF-8 text"):
        read_figures(folder)


@pytest.mark.parametrize(
    ("period", "time"),
    [("2004", 2004.0), ("2024Q2", 2024.25), ("2026-04", 2026.25), ("2018-2020", None), ("n/a", None), ("early 2000s", None)],
)  # fmt: skip
def test_it_knows_which_periods_are_points_in_time(period: str, time: float | None) -> None:
    figure = read_figures(LITTLELAND).rows[0].model_copy(update={"period": period})

    assert figure.time == time
