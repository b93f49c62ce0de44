"""kill -9 in the middle of a write leaves a consistent database and an unbroken chain; so do crowds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
SEED = 20261123


def writers(database: str, folder: Path, *words: object) -> dict[str, Any]:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.writers", *map(str, words)],
        cwd=ROOT,
        env=os.environ
        | {
            "DATABASE_URL": database,
            "DATA_DIR": str(folder),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    told: dict[str, Any] = json.loads(answer.stdout)
    return told


def test_it_survives_being_killed_at_any_moment(database: str, tmp_path: Path) -> None:
    told = writers(database, tmp_path, "kill", 28, SEED)

    assert told["kills"] == 28
    assert told["changes"] >= 28
    assert all(told["in_the_middle_of"].values()), told


def test_it_loses_nothing_when_four_write_at_once(database: str, tmp_path: Path) -> None:
    told = writers(database, tmp_path, "crowd", 4, 50)

    assert told == {"processes": 4, "changes": 200}
