"""kill -9 during a fetch or an ingest leaves neither half a snapshot nor half a table."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


def fetchers(folder: Path, *words: object) -> dict[str, Any]:
    answer = subprocess.run(
        [sys.executable, "-m", "tests.fetchers", *map(str, words)],
        cwd=ROOT,
        env=os.environ
        | {
            "DATABASE_URL": f"sqlite:///{folder / 'db.sqlite3'}",
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


def test_it_survives_being_killed_while_it_fetches_and_ingests(tmp_path: Path) -> None:
    told = fetchers(tmp_path, "kill", 24, 20261125)

    assert told["kills"] == 24
    assert told["fetching"] >= 3, told
    assert told["ingesting"] >= 3, told


def test_it_lets_one_process_at_a_time_ask(tmp_path: Path) -> None:
    assert fetchers(tmp_path, "crowd", 3, 8) == {"processes": 3, "failed": 0}
