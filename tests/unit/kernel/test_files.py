"""Files that are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kraftsamling.kernel.files import sweep, write_whole, written_whole


def test_it_replaces_a_file_in_one_step(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "file"
    write_whole(path, b"old")
    write_whole(path, b"new")

    assert path.read_bytes() == b"new"
    assert [p.name for p in path.parent.iterdir()] == ["file"]


def test_it_leaves_the_old_file_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"old")

    def half_written() -> None:
        with written_whole(path) as temporary:
            temporary.write_bytes(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_written()

    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_it_sweeps_what_is_old_and_unfinished_only(tmp_path: Path) -> None:
    old, young, whole = (tmp_path / name for name in (".a.1.part", ".b.2.part", "c.part"))
    for path in (old, young, whole):
        path.write_bytes(b"x")
    for path in (old, whole):
        os.utime(path, (0, 0))

    assert sweep(tmp_path) == 1
    assert sorted(p.name for p in tmp_path.iterdir()) == [".b.2.part", "c.part"]
