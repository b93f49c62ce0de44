"""Content files speak: file, line, cure."""

from __future__ import annotations

from pathlib import Path

import pytest

from kraftsamling.kernel.content import Content, read
from kraftsamling.kernel.errors import ContentError
from kraftsamling.kernel.words import Words


class Thing(Content):
    """A thing for the tests."""

    name: Words
    size: int = 0


class Things(Content):
    """A file of things."""

    things: tuple[Thing, ...]


def refused(path: Path, text: str | bytes) -> str:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ContentError) as caught:
        read(path, Things)
    return str(caught.value)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "things.yaml"


GOOD = "things:\n  - name: {sv: Sak, en: Thing}\n    size: 2\n"


def test_it_reads_a_good_file(path: Path) -> None:
    path.write_text(GOOD)

    assert read(path, Things).things[0].name.in_language("en-gb") == "Thing"


@pytest.mark.parametrize(
    ("text", "line", "cure"),
    [
        ("things:\n  - name: {sv: Sak}\n", 2, "things.1.name.en: is missing. Add it."),
        (GOOD + "    colour: red\n", 4, "colour: is not a field here. Check the spelling"),
        (GOOD.replace("2", "big"), 3, "but it says 'big'. Correct it."),
        (GOOD + "    size: 3\n", 4, "'size' is already given on line 3"),
        ("things:\n\t- name\n", 2, "there is a tab here"),
        ("things: [\n", 2, "not valid YAML"),
    ],
)
def test_it_names_file_line_and_cure(path: Path, text: str, line: int, cure: str) -> None:
    told = refused(path, text)

    assert str(path) in told
    assert f"line {line}:" in told
    assert cure in told


def test_it_tells_every_fault_at_once(path: Path) -> None:
    told = refused(path, "things:\n  - size: x\n  - size: y\n")

    assert len(told.splitlines()) == 4


def test_it_says_when_a_file_is_missing_empty_or_not_text(path: Path) -> None:
    with pytest.raises(ContentError, match=r"missing.*kraftsamling init"):
        read(path, Things)
    assert "is empty" in refused(path, "# nothing\n")
    assert "not UTF-8" in refused(path, b"things: \xff\xfe")


def test_it_takes_words_and_codes_as_they_are_written(path: Path) -> None:
    path.write_text("things:\n  - name: {sv: no, en: On}\n    size: 12\n")
    assert read(path, Things).things[0].name == Words(sv="no", en="On")

    for written in ("0101", "12:30", "1_000", "0x1F", "2027-03-01", "1e3"):
        path.write_text(f"things:\n  - name: {{sv: {written}, en: {written}}}\n")
        assert read(path, Things).things[0].name.sv == written
