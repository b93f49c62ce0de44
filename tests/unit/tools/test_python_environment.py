"""A bare machine is told the one command that mends what it lacks."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


def environment(folder: Path, python: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [ROOT / "tools" / "python-environment", python],
        cwd=folder,
        env=os.environ | env,
        capture_output=True,
        text=True,
        check=False,
    )


def fake_python(folder: Path, cases: str) -> str:
    path = folder / "fake-python"
    path.write_text(f'#!/bin/sh\ncase "$*" in\n{cases}\nesac\nexit 0\n')
    path.chmod(0o755)
    return str(path)


def test_it_names_the_packages_when_python_is_missing(tmp_path: Path) -> None:
    answer = environment(tmp_path, "no-such-python")

    assert answer.returncode == 1
    assert "apt-get install python3 python3-venv" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_it_says_that_python_is_too_old(tmp_path: Path) -> None:
    old = fake_python(tmp_path, "*version_info*) exit 1 ;;\n--version) echo Python 3.9.2 ;;")

    answer = environment(tmp_path, old)

    assert answer.returncode == 1
    assert "Python 3.9.2 is too old" in answer.stderr
    assert "make start PYTHON=python3.12" in answer.stderr


@pytest.mark.parametrize("lacking", ["*ensurepip*) exit 1 ;;", "*-m?venv*) exit 1 ;;"])
def test_it_names_the_package_when_venv_is_missing(tmp_path: Path, lacking: str) -> None:
    answer = environment(tmp_path, fake_python(tmp_path, lacking))

    assert answer.returncode == 1
    assert "apt-get install python3-venv" in answer.stderr
    assert not (tmp_path / ".venv").exists()


@pytest.mark.slow
def test_it_leaves_nothing_half_made_when_the_index_cannot_be_reached(tmp_path: Path) -> None:
    answer = environment(
        tmp_path,
        sys.executable,
        PIP_CONFIG_FILE=os.devnull,
        PIP_INDEX_URL="http://127.0.0.1:9/simple",
        PIP_RETRIES="0",
        PIP_NO_CACHE_DIR="1",
        PIP_FIND_LINKS="",
    )

    assert answer.returncode == 1
    assert "The package index could not be reached" in answer.stderr
    assert not (tmp_path / ".venv").exists()
